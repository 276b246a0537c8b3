"""Choose the media type of a response by the Accept header: JSON, or another that the endpoint declares."""

import re
from collections.abc import Mapping

from pydantic import BaseModel

from vault.callers.model import CallContext
from vault.runtime import responses
from vault.runtime.declaration import Declaration
from vault.runtime.http_event import LambdaResponse

JSON = "application/json"
MAX_RANGES = 20
RANGE = re.compile(r"\s*([\w.+*-]+/[\w.+*-]+)\s*(?:;.*)?")
WEIGHT = re.compile(r";\s*[qQ]\s*=\s*([01](?:\.\d{0,3})?)\s*(?:;|$)")


def render_response(endpoint: Declaration, response: BaseModel, ctx: CallContext) -> LambdaResponse:
    locale, correlation_id = ctx.locale, ctx.request.correlation_id
    chosen = (
        choose_media_type(ctx.request.accept, (JSON, *endpoint.alternate_media)) if endpoint.alternate_media else JSON
    )
    if chosen == JSON:
        return responses.success_response(response, locale, correlation_id)
    return responses.document_response(chosen, endpoint.alternate_media[chosen](response, ctx), locale, correlation_id)


def choose_media_type(accept: str, offered: tuple[str, ...]) -> str:
    """The preferred one of `offered` by an Accept header (RFC 9110, 12.5.1); the first one on a tie."""
    weights = _parse_accept(accept)
    return max(offered, key=lambda media_type: _weight(media_type, weights))


def _parse_accept(accept: str) -> Mapping[str, float]:
    weights: dict[str, float] = {}
    for part in accept.split(",")[:MAX_RANGES]:
        weight = WEIGHT.search(part)
        if media_range := RANGE.fullmatch(part):
            weights[media_range[1].lower()] = min(float(weight[1]), 1.0) if weight else 1.0
    return weights


def _weight(media_type: str, weights: Mapping[str, float]) -> float:
    """The weight of the most specific range that matches."""
    ranges = (media_type, f"{media_type.partition('/')[0]}/*", "*/*")
    return next((weights[each] for each in ranges if each in weights), 0.0)
