"""Logs as endpoints answer them: the entries found, page by page."""

from typing import Any

from vault.audit import shown
from vault.audit.model import Found
from vault.callers.model import Caller
from vault.people.administrators import named
from vault.runtime.models import Response
from vault.runtime.pagination import Page, Pagination, paginate


class LogPage(Response):
    """An answer with entries of the log, in the order of time."""

    log: list[dict[str, Any]]
    page: Page | None = None


def log_page_members(caller: Caller, found: Found, asked: Pagination | None) -> dict[str, Any]:
    """The members of a logbook. Raises FieldInvalid for a cursor that is none, Unavailable."""
    rows, page = paginate(shown.entries(found, named(caller, found.administrators)), asked)
    return {"log": list(rows.values()), "page": page}
