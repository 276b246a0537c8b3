"""Lines of any script: a glyph for each letter, in the order in which they are read."""

import datetime as dt
import itertools

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from reportlab.pdfgen.pathobject import PDFPathObject

from vault.kernel.locales import Locale
from vault.scratchcards import printing
from vault.scratchcards.lettering import Line, draw_outlines, has_letter, shape_line
from vault.scratchcards.model import BatchStatus
from vault.scratchcards.sheet import Card, Sheet

NOW = dt.datetime(2026, 6, 1, 18, tzinfo=dt.UTC)


def numbers(line: Line) -> list[int]:
    return [glyph.number for glyph in line.glyphs]


@pytest.mark.parametrize(
    "name",
    [
        "Wieżowiec Świętokrzyski", "北京咖啡", "東京タワー", "서울 호텔", "Αθήνα Πύργος", "Жилой дом", "Đà Nẵng",
        "مقهى القاهرة", "מלון תל אביב", "โรงแรม", "दिल्ली होटल", "বাংলা", "தமிழ்", "తెలుగు", "ಕನ್ನಡ", "മലയാളം", "ગુજરાતી",
        "ਪੰਜਾਬੀ", "සිංහල", "ພາສາລາວ", "ខ្មែរ", "မြန်မာ", "አማርኛ", "Հայերեն", "ქართული", "Café 🏠☕", "اردو کیفے", "فارسی",
    ],
)  # fmt: skip
def test_every_letter_of_a_name_has_a_glyph(name: str) -> None:
    line = shape_line(name)

    assert [letter for letter in name if not has_letter(letter)] == []
    assert 0 not in numbers(line)
    assert line.width > 0


def test_hebrew_runs_from_right_to_left_and_numbers_in_it_do_not() -> None:
    letters = shape_line("אב")
    mixed = shape_line("אב 12")

    assert numbers(letters) == [*numbers(shape_line("ב")), *numbers(shape_line("א"))]
    assert numbers(mixed) == [*numbers(shape_line("12")), *numbers(shape_line(" ")), *numbers(letters)]


def test_a_latin_name_in_an_arabic_one_keeps_its_order() -> None:
    line = numbers(shape_line("شبكة WiFi"))

    assert line[:4] == numbers(shape_line("WiFi"))


def test_arabic_letters_are_joined() -> None:
    alone = itertools.chain.from_iterable(numbers(shape_line(letter)) for letter in "قهم")

    assert numbers(shape_line("مهق")) != [*alone]


@pytest.mark.parametrize(("text", "glyphs"), [("👩\u200d👩\u200d👧", 1), ("🇵🇱", 1), ("क्ष", 1), ("e\u0301", 1)])
def test_what_is_read_as_one_sign_is_one(text: str, glyphs: int) -> None:
    assert len([glyph for glyph in shape_line(text).glyphs if glyph.number]) == glyphs


def test_a_letter_that_no_font_has_is_transliterated() -> None:
    assert numbers(shape_line("ᏣᎳᎩ")) == numbers(shape_line("TsaLaGi"))


def test_a_name_is_not_drawn_in_the_thinnest_weight() -> None:
    glyph = shape_line("北").glyphs[0]

    assert glyph.font.get_var_coords_design()[0] == 400


@given(st.text(st.characters(exclude_categories=["Cs", "Cc"]), max_size=32))
@settings(deadline=None, max_examples=50)
def test_any_text_can_be_laid_out(text: str) -> None:
    path = PDFPathObject()

    draw_outlines(shape_line(text), path)

    assert "nan" not in path.getCode()


def test_an_outline_stands_once_in_the_file() -> None:
    sizes = [len(printing.render_pdf(_sheet("北京咖啡", count), Locale.EN_US)) for count in (1, 2, 3)]

    assert sizes[2] - sizes[1] == pytest.approx(sizes[1] - sizes[0], abs=200)
    assert sizes[1] - sizes[0] < 2_500


def test_a_long_name_of_another_script_is_drawn_within_its_card() -> None:
    width = shape_line("京" * 32).width

    assert width == pytest.approx(32, abs=1)
    assert len(printing.render_pdf(_sheet("京" * 32, 1), Locale.EN_US)) > 0


def _sheet(name: str, count: int) -> Sheet:
    cards = {f"psk_{n}": Card(n, "old-slam-9wv5n9", name, NOW, None, None, used=False) for n in range(1, count + 1)}
    named = (NOW, "2026-06-01T18:00:00.000Z", "pool", name, "venue", name, "America/Chicago")
    counts = (count, 0, 0)
    return Sheet(*named, BatchStatus.READY, count, NOW, None, None, *counts, cards, "Metro", "USA", "")
