"""The cards of a batch on paper: A4, ten on a page, with cut marks between and around them."""

import functools
import importlib.resources
import io

import segno
from reportlab.lib.pagesizes import A4
from reportlab.lib.units import mm
from reportlab.pdfbase import pdfmetrics
from reportlab.pdfbase.ttfonts import TTFont
from reportlab.pdfgen.canvas import Canvas

from vault.kernel.locales import Locale
from vault.kernel.message_keys import Message
from vault.kernel.messages import text
from vault.kernel.time import zone_of
from vault.scratchcards.sheet import Card, Sheet
from vault.scratchcards.wifi_code import wifi_uri

COLUMNS, ROWS = 2, 5
MARGIN, PADDING, MARK = 10 * mm, 5 * mm, 4 * mm
WIDTH, HEIGHT = (A4[0] - 2 * MARGIN) / COLUMNS, (A4[1] - 2 * MARGIN) / ROWS
CODE = 31 * mm
QUIET = 4
LABEL = 6.5
MOST = 13.0
TEXTS = "Vera"
KEYS = "JetBrainsMono"


@functools.cache
def register() -> None:
    """Make the fonts known: one for words, and one that tells 0 from O and 1 from l and I."""
    pdfmetrics.registerFont(TTFont(TEXTS, "Vera.ttf"))
    files = importlib.resources.files("fontpkg_jetbrains_mono") / "files" / "JetBrainsMono[wght].ttf"
    with importlib.resources.as_file(files) as file:
        pdfmetrics.registerFont(TTFont(KEYS, str(file)))


def pages(sheet: Sheet, locale: Locale) -> bytes:
    """A PDF of the cards, dates in the venue's time zone. Characters that the fonts lack are shown as empty boxes."""
    register()
    written = io.BytesIO()
    canvas = Canvas(written, pagesize=A4)
    canvas.setTitle(sheet.name)
    cards = [*sheet.cards.values()]
    for first in range(0, len(cards), COLUMNS * ROWS):
        marks(canvas)
        for place, card in enumerate(cards[first : first + COLUMNS * ROWS]):
            row, column = divmod(place, COLUMNS)
            canvas.saveState()
            canvas.translate(MARGIN + column * WIDTH, A4[1] - MARGIN - (row + 1) * HEIGHT)
            draw(canvas, sheet, card, locale)
            canvas.restoreState()
        canvas.showPage()
    canvas.save()
    return written.getvalue()


def marks(canvas: Canvas) -> None:
    """Where to cut: short lines in the margins, at the ends of every line between cards."""
    canvas.setLineWidth(0.3)
    for column in range(COLUMNS + 1):
        x = MARGIN + column * WIDTH
        canvas.line(x, MARGIN - MARK, x, MARGIN - 1 * mm)
        canvas.line(x, A4[1] - MARGIN + 1 * mm, x, A4[1] - MARGIN + MARK)
    for row in range(ROWS + 1):
        y = MARGIN + row * HEIGHT
        canvas.line(MARGIN - MARK, y, MARGIN - 1 * mm, y)
        canvas.line(A4[0] - MARGIN + 1 * mm, y, A4[0] - MARGIN + MARK, y)


def draw(canvas: Canvas, sheet: Sheet, card: Card, locale: Locale) -> None:
    """One card, its lower left corner at the origin."""
    wide, beside = WIDTH - 2 * PADDING, WIDTH - 3 * PADDING - CODE
    line(canvas, TEXTS, sheet.venue_name, 46 * mm, beside, 9)
    line(canvas, TEXTS, said(Message.CARD_NETWORK, locale), 38.5 * mm, beside, LABEL)
    line(canvas, KEYS, card.ssid, 34 * mm, beside, MOST)
    for place, window in enumerate(windows(sheet, card, locale)):
        line(canvas, TEXTS, window, (28 - 3.5 * place) * mm, beside, LABEL + 1)
    line(canvas, TEXTS, said(Message.CARD_KEY, locale), 15.5 * mm, wide, LABEL)
    line(canvas, KEYS, card.psk, 10.5 * mm, wide, MOST)
    number = said(Message.CARD_NUMBER, locale, number=card.card_number, size=sheet.size)
    line(canvas, TEXTS, f"{number} · {sheet.name}", 5 * mm, wide, LABEL - 1)
    code(canvas, wifi_uri(card.ssid, card.psk), WIDTH - PADDING - CODE, HEIGHT - PADDING - CODE)


def line(canvas: Canvas, font: str, words: str, y: float, width: float, size: float) -> None:
    """A line of text, smaller where it would be wider."""
    fitting = width / (pdfmetrics.stringWidth(words, font, 1) or 1)
    canvas.setFont(font, min(size, fitting))
    canvas.drawString(PADDING, y, words)


def windows(sheet: Sheet, card: Card, locale: Locale) -> list[str]:
    """From when to when the card holds, by the venue's clock, or that it does not."""
    if card.invalidated:
        return [said(Message.CARD_INVALIDATED, locale)]
    zone, pattern = zone_of(sheet.time_zone), said(Message.CARD_MOMENT, locale)
    starts = card.start.astimezone(zone).strftime(pattern)
    ends = card.end.astimezone(zone).strftime(pattern) if card.end else ""
    until = said(Message.CARD_ENDS, locale, moment=ends) if ends else said(Message.CARD_OPEN, locale)
    return [said(Message.CARD_STARTS, locale, moment=starts), until]


def said(key: Message, locale: Locale, **gaps: object) -> str:
    """A text of a card."""
    return text(key, **gaps).in_locale(locale)


def code(canvas: Canvas, payload: str, x: float, y: float) -> None:
    """A QR code of 31 mm with its quiet zone, in bars: the dark modules of a row that touch are one."""
    # Without an ECI, scanners guess the character set of what is more than ASCII, each in its own way.
    eci = not payload.isascii()
    modules = segno.make_qr(payload, encoding="utf-8", eci=eci, error="m", boost_error=False).matrix
    side = CODE / (len(modules) + 2 * QUIET)
    path = canvas.beginPath()
    for row, dark in enumerate(modules):
        begun = None
        for column, module in enumerate((*dark, 0)):
            if module and begun is None:
                begun = column
            elif not module and begun is not None:
                top = y + CODE - (QUIET + row + 1) * side
                path.rect(x + (QUIET + begun) * side, top, (column - begun) * side, side)
                begun = None
    canvas.drawPath(path, stroke=0, fill=1)
