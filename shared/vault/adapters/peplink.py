"""Peplink routers: the Wi-Fi networks of a VLAN, enabled and disabled by the local API.

No call of it makes a VLAN, a DHCP server or a limit: an installer adds the VLAN at the router. One without a Wi-Fi
network of its own cannot be switched off.
"""

import re
from collections.abc import Collection, Iterator, Mapping, Sequence
from contextlib import suppress
from ipaddress import ip_interface
from typing import Any

from vault.adapters.gateway_session import (
    GatewayFailed,
    GatewayFailure,
    GatewayLogin,
    SpeedLimits,
    Unsupported,
    VlanOrder,
    VlanRefused,
    VlanState,
)
from vault.adapters.http_device import DeviceHttp
from vault.adapters.peplink_api import PeplinkApi, PeplinkRefused
from vault.adapters.systems import Limits
from vault.kernel.json_types import JsonObject
from vault.kernel.values import value

_LAN, _WIFI = "status.lan.profile", "config.ssid.profile"
_ACCESS = "access list"
_ACL_HINT = "no call sets who may use the local API: list the addresses at the router, under System, Admin Security"
_ID = re.compile("[0-9]{1,9}")


@value
class _WifiNetwork:
    id: int
    vlan: int
    is_enabled: bool


class PeplinkSession:
    transport = "local-api"

    def __init__(self, api: PeplinkApi) -> None:
        self._api = api
        self.fingerprint = api.fingerprint
        self._networks: Mapping[int, str | None] = {}
        """CIDR by VLAN."""
        self._wifi: tuple[_WifiNetwork, ...] = ()
        self._has_changes = False
        self._unsupported: dict[int, frozenset[Unsupported]] = {}
        """Of each VLAN, what was ordered and cannot be set."""

    def read(self, vlans: Collection[int]) -> Mapping[int, VlanState]:
        self._networks = dict(_lan_networks(self._get(_LAN)))
        self._wifi = tuple(_wifi_networks(self._get(_WIFI)))
        return {vlan: self._state_of(vlan) for vlan in vlans}

    def apply(self, order: VlanOrder) -> None:
        if order.is_on and order.vlan not in self._networks:
            words = f"VLAN {order.vlan} is not set up: add it at the router, under Network, LAN"
            raise VlanRefused(_LAN, words, Unsupported.INTERFACE)
        self._unsupported[order.vlan] = frozenset(self._find_unsupported(order))
        for wifi in self._wifi_of(order.vlan):
            if wifi.is_enabled != order.is_on:
                self._switch(wifi, is_on=order.is_on)

    def save(self) -> None:
        if not self._has_changes:
            return
        try:
            self._api.post("cmd.config.apply")
        except PeplinkRefused as refusal:
            raise GatewayFailed(GatewayFailure.PROTOCOL, f"cmd.config.apply: {refusal.words}") from None
        self._has_changes = False

    def allow_access(self, networks: Sequence[str]) -> None:
        raise VlanRefused(_ACCESS, f"{_ACL_HINT} ({', '.join(networks)})")

    def close(self) -> None:
        """Changes that have not taken effect are discarded, so that nobody else applies them."""
        self._api.extend()
        if self._has_changes:
            with suppress(GatewayFailed, PeplinkRefused):
                self._api.post("cmd.config.discard")
        self._api.sign_out()

    def _state_of(self, vlan: int) -> VlanState:
        wifi = self._wifi_of(vlan)
        is_on = (not wifi or any(each.is_enabled for each in wifi)) if vlan in self._networks else None
        unsupported = self._unsupported.get(vlan, frozenset())
        return VlanState(is_on, network=self._networks.get(vlan), unsupported=unsupported)

    def _find_unsupported(self, order: VlanOrder) -> Iterator[Unsupported]:
        if order.limits != SpeedLimits():
            yield Unsupported.BANDWIDTH_QUEUE
        if not order.is_on and order.vlan in self._networks and not self._wifi_of(order.vlan):
            yield Unsupported.INTERFACE

    def _wifi_of(self, vlan: int) -> list[_WifiNetwork]:
        return [wifi for wifi in self._wifi if wifi.vlan == vlan]

    def _switch(self, wifi: _WifiNetwork, *, is_on: bool) -> None:
        had_changes, self._has_changes = self._has_changes, True
        try:
            self._api.post(_WIFI, {"action": "update", "id": wifi.id, "enable": is_on})
        except PeplinkRefused as refusal:
            self._has_changes = had_changes
            raise VlanRefused(_WIFI, refusal.words, Unsupported.INTERFACE) from None

    def _get(self, endpoint: str) -> JsonObject:
        try:
            return self._api.get(endpoint)
        except PeplinkRefused as refusal:
            raise GatewayFailed(GatewayFailure.PROTOCOL, f"{endpoint}: {refusal.words}") from None


def open_peplink(login: GatewayLogin, limits: Limits) -> PeplinkSession:
    """Raises GatewayFailed."""
    api = PeplinkApi(login, DeviceHttp(login, limits))
    try:
        api.sign_in()
    except GatewayFailed:
        api.sign_out()
        raise
    return PeplinkSession(api)


def _profiles(table: JsonObject) -> Iterator[tuple[int, int, dict[str, Any]]]:
    """Id, VLAN and members of each profile that has a VLAN; the table has a member `order` too."""
    for key, profile in table.items():
        if _ID.fullmatch(key) and isinstance(profile, dict) and type(profile.get("vlanId")) is int:
            yield int(key), profile["vlanId"], profile


def _lan_networks(table: JsonObject) -> Iterator[tuple[int, str | None]]:
    for _, vlan, profile in _profiles(table):
        try:
            yield vlan, str(ip_interface(f"{profile.get('ip')}/{profile.get('mask')}").network)
        except ValueError:
            yield vlan, None


def _wifi_networks(table: JsonObject) -> Iterator[_WifiNetwork]:
    for number, vlan, profile in _profiles(table):
        yield _WifiNetwork(number, vlan, profile.get("enable") is True)
