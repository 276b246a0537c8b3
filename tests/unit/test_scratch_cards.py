"""Wi-Fi QR codes, cells that no spreadsheet evaluates, and pages in any script."""

import datetime as dt
import io

import pytest
import segno
from hypothesis import given
from hypothesis import strategies as st
from pypdf import PdfReader

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


def sheet(ssid: str, psk: str, *, invalidated: bool = False) -> Sheet:
    """A batch of one card."""
    cards = {"psk_1": Card(1, psk, ssid, NOW, None, invalidated, used=False)}
    died = NOW if invalidated else None
    named = (NOW, "2026-06-01T18:00:00.000Z", "pool", ssid, "venue", "Harbor Tower", "America/Chicago")
    return Sheet(*named, BatchStatus.READY, 1, NOW, None, died, cards)


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

    assert max(places) <= printing.WIDTH
