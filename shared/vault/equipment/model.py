"""A piece of equipment at a venue, and which of them are gateways that VAULT drives."""

import enum
from collections.abc import Collection, Mapping
from dataclasses import field, replace
from typing import Self

from vault.adapters.gateway_session import GatewayLogin, Maker
from vault.graph.schema import Prop, Row
from vault.graph.steps import T
from vault.kernel import ids
from vault.kernel.error_codes import ErrorCode
from vault.kernel.errors import DomainError, Kind
from vault.kernel.sealing import seal, unseal
from vault.kernel.values import value
from vault.operators.model import Keyring
from vault.venues.model import HasVenue, Venue

MAX_EQUIPMENT = 5000
MAX_GATEWAYS = 3
GATEWAY = "Gateway"
MAKERS = {name.casefold(): name for name in (*map(str, Maker), "RiQ")}
"""The makers of gateways as they write themselves; the protocol of RiQ's is not known."""


class Protocol(enum.StrEnum):
    """How a device's interface is reached."""

    HTTP = "http"
    HTTPS = "https"


class OperationalStatus(enum.StrEnum):
    """DOWN is maintenance: the device is not called, and what is due there waits."""

    UP = "UP"
    DOWN = "DOWN"


STATUS_WORDS = {OperationalStatus.UP: "In Service", OperationalStatus.DOWN: "Out of Service"}
"""As answers show it."""


class EquipmentNotFound(DomainError):
    """The venue has no equipment of this id."""

    code = ErrorCode.EQUIPMENT_NOT_FOUND
    kind = Kind.NOT_FOUND


class EquipmentAmbiguous(DomainError):
    """Several venues of the operator have equipment of this id."""

    code = ErrorCode.EQUIPMENT_AMBIGUOUS


class EquipmentExists(DomainError):
    """The venue has equipment of this id, or of one that differs in case and punctuation alone."""

    code = ErrorCode.EQUIPMENT_EXISTS


class EquipmentLimitReached(DomainError):
    code = ErrorCode.EQUIPMENT_LIMIT_REACHED


class EquipmentTypeFixed(DomainError):
    """The type of equipment does not change once it is set."""

    code = ErrorCode.EQUIPMENT_TYPE_FIXED


class GatewayLimitReached(DomainError):
    code = ErrorCode.GATEWAY_LIMIT_REACHED


class AccessListUnsupported(DomainError):
    """Only the firewall of a MikroTik gateway is written to."""

    code = ErrorCode.ACCESS_LIST_UNSUPPORTED


class GatewayNeeded(DomainError):
    """`field` asks for something that only a gateway has."""

    code = ErrorCode.GATEWAY_NEEDED


