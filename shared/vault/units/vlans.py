"""The VLANs of a venue's units: choosing one, changing it, and an offset for wireless-only plans that joins no two.

A wireless-only subscription is on its unit's VLAN plus the venue's offset. That number must be neither above 4094 nor
the VLAN of another unit, whichever of the three was there last: the offset, the unit's VLAN or the subscription.
"""

from collections.abc import Set as AbstractSet

from vault.callers.model import WriteContext
from vault.gateway_marks.service import mark_gateway_vlans
from vault.kernel import ids
from vault.kernel.error_codes import ErrorCode
from vault.kernel.errors import DomainError
from vault.units import queries
from vault.units.model import HIGHEST_VLAN, Unit, VenueOffset, VlanRangeExhausted


class VlanOffsetConflict(DomainError):
    """The VLAN plus the venue's offset is above 4094, or the VLANs of two units would differ by the offset."""

    code = ErrorCode.VLAN_OFFSET_CONFLICT


def is_apart(vlan: int, offset: int, vlans: AbstractSet[int]) -> bool:
    """Whether a unit can be on `vlan` beside units on `vlans`, at a venue with this offset."""
    return not offset or (vlan + offset <= HIGHEST_VLAN and vlan - offset not in vlans and vlan + offset not in vlans)


def find_offset_conflict(offset: int, vlans: AbstractSet[int]) -> int | None:
    """The lowest of the VLANs in use that would meet another one, or pass 4094, if the venue had this offset."""
    return next((vlan for vlan in sorted(vlans) if not is_apart(vlan, offset, vlans)), None)


def lowest_unused_vlan(low: int, high: int, used: AbstractSet[int], offset: int = 0) -> int:
    """The lowest VLAN from `low` to `high`, both included, that no unit is on and the offset allows.

    Raises VlanRangeExhausted.
    """
    for vlan in range(low, high + 1):
        if vlan not in used and is_apart(vlan, offset, used):
            return vlan
    raise VlanRangeExhausted


def guard_version(ctx: WriteContext, venue: VenueOffset) -> None:
    """Of two writes that compared the venue's VLANs and its offset at once, start one again."""
    ctx.tx.guard(queries.at_units_version(venue.venue_id, venue.version))
    ctx.tx.change(queries.set_units_version(venue.venue_id))


def keep_offset_apart(ctx: WriteContext, venue: VenueOffset, vlans: AbstractSet[int], offset: int) -> None:
    """Let the write give the venue another offset; `vlans` are those in use. Raises VlanOffsetConflict."""
    vlan = find_offset_conflict(offset, vlans)
    if vlan is not None:
        raise VlanOffsetConflict(vlan=vlan, offset=offset)
    guard_version(ctx, venue)


def keep_vlan_apart(ctx: WriteContext, venue: VenueOffset, vlan: int, *, unit_id: str | None = None) -> None:
    """Let the write put a unit on a VLAN; `unit_id` is one that leaves another VLAN for it.

    Raises VlanOffsetConflict, also at the commit.
    """
    _keep_neighbours_free(ctx, venue, vlan, (-venue.offset, venue.offset), unit_id)
    guard_version(ctx, venue)


def keep_subscription_apart(ctx: WriteContext, venue: VenueOffset, unit: Unit) -> None:
    """Let the write add a wireless-only subscription. Raises VlanOffsetConflict, also at the commit."""
    _keep_neighbours_free(ctx, venue, unit.vlan, (venue.offset,), unit.id)


def _keep_neighbours_free(
    ctx: WriteContext, venue: VenueOffset, vlan: int, distances: tuple[int, ...], unit_id: str | None
) -> None:
    if not venue.offset:
        return
    conflict = VlanOffsetConflict(vlan=vlan, offset=venue.offset)
    if vlan + venue.offset > HIGHEST_VLAN:
        raise conflict
    neighbours = [ids.vlan_id(venue.venue_id, vlan + distance) for distance in distances]
    ctx.tx.guard(queries.no_other_unit_on(neighbours, unit_id), conflict)


def change_vlan(ctx: WriteContext, venue: VenueOffset, unit: Unit, vlan: int) -> None:
    """Put a unit and the policies of its keys on another VLAN, which units may share; gateways look at both.

    Raises VlanOffsetConflict, also at the commit.
    """
    if vlan == unit.vlan:
        return
    keep_vlan_apart(ctx, venue, vlan, unit_id=unit.id)
    ctx.tx.guard(queries.still_on_vlan(unit.id, unit.vlan))
    ctx.tx.change(*queries.share_vlan(unit.venue_id, vlan), *queries.move_to_vlan(unit.id, unit.venue_id, vlan))
    mark_gateway_vlans(ctx, vlans=[ids.vlan_id(unit.venue_id, each) for each in (vlan, unit.vlan)])
