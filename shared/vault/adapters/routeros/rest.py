"""REST of RouterOS 7: the API's commands by HTTP, and JSON whose values are all texts."""

import json
from base64 import b64encode
from collections.abc import Mapping
from typing import TypeGuard
from urllib.parse import quote, urlencode

from vault.adapters.device_connection import Deadline
from vault.adapters.device_words import clean_words
from vault.adapters.gateway_session import GatewayFailed, GatewayFailure, GatewayLogin
from vault.adapters.http_device import DeviceHttp
from vault.adapters.routeros.router import ID, CommandRefused, Reply, Row
from vault.adapters.systems import Limits
from vault.kernel.values import value

_METHODS = {"print": "GET", "add": "PUT", "set": "PATCH", "remove": "DELETE"}
"""Of commands that have one; others are posted to their name."""
_OF_A_ROW = {"set", "remove"}
_ROOT = "/rest"
_IDENTITY = "/system/identity"


def open_rest(login: GatewayLogin, deadline: Deadline, limits: Limits) -> "RestRouter":
    """Raises GatewayFailed."""
    router = RestRouter(login, DeviceHttp(login, limits, deadline))
    try:
        router.run(_IDENTITY, "print", {})
    except CommandRefused as refusal:
        raise GatewayFailed(GatewayFailure.PROTOCOL, f"No REST of RouterOS answers: {refusal.words}") from None
    return router


class RestRouter:
    transport = "rest"

    def __init__(self, login: GatewayLogin, http: DeviceHttp) -> None:
        self._login, self._http = login, http
        self.fingerprint = login.fingerprint
        credentials = b64encode(f"{login.username}:{login.password}".encode()).decode()
        self._headers = {"Authorization": f"Basic {credentials}", "Content-Type": "application/json"}

    def run(self, table: str, command: str, attributes: Mapping[str, str]) -> Reply:
        request = _to_request(table, command, attributes)
        response = self._http.send(request.method, request.method, _ROOT + request.path, self._headers, request.body)
        self.fingerprint = self._http.fingerprint
        if response.is_unauthorized:
            raise GatewayFailed(GatewayFailure.LOGIN, "Login refused: wrong user name or password, or no right `rest`.")
        content = _parse(response.body)
        if not response.is_success:
            # A command that took too long is answered with 400 too, and goes on.
            raise CommandRefused(request.path, self._explain(response.status, content), may_be_done=True)
        return _to_reply(command, content)

    def _explain(self, status: int, content: object) -> str:
        words = content.get("detail") or content.get("message") if isinstance(content, dict) else ""
        return clean_words(str(words or f"status {status}"), self._login.password)

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
    try:
        content: object = json.loads(body) if body else None
    except (RecursionError, ValueError):
        return None
    return content


def _to_reply(command: str, content: object) -> Reply:
    """Raises GatewayFailed where the answer has not the form of this command's."""
    contents = content if isinstance(content, list) else [content] if content else []
    rows = [row for row in contents if _is_row(row)]
    if len(rows) < len(contents):
        raise GatewayFailed(GatewayFailure.PROTOCOL, "No answer of RouterOS's REST: its JSON has another form.")
    if command == "print":
        return Reply(rows)
    return Reply(ret=rows[0].get(ID, "") if rows else "")


def _is_row(content: object) -> TypeGuard[Row]:
    return isinstance(content, dict) and all(isinstance(text, str) for text in content.values())
