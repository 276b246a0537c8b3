"""Pages of long lists: asked for with `Pagination`, told with `pagination`; without it a list answers all."""

import base64
import binascii
from collections.abc import Mapping
from typing import TypeVar

from pydantic import Field

from vault.kernel.errors import FieldInvalid
from vault.runtime.models import Request, Wire

Item = TypeVar("Item")


class Pagination(Wire):
    """How many items to answer, and after which: the NextCursor of the page before."""

    limit: int = Field(100, ge=1, le=1000)
    cursor: str | None = Field(None, max_length=1024)


class Page(Wire):
    """Where the next page begins; no NextCursor where this was the last."""

    limit: int
    next_cursor: str | None = None


class Paged(Request):
    """A request for a list."""

    pagination: Pagination | None = None


def paginate(items: Mapping[str, Item], asked: Pagination | None) -> tuple[dict[str, Item], Page | None]:
    """The items of a page by their keys, in the keys' order, and where the next one begins.

    Raises FieldInvalid for a cursor that is none.
    """
    if asked is None:
        return dict(items), None
    after = _decode_cursor(asked.cursor) if asked.cursor else ""
    keys = sorted(key for key in items if key > after)
    shown = keys[: asked.limit]
    more = _encode_cursor(shown[-1]) if len(keys) > len(shown) else None
    return {key: items[key] for key in shown}, Page.from_value(asked, next_cursor=more)


def _encode_cursor(key: str) -> str:
    """A key as a cursor."""
    return base64.urlsafe_b64encode(key.encode()).decode()


def _decode_cursor(cursor: str) -> str:
    """The key in a cursor."""
    try:
        return base64.urlsafe_b64decode(cursor).decode()
    except (binascii.Error, ValueError):
        raise FieldInvalid(field="Pagination.Cursor") from None
