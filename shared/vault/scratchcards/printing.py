"""The cards of a batch as PDF: ten on a page of the venue's paper, with cut marks between and around them."""

import functools
import hashlib
import importlib.resources
import io
import re
import unicodedata

import segno
from reportlab.lib.units import mm
from reportlab.pdfbase import pdfmetrics
from reportlab.pdfbase.ttfonts import TTFont
from reportlab.pdfgen.canvas import Canvas

from vault.kernel.batches import split_into_batches
from vault.kernel.locales import Locale
from vault.kernel.message_keys import Message
from vault.kernel.messages import text
from vault.kernel.time import load_time_zone
from vault.kernel.values import value
from vault.scratchcards.lettering import Line, draw_outlines, shape_line
from vault.scratchcards.paper import paper_size
from vault.scratchcards.sheet import Card, Sheet
from vault.scratchcards.wifi_code import wifi_uri

COLUMNS, ROWS = 2, 5
MARGIN, PADDING, CUT_MARK = 10 * mm, 5 * mm, 4 * mm
QR_CODE_SIDE = 31 * mm
QUIET_ZONE = 4
LABEL_SIZE = 6.5
MAX_FONT_SIZE = 13.0
TEXT_FONT = "NotoSans"
KEY_FONT = "JetBrainsMono"
FONT_FILES = {
    TEXT_FONT: ("manimgx_fonts", "NotoSans[wght].ttf"),
    KEY_FONT: ("fontpkg_jetbrains_mono", "files/JetBrainsMono[wght].ttf"),
}
UNSHAPED = re.compile("[\u0020-\u02ff\u0370-\u052f\u1e00-\u218f]*")
"""Latin, Greek and Cyrillic text, whose letters stand side by side as they come."""
NON_ZERO = 1
"""PDF's rule for filling outlines that overlap."""


@functools.cache
def _register_fonts() -> None:
    for font, (package, name) in FONT_FILES.items():
        with importlib.resources.as_file(importlib.resources.files(package) / name) as file:
            pdfmetrics.registerFont(TTFont(font, str(file)))


@value
class _Layout:
    """A page of cards, in points."""

    page: tuple[float, float]

    @property
    def width(self) -> float:
        """Of one card."""
        return (self.page[0] - 2 * MARGIN) / COLUMNS

    @property
    def height(self) -> float:
        """Of one card: 55.4 mm on A4, 51.9 mm on Letter."""
        return (self.page[1] - 2 * MARGIN) / ROWS


def render_pdf(sheet: Sheet, locale: Locale) -> bytes:
    """A PDF of the cards, dates in the venue's time zone."""
    _register_fonts()
    buffer = io.BytesIO()
    layout = _Layout(paper_size(sheet.country))
    canvas = Canvas(buffer, pagesize=layout.page)
    canvas.setTitle(_card_text(Message.CARD_SHEET_TITLE, locale, venue=sheet.venue_name, batch=sheet.name))
    canvas.setAuthor(sheet.operator_name)
    for cards in split_into_batches([*sheet.cards.values()], COLUMNS * ROWS):
        _draw_cut_marks(canvas, layout)
        for index, card in enumerate(cards):
            row, column = divmod(index, COLUMNS)
            canvas.saveState()
            canvas.translate(MARGIN + column * layout.width, layout.page[1] - MARGIN - (row + 1) * layout.height)
            _draw_card(canvas, layout, sheet, card, locale)
            canvas.restoreState()
        canvas.showPage()
    canvas.save()
    return buffer.getvalue()


def _draw_cut_marks(canvas: Canvas, layout: _Layout) -> None:
    right, top = layout.page
    canvas.setLineWidth(0.3)
    for column in range(COLUMNS + 1):
        x = MARGIN + column * layout.width
        canvas.line(x, MARGIN - CUT_MARK, x, MARGIN - 1 * mm)
        canvas.line(x, top - MARGIN + 1 * mm, x, top - MARGIN + CUT_MARK)
    for row in range(ROWS + 1):
        y = MARGIN + row * layout.height
        canvas.line(MARGIN - CUT_MARK, y, MARGIN - 1 * mm, y)
        canvas.line(right - MARGIN + 1 * mm, y, right - MARGIN + CUT_MARK, y)


