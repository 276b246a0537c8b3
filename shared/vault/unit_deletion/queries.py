"""Gremlin traversals for units that are to go."""

from collections.abc import Collection

from vault.equipment.model import OperationalStatus
from vault.gateway_marks.queries import driven_gateways
from vault.graph.schema import Edge, Label, Prop
from vault.graph.steps import P, Steps, T, __, new_edge, with_properties
from vault.kernel import ids
from vault.unit_deletion.model import Confirmation, EmptyUnit, Selection


def overview(selection: Selection, moment: int, unreachable_since: int) -> Steps:
    """How many units are occupied, and the keys of the gateways that are in service and within reach."""
    gateways = (
        driven_gateways(__.V(selection.venue_id))
        .not_(__.has(Prop.STATUS, str(OperationalStatus.DOWN)))
        .not_(__.has(Prop.FAILURES).has(Prop.FAILING_SINCE, P.lte(unreachable_since)))
    )
    occupied = _units(selection).where(_current(__.identity(), moment))
    return (
        __.inject(0).project("occupied", "gateways").by(occupied.count()).by(gateways.values(Prop.EQUIPMENT_KEY).fold())
    )


def vlans_waiting_at(gateway_keys: Collection[str]) -> Steps:
    waiting = (__.V().has(Label.GATEWAY_VLAN, Prop.WAITING_AT, key).values(Prop.VLAN) for key in gateway_keys)
    return __.inject(0).union(*waiting).dedup()


def occupied_units(selection: Selection, moment: int, most: int) -> Steps:
    """With their subscriptions that run or are booked, each with its person."""
    person = __.in_(Edge.SUBSCRIBES).element_map(Prop.TOKEN, Prop.KEYS_VERSION)
    subscriptions = _current(__.identity(), moment).project("vertex", "person").by(__.element_map()).by(person)
    occupied = _units(selection).where(_current(__.identity(), moment)).limit(most)
    return occupied.project("id", "subscriptions").by(T.id).by(subscriptions.fold())


def empty_units(selection: Selection, confirmation: Confirmation, moment: int, most: int, most_ended: int) -> Steps:
    """Units that may be deleted, with their subscriptions that have ended."""
    ended = __.in_(Edge.SUBSCRIPTION_AT).limit(most_ended).id_()
    units = _empty(selection, moment)
    if confirmation.has_gateways:
        units = units.not_(_is_unconfirmed(confirmation, moment))
    return units.limit(most).project("vertex", "ended").by(__.element_map()).by(ended.fold())


def unconfirmed_units(selection: Selection, confirmation: Confirmation, moment: int) -> Steps:
    """How many empty units wait for a gateway."""
    return _empty(selection, moment).where(_is_unconfirmed(confirmation, moment)).count()


def _is_unconfirmed(confirmation: Confirmation, moment: int) -> Steps:
    is_due = __.out(Edge.ON_VLAN).has(Prop.DUE_AT, P.lte(moment))
    return __.or_(is_due, __.has(Prop.VLAN, P.within(list(confirmation.waiting_vlans))))


def _empty(selection: Selection, moment: int) -> Steps:
    return _units(selection).not_(_current(__.identity(), moment))


def _units(selection: Selection) -> Steps:
    if selection.unit_id:
        return __.V(selection.unit_id).has_label(Label.UNIT)
    return __.V(selection.venue_id).out(Edge.HAS_UNIT)


def _current(unit: Steps, moment: int) -> Steps:
    """Subscriptions at a unit that run or are booked, whatever the status of their persons."""
    return unit.in_(Edge.SUBSCRIPTION_AT).not_(__.has(Prop.ENDS_AT, P.lt(moment)))


def has_no_other_subscriptions(unit: EmptyUnit) -> Steps:
    """A guard that holds while the unit is there, with no subscriptions but those that ended."""
    others = __.in_(Edge.SUBSCRIPTION_AT)
    return __.V(unit.id).not_(others.not_(__.has_id(*unit.ended)) if unit.ended else others)


def tie_to_venue(subscription_id: str, unit_id: str, venue_id: str) -> list[Steps]:
    """Tie an ended subscription to the venue, with the id of its unit as a text."""
    tie = (subscription_id, Edge.SUBSCRIPTION_AT, venue_id)
    return [
        __.V(subscription_id).out_e(Edge.SUBSCRIPTION_AT).drop(),
        new_edge(*tie, ids.edge_id(*tie)),
        with_properties(__.V(subscription_id), **{Prop.FORMER_UNIT: unit_id}),
    ]


def drop(unit: EmptyUnit, venue_id: str) -> list[Steps]:
    """Drop the unit with its policies, its tie to the VLAN, and the claim of its external id."""
    claims = [__.V(ids.external_unit_id(venue_id, unit.external_id)).drop()] if unit.external_id else []
    return [*claims, __.V(unit.id).drop()]
