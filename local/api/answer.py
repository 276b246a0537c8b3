"""HTTP responses: a handler's result as API Gateway interprets it, and the gateway's own errors."""

from __future__ import annotations

import base64
import json
from dataclasses import dataclass
from http import HTTPStatus
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from collections.abc import Iterable
    from wsgiref.types import StartResponse


@dataclass(frozen=True)
class Answer:
    """Status, headers in order, and body."""

    status: int
    headers: tuple[tuple[str, str], ...]
    body: bytes

    def send(self, start_response: StartResponse) -> list[bytes]:
        known = self.status in set(HTTPStatus)
        reason = HTTPStatus(self.status).phrase if known else "Unknown"
        length = () if self.status == HTTPStatus.NO_CONTENT else (("content-length", str(len(self.body))),)
        start_response(f"{self.status} {reason}", [*self.headers, *length])
        return [self.body]


def json_answer(status: HTTPStatus, value: object, *headers: tuple[str, str]) -> Answer:
    return Answer(status, (("content-type", "application/json"), *headers), json.dumps(value, indent=1).encode())


def message(status: HTTPStatus, *headers: tuple[str, str]) -> Answer:
    """Return an error of the gateway itself, worded as API Gateway words it."""
    return json_answer(status, {"message": status.phrase}, *headers)


def refuse_method(allowed: Iterable[str]) -> Answer:
    return message(HTTPStatus.METHOD_NOT_ALLOWED, ("allow", ",".join(sorted(allowed))))


def refuse(sentence: str) -> Answer:
    """Return an error of this server alone, which a deployment does not have."""
    return json_answer(HTTPStatus.FORBIDDEN, {"error": sentence})


def from_result(result: Any) -> Answer:
    """Convert a Lambda result of payload format 2.0; one without a statusCode is itself the JSON body."""
    if not isinstance(result, dict) or "statusCode" not in result:
        return json_answer(HTTPStatus.OK, result)
    body = result.get("body", "")
    try:
        raw = base64.b64decode(body, validate=True) if result.get("isBase64Encoded") else body.encode()
        headers = [(name.lower(), str(value)) for name, value in (result.get("headers") or {}).items()]
        cookies = [("set-cookie", cookie) for cookie in result.get("cookies") or []]
        answer = Answer(int(result["statusCode"]), (*headers, *cookies), raw)
    except (AttributeError, TypeError, ValueError):
        return message(HTTPStatus.INTERNAL_SERVER_ERROR)
    return answer
