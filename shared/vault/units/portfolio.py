"""The venues that somebody may see, with their units and policies counted by purpose."""

from collections.abc import Mapping
from typing import Any, Self

from vault.callers.model import Caller
from vault.graph.connection import answer
from vault.graph.schema import Edge, Label, Prop
from vault.graph.steps import P, Steps, __
from vault.kernel import ids
from vault.kernel.errors import FieldMissing
from vault.kernel.permissions import Permission
from vault.kernel.time import epoch_ms, now
from vault.kernel.values import value
from vault.kernel.vocabulary import wire
from vault.kernel.wire import Wire
from vault.people.queries import lived_at
from vault.units.model import Purpose
from vault.venues import queries as venues
from vault.venues import shown
from vault.venues.model import Venue

COUNTS = {
    "unit_count_global_wireless_plus_local_wired_access": ("units", Purpose.WIRED_UNIT),
    "unit_count_local_wireless_access": ("units", Purpose.LOCAL_WIRELESS_ONLY),
    "policy_count_global_wireless_plus_local_wired_access": ("policies", Purpose.WIRED_UNIT),
    "policy_count_local_wireless_access": ("policies", Purpose.LOCAL_WIRELESS_ONLY),
}


@value
class Listed:
    """A venue with its units and its policies that have not ended, counted by the units' purpose."""

    venue: Venue
    units: Mapping[str, int]
    policies: Mapping[str, int]

    @classmethod
    def of(cls, row: Mapping[str, Any]) -> Self:
        """From the rows of the portfolio's view."""
        return cls(Venue.of(row), row["units"], row["policies"])

    def counts(self) -> dict[str, int]:
        """The documented counts by Python name."""
        by = {"units": self.units, "policies": self.policies}
        return {name: by[what].get(purpose, 0) for name, (what, purpose) in COUNTS.items()}


def visible(caller: Caller) -> list[Listed]:
    """The venues that the caller may see, asked in one request. Raises FieldMissing, Unavailable."""
    policies = __.out(Edge.HAS_UNIT).in_e(Edge.AT_UNIT).not_(__.has(Prop.ENDS_AT, P.lt(epoch_ms(now()))))
    rows = (
        seen_by(caller)
        .project("vertex", "operator", "units", "policies")
        .by(__.element_map())
        .by(__.out(Edge.BELONGS_TO).id_().fold())
        .by(__.out(Edge.HAS_UNIT).group_count().by(Prop.PURPOSE))
        .by(policies.group_count().by(__.in_v().values(Prop.PURPOSE)))
    )
    return [Listed.of(row) for row in answer(rows, "READER")]


def seen_by(caller: Caller) -> Steps:
    """All venues for the operator's staff, their own for venue staff and residents, open ones for the public."""
    every = venues.of_operator(caller.operator.id)
    if caller.person is None:
        return every.has(Prop.SHOPPING_CART, True)  # noqa: FBT003  a value of the graph
    if caller.person.is_provider_staff and caller.operator.is_provider:
        raise FieldMissing(field=wire("operator_id"))
    if caller.person.is_provider_staff or caller.scope(Permission.VENUES_READ).operator:
        return every
    work = __.out(Edge.STAFF_OF).has_label(Label.VENUE)
    return __.V(ids.subscriber_id(caller.token)).union(lived_at(), work).dedup()


def totals(caller: Caller, listed: list[Listed]) -> dict[str, Any]:
    """The documented counts of all venues together, for whoever signed in."""
    if caller.person is None:
        return {}
    each = [one.counts() for one in listed]
    return {name: sum(counts[name] for counts in each) for name in COUNTS}


class VenuesShown(Wire):
    """Venues by their ids for whoever signed in, in a row for the public; and how many there are in all."""

    venue_list: dict[str, dict[str, Any]] | list[dict[str, Any]]
    venue_count: int


def answered(caller: Caller, listed: list[Listed], rows: dict[str, dict[str, Any]]) -> dict[str, Any]:
    """Those of the listed venues that the answer is to show, by Python name."""
    return {"venue_list": rows if caller.person else list(rows.values()), "venue_count": len(listed)}


def entries(caller: Caller, listed: list[Listed]) -> dict[str, dict[str, Any]]:
    """Each venue by its id, with its counts for whoever signed in."""
    return {one.venue.id: shown.identity(one.venue) | (on_the_wire(one) if caller.person else {}) for one in listed}


def on_the_wire(one: Listed) -> dict[str, int]:
    """A venue's counts under the wire's names."""
    unit_count = {wire("unit_count"): sum(one.units.values())}
    return unit_count | {wire(name): count for name, count in one.counts().items()}
