"""A WSGI request as an API Gateway HTTP API event, payload format 2.0 (absent members are omitted, not null)."""

from __future__ import annotations

import base64
import time
import uuid
from datetime import UTC, datetime
from typing import TYPE_CHECKING, Any
from urllib.parse import parse_qsl

from local.aws.service import ACCOUNT, REGION

if TYPE_CHECKING:
    from wsgiref.types import WSGIEnvironment

API_ID = "local00000"
TEXT_TYPES = ("text/", "application/json", "application/xml", "application/javascript")
PREFIX = "HTTP_"
CONSOLE = "x-console-origin"


def from_request(environ: WSGIEnvironment, stage: str, route: str) -> dict[str, Any]:
    """Return the event for a request to `route`, a path without its stage."""
    headers = _headers(environ)
    cookies = headers.pop("cookie", "")
    query = environ.get("QUERY_STRING", "")
    event = {
        "version": "2.0",
        "routeKey": f"{environ['REQUEST_METHOD']} {route}",
        "rawPath": f"/{stage}{route}",
        "rawQueryString": query,
        "headers": headers,
        "requestContext": _request_context(environ, stage, route, headers),
        "isBase64Encoded": False,
    }
    if cookies:
        event["cookies"] = [cookie.strip() for cookie in cookies.split(";")]
    if query:
        event["queryStringParameters"] = _parse_query(query)
    return event | _body(environ, headers.get("content-type", ""))


def raw_body(event: dict[str, Any]) -> bytes:
    body: str = event.get("body", "")
    return base64.b64decode(body) if event["isBase64Encoded"] else body.encode()


def _headers(environ: WSGIEnvironment) -> dict[str, str]:
    headers = {
        name.removeprefix(PREFIX).replace("_", "-").lower(): value
        for name, value in environ.items()
        if name.startswith(PREFIX)
    }
    for name in ("CONTENT_TYPE", "CONTENT_LENGTH"):
        if environ.get(name):
            headers[name.replace("_", "-").lower()] = environ[name]
    forwarded = [headers["x-forwarded-for"]] if "x-forwarded-for" in headers else []
    headers["x-forwarded-for"] = ", ".join([*forwarded, environ["REMOTE_ADDR"]])
    headers["x-forwarded-proto"] = environ["wsgi.url_scheme"]
    headers["x-forwarded-port"] = environ["SERVER_PORT"]
    return _as_console(headers)


def _as_console(headers: dict[str, str]) -> dict[str, str]:
    """Replace the reference page's Origin by the chosen console's: a browser does not let a page set Origin itself."""
    console = headers.pop(CONSOLE, "")
    if headers.get("origin") != f"{headers['x-forwarded-proto']}://{headers.get('host')}":
        return headers
    if not console:
        return {name: value for name, value in headers.items() if name != "origin"}
    return {**headers, "origin": console}


def _request_context(environ: WSGIEnvironment, stage: str, route: str, headers: dict[str, str]) -> dict[str, Any]:
    now = time.time()
    return {
        "accountId": ACCOUNT,
        "apiId": API_ID,
        "domainName": f"{API_ID}.execute-api.{REGION}.amazonaws.com",
        "domainPrefix": API_ID,
        "http": {
            "method": environ["REQUEST_METHOD"],
            "path": f"/{stage}{route}",
            "protocol": environ["SERVER_PROTOCOL"],
            "sourceIp": environ["REMOTE_ADDR"],
            "userAgent": headers.get("user-agent", ""),
        },
        "requestId": uuid.uuid4().hex,
        "routeKey": f"{environ['REQUEST_METHOD']} {route}",
        "stage": stage,
        "time": datetime.fromtimestamp(now, UTC).strftime("%d/%b/%Y:%H:%M:%S +0000"),
        "timeEpoch": int(now * 1000),
    }


def _parse_query(query: str) -> dict[str, str]:
    values: dict[str, str] = {}
    for name, value in parse_qsl(query, keep_blank_values=True):
        values[name] = f"{values[name]},{value}" if name in values else value
    return values


def _body(environ: WSGIEnvironment, content_type: str) -> dict[str, Any]:
    raw = environ["wsgi.input"].read(int(environ.get("CONTENT_LENGTH") or 0))
    if not raw:
        return {}
    if content_type.lower().startswith(TEXT_TYPES):
        try:
            return {"body": raw.decode()}
        except UnicodeDecodeError:
            pass
    return {"body": base64.b64encode(raw).decode(), "isBase64Encoded": True}
