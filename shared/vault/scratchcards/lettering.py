"""Text of any script as outlines: bidirectional order, a font for each letter, and shaping by HarfBuzz."""

import functools
import importlib.resources
import itertools
import unicodedata
from collections.abc import Iterator, Sequence
from typing import TYPE_CHECKING, NamedTuple

from reportlab.pdfgen.pathobject import PDFPathObject

if TYPE_CHECKING:
    import uharfbuzz  # type: ignore[import-untyped]

CJK_FILE = "NotoSansCJK-VF.otf.ttc"
JAPANESE, KOREAN, CHINESE = 0, 1, 2
"""Faces of the collection, which write the same ideographs in other ways."""
FIRST_FILE, LAST_FILES = "NotoSans[wght].ttf", ("NotoSansSymbols[wght].ttf", "NotoEmoji[wght].ttf")
"""Files of the fonts that are asked for a letter first and last."""
REGULAR = 400
"""The weight; some of the files are thin by themselves."""
JOINERS = ("M", "Cf", "Sk")
"""Categories of characters that take the font of the letter before them: marks, joiners, skin tones."""


class Glyph(NamedTuple):
    """A glyph of a font, at its place in a line, in ems."""

    font: "uharfbuzz.Font"
    number: int
    x: float
    y: float


class Line(NamedTuple):
    glyphs: Sequence[Glyph]
    width: float
    """In ems."""


class _Run(NamedTuple):
    text: str
    font: "uharfbuzz.Font"
    level: int


def shape_line(words: str) -> Line:
    """Lay out a line, from left to right. A letter that no font has is transliterated."""
    text = _transliterate_unknown(unicodedata.normalize("NFC", words))
    glyphs: list[Glyph] = []
    x = 0.0
    for run in _reorder(_split_runs(text)):
        for glyph, advance in _shape_run(run):
            glyphs.append(glyph._replace(x=x + glyph.x))
            x += advance
    return Line(glyphs, x)


def draw_outlines(line: Line, path: PDFPathObject) -> None:
    """Add the outlines of a line to a path whose unit is the em."""
    for glyph in line.glyphs:
        glyph.font.draw_glyph(glyph.number, _draw_functions(), _Pen(path, glyph))


def has_letter(character: str) -> bool:
    """Whether one of the fonts has it."""
    return any(font.get_nominal_glyph(ord(character)) for font in _fonts(CHINESE))


def _transliterate_unknown(text: str) -> str:
    from anyascii import anyascii

    return "".join(each if has_letter(each) or unicodedata.category(each) == "Cf" else anyascii(each) for each in text)


def _joins(character: str) -> bool:
    return unicodedata.category(character).startswith(JOINERS)


def _split_runs(text: str) -> Iterator[_Run]:
    """Parts of one font and one direction, in logical order."""
    fonts = _fonts(_choose_face(text))
    chosen: list[uharfbuzz.Font] = []
    for character in text:
        before = chosen[-1:] if _joins(character) else []
        able = (font for font in (*before, *fonts) if font.get_nominal_glyph(ord(character)))
        chosen.append(next(able, (*before, *fonts)[0]))
    for (font, level), group in itertools.groupby(
        zip(text, chosen, _embedding_levels(text), strict=True), key=lambda item: item[1:]
    ):
        yield _Run("".join(character for character, *_ in group), font, level)


def _embedding_levels(text: str) -> list[int]:
    """A level for each character: odd ones run from right to left (Unicode Standard Annex 9)."""
    from bidi import algorithm  # type: ignore[import-untyped]

    storage = algorithm.get_empty_storage()
    storage["base_level"] = algorithm.get_base_level(text)
    storage["base_dir"] = ("L", "R")[storage["base_level"]]
    algorithm.get_embedding_levels(text, storage)
    for index, stored in enumerate(storage["chars"]):
        stored["index"] = index
    for resolve in (
        algorithm.explicit_embed_and_overrides,
        algorithm.resolve_weak_types,
        algorithm.resolve_neutral_types,
        algorithm.resolve_implicit_levels,
    ):
        resolve(storage, debug=False)
    known = {stored["index"]: stored["level"] for stored in storage["chars"]}
    levels: list[int] = []
    for index in range(len(text)):
        # Joiners are left out by the algorithm; they stay with the letter before them.
        levels.append(known.get(index, levels[-1] if levels else storage["base_level"]))
    return levels


