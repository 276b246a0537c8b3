"""The form of an answer: JSON, or another that the endpoint declares and the call's Accept header prefers."""

import re
from collections.abc import Mapping
from typing import Any

from pydantic import BaseModel

from vault.callers.model import Caller
from vault.runtime import answers
from vault.runtime.declaration import Declaration

JSON = "application/json"
MOST_RANGES = 20
RANGE = re.compile(r"\s*([\w.+*-]+/[\w.+*-]+)\s*(?:;.*)?")
WEIGHT = re.compile(r";\s*[qQ]\s*=\s*([01](?:\.\d{0,3})?)\s*(?:;|$)")


def prepared(endpoint: Declaration, response: BaseModel, caller: Caller) -> dict[str, Any]:
    """The answer of a handler in the form that the caller prefers; JSON where they name none that there is."""
    locale, correlation_id = caller.locale, caller.request.correlation_id
    chosen = preferred(caller.request.accept, (JSON, *endpoint.forms)) if endpoint.forms else JSON
    if chosen == JSON:
        return answers.success(response, locale, correlation_id)
    return answers.document(chosen, endpoint.forms[chosen](response, caller), locale, correlation_id)


def preferred(accept: str, offered: tuple[str, ...]) -> str:
    """The best of the media types offered, by an Accept header (RFC 9110, 12.5.1); the first one for none or a tie."""
    weights = weighed(accept)
    return max(offered, key=lambda media_type: weight(media_type, weights))


def weighed(accept: str) -> Mapping[str, float]:
    """The weight of each media range of a header; what cannot be read counts as not said."""
    weights: dict[str, float] = {}
    for part in accept.split(",")[:MOST_RANGES]:
        said = WEIGHT.search(part)
        if found := RANGE.fullmatch(part):
            weights[found[1].lower()] = min(float(said[1]), 1.0) if said else 1.0
    return weights


def weight(media_type: str, weights: Mapping[str, float]) -> float:
    """The weight that a header gives a media type: that of the range that says most of it."""
    ranges = (media_type, f"{media_type.partition('/')[0]}/*", "*/*")
    return next((weights[each] for each in ranges if each in weights), 0.0)
