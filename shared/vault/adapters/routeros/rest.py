"""REST of RouterOS 7: the API's commands by HTTP, and JSON whose values are all texts."""

import json
from base64 import b64encode
from collections.abc import Mapping, Sequence
from typing import TypeGuard
from urllib.parse import quote, urlencode

from vault.adapters.device_connection import Deadline
from vault.adapters.device_words import clean_words
from vault.adapters.gateway_session import GatewayFailed, GatewayFailure, GatewayLogin
from vault.adapters.http import HttpResponse
from vault.adapters.http_device import DeviceHttp
from vault.adapters.routeros.router import ID, CommandRefused, CommandReply, Row
from vault.adapters.systems import Limits
from vault.kernel.values import value

_METHODS = {"print": "GET", "get": "GET", "add": "PUT", "set": "PATCH", "remove": "DELETE"}
"""Of commands that have one (`get` is of what has no rows); others are posted to their name."""
_OF_A_ROW = {"set", "remove"}
_ROOT = "/rest"
_IDENTITY = "/system/identity"


def open_rest(login: GatewayLogin, deadline: Deadline, limits: Limits) -> "RestRouter":
    """Raises GatewayFailed."""
    router = RestRouter(login, DeviceHttp(login, limits, deadline))
    try:
        router.run(_IDENTITY, "get", {})
    except CommandRefused as refusal:
        raise GatewayFailed(GatewayFailure.PROTOCOL, f"No REST of RouterOS answers: {refusal.words}") from None
    return router


class RestRouter:
    transport = "rest"

    def __init__(self, login: GatewayLogin, http: DeviceHttp) -> None:
        self.fingerprint = ""
        self._login, self._http = login, http
        credentials = b64encode(f"{login.username}:{login.password}".encode()).decode()
        self._headers = {"authorization": f"Basic {credentials}", "Content-Type": "application/json"}

    def run(self, table: str, command: str, attributes: Mapping[str, str]) -> CommandReply:
        request = _to_request(table, command, attributes)
        response = self._http.send(request.method, request.method, _ROOT + request.path, self._headers, request.body)
        self.fingerprint = self._http.fingerprint
        if response.is_unauthorized:
            raise GatewayFailed(GatewayFailure.LOGIN, "Login refused: wrong user name or password, or no right `rest`.")
        if not response.is_success:
            # A command that took too long is answered with 400 too, and goes on.
            raise CommandRefused(request.path, self._explain(response), may_be_done=True)
        return _to_reply(command, response.body)

    def _explain(self, response: HttpResponse) -> str:
        content = _parse(response.body)
        words = content.get("detail") or content.get("message") if isinstance(content, dict) else ""
        return clean_words(str(words or f"status {response.status}"), self._login.password)

    def close(self) -> None:
        self._http.close()


@value
class _Request:
    method: str
    path: str
    body: bytes | None


def _to_request(table: str, command: str, attributes: Mapping[str, str]) -> _Request:
    method = _METHODS.get(command, "POST")
    if method == "GET":
        return _Request(method, f"{table}?{urlencode(attributes, safe=',')}", None)
    row = f"/{quote(attributes[ID], safe='*')}" if command in _OF_A_ROW else ""
    path = table + (row or (f"/{command}" if method == "POST" else ""))
    content = {name: text for name, text in attributes.items() if not row or name != ID}
    return _Request(method, path, json.dumps(content).encode() if content else None)


def _parse(body: bytes) -> object:
    """None for what is no JSON."""
    try:
        content: object = json.loads(body)
    except (RecursionError, ValueError):
        return None
    return content


def _to_reply(command: str, body: bytes) -> CommandReply:
    """Raises GatewayFailed where the answer has not the form of this command's."""
    content = _parse(body)
    if command == "print" and isinstance(content, list) and _are_rows(content):
        return CommandReply(content)
    if command in {"add", "get"} and _are_rows(objects := [content]):
        return CommandReply(ret=objects[0].get(ID, ""))
    if command in {"add", "get", "print"}:
        raise GatewayFailed(GatewayFailure.PROTOCOL, "No answer of RouterOS's REST: its JSON has another form.")
    return CommandReply()


def _are_rows(contents: Sequence[object]) -> TypeGuard[list[Row]]:
    return all(
        isinstance(content, dict) and all(isinstance(text, str) for text in content.values()) for content in contents
    )
