"""Parse and check API Gateway HTTP API events (payload format 2.0)."""

import base64
import binascii
import contextlib
import json
import math
import re
from collections.abc import Iterator, Mapping
from typing import Any, Protocol

from vault.callers.model import RequestInfo
from vault.kernel import ids
from vault.kernel.error_codes import ErrorCode
from vault.kernel.errors import DomainError, Kind
from vault.kernel.json_types import JsonObject
from vault.kernel.message_keys import Message
from vault.kernel.messages import text

MAX_BYTES = 262_144
MAX_LARGE_BYTES = 4 * 1024**2
"""Of the few endpoints that take long documents: below the 6 MB that Lambda takes of an event."""
MAX_HEADER = 2048
CORRELATION_ID = re.compile(r"[A-Za-z0-9_.=-]{8,64}")
JSON_TYPE = "application/json"
UNSAFE = re.compile("[\x00\ud800-\udfff]")
LONE_SURROGATE = re.compile("[\ud800-\udfff]")
LambdaEvent = Mapping[str, Any]
"""An event of API Gateway (HTTP API, payload format 2.0), SQS or EventBridge."""
LambdaResponse = dict[str, Any]
"""A response for API Gateway (HTTP API, payload format 2.0)."""


class LambdaContext(Protocol):
    @property
    def aws_request_id(self) -> str: ...

    def get_remaining_time_in_millis(self) -> int: ...


class BodyInvalid(DomainError):
    """A body that is not a JSON object, or has another content type."""

    code = ErrorCode.BODY_INVALID
    kind = Kind.INVALID

    def __init__(self, reason: Message) -> None:
        super().__init__(reason=text(reason))


class BodyTooLarge(DomainError):
    """A body that is larger than any request needs."""

    code = ErrorCode.BODY_TOO_LARGE
    kind = Kind.INVALID


def _refuse_constant(constant: str) -> None:
    raise ValueError(constant)


def _parse_finite_float(digits: str) -> float:
    if math.isinf(number := float(digits)):
        raise ValueError(digits)
    return number


DECODER = json.JSONDecoder(parse_constant=_refuse_constant, parse_float=_parse_finite_float)


def parse_request(event: LambdaEvent, function_name: str) -> RequestInfo:
    headers = event.get("headers") or {}
    context = event.get("requestContext") or {}
    http = context.get("http") or {}

    def header(name: str) -> str:
        return UNSAFE.sub("", str(headers.get(name, "")))[:MAX_HEADER]

    correlation = header("x-correlation-id")
    return RequestInfo(
        function_name=function_name,
        source_ip=http.get("sourceIp", ""),
        user_agent=http.get("userAgent", "")[:MAX_HEADER],
        origin=header("origin").rstrip("/").lower(),
        accept=header("accept"),
        accept_language=header("accept-language"),
        correlation_id=correlation if CORRELATION_ID.fullmatch(correlation) else ids.generate_id("call"),
        idempotency_key=header("idempotency-key"),
        command_id=context.get("commandId", ""),
        base_url=f"{header('x-forwarded-proto') or 'https'}://{header('host')}" if header("host") else "",
    )


def copy_for_forwarding(event: LambdaEvent, correlation_id: str) -> JsonObject:
    headers = {name: UNSAFE.sub("", str(text)) for name, text in (event.get("headers") or {}).items()}
    return {
        "headers": {**headers, "x-correlation-id": correlation_id},
        "requestContext": {"http": (event.get("requestContext") or {}).get("http") or {}},
        "body": event.get("body") or "",
        "isBase64Encoded": bool(event.get("isBase64Encoded")),
    }


def with_command_id(event: LambdaEvent, command_id: str) -> JsonObject:
    """A forwarded event with its command id in the request context, which no client can write."""
    context = event.get("requestContext") or {}
    return {**event, "requestContext": {"http": context.get("http") or {}, "commandId": command_id}}


def parse_body(event: LambdaEvent, most: int = MAX_BYTES) -> JsonObject:
    """The JSON object in a body of at most `most` bytes. Raises BodyInvalid, BodyTooLarge."""
    body = _parse_object(event, most, "utf-8-sig")
    with _refuse_malformed():
        is_unsafe = contains_unsafe(body)
    if is_unsafe:
        raise BodyInvalid(Message.BODY_TEXT_UNREADABLE)
    return body


def parse_octet_body(event: LambdaEvent, most: int = MAX_BYTES) -> JsonObject:
    """As `parse_body`, but each character of a text up to U+00FF is one octet, sent as a byte or escaped.

    Objects may contain NUL; members that contain anything else that is no text are left out.
    """
    body = _parse_object(event, most, "latin-1")
    with _refuse_malformed():
        unusable = [name for name, member in body.items() if contains_unsafe(name) or _is_unusable(member)]
    return {name: member for name, member in body.items() if name not in unusable}


def _is_unusable(member: object) -> bool:
    return contains_unsafe(member, LONE_SURROGATE if isinstance(member, dict) else UNSAFE)


@contextlib.contextmanager
def _refuse_malformed() -> Iterator[None]:
    try:
        yield
    except RecursionError:
        raise BodyInvalid(Message.BODY_TOO_DEEP) from None
    except ValueError:
        raise BodyInvalid(Message.BODY_NOT_JSON) from None


def _parse_object(event: LambdaEvent, most: int, charset: str) -> JsonObject:
    _check_content_type(event)
    raw = _decode_body(event, most)
    if not raw.strip():
        raise BodyInvalid(Message.BODY_EMPTY)
    with _refuse_malformed():
        body = DECODER.decode(raw.decode(charset))
    if not isinstance(body, dict):
        raise BodyInvalid(Message.BODY_NOT_AN_OBJECT)
    return body


def _check_content_type(event: LambdaEvent) -> None:
    content_type = (event.get("headers") or {}).get("content-type", JSON_TYPE).partition(";")[0].strip().lower()
    if content_type != JSON_TYPE:
        raise BodyInvalid(Message.CONTENT_TYPE_IS_ANOTHER if content_type else Message.CONTENT_TYPE_IS_EMPTY)


def _decode_body(event: LambdaEvent, most: int = MAX_BYTES) -> bytes:
    body = event.get("body") or ""
    try:
        raw = base64.b64decode(body, validate=True) if event.get("isBase64Encoded") else body.encode()
    except (binascii.Error, UnicodeEncodeError):
        raise BodyInvalid(Message.BODY_NOT_JSON) from None
    if len(raw) > most:
        raise BodyTooLarge(most=most)
    return raw


def contains_unsafe(value: object, unsafe: re.Pattern[str] = UNSAFE) -> bool:
    """Whether a text of a JSON value contains a NUL or a lone surrogate, or what else `unsafe` finds."""
    if isinstance(value, str):
        return bool(unsafe.search(value))
    if isinstance(value, dict):
        return any(contains_unsafe(key, unsafe) or contains_unsafe(member, unsafe) for key, member in value.items())
    return isinstance(value, list) and any(contains_unsafe(member, unsafe) for member in value)
