"""The log of an operator, a venue or a person, read in one request."""

from vault.audit import queries
from vault.audit.model import Found, Window
from vault.graph.connection import answer
from vault.graph.schema import Prop
from vault.graph.steps import Steps, T


def of_operator(operator_id: str, window: Window, function_name: str = "") -> Found:
    """Everything of an operator, or what one function did. Raises Unavailable."""
    entries = queries.within(Prop.OPERATOR_DAY, operator_id, window)
    return read(entries.has(Prop.FUNCTION, function_name) if function_name else entries)


def of_venue(venue_id: str, window: Window, administrator: str | None = None, *, cut: bool = False) -> Found:
    """Everything of a venue, or what one administrator did; `cut` leaves out what venue staff do not see.

    Raises Unavailable.
    """
    entries = queries.within(Prop.VENUE_DAY, venue_id, window)
    if administrator is not None:
        entries = entries.has(Prop.ADMINISTRATOR, administrator)
    return read(queries.for_venue_staff(entries) if cut else entries)


def of_subscriber(token: str, window: Window, venue_id: str | None = None) -> Found:
    """Everything about a person, or what of it was at one venue, without network equipment and security.

    Raises Unavailable.
    """
    entries = queries.within(Prop.SUBSCRIBER_DAY, token, window)
    return read(queries.for_venue_staff(entries.has(Prop.VENUE, venue_id) if venue_id else entries))


def read(entries: Steps) -> Found:
    """The latest entries, the oldest of them first."""
    row = answer(queries.counted(entries), "LOG")[0]
    ordered = sorted(row["latest"], key=lambda entry: (entry[Prop.WHEN], str(entry[T.id])))
    return Found(tuple(ordered), row["count"])
