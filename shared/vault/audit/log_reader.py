"""Read the log of an operator, a venue or a person in one request."""

from vault.audit import queries
from vault.audit.model import LogEntries, Window
from vault.graph.connection import execute
from vault.graph.schema import Prop
from vault.graph.steps import Steps, T


def read_operator_log(operator_id: str, window: Window, function_name: str = "") -> LogEntries:
    """Raises Unavailable."""
    entries = queries.entries_in_window(Prop.OPERATOR_DAY, operator_id, window)
    return _read_entries(entries.has(Prop.FUNCTION, function_name) if function_name else entries)


def read_venue_log(
    venue_id: str, window: Window, administrator: str | None = None, *, hide_equipment: bool = False
) -> LogEntries:
    """`administrator` is a SubscriberToken. Raises Unavailable."""
    entries = queries.entries_in_window(Prop.VENUE_DAY, venue_id, window)
    if administrator is not None:
        entries = entries.has(Prop.ADMINISTRATOR, administrator)
    return _read_entries(queries.visible_to_venue_staff(entries) if hide_equipment else entries)


def read_subscriber_log(token: str, window: Window, venue_id: str | None = None) -> LogEntries:
    """Entries on network equipment and security are left out. Raises Unavailable."""
    entries = queries.entries_in_window(Prop.SUBSCRIBER_DAY, token, window)
    return _read_entries(queries.visible_to_venue_staff(entries.has(Prop.VENUE, venue_id) if venue_id else entries))


def _read_entries(entries: Steps) -> LogEntries:
    row = execute(queries.count_and_latest(entries), "LOG")[0]
    ordered = sorted(row["latest"], key=lambda entry: (entry[Prop.WHEN], str(entry[T.id])))
    return LogEntries(tuple(ordered), row["count"])