def _reorder(found: Iterator[_Run]) -> list[_Run]:
    """The runs from left to right (rule L2)."""
    runs = [*found]
    for level in range(max((run.level for run in runs), default=0), 0, -1):
        reordered: list[_Run] = []
        for is_deep, group in itertools.groupby(runs, key=lambda run: run.level >= level):
            part = [*group]
            reordered += reversed(part) if is_deep else part
        runs = reordered
    return runs


def _shape_run(run: _Run) -> Iterator[tuple[Glyph, float]]:
    """Glyphs with their offsets, and their advances."""
    import uharfbuzz

    buffer = uharfbuzz.Buffer()
    buffer.add_str(run.text)
    buffer.guess_segment_properties()
    buffer.direction = "rtl" if run.level % 2 else "ltr"
    uharfbuzz.shape(run.font, buffer)
    em = run.font.face.upem
    for info, place in zip(buffer.glyph_infos, buffer.glyph_positions, strict=True):
        yield Glyph(run.font, info.codepoint, place.x_offset / em, place.y_offset / em), place.x_advance / em


def _choose_face(text: str) -> int:
    """The face of the ideographs: that of the letters beside them."""
    names = {unicodedata.name(character, "").partition(" ")[0] for character in text}
    if names & {"HIRAGANA", "KATAKANA"}:
        return JAPANESE
    return KOREAN if "HANGUL" in names else CHINESE


@functools.cache
def _fonts(face: int) -> tuple["uharfbuzz.Font", ...]:
    """All fonts, in the order in which they are asked for a letter."""
    files = importlib.resources.files("manimgx_fonts")
    named = sorted(file.name for file in files.iterdir() if file.name.endswith(".ttf") and "Italic" not in file.name)
    scripts = [name for name in named if name not in {FIRST_FILE, *LAST_FILES}]
    cjk = _open_font("manimgx_fonts_cjk", CJK_FILE, face)
    first, *others = (_open_font("manimgx_fonts", name) for name in (FIRST_FILE, *scripts))
    return first, *others, cjk, *(_open_font("manimgx_fonts", name) for name in LAST_FILES)


@functools.cache
def _open_font(package: str, name: str, face: int = 0) -> "uharfbuzz.Font":
    import uharfbuzz

    with importlib.resources.as_file(importlib.resources.files(package) / name) as file:
        font = uharfbuzz.Font(uharfbuzz.Face(uharfbuzz.Blob.from_file_path(str(file)), face))
    font.set_variations({"wght": REGULAR})
    return font


class _Pen:
    """Draws a glyph into a path; PDF has no quadratic curves."""

    def __init__(self, path: PDFPathObject, glyph: Glyph) -> None:
        self.path, self.glyph, self.em = path, glyph, glyph.font.face.upem
        self.at = (0.0, 0.0)

    def place(self, x: float, y: float) -> tuple[float, float]:
        return self.glyph.x + x / self.em, self.glyph.y + y / self.em

    def begin_contour(self, x: float, y: float) -> None:
        self.at = (x, y)
        self.path.moveTo(*self.place(x, y))

    def add_line(self, x: float, y: float) -> None:
        self.at = (x, y)
        self.path.lineTo(*self.place(x, y))

    def add_cubic(self, *points: float) -> None:
        self.at = (points[4], points[5])
        places = [self.place(*points[index : index + 2]) for index in (0, 2, 4)]
        self.path.curveTo(*itertools.chain(*places))

    def add_quadratic(self, cx: float, cy: float, x: float, y: float) -> None:
        (x0, y0), third = self.at, 2 / 3
        self.add_cubic(x0 + third * (cx - x0), y0 + third * (cy - y0), x + third * (cx - x), y + third * (cy - y), x, y)

    def close_contour(self) -> None:
        self.path.close()


@functools.cache
def _draw_functions() -> "uharfbuzz.DrawFuncs":
    import uharfbuzz

    functions = uharfbuzz.DrawFuncs()
    functions.set_move_to_func(lambda x, y, pen: pen.begin_contour(x, y))
    functions.set_line_to_func(lambda x, y, pen: pen.add_line(x, y))
    functions.set_cubic_to_func(lambda a, b, c, d, x, y, pen: pen.add_cubic(a, b, c, d, x, y))
    functions.set_quadratic_to_func(lambda a, b, x, y, pen: pen.add_quadratic(a, b, x, y))
    functions.set_close_path_func(lambda pen: pen.close_contour())
    return functions
