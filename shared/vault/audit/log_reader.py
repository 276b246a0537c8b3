"""Read the log of an operator, a venue, a person or a piece of equipment in one request."""

from collections.abc import Collection

from vault.audit import queries
from vault.audit.events import AuditKind
from vault.audit.model import HIDDEN_KINDS, MAX_ENTRIES, LogEntries, Window
from vault.graph.connection import execute
from vault.graph.schema import Prop
from vault.graph.steps import Steps, T


def read_operator_log(
    operator_id: str, window: Window, function_name: str = "", mac_address: str | None = None
) -> LogEntries:
    """`mac_address` as AA:BB:CC:DD:EE:FF. Raises Unavailable."""
    entries = queries.entries_in_window(Prop.OPERATOR_DAY, operator_id, window)
    for name, value in {Prop.FUNCTION: function_name, Prop.MAC: mac_address}.items():
        entries = entries.has(name, value) if value else entries
    return _read_entries(entries)


def read_venue_log(
    venue_id: str,
    window: Window,
    administrator: str | None = None,
    *,
    hidden: Collection[AuditKind] = (),
    most: int = MAX_ENTRIES,
) -> LogEntries:
    """The latest `most` entries; `administrator` is a SubscriberToken. Raises Unavailable."""
    entries = queries.entries_in_window(Prop.VENUE_DAY, venue_id, window)
    if administrator is not None:
        entries = entries.has(Prop.ADMINISTRATOR, administrator)
    return _read_entries(queries.without_kinds(entries, hidden) if hidden else entries, most)


def read_unit_log(
    unit_id: str, venue_id: str, window: Window, *, hidden: Collection[AuditKind], most: int = MAX_ENTRIES
) -> LogEntries:
    """The latest `most` entries of a unit. Raises Unavailable."""
    entries = queries.unit_entries_in_window(unit_id, venue_id, window)
    return _read_entries(queries.without_kinds(entries, hidden) if hidden else entries, most)


def read_subscriber_log(token: str, window: Window, venue_id: str | None = None) -> LogEntries:
    """Without entries of HIDDEN_KINDS. Raises Unavailable."""
    entries = queries.entries_in_window(Prop.SUBSCRIBER_DAY, token, window)
    return _read_entries(
        queries.without_kinds(entries.has(Prop.VENUE, venue_id) if venue_id else entries, HIDDEN_KINDS)
    )


def read_equipment_log(equipment_key: str, window: Window) -> LogEntries:
    """The entries of one piece of equipment. Raises Unavailable."""
    return _read_entries(queries.entries_in_window(Prop.EQUIPMENT_DAY, equipment_key, window))


def read_equipment_errors(venue_id: str, window: Window) -> LogEntries:
    """The errors of a venue's equipment. Raises Unavailable."""
    return _read_entries(queries.entries_in_window(Prop.VENUE_ERROR_DAY, venue_id, window))


def _read_entries(entries: Steps, most: int = MAX_ENTRIES) -> LogEntries:
    row = execute(queries.count_and_latest(entries, most), "LOG")[0]
    ordered = sorted(row["latest"], key=lambda entry: (entry[Prop.WHEN], str(entry[T.id])))
    return LogEntries(tuple(ordered), row["count"])
