"""What settings of the network need beside their properties."""

from functools import partial

from vault.callers.model import CallContext
from vault.configuration.identifiers import replace_identifier
from vault.configuration.model import NasIdentifierTaken, VlanRangeInvalid, venue_of
from vault.configuration.setting import Changes
from vault.equipment.back_offs import end_back_offs
from vault.gateway_marks.service import mark_gateway_vlans
from vault.graph.schema import Label, Prop
from vault.kernel import ids
from vault.units.model import DEFAULT_RANGE, RANGE_PROPERTIES, VenueOffset
from vault.units.vlans import keep_offset_apart


def check_vlan_ranges(ctx: CallContext, changes: Changes) -> None:
    """Hold each range together with the halves that are inherited. Raises VlanRangeInvalid."""
    for halves in RANGE_PROPERTIES.values():
        low, high = (
            int(str(changes.value_after(half) or ctx.operator.vertex.get(half) or default))
            for half, default in zip(halves, DEFAULT_RANGE, strict=True)
        )
        fields = [changes.by_name[half].assignment.wire_name for half in halves if half in changes]
        if fields and low > high:
            raise VlanRangeInvalid(field=fields[0], low=low, high=high)


def claim_nas_identifier(ctx: CallContext, changes: Changes) -> None:
    """Let the commit raise NasIdentifierTaken where another venue has the name."""
    vertex_id = partial(ids.nas_identifier_id, ctx.operator.id)
    replace_identifier(ctx, changes, Prop.NAS_IDENTIFIER, Label.NAS_IDENTIFIER, vertex_id, NasIdentifierTaken())


def change_vlan_offset(ctx: CallContext, changes: Changes) -> None:
    """Raises VlanOffsetConflict where two units would share a VLAN by it."""
    venue = venue_of(changes)
    offset = int(str(changes.value_after(Prop.WIRELESS_ONLY_OFFSET)))
    keep_offset_apart(ctx, VenueOffset.from_vertex(venue.vertex), venue.vlans, offset)
    mark_gateway_vlans(ctx, venue=changes.thing.id)


def reset_gateway_errors(ctx: CallContext, changes: Changes) -> None:
    end_back_offs(ctx, venue_of(changes).gateways)
