"""What a path below /_local/ answers as JSON to GET, and to POST with the members of an object."""

from __future__ import annotations

import json
from dataclasses import dataclass, field
from http import HTTPStatus
from typing import TYPE_CHECKING, Any

from local.api.answer import json_answer, refuse_method
from local.api.page_request import READS

if TYPE_CHECKING:
    from collections.abc import Callable

    from local.api.answer import Answer
    from local.api.page_request import PageRequest

JSON = "application/json"


class RequestRefused(Exception):
    """A request that changes nothing; its text is the sentence of the answer."""


@dataclass(frozen=True)
class Interface:
    """The functions return what is answered; `post` may raise RequestRefused."""

    get: Callable[[], object] | None = None
    post: Callable[[dict[str, Any]], object] | None = None
    members: frozenset[str] = field(default=frozenset())
    """Of the object of a POST."""

    def answer(self, request: PageRequest) -> Answer:
        if request.method in READS and self.get:
            return json_answer(HTTPStatus.OK, self.get())
        if request.method != "POST" or not self.post:
            return refuse_method([*(READS if self.get else ()), *(["POST"] if self.post else ())])
        try:
            return json_answer(HTTPStatus.OK, self.post(_parse_object(request, self.members)))
        except RequestRefused as refused:
            return json_answer(HTTPStatus.BAD_REQUEST, {"error": str(refused)})


def _parse_object(request: PageRequest, members: frozenset[str]) -> dict[str, Any]:
    """The object of the body; an empty body counts as an empty one. Raises RequestRefused."""
    media_type = request.content_type.partition(";")[0].strip().lower()
    if media_type != JSON and (media_type or request.body):
        sentence = f"The Content-Type is not {JSON}."
        raise RequestRefused(sentence)
    try:
        value = json.loads(request.body or b"{}")
    except (ValueError, RecursionError):
        sentence = "The body is not JSON."
        raise RequestRefused(sentence) from None
    if not isinstance(value, dict):
        sentence = "The body is not an object."
        raise RequestRefused(sentence)
    if unknown := sorted(value.keys() - members):
        sentence = f"Unknown member: {', '.join(unknown)}."
        raise RequestRefused(sentence)
    return value
