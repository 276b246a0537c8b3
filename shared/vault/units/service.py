"""Adding units to venues, each on a VLAN."""

from dataclasses import replace

from vault.audit import entries as audit
from vault.audit.events import AuditEvent
from vault.callers.model import CallContext
from vault.graph.schema import Prop
from vault.graph.steps import __, with_properties
from vault.kernel import ids
from vault.kernel.addresses import AddressInput
from vault.kernel.time import epoch_ms, now
from vault.kernel.values import value
from vault.kernel.webhook_events import WebhookEvent
from vault.outbox.messages import queue_webhook
from vault.units import queries
from vault.units.model import (
    MAX_AUTOMATIC,
    MAX_UNITS,
    Purpose,
    Unit,
    UnitIdMissing,
    UnitLimitReached,
    UnitNames,
    UnitNameTaken,
    VenueForNewUnit,
    VenueOffset,
    VlanRequired,
    vlan_range_for,
)
from vault.units.vlans import change_vlan, guard_version, keep_vlan_apart, lowest_unused_vlan
from vault.venues.queries import address_properties


@value
class NewUnit:
    """A unit as requested: names and address as entered."""

    name: str
    building: str
    floor: str
    address: AddressInput
    purpose: Purpose | None = None
    vlan: int | None = None
    primary_unit: str | None = None
    realpage_unit: int | None = None

    @property
    def names(self) -> UnitNames:
        return self.name, self.building, self.floor


@value
class AddedUnit:
    id: str
    name: str
    vlan: int
    is_new: bool


def add(ctx: CallContext, venue: VenueForNewUnit, new: NewUnit) -> AddedUnit:
    """Add a unit, or update the one of these names; UnitNameTaken where they differ in case or spaces.

    Raises UnitIdMissing, UnitNameTaken, UnitLimitReached, VlanRequired, VlanRangeExhausted, VlanOffsetConflict, and the
    errors of `AddressInput.validate`.
    """
    if not ids.slugify(new.name):
        raise UnitIdMissing
    existing = next((unit for unit in venue.taken if _fold_names(unit) == _fold_names(new)), None)
    if existing:
        return _update(ctx, existing, new, venue.offset)
    properties = _unit_properties(new, replace(venue.venue.address, address_line_2=None, address_line_3=None))
    if venue.unit_count >= MAX_UNITS:
        raise UnitLimitReached
    vlan = _assign_vlan(ctx, venue, new)
    unit_id = ids.unit_ids(venue.id, *new.names).choose({unit.id for unit in venue.taken})
    purpose = new.purpose or Purpose.WIRED_UNIT
    own_properties = {
        Prop.UNIT: new.name,
        Prop.BUILDING: new.building,
        Prop.FLOOR: new.floor,
        Prop.SHORT_ID: unit_id.removeprefix(venue.id),
        Prop.PURPOSE: str(purpose),
        Prop.VLAN: vlan,
        Prop.ADDED_AT: epoch_ms(now()),
    }
    ctx.tx.change(
        *queries.add(venue.id, unit_id, properties | own_properties), queries.put_on_vlan(unit_id, venue.id, vlan)
    )
    audit.record(ctx, AuditEvent.UNIT_ADDED, venue_id=venue.id, unit_id=unit_id, vlan=vlan, purpose=purpose)
    queue_webhook(ctx, WebhookEvent.VENUE_UNIT_ADDED, venue=venue.id, unit=unit_id)
    return AddedUnit(unit_id, new.name, vlan, is_new=True)


def _assign_vlan(ctx: CallContext, venue: VenueForNewUnit, new: NewUnit) -> int:
    """The requested VLAN, which units may share, or the lowest unused one, which is exclusive."""
    if new.vlan is not None:
        keep_vlan_apart(ctx, venue.offset, new.vlan)
        ctx.tx.change(*queries.share_vlan(venue.id, new.vlan))
        return new.vlan
    if venue.unit_count >= MAX_AUTOMATIC:
        raise VlanRequired(most=MAX_AUTOMATIC)
    low, high = vlan_range_for(new.purpose or Purpose.WIRED_UNIT, venue, ctx.operator)
    vlan = lowest_unused_vlan(low, high, venue.vlans, venue.offset.offset)
    guard_version(ctx, venue.offset)
    if vlan in venue.released_vlans:
        ctx.tx.guard(queries.still_released_vlan(venue.id, vlan))
        ctx.tx.change(queries.reuse_vlan(venue.id, vlan, epoch_ms(now())))
    else:
        ctx.tx.change(*queries.create_vlan(venue.id, vlan))
    return vlan


def _update(ctx: CallContext, unit: Unit, new: NewUnit, venue: VenueOffset) -> AddedUnit:
    if unit.names != new.names:
        raise UnitNameTaken(unit=unit.name)
    properties = _unit_properties(new, unit.address)
    given = {**properties, Prop.PURPOSE: new.purpose and str(new.purpose), Prop.VLAN: new.vlan}
    changed = {prop: each for prop, each in given.items() if each not in (None, unit.vertex.get(prop))}
    ctx.tx.change(with_properties(__.V(unit.id), **changed))
    if new.vlan is not None:
        change_vlan(ctx, venue, unit, new.vlan)
    if changed:
        queue_webhook(ctx, WebhookEvent.VENUE_UNIT_UPDATED, venue=unit.venue_id, unit=unit.id)
    audit.record(ctx, AuditEvent.UNIT_UPDATED, venue_id=unit.venue_id, unit_id=unit.id, vlan=new.vlan or unit.vlan)
    return AddedUnit(unit.id, unit.name, new.vlan or unit.vlan, is_new=False)


def _fold_names(unit: Unit | NewUnit) -> tuple[str, ...]:
    return tuple(map(ids.fold_name, unit.names))


def _unit_properties(new: NewUnit, inherited: AddressInput) -> dict[str, object]:
    return {
        **address_properties(new.address.inheriting(inherited).validate()),
        Prop.PRIMARY_UNIT: new.primary_unit,
        Prop.REALPAGE_UNIT: new.realpage_unit,
    }
