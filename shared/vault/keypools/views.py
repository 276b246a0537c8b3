"""Keypools in responses."""

from typing import Self

from vault.kernel.wire import Wire
from vault.keypools.model import Keypool
from vault.venues.views import VenueSummary


class ListedKeypool(Wire):
    """A keypool with the number of its keys and subscribers, and the venues where it is broadcast."""

    key_pool_id: str
    ssid: str
    scope: str
    authentication_mechanism: str
    display_order: int
    ruckus_r1_controller_id: str | None
    ruckus_r1_dpsk_pool_name: str | None
    psk_count: int
    subscriber_count: int
    connected_venue_list: list[VenueSummary]

    @classmethod
    def from_keypool(cls, keypool: Keypool) -> Self:
        venues = sorted(keypool.venues.items())
        return cls.from_value(
            keypool,
            key_pool_id=keypool.id,
            authentication_mechanism=keypool.mechanism,
            ruckus_r1_controller_id=keypool.controller_id,
            ruckus_r1_dpsk_pool_name=keypool.controller_pool,
            psk_count=keypool.key_count,
            connected_venue_list=[VenueSummary.from_value(venue_id=id_, venue_name=name) for id_, name in venues],
        )
