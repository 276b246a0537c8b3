"""API Gateway for tests: calls a handler with an event and reads its answer."""

import base64
import json
from dataclasses import dataclass
from typing import Any

from vault.runtime.endpoint import Endpoint


@dataclass(frozen=True)
class Answer:
    """What a caller gets; `body` is bytes for another format than JSON."""

    status: int
    body: Any
    headers: dict[str, str]

    @property
    def code(self) -> str:
        """The error's code, empty if there is none."""
        return self.body.get("errorCode", "") if isinstance(self.body, dict) else ""


class Context:
    aws_request_id = "test"
    function_name = "test"

    def __init__(self, milliseconds: int = 20_000) -> None:
        self.milliseconds = milliseconds

    def get_remaining_time_in_millis(self) -> int:
        return self.milliseconds


def event(body: Any, **headers: str) -> dict[str, Any]:
    """An HTTP API v2 event with a JSON body; header names with _ for -."""
    named = {"content-type": "application/json", **{name.replace("_", "-"): value for name, value in headers.items()}}
    http = {"method": "POST", "path": "/", "sourceIp": "203.0.113.9", "userAgent": "Mozilla/5.0 (X11; Linux x86_64)"}
    return {
        "version": "2.0",
        "headers": named,
        "requestContext": {"http": http, "requestId": "test", "stage": "preview"},
        "body": body if isinstance(body, str) else json.dumps(body),
        "isBase64Encoded": False,
    }


def call(endpoint: Endpoint, token: str = "", body: dict[str, Any] | None = None, /, **headers: str) -> Answer:
    """Call an endpoint with a person's token; without one if it is empty."""
    full = {**({"AccessToken": token} if token else {}), **(body or {})}
    return send(endpoint, event(full, **headers))


def send(endpoint: Endpoint, event: dict[str, Any], milliseconds: int = 20_000) -> Answer:
    """Call an endpoint with a given event."""
    result = endpoint(event, Context(milliseconds))
    body = base64.b64decode(result["body"]) if result["isBase64Encoded"] else json.loads(result["body"])
    return Answer(result["statusCode"], body, result["headers"])
