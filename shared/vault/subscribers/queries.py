"""Gremlin traversals for residents and the places that they move into."""

import secrets
from collections.abc import Collection
from typing import Protocol

from vault.callers.references import Texts
from vault.devices import queries as devices
from vault.graph.schema import Edge, Label, Prop
from vault.graph.steps import P, Steps, T, __, empty_steps, new_edge, new_vertex, with_properties
from vault.kernel import ids
from vault.keypools import queries as keypools
from vault.keypools.model import KeypoolScope
from vault.keys import queries as keys
from vault.keys.bins import SLOTS
from vault.people import queries as people
from vault.subscribers.model import Subscription
from vault.units import queries as units
from vault.units.model import UnitNames
from vault.venues import queries as venues

PLACE = "here"


def _subscriptions() -> Steps:
    place = __.out(Edge.SUBSCRIPTION_AT)
    return (
        __.out(Edge.SUBSCRIBES)
        .project("vertex", "at", "venue", "plan", "vlan")
        .by(__.element_map())
        .by(__.coalesce(__.values(Prop.FORMER_UNIT), place.id_()))
        .by(__.out(Edge.SUBSCRIPTION_AT).coalesce(__.in_(Edge.HAS_UNIT), __.identity()).id_())
        .by(__.out(Edge.SUBSCRIPTION_PLAN).id_().fold())
        .by(__.out(Edge.SUBSCRIPTION_AT).values(Prop.VLAN).fold())
    )


def resident(person: Steps) -> Steps:
    return _person_with_subscriptions(person, keys.keys_of_person())


def resident_with_devices(person: Steps) -> Steps:
    return _person_with_subscriptions(
        person, keys.keys_of_person(devices=devices.devices_of_keys(__.identity()).fold())
    )


def _person_with_subscriptions(person: Steps, key_steps: Steps) -> Steps:
    posts = __.out_e(Edge.STAFF_OF).count()
    return people.person_with_venues(person, keys=key_steps.fold(), subscriptions=_subscriptions().fold(), posts=posts)


def target_at_unit(unit: Steps) -> Steps:
    """A unit to move into, with open bins of a random slot, so that concurrent writes seldom conflict."""
    venue = __.in_(Edge.HAS_UNIT)
    pools = keypools.keypools_at(__.in_(Edge.HAS_UNIT), __.in_(Edge.HAS_UNIT), __.identity())
    return (
        unit.project("venue", "unit", "plans", "pools")
        .by(venues.view(venue))
        .by(units.view(__.identity()).fold())
        .by(_offered_plans(__.in_(Edge.HAS_UNIT)).fold())
        .by(keys.keypools_with_open_bin(pools, secrets.randbelow(SLOTS)).fold())
    )


def _offered_plans(venue: Steps) -> Steps:
    plans = venue.in_(Edge.OFFERED_AT)
    return plans.project("id", "wireless_only").by(T.id).by(__.values(Prop.WIRELESS_ONLY).fold())


class MoveInRequest(Protocol):
    def unit(self) -> str | UnitNames | None:
        """The id or the names of a unit, if the request names one."""


def target_at_venue(venue: Steps, request: MoveInRequest, texts: Texts) -> Steps:
    named = _find_unit(request.unit(), texts["venue_id"])
    unit = named[0].clone() if named else empty_steps()
    pools = keypools.keypools_at(__.identity(), __.identity(), *named)
    return (
        venue.project("venue", "unit", "plans", "pools")
        .by(venues.view(__.identity()))
        .by(units.view(unit).fold())
        .by(_offered_plans(__.identity()).fold())
        .by(keys.keypools_with_open_bin(pools, secrets.randbelow(SLOTS)).fold())
    )


def _find_unit(named: str | UnitNames | None, venue_id: str) -> list[Steps]:
    if named is None:
        return []
    return [__.V(named).has_label(Label.UNIT) if isinstance(named, str) else units.by_name(venue_id, *named)]


def place_exists(place_id: str) -> Steps:
    return __.V(place_id)


def subscribe(person_id: str, subscription: Subscription, **properties: object) -> list[Steps]:
    period = {Prop.STARTS_AT: subscription.period.starts_at, Prop.ENDS_AT: subscription.period.ends_at}
    ties = [(person_id, Edge.SUBSCRIBES, subscription.id), (subscription.id, Edge.SUBSCRIPTION_AT, subscription.at)]
    if subscription.plan_id:
        ties.append((subscription.id, Edge.SUBSCRIPTION_PLAN, subscription.plan_id))
    return [
        new_vertex(Label.SUBSCRIPTION, subscription.id, **period, **properties),
        *(new_edge(*tie, ids.edge_id(*tie)) for tie in ties),
    ]


def still_ends_at(subscription_id: str, ends_at: int | None) -> Steps:
    """A guard that holds while the subscription is there with the end that was read."""
    subscription = __.V(subscription_id)
    return subscription.has_not(Prop.ENDS_AT) if ends_at is None else subscription.has(Prop.ENDS_AT, ends_at)


def end(person_id: str, subscription_id: str, ends_at: int, reason: str) -> list[Steps]:
    """End a subscription and the policies that its holder's keys have by it."""
    ended = {Prop.ENDS_AT: ends_at, Prop.END_REASON: str(reason)}
    return [
        with_properties(__.V(subscription_id), **ended),
        _policies_of(person_id, subscription_id).property(Prop.ENDS_AT, ends_at),
    ]


def cancel(person_id: str, subscription_id: str) -> list[Steps]:
    return [_policies_of(person_id, subscription_id).drop(), __.V(subscription_id).drop()]


def _policies_of(person_id: str, subscription_id: str) -> Steps:
    return __.V(person_id).out(Edge.HOLDS).out_e(Edge.AT_UNIT).has(Prop.SUBSCRIPTION, subscription_id)


def keypool_with_places(keypool_id: str) -> Steps:
    return (
        __.V(keypool_id)
        .has_label(Label.KEYPOOL)
        .project("scope", "shown_at", "pool")
        .by(Prop.SCOPE)
        .by(__.out(Edge.SHOWN_AT).id_().fold())
        .by(keys.keypools_with_open_bin(__.identity(), secrets.randbelow(SLOTS)))
    )


def people_without_key(keypool_id: str, moment: int, most: int) -> Steps:
    every = __.has(Prop.SCOPE, str(KeypoolScope.GLOBAL)).in_(Edge.HAS_KEYPOOL).out(Edge.HAS_VENUE)
    key = __.in_(Edge.SUBSCRIBES).out(Edge.HOLDS).where(__.out(Edge.IN_BIN).in_(Edge.HAS_BIN).has_id(keypool_id))
    places = __.V(keypool_id).has_label(Label.KEYPOOL).union(every, __.out(Edge.SHOWN_AT))
    return (
        places.union(__.identity(), __.out(Edge.HAS_UNIT))
        .dedup()
        .as_(PLACE)
        .in_(Edge.SUBSCRIPTION_AT)
        .not_(__.has(Prop.ENDS_AT, P.lt(moment)))
        .not_(key.out(Edge.AT_UNIT).where(P.eq(PLACE)))
        .in_(Edge.SUBSCRIBES)
        .dedup()
        .limit(most)
        .id_()
    )


def residents(person_ids: Collection[str]) -> Steps:
    return resident(__.V(*person_ids))