@value
class Equipment:
    """A piece of equipment; states and logs carry its `key`, so that a later one of the same id inherits nothing."""

    id: str
    key: str
    operator_id: str
    venue_id: str
    name: str
    vertex: Row = field(repr=False, compare=False)

    @classmethod
    def from_row(cls, row: Row) -> Self:
        """From the element map of its vertex."""
        return cls(row[T.id], row[Prop.EQUIPMENT_KEY], row[Prop.OPERATOR], row[Prop.VENUE], row[Prop.EQUIPMENT], row)

    def with_properties(self, properties: Mapping[str, object], removed: Collection[str]) -> Self:
        kept = {prop: each for prop, each in self.vertex.items() if prop not in removed}
        return replace(self, vertex={**kept, **properties})

    @property
    def venue_ids(self) -> frozenset[str]:
        return frozenset({self.venue_id})

    @property
    def type(self) -> str:
        return self._read_text(Prop.EQUIPMENT_TYPE)

    @property
    def manufacturer(self) -> str:
        return self._read_text(Prop.MANUFACTURER)

    @property
    def is_gateway(self) -> bool:
        return self.type == GATEWAY

    @property
    def is_driven(self) -> bool:
        """Whether it is a gateway at which VAULT sets VLANs."""
        return Prop.DRIVEN_BY in self.vertex

    @property
    def is_in_service(self) -> bool:
        return self.status is OperationalStatus.UP

    @property
    def status(self) -> OperationalStatus:
        return OperationalStatus(self.vertex.get(Prop.STATUS, OperationalStatus.UP))

    @property
    def epoch(self) -> str:
        """Another one whenever nothing that the gateway confirmed counts any more."""
        return self._read_text(Prop.EPOCH)

    def login(self, keyring: Keyring) -> GatewayLogin:
        """How to reach a driven gateway. Raises SealBroken."""
        return GatewayLogin(
            maker=Maker(self.vertex[Prop.DRIVEN_BY]),
            address=self.vertex[Prop.IP_ADDRESS],
            port=self.vertex[Prop.PORT],
            is_tls=self.vertex[Prop.CONNECTION_PROTOCOL] == Protocol.HTTPS,
            username=self.unseal(keyring, Prop.USERNAME),
            password=self.unseal(keyring, Prop.PASSWORD),
            is_before_6_43=self.vertex.get(Prop.MIKROTIK_PRE_643, False),
            fingerprint=self._read_text(Prop.CERTIFICATE),
            transport=self._read_text(Prop.TRANSPORT),
        )

    def unseal(self, keyring: Keyring, prop: str) -> str:
        """A sealed property; empty where it has none. Raises SealBroken."""
        sealed = self._read_text(prop)
        return unseal(keyring.data_key, sealed, _place(self.id, prop)).decode() if sealed else ""

    def _read_text(self, prop: str) -> str:
        text: str = self.vertex.get(prop, "")
        return text


@value
class Namesakes:
    """The pieces of one EquipmentID at all venues of an operator; there is at least one."""

    pieces: tuple[Equipment, ...]

    @classmethod
    def from_row(cls, row: Row) -> Self:
        return cls(tuple(map(Equipment.from_row, row["pieces"])))

    @property
    def id(self) -> str:
        return self.pieces[0].id

    @property
    def operator_id(self) -> str:
        return self.pieces[0].operator_id

    @property
    def venue_ids(self) -> frozenset[str]:
        return frozenset(each.venue_id for each in self.pieces)

    def require_one(self) -> Equipment:
        """Raises EquipmentAmbiguous where several venues have one."""
        if len(self.pieces) > 1:
            raise EquipmentAmbiguous(equipment=self.pieces[0].name)
        return self.pieces[0]


def seal_property(keyring: Keyring, vertex_id: str, prop: str, text: str) -> str:
    return seal(keyring.data_key, text.encode(), _place(vertex_id, prop))


def _place(vertex_id: str, prop: str) -> str:
    return f"{vertex_id}/{prop}"


def normalize_manufacturer(text: str) -> str:
    """The maker's own spelling, where it makes gateways."""
    return MAKERS.get(text.casefold(), text)


def normalize_type(text: str) -> str:
    return GATEWAY if text.casefold() == GATEWAY.casefold() else text


def find_driver(equipment_type: str, manufacturer: str) -> Maker | None:
    """The maker whose protocol drives it; None for what is no gateway, or whose protocol is not known."""
    return Maker(manufacturer) if equipment_type == GATEWAY and manufacturer in set(Maker) else None


@value
class VenueForEquipment(HasVenue):
    """A venue that gets equipment, and the name of the piece that has the id already."""

    venue: Venue
    equipment_count: int
    same_id: str | None

    @classmethod
    def from_row(cls, row: Row) -> Self:
        return cls(Venue.from_row(row["venue"]), row["count"], next(iter(row["same"]), None))


def place_ids(venue_id: str) -> list[str]:
    """The vertices of which each gateway of a venue claims one."""
    return [ids.gateway_place_id(venue_id, number) for number in range(1, MAX_GATEWAYS + 1)]
