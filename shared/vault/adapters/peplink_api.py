"""The local API of Peplink routers (firmware 8, `/api`): a session, and its calls, whose `stat` decides."""

import json
import re
from contextlib import suppress
from urllib.parse import quote

from vault.adapters.device_words import clean_words
from vault.adapters.gateway_session import GatewayFailed, GatewayFailure, GatewayLogin
from vault.adapters.http import HttpResponse
from vault.adapters.http_device import DENIED, DeviceHttp
from vault.kernel.json_types import JsonObject

_CLOSING_SECONDS = 5.0
_CLIENT_ID = re.compile("[0-9a-fA-F]{32}")
"""A user name of this form is the client id of a token, and the password its secret."""
_COOKIE = re.compile(r"\bbauth=([!#-+\--:<-\[\]-~]{1,512})")
"""The session's cookie, RFC 6265, 4.1.1."""
_HEADERS = {"Content-Type": "application/json"}


class PeplinkRefused(Exception):
    """The router does not do one call; `words` are its own."""

    def __init__(self, words: str) -> None:
        self.words = words
        super().__init__()


class PeplinkApi:
    """Calls raise GatewayFailed, and PeplinkRefused where the router answers so."""

    def __init__(self, login: GatewayLogin, http: DeviceHttp) -> None:
        self._login, self._http = login, http
        self._cookie, self._query = "", ""

    @property
    def fingerprint(self) -> str:
        return self._http.fingerprint

    def sign_in(self) -> None:
        """Raises GatewayFailed."""
        try:
            if _CLIENT_ID.fullmatch(self._login.username):
                token = self.post("auth.token.grant", {**self._client, "scope": "api"}).get("accessToken")
                self._query = f"?accessToken={quote(str(token or ''), safe='')}"
            else:
                self.post("login", {"username": self._login.username, "password": self._login.password})
        except PeplinkRefused as refusal:
            raise GatewayFailed(GatewayFailure.LOGIN, refusal.words) from None

    def extend(self) -> None:
        """Give a session whose time is over what it needs to end well."""
        self._http.extend(_CLOSING_SECONDS)

    def sign_out(self) -> None:
        """Sign out and close; raises nothing."""
        with suppress(GatewayFailed, PeplinkRefused):
            if self._query:
                self.post("auth.token.revoke", self._client)
            elif self._cookie:
                self.post("logout")
        self._http.close()

    def get(self, endpoint: str) -> JsonObject:
        return self._call("GET", endpoint, None)

    def post(self, endpoint: str, body: JsonObject | None = None) -> JsonObject:
        return self._call("POST", endpoint, json.dumps(body or {}).encode())

    @property
    def _client(self) -> JsonObject:
        return {"clientId": self._login.username, "clientSecret": self._login.password}

    def _call(self, method: str, endpoint: str, body: bytes | None) -> JsonObject:
        cookie = {"Cookie": f"bauth={self._cookie}"} if self._cookie else {}
        response = self._http.send(endpoint, method, f"/api/{endpoint}{self._query}", {**_HEADERS, **cookie}, body)
        if found := _COOKIE.search(response.headers.get("Set-Cookie", "")):
            self._cookie = found[1]
        secrets = (self._login.password, self._cookie)
        return _parse_answer(endpoint, response, secrets)


def _parse_answer(endpoint: str, response: HttpResponse, secrets: tuple[str, ...]) -> JsonObject:
    """The member `response`. Raises GatewayFailed, PeplinkRefused, with the router's words without the secrets."""
    try:
        answer = json.loads(response.body)
    except (ValueError, RecursionError):
        answer = None
    match answer:
        case {"stat": "ok"}:
            content = answer.get("response")
            return content if isinstance(content, dict) else {}
        case {"stat": "fail"}:
            code = str(answer.get("code", ""))
            words = clean_words(f"{code} {answer.get('message', '')}", *secrets)
            if code in map(str, DENIED):
                raise GatewayFailed(GatewayFailure.LOGIN, words)
            raise PeplinkRefused(words)
    failure = GatewayFailure.LOGIN if response.status in DENIED else GatewayFailure.PROTOCOL
    raise GatewayFailed(failure, f"{endpoint}: HTTP status {response.status} without an answer of the local API.")
