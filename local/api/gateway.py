"""The API below its stage: routing, events, handlers, responses, and cross-origin resource sharing."""

from __future__ import annotations

import logging
from http import HTTPStatus
from typing import TYPE_CHECKING

from local.api import event, iam
from local.api.answer import Answer, from_result, message
from local.api.context import Context
from vault.kernel.cors import ALLOWED_HEADERS, EXPOSED_HEADERS

if TYPE_CHECKING:
    from collections.abc import Mapping
    from wsgiref.types import WSGIEnvironment

    from vault.runtime.registry import Function

LARGEST_EVENT = 6 * 1024 * 1024
METHODS = "OPTIONS,POST"
ANY_ORIGIN = ("access-control-allow-origin", "*")
PREFLIGHT = (
    ANY_ORIGIN,
    ("access-control-allow-methods", METHODS),
    ("access-control-allow-headers", ",".join(ALLOWED_HEADERS)),
    ("access-control-max-age", "300"),
)
EXPOSED = ("access-control-expose-headers", ",".join(EXPOSED_HEADERS))
log = logging.getLogger(__name__)


def answer(environ: WSGIEnvironment, stage: str, endpoints: Mapping[str, Function]) -> Answer:
    """Answer a request whose path begins with the stage."""
    route = environ["PATH_INFO"].removeprefix(f"/{stage}")
    function = endpoints.get(route)
    if environ["REQUEST_METHOD"] == "OPTIONS" and "HTTP_ORIGIN" in environ:
        return Answer(HTTPStatus.NO_CONTENT, PREFLIGHT, b"")
    if function is None:
        return message(HTTPStatus.NOT_FOUND)
    if environ["REQUEST_METHOD"] != "POST":
        return message(HTTPStatus.METHOD_NOT_ALLOWED, ("allow", METHODS))
    return _with_cors_headers(environ, _invoke(environ, stage, route, function))


def _invoke(environ: WSGIEnvironment, stage: str, route: str, function: Function) -> Answer:
    request_event = event.from_request(environ, stage, route)
    if len(request_event.get("body", "")) > LARGEST_EVENT:
        return message(HTTPStatus.REQUEST_ENTITY_TOO_LARGE)
    if function.requires_iam:
        known = iam.signer(environ, request_event["headers"], event.raw_body(request_event))
        if known is None:
            return message(HTTPStatus.FORBIDDEN)
        request_event["requestContext"]["authorizer"] = {"iam": known}
    try:
        return from_result(function.handler(request_event, Context(function.name)))
    except Exception:
        log.exception("%s failed", function.name)
        return message(HTTPStatus.INTERNAL_SERVER_ERROR)


def _with_cors_headers(environ: WSGIEnvironment, response: Answer) -> Answer:
    """Let any origin read the response; like API Gateway, this replaces the handler's own CORS headers."""
    if "HTTP_ORIGIN" not in environ:
        return response
    own = tuple(header for header in response.headers if not header[0].startswith("access-control-"))
    return Answer(response.status, (*own, ANY_ORIGIN, EXPOSED), response.body)
