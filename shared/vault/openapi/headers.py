"""The headers of requests and responses."""

from vault.kernel.json_types import JsonObject
from vault.kernel.locales import Locale
from vault.openapi.schemas import Documented
from vault.runtime.endpoint import Endpoint
from vault.runtime.idempotency import MAX_KEY_LENGTH, REPLAYED_HEADER
from vault.runtime.read_your_writes import LAG_HEADER

CONSOLE: JsonObject = {
    "name": "Origin",
    "in": "header",
    "schema": {"type": "string"},
    "description": "URL of the operator's console, which browsers send by themselves. It names the operator where "
    "nobody is signed in; otherwise it has to be a console of the caller's operator.",
}
IDEMPOTENCY_KEY: JsonObject = {
    "name": "Idempotency-Key",
    "in": "header",
    "schema": {"type": "string", "maxLength": MAX_KEY_LENGTH},
    "description": "A text that is new for each write, such as a UUID. Within a day the same caller gets the same "
    "answer for the same text and body, and nothing is done twice.",
}
LANGUAGE: JsonObject = {
    "name": "Accept-Language",
    "in": "header",
    "schema": {"type": "string"},
    "description": "Language of `message` where the person has chosen none; `en-us` and `es-xl` are supported.",
}
RESPONSE_HEADERS: JsonObject = {
    "X-Correlation-Id": {
        "description": "Id of the call, under which the service logs it.",
        "schema": {"type": "string"},
    },
    "Content-Language": {
        "description": "Language of the texts of the answer.",
        "schema": {"type": "string", "enum": [str(locale) for locale in Locale]},
    },
    "Retry-After": {
        "description": "Seconds after which the call may be tried again.",
        "schema": {"type": "integer", "minimum": 1},
    },
    LAG_HEADER: {
        "description": "Present where the answer, or what is read after it, may lack the writes of that many seconds.",
        "schema": {"type": "number", "minimum": 0},
    },
    REPLAYED_HEADER: {
        "description": "Present where the write was carried out before, with the same `Idempotency-Key`: this is the "
        "first answer.",
        "schema": {"const": "true", "type": "string"},
    },
}
OF_EVERY_ANSWER = ("X-Correlation-Id", "Content-Language")


def parameters(endpoint: Endpoint) -> list[JsonObject]:
    return [CONSOLE, LANGUAGE, *[IDEMPOTENCY_KEY] * endpoint.may_be_replayed]


def headers_of_success(endpoint: Documented) -> JsonObject:
    may_lag = isinstance(endpoint, Endpoint) and (endpoint.command or not endpoint.reads_consistently)
    may_be_replayed = isinstance(endpoint, Endpoint) and endpoint.may_be_replayed
    return _refer(*OF_EVERY_ANSWER, *[LAG_HEADER] * bool(may_lag), *[REPLAYED_HEADER] * may_be_replayed)


def headers_of_refusal(*, is_throttled: bool) -> JsonObject:
    return _refer(*OF_EVERY_ANSWER, *["Retry-After"] * is_throttled)


def _refer(*names: str) -> JsonObject:
    return {name: {"$ref": f"#/components/headers/{name}"} for name in names}
