"""Logs as endpoints answer them: the entries found, page by page."""

from typing import Any

from vault.audit import views
from vault.audit.model import LogEntries
from vault.callers.model import CallContext
from vault.people.administrators import get_administrator_profiles
from vault.runtime.models import Response
from vault.runtime.pagination import Page, Pagination, paginate


class LogPage(Response):
    """An answer with entries of the log, in the order of time."""

    log: list[dict[str, Any]]
    page: Page | None = None


def log_page_members(ctx: CallContext, found: LogEntries, asked: Pagination | None) -> dict[str, Any]:
    """The members of a logbook. Raises FieldInvalid for a cursor that is none, Unavailable."""
    rows, page = paginate(views.to_wire_entries(found, get_administrator_profiles(ctx, found.administrators)), asked)
    return {"log": list(rows.values()), "page": page}
