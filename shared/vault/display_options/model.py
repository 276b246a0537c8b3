"""Display options: how the consoles of an operator look, by name."""

from typing import Self

from pydantic import ValidationError

from vault.display_options.configuration import DisplayConfiguration
from vault.graph.schema import Label, Prop, Row
from vault.graph.steps import T
from vault.kernel import ids
from vault.kernel.error_codes import ErrorCode
from vault.kernel.errors import DomainError, Kind
from vault.kernel.values import value


class DisplayOptionNotFound(DomainError):
    code = ErrorCode.DISPLAY_OPTION_NOT_FOUND
    kind = Kind.NOT_FOUND


class DisplaySettingsInvalid(DomainError):
    """The settings are no JSON, or have a member that is unknown or out of bounds."""

    code = ErrorCode.DISPLAY_SETTINGS_INVALID
    kind = Kind.INVALID


@value
class DisplayOption:
    """One without a vertex is the built-in one, which every operator has."""

    id: str
    operator_id: str
    name: str
    configuration: DisplayConfiguration

    @classmethod
    def built_in(cls, operator_id: str) -> Self:
        option_id = ids.default_display_option_id(operator_id)
        return cls(option_id, operator_id, ids.DEFAULT_DISPLAY_OPTION, DisplayConfiguration.from_value())

    @classmethod
    def from_row(cls, row: Row) -> Self:
        """From the vertex of the option, or of the operator for the built-in one."""
        vertex, operator_id = row["vertex"], row["operator"]
        if vertex[T.label] != Label.DISPLAY_OPTION:
            return cls.built_in(operator_id)
        configuration = DisplayConfiguration.model_validate_json(vertex[Prop.DISPLAY_CONFIGURATION])
        return cls(vertex[T.id], operator_id, vertex[Prop.NAME], configuration)

    @property
    def venue_ids(self) -> frozenset[str]:
        """No venues: it is the operator's."""
        return frozenset()


def parse_settings(settings: str) -> DisplayConfiguration:
    """Raises DisplaySettingsInvalid, which names the first member that is wrong."""
    try:
        return DisplayConfiguration.model_validate_json(settings)
    except ValidationError as error:
        place = error.errors(include_url=False, include_context=False, include_input=False)[0]["loc"]
        raise DisplaySettingsInvalid(member=".".join(map(str, place)) or "JSON") from None
