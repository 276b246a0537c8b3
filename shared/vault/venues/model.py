"""A venue: a property of an operator, with address, location and time zone."""

from typing import Self

from vault.graph.schema import Prop, Row
from vault.graph.steps import T
from vault.kernel.addresses import AddressInput
from vault.kernel.error_codes import ErrorCode
from vault.kernel.errors import DomainError, Kind
from vault.kernel.values import value

DEFAULT_PLAN_PROPERTIES = (Prop.DEFAULT_PLAN_WIRED, Prop.DEFAULT_PLAN_LOCAL, Prop.DEFAULT_PLAN_ROAMING)


class VenueNotFound(DomainError):
    code = ErrorCode.VENUE_NOT_FOUND
    kind = Kind.NOT_FOUND


class VenueExists(DomainError):
    """The operator already has a venue of this name at this address."""

    code = ErrorCode.VENUE_EXISTS


class VenueAddressTaken(DomainError):
    """Another venue of the operator is at this address."""

    code = ErrorCode.VENUE_ADDRESS_TAKEN


class ExternalVenueIdTaken(DomainError):
    """Another venue of the operator has this external id."""

    code = ErrorCode.EXTERNAL_VENUE_ID_TAKEN


@value
class Venue:
    """`added_at` is in epoch milliseconds; coordinates are in degrees."""

    id: str
    operator_id: str
    name: str
    address_line_1: str
    address_line_2: str
    address_line_3: str
    city: str
    state: str
    country: str
    postal_code: str
    latitude: float
    longitude: float
    time_zone: str
    external_id: str | None
    added_at: int
    shopping_cart: bool
    """Whether the public may choose plans here."""
    default_plans: frozenset[str] = frozenset()
    """The ids of the plans of those who are added without one."""

    @classmethod
    def from_row(cls, row: Row) -> Self:
        vertex = row["vertex"]
        return cls(
            id=vertex[T.id],
            operator_id=row["operator"][0],
            name=vertex[Prop.NAME],
            address_line_1=vertex[Prop.ADDRESS_LINE_1],
            address_line_2=vertex.get(Prop.ADDRESS_LINE_2, ""),
            address_line_3=vertex.get(Prop.ADDRESS_LINE_3, ""),
            city=vertex[Prop.CITY],
            state=vertex[Prop.STATE],
            country=vertex[Prop.COUNTRY],
            postal_code=vertex.get(Prop.POSTAL_CODE, ""),
            latitude=vertex[Prop.LATITUDE],
            longitude=vertex[Prop.LONGITUDE],
            time_zone=vertex[Prop.TIME_ZONE],
            external_id=vertex.get(Prop.EXTERNAL_VENUE_ID),
            added_at=vertex[Prop.ADDED_AT],
            shopping_cart=vertex.get(Prop.SHOPPING_CART, False),
            default_plans=frozenset(vertex[prop] for prop in DEFAULT_PLAN_PROPERTIES if prop in vertex),
        )

    @property
    def address(self) -> AddressInput:
        return AddressInput(
            self.address_line_1,
            self.address_line_2,
            self.address_line_3,
            self.city,
            self.state,
            self.country,
            self.postal_code,
        )

    @property
    def venue_id(self) -> str:
        return self.id

    @property
    def venue_ids(self) -> frozenset[str]:
        """The venues at which a role gives access."""
        return frozenset({self.id})


class HasVenue:
    """For values that add to a venue: named and scoped as the venue is."""

    venue: Venue

    @property
    def id(self) -> str:
        return self.venue.id

    @property
    def operator_id(self) -> str:
        return self.venue.operator_id

    @property
    def venue_id(self) -> str:
        return self.venue.id

    @property
    def venue_ids(self) -> frozenset[str]:
        return self.venue.venue_ids
