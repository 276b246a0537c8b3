"""Pages of long lists: requested by `Pagination`; without it a list answers with everything."""

import base64
import binascii
from collections.abc import Mapping
from typing import TypeVar

from pydantic import Field

from vault.kernel.errors import FieldInvalid
from vault.runtime.models import Request, Wire

Item = TypeVar("Item")
MAX_ITEMS = 1000
"""Of a page."""


class Pagination(Wire):
    """How many items to return, and the NextCursor of the page before."""

    limit: int = Field(100, ge=1, le=MAX_ITEMS)
    cursor: str | None = Field(None, max_length=1024)


class Page(Wire):
    """Where the next page begins; NextCursor is absent on the last page."""

    limit: int
    next_cursor: str | None = None


class Paged(Request):
    pagination: Pagination | None = None


def paginate(items: Mapping[str, Item], request: Pagination | None) -> tuple[dict[str, Item], Page | None]:
    """The items of a page in the order of their keys, and the next page's cursor. Raises FieldInvalid."""
    if request is None:
        return dict(items), None
    after = _decode_cursor(request.cursor) if request.cursor else ""
    keys = sorted(key for key in items if key > after)
    page_keys = keys[: request.limit]
    next_cursor = _encode_cursor(page_keys[-1]) if len(keys) > len(page_keys) else None
    return {key: items[key] for key in page_keys}, Page.from_value(request, next_cursor=next_cursor)


def _encode_cursor(key: str) -> str:
    return base64.urlsafe_b64encode(key.encode()).decode()


def _decode_cursor(cursor: str) -> str:
    try:
        return base64.urlsafe_b64decode(cursor).decode()
    except (binascii.Error, ValueError):
        raise FieldInvalid(field="Pagination.Cursor") from None
