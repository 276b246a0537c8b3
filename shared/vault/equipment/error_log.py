"""The errors of a venue's equipment, each with the piece as it is now."""

import json
from collections.abc import Sequence
from typing import Self

from vault.adapters.gateway_session import Unsupported
from vault.audit.events import AuditEvent
from vault.audit.model import LogEntries
from vault.audit.views import key_newest_first
from vault.equipment import queries
from vault.equipment.model import Equipment
from vault.graph.connection import execute
from vault.graph.schema import Prop, Row
from vault.kernel import ids
from vault.kernel.json_types import JsonObject
from vault.kernel.values import value


@value
class EquipmentError:
    """An error, and the piece where it has not been deleted since; another one of its id does not count."""

    entry: Row
    detail: JsonObject
    equipment: Equipment | None

    @classmethod
    def from_entry(cls, entry: Row, pieces: Sequence[Equipment]) -> Self:
        piece = next((each for each in pieces if each.key == entry[Prop.EQUIPMENT_KEY]), None)
        return cls(entry, json.loads(entry[Prop.DETAIL]), piece)

    @property
    def equipment_name(self) -> str:
        """The EquipmentID, cleaned where the piece is gone."""
        return self.equipment.name if self.equipment else ids.equipment_name(self.detail["equipment"])

    @property
    def is_of_support(self) -> bool:
        """Whether the maker's interface cannot do something, where a device would have failed."""
        return bool(self.entry[Prop.EVENT] == AuditEvent.GATEWAY_PART_UNSUPPORTED)

    @property
    def outcome(self) -> str:
        return "UNSUPPORTED" if self.is_of_support else "FAILED"

    @property
    def response(self) -> str:
        """The outcome, and the words of the device where it said some."""
        return " ".join(filter(None, (self.outcome, self.detail.get("response"))))

    def outcome_of(self, part: Unsupported) -> str | None:
        return self.outcome if self.detail.get("part") == part else None

    @property
    def limiting_outcome(self) -> str | None:
        """Where it is about the limits of VLANs."""
        return self.outcome_of(Unsupported.BANDWIDTH_QUEUE)

    @property
    def switching_outcome(self) -> str | None:
        """Where it is about a VLAN that was to go on or off."""
        return self.outcome if "vlan" in self.detail and not self.limiting_outcome else None


def find_errors(log: LogEntries) -> list[EquipmentError]:
    """The errors of a log, newest first. Raises Unavailable."""
    named = sorted({json.loads(entry[Prop.DETAIL])["equipment"] for entry in log.entries})
    pieces = [Equipment.from_row(row) for row in execute(queries.with_ids(named), "READER")] if named else []
    return [EquipmentError.from_entry(entry, pieces) for entry in sorted(log.entries, key=key_newest_first)]
