"""What settings of a unit need beside their properties."""

from functools import partial

from vault.callers.model import CallContext
from vault.configuration.configured_units import ConfiguredUnit, ExternalUnitIdTaken, SsidNotLocal, unit_of
from vault.configuration.identifiers import replace_identifier
from vault.configuration.setting import Changes, Configured
from vault.graph.schema import Label, Prop
from vault.kernel import ids
from vault.kernel.vocabulary import wire_name
from vault.keypools import service as keypools
from vault.units import queries, vlans
from vault.units.model import UnitIdMissing, UnitNameTaken

NAMES = (Prop.UNIT, Prop.BUILDING, Prop.FLOOR)
SSIDS = wire_name("venue_unit_ssids")


def change_names(ctx: CallContext, changes: Changes) -> None:
    """Let no other unit be called so, or have the id that the names would lead to.

    Raises UnitIdMissing; at the commit UnitNameTaken.
    """
    unit = unit_of(changes)
    name, building, floor = (str(changes.value_after(prop)) for prop in NAMES)
    names = (name, building, floor)
    if not ids.slugify(name):
        raise UnitIdMissing
    ctx.tx.guard(queries.no_other_unit_named(unit.venue_id, names, unit.id), UnitNameTaken(unit=name))
    vlans.guard_version(ctx, unit.offset)
    ctx.tx.change(queries.set_display_id(unit.id, ids.unit_display_id(unit.venue_id, *names)))


def change_vlan(ctx: CallContext, changes: Changes) -> None:
    """Raises VlanOffsetConflict, also at the commit."""
    configured = unit_of(changes)
    vlans.change_vlan(ctx, configured.offset, configured.unit, int(str(changes.value_after(Prop.VLAN))))


def claim_external_id(ctx: CallContext, changes: Changes) -> None:
    """Let the commit raise ExternalUnitIdTaken where another unit of the venue has the id."""
    vertex_id = partial(ids.external_unit_id, unit_of(changes).venue_id)
    replace_identifier(ctx, changes, Prop.EXTERNAL_UNIT_ID, Label.EXTERNAL_UNIT, vertex_id, ExternalUnitIdTaken())


def show_keypools(ctx: CallContext, changes: Changes) -> None:
    """Attach the keypools that are not shown at the unit yet. Raises SsidNotLocal; at the commit SsidTaken."""
    unit = unit_of(changes)
    for ssid in _requested_ssids(changes.value_after(SSIDS)):
        pool = unit.find_pool(ssid)
        if not unit.shows(pool):
            keypools.show_at_unit(ctx, pool.id, ssid, unit.id, unit.venue_id)


def are_keypools_shown(unit: Configured, requested: object) -> bool:
    if not isinstance(unit, ConfiguredUnit):
        raise TypeError(type(unit))
    try:
        return all(unit.shows(unit.find_pool(ssid)) for ssid in _requested_ssids(requested))
    except SsidNotLocal:
        return False


def _requested_ssids(requested: object) -> list[str]:
    return list(dict.fromkeys(map(str, requested))) if isinstance(requested, list) else []
