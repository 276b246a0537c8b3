"""The venues that a caller may see, with their units and policies counted by purpose."""

from collections.abc import Mapping
from typing import Self

from vault.callers.model import CallContext
from vault.graph.connection import execute
from vault.graph.schema import Edge, Label, Prop, Row
from vault.graph.steps import P, Steps, __
from vault.kernel import ids
from vault.kernel.errors import FieldMissing
from vault.kernel.permissions import Permission
from vault.kernel.time import epoch_ms, now
from vault.kernel.values import value
from vault.kernel.vocabulary import wire_name
from vault.people.queries import home_venues
from vault.units.model import Purpose
from vault.venues import queries as venues
from vault.venues.model import Venue


@value
class VisibleVenue:
    """A venue with its units, and its policies that have not ended, counted by the units' purpose."""

    venue: Venue
    units: Mapping[str, int]
    policies: Mapping[str, int]

    @classmethod
    def from_row(cls, row: Row) -> Self:
        return cls(Venue.from_row(row), row["units"], row["policies"])

    def counts(self) -> dict[str, int]:
        """All units, and units and policies by the units' purpose, by field name."""
        units, policies = self.units, self.policies
        return {
            "unit_count": sum(units.values()),
            "unit_count_global_wireless_plus_local_wired_access": units.get(Purpose.WIRED_UNIT, 0),
            "unit_count_local_wireless_access": units.get(Purpose.LOCAL_WIRELESS_ONLY, 0),
            "policy_count_global_wireless_plus_local_wired_access": policies.get(Purpose.WIRED_UNIT, 0),
            "policy_count_local_wireless_access": policies.get(Purpose.LOCAL_WIRELESS_ONLY, 0),
        }


def load_visible_venues(ctx: CallContext) -> list[VisibleVenue]:
    """The venues that the caller may see, read in one request. Raises FieldMissing, Unavailable."""
    policies = __.out(Edge.HAS_UNIT).in_e(Edge.AT_UNIT).not_(__.has(Prop.ENDS_AT, P.lt(epoch_ms(now()))))
    rows = (
        _venues_visible_to(ctx)
        .project("vertex", "operator", "units", "policies")
        .by(__.element_map())
        .by(__.out(Edge.BELONGS_TO).id_().fold())
        .by(__.out(Edge.HAS_UNIT).group_count().by(Prop.PURPOSE))
        .by(policies.group_count().by(__.in_v().values(Prop.PURPOSE)))
    )
    return [VisibleVenue.from_row(row) for row in execute(rows, "READER")]


def _venues_visible_to(ctx: CallContext) -> Steps:
    """All for operator staff, for residents and venue staff their own, those with a shopping cart for the public."""
    every = venues.venues_of_operator(ctx.operator.id)
    if ctx.user is None:
        return every.has(Prop.SHOPPING_CART, True)  # noqa: FBT003  a value of the graph
    if ctx.user.is_provider_staff and ctx.operator.is_provider:
        raise FieldMissing(field=wire_name("operator_id"))
    if ctx.user.is_provider_staff or ctx.scope(Permission.VENUES_READ).operator:
        return every
    places = [home_venues()]
    if ctx.user.grants:
        places.append(__.out(Edge.STAFF_OF).has_label(Label.VENUE))
    return __.V(ids.subscriber_id(ctx.token)).union(*places).dedup()
