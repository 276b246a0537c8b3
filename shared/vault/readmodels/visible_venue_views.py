"""The venues that a caller may see in responses."""

from collections.abc import Iterable, Mapping
from typing import Self

from vault.callers.model import CallContext
from vault.kernel.wire import Wire
from vault.readmodels.visible_venues import VisibleVenue
from vault.units.model import Purpose
from vault.venues.views import VenueView


class PurposeCounts(Wire):
    """Units and policies by the units' purpose; policies that have ended do not count."""

    unit_count_global_wireless_plus_local_wired_access: int | None = None
    unit_count_local_wireless_access: int | None = None
    policy_count_global_wireless_plus_local_wired_access: int | None = None
    policy_count_local_wireless_access: int | None = None

    @classmethod
    def from_venues(cls, ctx: CallContext, venues: Iterable[VisibleVenue]) -> Self:
        """The sums over the venues; empty for callers who are not signed in."""
        if ctx.user is None:
            return cls.from_value()
        counted = list(venues)
        wired, wireless = Purpose.WIRED_UNIT, Purpose.LOCAL_WIRELESS_ONLY
        return cls.from_value(
            unit_count_global_wireless_plus_local_wired_access=sum(each.units.get(wired, 0) for each in counted),
            unit_count_local_wireless_access=sum(each.units.get(wireless, 0) for each in counted),
            policy_count_global_wireless_plus_local_wired_access=sum(each.policies.get(wired, 0) for each in counted),
            policy_count_local_wireless_access=sum(each.policies.get(wireless, 0) for each in counted),
        )


class VisibleVenueView(VenueView, PurposeCounts):
    unit_count: int | None = None

    @classmethod
    def from_visible(cls, ctx: CallContext, visible: VisibleVenue) -> Self:
        count = visible.unit_count if ctx.user else None
        return cls.from_value(
            VenueView.from_venue(visible.venue), PurposeCounts.from_venues(ctx, [visible]), unit_count=count
        )


class VenuesView(Wire):
    """`venue_list` is by id for signed-in callers, a list for the public; `venue_count` counts all that are visible."""

    venue_list: dict[str, VisibleVenueView] | list[VisibleVenueView]
    venue_count: int

    @classmethod
    def from_page(cls, ctx: CallContext, listed: Mapping[str, VisibleVenueView], count: int) -> Self:
        return cls.from_value(venue_list=listed if ctx.user else list(listed.values()), venue_count=count)


def view_venues(ctx: CallContext, visible: Iterable[VisibleVenue]) -> dict[str, VisibleVenueView]:
    """The venues by id."""
    return {each.venue.id: VisibleVenueView.from_visible(ctx, each) for each in visible}
