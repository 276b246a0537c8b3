"""Wi-Fi QR codes, cells that no spreadsheet evaluates, and pages in any script."""

import datetime as dt
import io
from itertools import pairwise

import pytest
import segno
from hypothesis import given
from hypothesis import strategies as st
from pypdf import PdfReader
from reportlab.lib.pagesizes import A4, LETTER

from vault.kernel.locales import Locale
from vault.scratchcards import printing
from vault.scratchcards.model import BatchStatus
from vault.scratchcards.sheet import Card, Sheet
from vault.scratchcards.spreadsheet import escape_cell
from vault.scratchcards.wifi_code import wifi_uri

NOW = dt.datetime(2026, 6, 1, 18, tzinfo=dt.UTC)
KEYS = st.text(st.characters(min_codepoint=33, max_codepoint=126), min_size=8, max_size=63)
SSIDS = st.text(st.characters(exclude_categories=["Cc", "Cs"]), min_size=1, max_size=32)


def scanned(uri: str) -> dict[str, str]:
    """The fields of a Wi-Fi URI, as a phone reads them: up to the next separator without a backslash before it."""
    fields, rest = {}, uri.removeprefix("WIFI:")
    while rest != ";":
        name, _, rest = rest.partition(":")
        value = ""
        while rest[0] != ";":
            value, rest = (value + rest[1], rest[2:]) if rest[0] == "\\" else (value + rest[0], rest[1:])
        fields[name], rest = value, rest[1:]
    return fields


def sheet(ssid: str, psk: str, *, invalidated: bool = False, country: str = "USA") -> Sheet:
    """A batch of one card."""
    died = NOW if invalidated else None
    return Sheet(
        scratch_card_batch_id=NOW,
        name="2026-06-01T18:00:00.000Z",
        key_pool_id="pool",
        ssid=ssid,
        venue_id="venue",
        venue_name="Harbor Tower",
        time_zone="America/Chicago",
        status=BatchStatus.READY,
        size=1,
        start=NOW,
        end=None,
        invalidated_at=died,
        cards_made=1,
        cards_used=0,
        cards_invalidated=int(invalidated),
        cards={"psk_1": Card(1, psk, ssid, NOW, None, died, used=False)},
        operator_name="Metro Networks",
        country=country,
        help_line="Ask at the desk.",
    )


def text(raw: bytes) -> str:
    """The text of the first page."""
    return PdfReader(io.BytesIO(raw)).pages[0].extract_text()


@pytest.mark.parametrize(
    ("ssid", "key", "uri"),
    [
        ("Metro Residents", "old-slam-9wv5n9", "WIFI:T:WPA;S:Metro Residents;P:old-slam-9wv5n9;;"),
        ('"foo;bar\\baz"', "a,b:c;d\\", 'WIFI:T:WPA;S:\\"foo\\;bar\\\\baz\\";P:a\\,b\\:c\\;d\\\\;;'),
        ("ABCD", "deadbeef", "WIFI:T:WPA;S:ABCD;P:deadbeef;;"),
        ("Café Ж日本", "12345678", "WIFI:T:WPA;S:Café Ж日本;P:12345678;;"),
    ],
)
def test_a_wifi_code_escapes_what_would_end_a_value(ssid: str, key: str, uri: str) -> None:
    assert wifi_uri(ssid, key) == uri


@given(SSIDS, KEYS)
def test_a_phone_reads_the_network_and_the_key_as_they_are(ssid: str, key: str) -> None:
    assert scanned(wifi_uri(ssid, key)) == {"T": "WPA", "S": ssid, "P": key}


@given(st.one_of(SSIDS, KEYS, KEYS.map("=".__add__), KEYS.map("'".__add__)))
def test_a_cell_is_no_formula_and_its_text_can_be_had_again(written: str) -> None:
    kept = escape_cell(written)

    assert not kept.startswith(("=", "+", "-", "@", "\t", "\r"))
    assert kept.removeprefix("'") == written


@pytest.mark.parametrize(("locale", "word"), [(Locale.EN_US, "Invalidated"), (Locale.ES_XL, "Anulada")])
def test_a_dead_card_says_so(locale: Locale, word: str) -> None:
    assert word in text(printing.render_pdf(sheet("Net", "old-slam-9wv5n9", invalidated=True), locale))


