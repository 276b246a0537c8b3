"""A Peplink Balance: its local API with sessions, tokens, and changes that wait until they are applied."""

from __future__ import annotations

import copy
import json
import secrets
from dataclasses import dataclass
from http.cookies import SimpleCookie
from typing import TYPE_CHECKING, Any
from urllib.parse import parse_qs, urlsplit

from local.device_server import DeviceRequest, DeviceResponse, DeviceServer

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping

UNAUTHORIZED, NOT_FOUND, INVALID = 401, 404, 400
TOKEN_SECONDS = 172_800


class _CallFailed(Exception):
    def __init__(self, code: int, words: str) -> None:
        self.code, self.words = code, words
        super().__init__(code)


@dataclass
class WifiNetwork:
    """An SSID profile."""

    name: str
    vlan: int | None
    is_enabled: bool


class PeplinkSimulator(DeviceServer):
    """`vlans` are those of its LAN, beside the untagged one; calls of `refuses` fail, with HTTP status 200."""

    def __init__(
        self,
        vlans: Iterable[int],
        wifi: Mapping[int, WifiNetwork],
        credentials: tuple[str, str] = ("admin", "device-secret"),
        refuses: Iterable[str] = (),
    ) -> None:
        self.wifi, self._pending = dict(wifi), copy.deepcopy(dict(wifi))
        self.sessions: set[str] = set()
        self.calls: list[str] = []
        self.refuses = set(refuses)
        self._vlans, self._credentials = tuple(vlans), credentials

    def answer(self, request: DeviceRequest) -> DeviceResponse:
        """Answer a call; a failure has the status 200 too, as some firmware sends it."""
        url = urlsplit(request.path)
        endpoint = url.path.removeprefix("/api/")
        self.calls.append(endpoint)
        headers = {"Content-Type": "application/json"}
        try:
            response = self._handle(request, endpoint, parse_qs(url.query))
        except _CallFailed as failure:
            return _encode({"stat": "fail", "code": failure.code, "message": failure.words}, headers)
        if endpoint == "login":
            headers["Set-Cookie"] = f"bauth={response.pop('session')}; path=/; HttpOnly"
        return _encode({"stat": "ok", "response": response}, headers)

    def _handle(self, request: DeviceRequest, endpoint: str, query: dict[str, list[str]]) -> dict[str, Any]:
        if endpoint in self.refuses:
            raise _CallFailed(INVALID, "Internal error")
        body = _parse_body(request.body) if request.method == "POST" else {}
        if endpoint == "login" and self._matches(body, "username", "password"):
            return {"session": self._open_session(), "permission": {"GET": 1, "POST": 1}}
        if endpoint == "auth.token.grant" and self._matches(body, "clientId", "clientSecret"):
            return {"accessToken": self._open_session(), "scope": body.get("scope"), "expiresIn": TOKEN_SECONDS}
        cookie = SimpleCookie(request.headers.get("cookie", "")).get("bauth")
        session = cookie.value if cookie else (query.get("accessToken") or [""])[0]
        if session not in self.sessions:
            raise _CallFailed(UNAUTHORIZED, "Unauthorized")
        if endpoint in {"logout", "auth.token.revoke"}:
            self.sessions.discard(session)
        elif (request.method, endpoint) == ("GET", "status.lan.profile"):
            return self._lan_profiles()
        elif (request.method, endpoint) == ("GET", "config.ssid.profile"):
            return self._wifi_profiles()
        else:
            self._change(endpoint, body)
        return {}

    def _change(self, endpoint: str, body: dict[str, Any]) -> None:
        match endpoint:
            case "config.ssid.profile":
                self._update_wifi(body)
            case "cmd.config.apply":
                self.wifi = copy.deepcopy(self._pending)
            case "cmd.config.discard":
                self._pending = copy.deepcopy(self.wifi)
            case _:
                raise _CallFailed(NOT_FOUND, "Not Found")

    def _matches(self, body: dict[str, Any], name: str, secret: str) -> bool:
        return (body.get(name), body.get(secret)) == self._credentials

    def _open_session(self) -> str:
        session = secrets.token_hex(16)
        self.sessions.add(session)
        return session

    def _lan_profiles(self) -> dict[str, Any]:
        untagged = {"name": "Untagged LAN", "ip": "192.168.50.1", "mask": 24}
        tagged = [
            {"name": f"VLAN {vlan}", "ip": f"10.{vlan // 256}.{vlan % 256}.1", "vlanId": vlan, "mask": 24}
            for vlan in self._vlans
        ]
        return _table(dict(enumerate([untagged, *tagged])))

    def _wifi_profiles(self) -> dict[str, Any]:
        """What is set up, applied or not."""
        return _table(
            {
                number: {"name": each.name, "enable": each.is_enabled, "broadcast": True}
                | ({} if each.vlan is None else {"vlanId": each.vlan})
                for number, each in self._pending.items()
            }
        )

    def _update_wifi(self, body: dict[str, Any]) -> None:
        network = self._pending.get(body["id"]) if isinstance(body.get("id"), int) else None
        if body.get("action") != "update" or not network or not isinstance(body.get("enable"), bool):
            raise _CallFailed(INVALID, "Invalid parameter")
        network.is_enabled = body["enable"]


def _table(profiles: dict[int, dict[str, Any]]) -> dict[str, Any]:
    return {**{str(number): profile for number, profile in profiles.items()}, "order": list(profiles)}


def _parse_body(body: bytes) -> dict[str, Any]:
    try:
        parsed = json.loads(body)
    except ValueError:
        parsed = None
    if not isinstance(parsed, dict):
        raise _CallFailed(INVALID, "Invalid JSON")
    return parsed


def _encode(answer: dict[str, Any], headers: dict[str, str]) -> DeviceResponse:
    return DeviceResponse(json.dumps(answer).encode(), headers=headers)
