"""Units added to venues, each on a VLAN."""

from collections.abc import Mapping

from vault.audit import entries as audit
from vault.audit.events import AuditEvent
from vault.audit.outgoing import announce
from vault.callers.model import Caller
from vault.graph.schema import Prop
from vault.graph.steps import __, with_properties
from vault.kernel import ids
from vault.kernel.addresses import postal_address
from vault.kernel.time import epoch_ms, now
from vault.kernel.values import value
from vault.kernel.webhook_events import WebhookEvent
from vault.units import queries
from vault.units.model import (
    MOST_AUTOMATIC,
    MOST_UNITS,
    Purpose,
    Site,
    Unit,
    UnitIdMissing,
    UnitLimitReached,
    UnitNameTaken,
    VlanRequired,
    lowest_unused,
    range_for,
)
from vault.venues.queries import address_of


@value
class Wanted:
    """A unit as it is asked for: raw names, address parts by Python name, what may be absent as None."""

    name: str
    building: str
    floor: str
    address: Mapping[str, str | None]
    purpose: Purpose | None = None
    vlan: int | None = None
    primary_unit: str | None = None
    realpage_unit: int | None = None


@value
class Added:
    """What became of a unit that was asked for."""

    id: str
    name: str
    vlan: int
    is_new: bool


def add(caller: Caller, site: Site, wanted: Wanted) -> Added:
    """A new unit of the venue on a VLAN of its own or on the given one; a unit that is there is changed instead.

    Raises the errors of `addresses.postal_address`, UnitLimitReached, VlanRequired, VlanRangeExhausted, UnitNameTaken,
    UnitIdMissing.
    """
    if not ids.cleaned(wanted.name):
        raise UnitIdMissing
    if site.existing:
        return change(caller, site.existing, wanted)
    properties = properties_of(wanted, {**site.venue.address, "line2": None, "line3": None})
    if site.unit_count >= MOST_UNITS:
        raise UnitLimitReached
    vlan = vlan_for(caller, site, wanted)
    unit_id = ids.unit_id(site.id, wanted.name, wanted.building, wanted.floor)
    purpose = wanted.purpose or Purpose.WIRED_UNIT
    named = {
        Prop.UNIT: wanted.name,
        Prop.BUILDING: wanted.building,
        Prop.FLOOR: wanted.floor,
        Prop.SHORT_ID: ids.unit_id("", wanted.name, wanted.building, wanted.floor),
        Prop.PURPOSE: str(purpose),
        Prop.VLAN: vlan,
        Prop.ADDED_AT: epoch_ms(now()),
    }
    caller.tx.change(*queries.add(site.id, unit_id, properties | named), queries.put_on_vlan(unit_id, site.id, vlan))
    audit.record(caller, AuditEvent.UNIT_ADDED, venue_id=site.id, unit_id=unit_id, vlan=vlan, purpose=purpose)
    announce(caller, WebhookEvent.VENUE_UNIT_ADDED, venue=site.id, unit=unit_id)
    return Added(unit_id, wanted.name, vlan, is_new=True)


def vlan_for(caller: Caller, site: Site, wanted: Wanted) -> int:
    """The given VLAN, which may be shared, or the lowest unused one, which may not."""
    if wanted.vlan is not None:
        caller.tx.change(*queries.share_vlan(site.id, wanted.vlan))
        return wanted.vlan
    if site.unit_count >= MOST_AUTOMATIC:
        raise VlanRequired(most=MOST_AUTOMATIC)
    low, high = range_for(wanted.purpose or Purpose.WIRED_UNIT, site, caller.operator)
    vlan = lowest_unused(low, high, site.vlans)
    if vlan in site.left:
        caller.tx.guard(queries.still_left(site.id, vlan))
        caller.tx.change(queries.take_again(site.id, vlan, epoch_ms(now())))
    else:
        caller.tx.change(*queries.take_vlan(site.id, vlan))
    return vlan


def change(caller: Caller, unit: Unit, wanted: Wanted) -> Added:
    """The unit with what was given this time; a cleaned id that hides another raw name is refused."""
    if (unit.name, unit.building, unit.floor) != (wanted.name, wanted.building, wanted.floor):
        raise UnitNameTaken(unit=unit.name)
    properties = properties_of(wanted, unit.address)
    changed = {**properties, Prop.PURPOSE: wanted.purpose and str(wanted.purpose), Prop.VLAN: wanted.vlan}
    caller.tx.change(with_properties(__.V(unit.id), **changed))
    if wanted.vlan is not None and wanted.vlan != unit.vlan:
        caller.tx.change(*queries.share_vlan(unit.venue_id, wanted.vlan))
        caller.tx.change(queries.leave_vlan(unit.id))
        caller.tx.change(queries.put_on_vlan(unit.id, unit.venue_id, wanted.vlan))
    audit.record(
        caller, AuditEvent.UNIT_UPDATED, venue_id=unit.venue_id, unit_id=unit.id, vlan=wanted.vlan or unit.vlan
    )
    return Added(unit.id, unit.name, wanted.vlan or unit.vlan, is_new=False)


def properties_of(wanted: Wanted, inherited: Mapping[str, str | None]) -> dict[str, object]:
    """The unit's address, absent parts inherited, checked as a whole, and its other names."""
    given = {name: text for name, text in wanted.address.items() if text}
    address = postal_address({**inherited, **given})
    return {
        **address_of(address),
        Prop.PRIMARY_UNIT: wanted.primary_unit,
        Prop.REALPAGE_UNIT: wanted.realpage_unit,
    }