@pytest.mark.parametrize(
    "ssid", ["Ünïque Café", "Жилой дом", "Ξενώνας", "Nhà khách", "日本のホテル", "فندق", "🏨 Hotel"]
)
def test_a_network_of_any_script_is_printed_and_stands_in_the_code(ssid: str, monkeypatch: pytest.MonkeyPatch) -> None:
    payloads: list[str] = []
    make_qr = segno.make_qr

    def noted(payload: str, **options: object) -> segno.QRCode:
        payloads.append(payload)
        return make_qr(payload, **options)  # type: ignore[arg-type]

    monkeypatch.setattr(segno, "make_qr", noted)

    said = text(printing.render_pdf(sheet(ssid, "old-slam-9wv5n9"), Locale.EN_US))

    assert payloads == [wifi_uri(ssid, "old-slam-9wv5n9")]
    assert "old-slam-9wv5n9" in said


@pytest.mark.parametrize(
    ("locale", "words"),
    [
        (Locale.EN_US, "Valid from 06/01/2026 01:00 PM CDT\nuntil further notice"),
        (Locale.ES_XL, "Válida desde 01/06/2026 13:00 CDT\nhasta nuevo aviso"),
    ],
)
def test_dates_are_written_in_the_readers_way(locale: Locale, words: str) -> None:
    assert words in text(printing.render_pdf(sheet("Net", "old-slam-9wv5n9"), locale))


@pytest.mark.parametrize("ssid", ["Ünïque Café", "Жилой дом", "Ξενώνας", "Nhà khách"])
def test_a_network_in_a_script_that_the_font_has_is_legible(ssid: str) -> None:
    assert ssid in text(printing.render_pdf(sheet(ssid, "old-slam-9wv5n9"), Locale.EN_US))


def test_the_longest_key_stays_on_its_card() -> None:
    page = PdfReader(io.BytesIO(printing.render_pdf(sheet("N" * 32, "W" * 63), Locale.EN_US))).pages[0]
    places: list[float] = []

    page.extract_text(visitor_text=lambda words, _cm, tm, _font, size: places.append(tm[4] + size * 0.6 * len(words)))

    assert max(places) <= (float(page.mediabox.width) - 2 * printing.MARGIN) / printing.COLUMNS


PAPERS = [("USA", LETTER), ("CAN", LETTER), ("MEX", LETTER), ("PHL", LETTER), ("DEU", A4), ("GBR", A4), ("BRA", A4)]


@pytest.mark.parametrize(("country", "paper"), PAPERS)
def test_the_paper_is_that_of_the_country(country: str, paper: tuple[float, float]) -> None:
    raw = printing.render_pdf(sheet("Net", "old-slam-9wv5n9", country=country), Locale.EN_US)

    box = PdfReader(io.BytesIO(raw)).pages[0].mediabox
    assert (float(box.width), float(box.height)) == pytest.approx(paper, abs=0.01)


@pytest.mark.parametrize("country", ["USA", "DEU"])
def test_the_lines_of_a_card_stand_apart_and_within_it(country: str) -> None:
    page = PdfReader(
        io.BytesIO(printing.render_pdf(sheet("Net", "old-slam-9wv5n9", country=country), Locale.EN_US))
    ).pages[0]
    lines: list[tuple[float, float]] = []

    page.extract_text(visitor_text=lambda words, _cm, tm, _font, size: words.strip() and lines.append((tm[5], size)))

    lines.sort()
    height = (float(page.mediabox.height) - 2 * printing.MARGIN) / printing.ROWS
    assert len(lines) == 10
    assert all(upper - lower >= size * 0.8 for (lower, size), (upper, _) in pairwise(lines))
    assert lines[0][0] > 0
    assert lines[-1][0] + lines[-1][1] < height


@pytest.mark.parametrize(
    ("locale", "title"),
    [
        (Locale.EN_US, "Scratch cards of Harbor Tower, 2026-06-01T18:00:00.000Z"),
        (Locale.ES_XL, "Tarjetas de Harbor Tower, 2026-06-01T18:00:00.000Z"),
    ],
)
def test_the_file_says_what_it_is_and_whose(locale: Locale, title: str) -> None:
    raw = printing.render_pdf(sheet("Net", "old-slam-9wv5n9"), locale)

    described = PdfReader(io.BytesIO(raw)).metadata
    assert described is not None
    assert (described.title, described.author) == (title, "Metro Networks")


def test_a_card_says_who_issues_it_and_where_to_ask() -> None:
    said = text(printing.render_pdf(sheet("Net", "old-slam-9wv5n9"), Locale.EN_US)).splitlines()

    assert (said.count("Metro Networks"), said.count("Ask at the desk.")) == (1, 1)
