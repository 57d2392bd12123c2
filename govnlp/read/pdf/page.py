"""Glyphs of PDF pages, as pdfium gives them."""

from __future__ import annotations

import math
from ctypes import addressof, byref, c_double, c_float
from dataclasses import dataclass, replace
from typing import Any, Final, NamedTuple

from govnlp.read.pdf.objects import IDENTITY, PageObject, View, apply, matrix_of, outline, page_objects, times
from govnlp.read.pdf.shapes import Rule, page_shapes

_NO_WIDTH: Final = 0.01
_ASCENT: Final = 0.88
_DESCENT: Final = 0.12
_MOST_EMS: Final = 3.0
_SURROGATES: Final = range(0xD800, 0xDC00)
_HYPHENS: Final = (0x02, 0xFFFE)

_Spot = tuple[int, int]


class Glyph(NamedTuple):
    """One printed character; coordinates in points from the upper left corner of the page."""

    text: str
    x0: float
    x1: float
    top: float
    bottom: float
    base: float
    size: float
    upright: bool
    order: int


@dataclass(frozen=True, slots=True)
class Page:
    """What is printed on one page.

    Parameters
    ----------
    number : int
        From 0.
    width, height : float
        As displayed, in points.
    glyphs : tuple of Glyph
        In the order of the content stream.
    across, down : tuple of Rule
        Horizontal and vertical ruled lines.
    pictures : bool
        Whether an image covers most of the page, as on scans.
    unmapped : int
        Number of glyphs whose font does not say which character they are.
    """

    number: int
    width: float
    height: float
    glyphs: tuple[Glyph, ...]
    across: tuple[Rule, ...]
    down: tuple[Rule, ...]
    pictures: bool
    unmapped: int


