"""The cards of a batch as CSV (RFC 4180, with a header), safe to open in a spreadsheet."""

import codecs
import csv
import io
from collections.abc import Iterable

from vault.kernel.time import to_wire
from vault.kernel.vocabulary import wire_name
from vault.scratchcards.sheet import Card, Sheet

COLUMNS = ("card_number", "key_id", "ssid", "psk", "start", "end", "invalidated", "used")
ESCAPED_COLUMNS = ("ssid", "psk")
FULL_WIDTH = "\uff1d\uff0b\uff0d\uff20"
"""The signs = + - @ as East Asian keyboards write them, which some spreadsheets read as the narrow ones."""
FORMULA_PREFIXES = tuple("=+-@\t\r'" + FULL_WIDTH)


def csv_table(sheet: Sheet) -> bytes:
    """A row for each card in UTF-8 with a byte order mark; times in ISO 8601, an open end is empty."""
    buffer = io.StringIO()
    rows = csv.writer(buffer, quoting=csv.QUOTE_ALL)
    rows.writerow(_header_cell(name, sheet.cards.values()) for name in COLUMNS)
    rows.writerows(_csv_row(key_id, card) for key_id, card in sheet.cards.items())
    return codecs.BOM_UTF8 + buffer.getvalue().encode()


def _header_cell(name: str, cards: Iterable[Card]) -> str:
    """The column's name on the wire; it says so where a cell begins with an apostrophe that is not to be typed."""
    is_escaped = name in ESCAPED_COLUMNS and any(_is_like_formula(getattr(card, name)) for card in cards)
    return wire_name(name) + " (type it without the apostrophe in front)" * is_escaped


def _csv_row(key_id: str, card: Card) -> tuple[object, ...]:
    ends = to_wire(card.end) if card.end else ""
    flags = (str(flag).lower() for flag in (card.invalidated, card.used))
    return (card.card_number, key_id, escape_cell(card.ssid), escape_cell(card.psk), to_wire(card.start), ends, *flags)


def escape_cell(text: str) -> str:
    """Prefix what a spreadsheet would run as a formula with an apostrophe, which programs remove again."""
    return f"'{text}" if _is_like_formula(text) else text


def _is_like_formula(text: str) -> bool:
    return text.startswith(FORMULA_PREFIXES)
