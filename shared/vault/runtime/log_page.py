"""Logs as endpoints answer them: the entries found, page by page."""

from vault.audit import views
from vault.audit.model import LogEntries
from vault.audit.views import LogEntryView
from vault.callers.model import CallContext
from vault.people.administrators import get_administrator_profiles
from vault.runtime.models import Response
from vault.runtime.pagination import Page, Pagination, paginate


class LogPage(Response):
    """An answer with entries of the log, in the order of time."""

    log: list[LogEntryView]
    page: Page | None = None


def build_log_page(
    ctx: CallContext, entries: LogEntries, asked: Pagination | None, *, newest_first: bool = False
) -> LogPage:
    """Raises FieldInvalid for a malformed cursor, Unavailable."""
    profiles = get_administrator_profiles(ctx, entries.administrators)
    listed, page = paginate(views.view_entries(entries, profiles, newest_first=newest_first), asked)
    return LogPage.from_value(log=list(listed.values()), page=page)
