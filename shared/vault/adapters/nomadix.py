"""Nomadix gateways: the access of a room, which stands for a VLAN, by USG XML.

A port-location (VLAN and room) is set up on the gateway; its interface cannot make one, nor limit its bandwidth. The
verbs are a setting, since the complete list of commands is confidential (docs/adr/0056).
"""

import json
from base64 import b64encode
from collections.abc import Collection, Mapping, Sequence
from typing import Self

from vault.adapters import usg_xml
from vault.adapters.device_words import clean_words
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
from vault.adapters.http_device import DENIED, DeviceHttp
from vault.adapters.systems import Limits
from vault.adapters.usg_xml import UsgInvalid, UsgRefused
from vault.kernel.settings import setting
from vault.kernel.values import value

_ROOM_HINT = "set up its port-location at the gateway"
_ACCESS = "access list"
_ACL_HINT = "no command sets who may use the interface: list the addresses at the gateway, among its XML servers"
_SET_ACCESS = '<USG COMMAND="ROOM_SET_ACCESS" ROOM_NUMBER="{vlan}"><ACCESS_MODE>%s</ACCESS_MODE></USG>'


@value
class NomadixVerbs:
    """Path and commands; `{vlan}` stands for the number. VAULT_NOMADIX_VERBS has what differs, as JSON."""

    path: str = "/usg/command.xml"
    enable: str = _SET_ACCESS % "ROOM_OPEN"
    disable: str = _SET_ACCESS % "ROOM_BLOCK"
    query: str = '<USG COMMAND="ROOM_QUERY_ACCESS" ROOM_NUMBER="{vlan}"></USG>'
    state_element: str = "ACCESS_MODE"
    enabled_state: str = "ROOM_OPEN"
    disabled_state: str = "ROOM_BLOCK"

    @classmethod
    def from_setting(cls) -> Self:
        return cls(**json.loads(setting("VAULT_NOMADIX_VERBS", "{}")))


class NomadixSession:
    transport = "usg-xml"

    def __init__(self, login: GatewayLogin, http: DeviceHttp, verbs: NomadixVerbs) -> None:
        self._http, self._verbs = http, verbs
        self._password = login.password
        self.fingerprint = login.fingerprint
        self._headers = {"Content-Type": "text/xml", **_authorization(login)}
        self._limited: set[int] = set()
        """VLANs for which a limit was asked."""
        self._states: dict[int, str] = {}
        """Of each room that was read, its access as the gateway names it."""
        self._unreadable: dict[int, str] = {}
        """The gateway's words where it refused to say it."""

    def read(self, vlans: Collection[int]) -> Mapping[int, VlanState]:
        self._states, self._unreadable = {}, {}
        return {vlan: self._read_room(vlan) for vlan in vlans}

    def _read_room(self, vlan: int) -> VlanState:
        try:
            texts = self._send(self._verbs.query, vlan)
        except UsgRefused as refusal:
            if refusal.number != usg_xml.UNKNOWN_ROOM:
                self._unreadable[vlan] = self._words(refusal)
            return VlanState(is_on=None)
        if self._verbs.state_element not in texts:
            words = f"{_name(self._verbs.query)}: an answer without {self._verbs.state_element}."
            raise GatewayFailed(GatewayFailure.SETUP, words)
        self._states[vlan] = texts[self._verbs.state_element]
        unsupported = frozenset({Unsupported.BANDWIDTH_QUEUE} if vlan in self._limited else ())
        return VlanState(is_on=self._states[vlan] != self._verbs.disabled_state, unsupported=unsupported)

    def apply(self, order: VlanOrder) -> None:
        verbs, vlan = self._verbs, order.vlan
        if order.limits != SpeedLimits():
            self._limited.add(vlan)
        if vlan in self._unreadable:
            raise VlanRefused(_name(verbs.query), self._unreadable[vlan], Unsupported.INTERFACE)
        command, state = (verbs.enable, verbs.enabled_state) if order.is_on else (verbs.disable, verbs.disabled_state)
        is_blocked = vlan not in self._states and not order.is_on
        if not is_blocked and self._states.get(vlan) != state:
            self._set_access(command, vlan)

    def _set_access(self, command: str, vlan: int) -> None:
        try:
            self._send(command, vlan)
        except UsgRefused as refusal:
            hint = f": {_ROOM_HINT}" if refusal.number == usg_xml.UNKNOWN_ROOM else ""
            raise VlanRefused(_name(command), f"{self._words(refusal)}{hint}", Unsupported.INTERFACE) from None

    def save(self) -> None:
        """A command takes effect at once."""

    def allow_access(self, networks: Sequence[str]) -> None:
        raise VlanRefused(_ACCESS, f"{_ACL_HINT} ({', '.join(networks)})")

    def close(self) -> None:
        self._http.close()

    def _send(self, command: str, vlan: int) -> Mapping[str, str]:
        """The texts of the answer. Raises GatewayFailed, UsgRefused."""
        body = command.replace("{vlan}", str(vlan)).encode()
        response = self._http.send("command", "POST", self._verbs.path, self._headers, body)
        self.fingerprint = self._http.fingerprint
        try:
            return usg_xml.parse_answer(response.body)
        except UsgInvalid:
            raise _failure_of(response.status) from None
        except UsgRefused as refusal:
            if refusal.number in usg_xml.MALFORMED_COMMANDS:
                raise GatewayFailed(GatewayFailure.SETUP, f"{_name(command)}: {self._words(refusal)}") from None
            raise

    def _words(self, refusal: UsgRefused) -> str:
        return clean_words(f"error {refusal.number} {refusal.description}", self._password)


def open_nomadix(login: GatewayLogin, limits: Limits) -> NomadixSession:
    """Nothing is sent before the first command, since the protocol has no sign-in."""
    return NomadixSession(login, DeviceHttp(login, limits), NomadixVerbs.from_setting())


def _authorization(login: GatewayLogin) -> dict[str, str]:
    """Basic, RFC 7617, where there are credentials; a gateway may know its callers by their addresses alone."""
    if not login.username:
        return {}
    return {"authorization": f"Basic {b64encode(f'{login.username}:{login.password}'.encode()).decode()}"}


def _failure_of(status: int) -> GatewayFailed:
    """Of an answer that is no USG document."""
    if status in DENIED:
        return GatewayFailed(GatewayFailure.LOGIN, f"HTTP status {status}: check user name, password and XML servers")
    return GatewayFailed(GatewayFailure.PROTOCOL, f"HTTP status {status} without a USG answer: check address and port")


def _name(command: str) -> str:
    """The verb of a command, for the log."""
    return command.partition('COMMAND="')[2].partition('"')[0]