def read_page(document: Any, number: int) -> Page:
    """Read one page of an open document.

    Parameters
    ----------
    document : pypdfium2.PdfDocument
        An open document.
    number : int
        Page number, from 0.

    Returns
    -------
    Page
        Its glyphs and ruled lines.
    """
    page = document[number]
    try:
        view = View(*page.get_cropbox(), page.get_rotation() // 90)  # type: ignore[call-arg]
        objects = list(page_objects(page.raw))
        inkless = _widen(objects)
        text = page.get_textpage()
        try:
            glyphs, unmapped = _glyphs(text.raw, view, inkless)
            turns = _lying(text.raw, view) if sum(g.upright for g in glyphs) * 2 < len(glyphs) else 0
            if turns:
                # A table laid across the page: read it as a reader does who turns the paper.
                view = replace(view, turns=(view.turns + turns) % 4)
                glyphs, unmapped = _glyphs(text.raw, view, inkless)
        finally:
            text.close()
        across, down, pictures = page_shapes(objects, view)
    finally:
        page.close()
    width, height = view.size
    return Page(number, width, height, tuple(glyphs), tuple(across), tuple(down), pictures, unmapped)


def _widen(objects: list[PageObject]) -> frozenset[_Spot]:
    """Give a width to texts that have none; return where they begin.

    pdfium measures a text by the ink of its glyphs and leaves out of the text page what has no width: a
    character printed by itself whose font is not in the file and has no substitute on this machine, or whose
    glyph is empty, as in the text layers of scans. A stroke as wide as the type counts as ink.
    """
    import pypdfium2.raw as pdfium

    left, bottom, right, top, size = (c_float() for _ in range(5))
    left_at, bottom_at, right_at, top_at = byref(left), byref(bottom), byref(right), byref(top)
    spots: set[_Spot] = set()
    for item, kind, around in objects:
        if kind != pdfium.FPDF_PAGEOBJ_TEXT:
            continue
        measured = pdfium.FPDFPageObj_GetBounds(item, left_at, bottom_at, right_at, top_at)
        if not measured or abs(right.value - left.value) >= _NO_WIDTH:
            continue
        matrix = matrix_of(item)
        pdfium.FPDFTextObj_GetFontSize(item, byref(size))
        height = abs(size.value) * math.hypot(matrix[2], matrix[3])
        pdfium.FPDFTextObj_SetTextRenderMode(item, pdfium.FPDF_TEXTRENDERMODE_STROKE)
        pdfium.FPDFPageObj_SetStrokeWidth(item, height if _NO_WIDTH < height < math.inf else 1.0)
        # Only a change of place makes pdfium measure again.
        pdfium.FPDFPageObj_Transform(item, *IDENTITY)
        spots.add(_spot(*apply(times(matrix, around), 0.0, 0.0)))
    return frozenset(spots)


def _spot(x: float, y: float) -> _Spot:
    return (round(10 * x), round(10 * y)) if math.isfinite(x + y) else (0, 0)


class _Style:
    """How the characters of one text are set: as all of a text are alike, it is asked for once a text.

    For fonts that are not in the file it gives the widths that the file states: what pdfium gives as the box
    of a character holds the ink of whatever font stands in on this machine.
    """

    __slots__ = ("_at", "_font", "_pdfium", "_text", "_widths", "across", "along", "matrix", "upright")

    def __init__(self, text: Any) -> None:
        import pypdfium2.raw as pdfium

        self._pdfium, self._text = pdfium, text
        self._font: Any = None
        self._widths: dict[int, dict[int, float] | None] = {}
        self.matrix = pdfium.FS_MATRIX()
        self._at = byref(self.matrix)

    def look(self, index: int, item: Any, turns: int) -> dict[int, float] | None:
        """Take over the type of a character; give the known widths of its font if that is not in the file."""
        pdfium, matrix = self._pdfium, self.matrix
        pdfium.FPDFText_GetMatrix(self._text, index, self._at)
        size = pdfium.FPDFText_GetFontSize(self._text, index)
        self.along, self.across = size * math.hypot(matrix.a, matrix.b), size * math.hypot(matrix.c, matrix.d)
        self.upright = _upright(matrix.a, matrix.b, turns)
        self._font = pdfium.FPDFTextObj_GetFont(item) if item else None
        if not self._font:
            return None
        key = addressof(self._font.contents)
        if key not in self._widths:
            self._widths[key] = {} if pdfium.FPDFFont_GetIsEmbedded(self._font) == 0 else None
        return self._widths[key]

    def width(self, code: int) -> float:
        """Width of a character of the text in type sizes, negative where writing goes down."""
        found = c_float()
        known = self._pdfium.FPDFFont_GetGlyphWidth(self._font, code, 1.0, byref(found))
        return found.value if known else 0.0


def _glyphs(text: Any, view: View, inkless: frozenset[_Spot]) -> tuple[list[Glyph], int]:
    import pypdfium2.raw as pdfium

    width, height = view.size
    box = pdfium.FS_RECTF()
    x, y = c_double(), c_double()
    box_at, x_at, y_at = byref(box), byref(x), byref(y)
    # Versions without it leave the ink out of boxes by themselves.
    text_of = getattr(pdfium, "FPDFText_GetTextObject", None)
    style = _Style(text)
    widths: dict[int, float] | None = None
    known = 0
    glyphs: list[Glyph] = []
    unmapped = 0
    lead = 0
    for index in range(pdfium.FPDFText_CountChars(text)):
        code = pdfium.FPDFText_GetUnicode(text, index)
        if code in _SURROGATES:
            lead = code
            continue
        if code in _HYPHENS:
            code = 0x2D
        elif lead and 0xDC00 <= code < 0xE000:
            code = 0x10000 + ((lead - 0xD800) << 10) + code - 0xDC00
        lead = 0
        if code < 0x20 or 0xD800 <= code < 0xE000 or pdfium.FPDFText_IsGenerated(text, index) == 1:
            continue
        if not pdfium.FPDFText_GetLooseCharBox(text, index, box_at):
            continue
        pdfium.FPDFText_GetCharOrigin(text, index, x_at, y_at)
        # A space printed by itself says no more than the gap it leaves.
        if inkless and chr(code).isspace() and _spot(x.value, y.value) in inkless:
            continue
        item = text_of(text, index) if text_of else None
        found = addressof(item.contents) if item else 0
        if not found or found != known:
            widths, known = style.look(index, item, view.turns), found
        size, upright = style.across, style.upright
        x0, top, x1, bottom = view.box(box.left, box.bottom, box.right, box.top)
        left, base = view.point(x.value, y.value)
        if widths is not None and size > 0:
            if code not in widths:
                widths[code] = style.width(code)
            # Vertical writing goes down: its characters are as wide as high.
            wide = size if widths[code] < 0 else style.along * widths[code]
            if not upright:
                x0, top, x1, bottom = _square(style.matrix, x.value, y.value, size, wide, view)
            elif widths[code] < 0 or wide <= x1 - x0 + _NO_WIDTH * size:
                # A width that the box has no room for is another character's.
                x0, top, x1, bottom = left, base - _ASCENT * size, left + wide, base + _DESCENT * size
        # A table may be wider than the paper: what is printed beside it is kept for its cells.
        inside = x1 > -width and x0 < 2 * width and bottom > 0 and top < height
        if not inside or not math.isfinite(x0 + x1 + top + bottom):
            continue
        unmapped += code == 0xFFFD or pdfium.FPDFText_HasUnicodeMapError(text, index) == 1
        if not math.isfinite(base) or not upright:
            base = bottom
        size = size if 1 <= size <= height else max(bottom - top, 1.0)
        if max(x1 - x0, bottom - top) > _MOST_EMS * size:
            # pdfium forgets the scale of fonts for vertical writing.
            x0, x1 = _tight(text, index, view, size)
            top, bottom = base - _ASCENT * size, base + _DESCENT * size
        glyphs.append(Glyph(chr(code), x0, x1, top, bottom, base, size, upright, index))
    return glyphs, unmapped


def _square(
    matrix: Any, x: float, y: float, size: float, wide: float, view: View
) -> tuple[float, float, float, float]:
    """Box of a character set at an angle, without regard to its ink."""
    scale = math.hypot(matrix.a, matrix.b) or 1.0
    dx, dy = matrix.a / scale, matrix.b / scale
    turn = 1.0 if matrix.a * matrix.d >= matrix.b * matrix.c else -1.0
    corners = [
        (x + along * dx - turn * up * dy, y + along * dy + turn * up * dx)
        for along in (0.0, wide)
        for up in (-_DESCENT * size, _ASCENT * size)
    ]
    return outline(corners, view)


def _tight(text: Any, index: int, view: View, size: float) -> tuple[float, float]:
    """Left and right of a square of the type's size around the ink of a glyph."""
    import pypdfium2.raw as pdfium

    left, right, bottom, top = c_double(), c_double(), c_double(), c_double()
    pdfium.FPDFText_GetCharBox(text, index, byref(left), byref(right), byref(bottom), byref(top))
    x0, _, x1, _ = view.box(left.value, bottom.value, right.value, top.value)
    return (x0 + x1 - size) / 2, (x0 + x1 + size) / 2


def _lying(text: Any, view: View) -> int:
    """Quarter turns after which most characters of a page stand upright."""
    import pypdfium2.raw as pdfium

    matrix = pdfium.FS_MATRIX()
    votes = [0, 0, 0, 0]
    for index in range(pdfium.FPDFText_CountChars(text)):
        if pdfium.FPDFText_GetMatrix(text, index, byref(matrix)):
            for turns in range(4):
                votes[turns] += _upright(matrix.a, matrix.b, (view.turns + turns) % 4)
    return votes.index(max(votes))


def _upright(a: float, b: float, turns: int) -> bool:
    """Whether characters run from left to right on the page as displayed."""
    dx, dy = ((a, b), (b, -a), (-a, -b), (-b, a))[turns]
    return dx > 0 and abs(dy) < 0.3 * dx
