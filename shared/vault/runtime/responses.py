"""Answers and errors as API Gateway takes them; the one place that knows HTTP status numbers."""

import base64
import json
import logging
from collections.abc import Mapping
from types import MappingProxyType

from pydantic import BaseModel

from vault.kernel.error_codes import ErrorCode
from vault.kernel.errors import DomainError, Fault, Kind
from vault.kernel.json_types import JsonObject
from vault.kernel.locales import Locale
from vault.kernel.message_keys import Message
from vault.kernel.messages import JoinedTexts, LocalizedText, error_text, text
from vault.kernel.vocabulary import wire_name
from vault.people.availability import is_anybody_unavailable

STATUS_DONE = 200
SERVER_ERRORS = 500
STATUS: Mapping[Kind, int] = {
    Kind.INVALID: 400,
    Kind.RULE: 400,
    Kind.UNAUTHENTICATED: 401,
    Kind.FORBIDDEN: 403,
    Kind.NOT_FOUND: 404,
    Kind.THROTTLED: 429,
    Kind.INTERNAL: 500,
    Kind.UNAVAILABLE: 503,
}
LEVEL: Mapping[Kind, int] = {
    **dict.fromkeys(Kind, logging.INFO),
    Kind.THROTTLED: logging.WARNING,
    Kind.UNAVAILABLE: logging.WARNING,
    Kind.INTERNAL: logging.ERROR,
}


class InternalError(DomainError):
    """Something that should not happen; the caller learns no more than that."""

    code = ErrorCode.INTERNAL_ERROR
    kind = Kind.INTERNAL


def success_response(response: BaseModel, locale: Locale, correlation_id: str) -> JsonObject:
    """The answer of a handler, its texts said in the locale, absent fields left out."""
    said = _add_remark(response) if is_anybody_unavailable() else response
    body = said.model_dump_json(by_alias=True, exclude_none=True, context={"locale": locale})
    return json_response(STATUS_DONE, body, locale, correlation_id)


def _add_remark(response: BaseModel) -> BaseModel:
    """The response with a remark after its message, if it has one, that some people cannot be named."""
    message = getattr(response, "message", None)
    if not isinstance(message, LocalizedText):
        return response
    return response.model_copy(update={"message": JoinedTexts((message, text(Message.PEOPLE_UNAVAILABLE)))})


def document_response(media_type: str, raw: bytes, locale: Locale, correlation_id: str) -> JsonObject:
    """The answer of a handler in another form than JSON: bytes, which API Gateway gets in base64."""
    answered = json_response(STATUS_DONE, base64.b64encode(raw).decode(), locale, correlation_id)
    charset = "; charset=utf-8" if media_type.startswith("text/") else ""
    answered["headers"]["Content-Type"] = media_type + charset
    return answered | {"isBase64Encoded": True}


def error_response(
    error: DomainError,
    status: int,
    locale: Locale,
    correlation_id: str,
    more: Mapping[str, object] = MappingProxyType({}),
) -> JsonObject:
    """The answer to a refused call; `more` members where its reader looks for some of its own.

    What is wrong inside is an InternalError for the caller: only the log has its code.
    """
    answer_error = InternalError() if error.kind is Kind.INTERNAL else error
    body = {
        wire_name("error_processing"): True,
        wire_name("message"): error_message(answer_error, locale),
        wire_name("status_code"): status,
        wire_name("error_code"): answer_error.code,
        **_faults_member(answer_error, locale),
        **more,
    }
    answered = json_response(status, json.dumps(body, ensure_ascii=False), locale, correlation_id)
    if "retry_after" in error.data:
        answered["headers"]["Retry-After"] = str(error.data["retry_after"])
    return answered


def _faults_member(error: DomainError, locale: Locale) -> JsonObject:
    """The faults of a body; the only one where the handler found it."""
    faults, field = error.faults, error.data.get("field")
    if field and not faults and error.kind is Kind.INVALID:
        faults = (Fault(field[0] if isinstance(field, tuple) else str(field), error, {}),)
    return {wire_name("errors"): [_describe_fault(fault, locale) for fault in faults]} if faults else {}


def _describe_fault(fault: Fault, locale: Locale) -> JsonObject:
    described = {
        "field": fault.field,
        "code": fault.error.code,
        "message": error_message(fault.error, locale),
        "accepted": fault.accepted,
    }
    return {wire_name(name): member for name, member in described.items() if member}


def json_response(status: int, body: str, locale: Locale, correlation_id: str) -> JsonObject:
    """A JSON answer."""
    headers = {
        "Content-Type": "application/json; charset=utf-8",
        "Content-Language": locale,
        "Cache-Control": "no-store",
        "X-Correlation-Id": correlation_id,
    }
    return {"statusCode": status, "headers": headers, "body": body, "isBase64Encoded": False}


def build_forwarded_response(status: int, headers: Mapping[str, str], raw: bytes) -> JsonObject:
    """An answer that another region gave, as it was there."""
    is_text = headers["Content-Type"].startswith(("application/json", "text/"))
    body = raw.decode() if is_text else base64.b64encode(raw).decode()
    return {"statusCode": status, "headers": dict(headers), "body": body, "isBase64Encoded": not is_text}


def outcome(answered: JsonObject) -> tuple[int, str]:
    """The status of an answer and its error's code, empty where it is none."""
    status: int = answered["statusCode"]
    return status, "" if status == STATUS_DONE else str(json.loads(answered["body"]).get(wire_name("error_code"), ""))


def error_message(error: DomainError, locale: Locale) -> str:
    """An error in words; its data fill the gaps."""
    data = {
        name: _name_alternatives(datum) if isinstance(datum, tuple) else datum for name, datum in error.data.items()
    }
    said = text(error.message, **data) if error.message else error_text(error.code, **data)
    return said.in_locale(locale)


def _name_alternatives(fields: tuple[str, ...]) -> LocalizedText | str:
    *others, last = fields
    return text(Message.EITHER_FIELD, others=", ".join(others), last=last) if others else last
