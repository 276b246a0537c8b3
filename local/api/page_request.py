"""A request for a local page."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import TYPE_CHECKING
from urllib.parse import parse_qsl

if TYPE_CHECKING:
    from collections.abc import Mapping
    from wsgiref.types import WSGIEnvironment

READS = frozenset({"GET", "HEAD"})


@dataclass(frozen=True)
class PageRequest:
    """Its path without, and its query with, the percent signs resolved; of a name that is repeated, the last."""

    path: str
    query: Mapping[str, str] = field(default_factory=dict)
    method: str = "GET"
    content_type: str = ""
    body: bytes = b""

    @classmethod
    def from_environ(cls, environ: WSGIEnvironment) -> PageRequest:
        query = dict(parse_qsl(environ.get("QUERY_STRING", "")))
        body = environ["wsgi.input"].read(int(environ.get("CONTENT_LENGTH") or 0))
        return cls(environ["PATH_INFO"], query, environ["REQUEST_METHOD"], environ.get("CONTENT_TYPE", ""), body)
