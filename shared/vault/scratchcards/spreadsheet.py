"""The cards of a batch as CSV (RFC 4180, with a header), safe to open in a spreadsheet."""

import csv
import io

from vault.kernel.time import to_wire
from vault.kernel.vocabulary import wire_name
from vault.scratchcards.sheet import Card, Sheet

COLUMNS = ("card_number", "key_id", "ssid", "psk", "start", "end", "invalidated", "used")
FORMULA_PREFIXES = ("=", "+", "-", "@", "\t", "\r", "'")


def csv_table(sheet: Sheet) -> bytes:
    """A row for each card in UTF-8; times in ISO 8601, an open end is empty."""
    buffer = io.StringIO()
    rows = csv.writer(buffer, quoting=csv.QUOTE_ALL)
    rows.writerow(map(wire_name, COLUMNS))
    rows.writerows(_csv_row(key_id, card) for key_id, card in sheet.cards.items())
    return buffer.getvalue().encode()


def _csv_row(key_id: str, card: Card) -> tuple[object, ...]:
    ends = to_wire(card.end) if card.end else ""
    flags = (str(flag).lower() for flag in (card.invalidated, card.used))
    return (card.card_number, key_id, escape_cell(card.ssid), escape_cell(card.psk), to_wire(card.start), ends, *flags)


def escape_cell(text: str) -> str:
    """Prefix what a spreadsheet would run as a formula with an apostrophe, which programs remove again."""
    return f"'{text}" if text.startswith(FORMULA_PREFIXES) else text