def _draw_card(canvas: Canvas, layout: _Layout, sheet: Sheet, card: Card, locale: Locale) -> None:
    wide, beside = layout.width - 2 * PADDING, layout.width - 3 * PADDING - QR_CODE_SIDE
    _draw_line(canvas, TEXT_FONT, sheet.operator_name, layout.height - 7 * mm, beside, LABEL_SIZE)
    _draw_line(canvas, TEXT_FONT, sheet.venue_name, layout.height - 11.5 * mm, beside, 9)
    _draw_line(canvas, TEXT_FONT, _card_text(Message.CARD_NETWORK, locale), 34.5 * mm, beside, LABEL_SIZE)
    _draw_line(canvas, KEY_FONT, card.ssid, 30 * mm, beside, MAX_FONT_SIZE)
    for index, window in enumerate(_validity_lines(sheet, card, locale)):
        _draw_line(canvas, TEXT_FONT, window, (25 - 3.5 * index) * mm, beside, LABEL_SIZE + 1)
    _draw_line(canvas, TEXT_FONT, _card_text(Message.CARD_KEY, locale), 16.5 * mm, beside, LABEL_SIZE)
    _draw_line(canvas, KEY_FONT, card.psk, 11.5 * mm, wide, MAX_FONT_SIZE)
    _draw_line(canvas, TEXT_FONT, sheet.help_line, 7.5 * mm, wide, LABEL_SIZE)
    number = _card_text(Message.CARD_NUMBER, locale, number=card.card_number, size=sheet.size)
    _draw_line(canvas, TEXT_FONT, f"{number} · {sheet.name}", 4 * mm, wide, LABEL_SIZE - 1)
    corner = layout.width - PADDING - QR_CODE_SIDE, layout.height - PADDING - QR_CODE_SIDE
    _draw_qr_code(canvas, wifi_uri(card.ssid, card.psk), *corner)


def _draw_line(canvas: Canvas, font: str, words: str, y: float, width: float, size: float) -> None:
    words = unicodedata.normalize("NFC", words)
    if not _has_every_letter(font, words):
        _draw_shaped_line(canvas, words, y, width, size)
        return
    fitting = width / (pdfmetrics.stringWidth(words, font, 1) or 1)
    canvas.setFont(font, min(size, fitting))
    canvas.drawString(PADDING, y, words)


def _has_every_letter(font: str, words: str) -> bool:
    known = pdfmetrics.getFont(font).face.charToGlyph  # type: ignore[attr-defined]
    return bool(UNSHAPED.fullmatch(words)) and all(ord(character) in known for character in words)


def _draw_shaped_line(canvas: Canvas, words: str, y: float, width: float, size: float) -> None:
    """Draw outlines, which stand once in the file: a line is the same on every card."""
    line = _shape(words)
    form = f"line{hashlib.sha256(words.encode()).hexdigest()[:16]}"
    if not canvas.hasForm(form):
        canvas.beginForm(form, -1, -1, line.width + 1, 2)
        path = canvas.beginPath()
        draw_outlines(line, path)
        canvas.drawPath(path, stroke=0, fill=1, fillMode=NON_ZERO)
        canvas.endForm()
    canvas.saveState()
    canvas.translate(PADDING, y)
    canvas.scale(*2 * (min(size, width / (line.width or 1)),))
    canvas.doForm(form)
    canvas.restoreState()


@functools.lru_cache(maxsize=16)
def _shape(words: str) -> Line:
    return shape_line(words)


def _validity_lines(sheet: Sheet, card: Card, locale: Locale) -> list[str]:
    if card.invalidated:
        return [_card_text(Message.CARD_INVALIDATED, locale)]
    zone, pattern = load_time_zone(sheet.time_zone), _card_text(Message.CARD_MOMENT, locale)
    starts = card.start.astimezone(zone).strftime(pattern)
    ends = card.end.astimezone(zone).strftime(pattern) if card.end else ""
    until = _card_text(Message.CARD_ENDS, locale, moment=ends) if ends else _card_text(Message.CARD_OPEN, locale)
    return [_card_text(Message.CARD_STARTS, locale, moment=starts), until]


def _card_text(key: Message, locale: Locale, **gaps: object) -> str:
    return text(key, **gaps).in_locale(locale)


def _draw_qr_code(canvas: Canvas, payload: str, x: float, y: float) -> None:
    """A QR code of 31 mm with its quiet zone; adjacent dark modules of a row are drawn as one bar."""
    # Without an ECI, scanners guess the character set of what is more than ASCII, each in its own way.
    eci = not payload.isascii()
    modules = segno.make_qr(payload, encoding="utf-8", eci=eci, error="m", boost_error=False).matrix
    side = QR_CODE_SIDE / (len(modules) + 2 * QUIET_ZONE)
    path = canvas.beginPath()
    for row, dark in enumerate(modules):
        start = None
        for column, module in enumerate((*dark, 0)):
            if module and start is None:
                start = column
            elif not module and start is not None:
                top = y + QR_CODE_SIDE - (QUIET_ZONE + row + 1) * side
                path.rect(x + (QUIET_ZONE + start) * side, top, (column - start) * side, side)
                start = None
    canvas.drawPath(path, stroke=0, fill=1)
