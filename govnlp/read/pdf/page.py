"""Glyphs and ruled lines of PDF pages, as pdfium gives them; the only module that talks to pdfium."""

from __future__ import annotations

import math
from collections.abc import Iterator
from ctypes import addressof, byref, c_double, c_float, c_int, c_uint
from dataclasses import dataclass, replace
from itertools import pairwise
from typing import Any, Final, NamedTuple

THIN: Final = 3.0
"""A filled shape up to this wide, in points, is a ruled line."""

_MOST_OBJECTS: Final = 100_000
_MOST_POINTS: Final = 2_000
_MOST_NESTING: Final = 8
_SHORTEST: Final = 0.3
_NO_WIDTH: Final = 0.01
_ASCENT: Final = 0.88
_DESCENT: Final = 0.12
_MOST_EMS: Final = 3.0
_WHITE: Final = 250
_SURROGATES: Final = range(0xD800, 0xDC00)
_HYPHENS: Final = (0x02, 0xFFFE)

_Matrix = tuple[float, float, float, float, float, float]
_Object = tuple[Any, int, _Matrix]
_Spot = tuple[int, int]
_IDENTITY: Final[_Matrix] = (1.0, 0.0, 0.0, 1.0, 0.0, 0.0)


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


class Rule(NamedTuple):
    """One ruled line: where it lies (``at``), and from where to where it runs."""

    at: float
    start: float
    stop: float


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


@dataclass(frozen=True, slots=True)
class _View:
    """From page space to the page as displayed, upper left corner first."""

    left: float
    bottom: float
    right: float
    top: float
    turns: int

    @property
    def size(self) -> tuple[float, float]:
        width, height = self.right - self.left, self.top - self.bottom
        return (height, width) if self.turns % 2 else (width, height)

    def point(self, x: float, y: float) -> tuple[float, float]:
        if self.turns == 0:
            return x - self.left, self.top - y
        if self.turns == 1:
            return y - self.bottom, x - self.left
        if self.turns == 2:
            return self.right - x, y - self.bottom
        return self.top - y, self.right - x

    def box(self, x0: float, y0: float, x1: float, y1: float) -> tuple[float, float, float, float]:
        if self.turns == 0:
            ax, ay, bx, by = x0 - self.left, self.top - y0, x1 - self.left, self.top - y1
        else:
            (ax, ay), (bx, by) = self.point(x0, y0), self.point(x1, y1)
        if ax > bx:
            ax, bx = bx, ax
        return (ax, ay, bx, by) if ay <= by else (ax, by, bx, ay)


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
        view = _View(*page.get_cropbox(), page.get_rotation() // 90)  # type: ignore[call-arg]
        objects = list(_objects(page.raw))
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
        across, down, pictures = _shapes(objects, view)
    finally:
        page.close()
    width, height = view.size
    return Page(number, width, height, tuple(glyphs), tuple(across), tuple(down), pictures, unmapped)


def _widen(objects: list[_Object]) -> frozenset[_Spot]:
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
        matrix = _matrix(item)
        pdfium.FPDFTextObj_GetFontSize(item, byref(size))
        height = abs(size.value) * math.hypot(matrix[2], matrix[3])
        pdfium.FPDFTextObj_SetTextRenderMode(item, pdfium.FPDF_TEXTRENDERMODE_STROKE)
        pdfium.FPDFPageObj_SetStrokeWidth(item, height if _NO_WIDTH < height < math.inf else 1.0)
        # Only a change of place makes pdfium measure again.
        pdfium.FPDFPageObj_Transform(item, *_IDENTITY)
        spots.add(_spot(*_apply(_times(matrix, around), 0.0, 0.0)))
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


def _glyphs(text: Any, view: _View, inkless: frozenset[_Spot]) -> tuple[list[Glyph], int]:
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
    matrix: Any, x: float, y: float, size: float, wide: float, view: _View
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
    return _outline(corners, view)


def _tight(text: Any, index: int, view: _View, size: float) -> tuple[float, float]:
    """Left and right of a square of the type's size around the ink of a glyph."""
    import pypdfium2.raw as pdfium

    left, right, bottom, top = c_double(), c_double(), c_double(), c_double()
    pdfium.FPDFText_GetCharBox(text, index, byref(left), byref(right), byref(bottom), byref(top))
    x0, _, x1, _ = view.box(left.value, bottom.value, right.value, top.value)
    return (x0 + x1 - size) / 2, (x0 + x1 + size) / 2


def _lying(text: Any, view: _View) -> int:
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


def _shapes(objects: list[_Object], view: _View) -> tuple[list[Rule], list[Rule], bool]:
    import pypdfium2.raw as pdfium

    width, height = view.size
    across: list[Rule] = []
    down: list[Rule] = []
    covered = 0.0
    for item, kind, matrix in objects:
        if kind == pdfium.FPDF_PAGEOBJ_TEXT:
            continue
        if kind == pdfium.FPDF_PAGEOBJ_IMAGE:
            x0, y0, x1, y1 = _outline([_apply(matrix, px, py) for px, py in _corners(item)], view)
            if min(x1 - x0, y1 - y0) > THIN:
                covered += (min(x1, width) - max(x0, 0)) * (min(y1, height) - max(y0, 0))
                continue
            boxes = [(x0, y0, x1, y1)]
        else:
            boxes = _strokes(item, matrix, view)
        for x0, y0, x1, y1 in boxes:
            x0, y0, x1, y1 = max(x0, -width), max(y0, 0.0), min(x1, 2 * width), min(y1, height)
            # A dot of a dotted line counts both ways: its neighbours tell the direction.
            if y1 - y0 <= min(x1 - x0 + _SHORTEST, THIN):
                across.append(Rule((y0 + y1) / 2, x0, x1))
            if x1 - x0 <= min(y1 - y0 + _SHORTEST, THIN):
                down.append(Rule((x0 + x1) / 2, y0, y1))
    return across, down, covered > 0.5 * width * height


def _objects(page: Any) -> Iterator[_Object]:
    """Texts, paths and images of a page with the matrix around them, those inside of forms included."""
    import pypdfium2.raw as pdfium

    wanted = (pdfium.FPDF_PAGEOBJ_TEXT, pdfium.FPDF_PAGEOBJ_PATH, pdfium.FPDF_PAGEOBJ_IMAGE)
    left = _MOST_OBJECTS

    def walk(holder: Any, count: Any, get: Any, matrix: _Matrix, depth: int) -> Iterator[Any]:
        nonlocal left
        for index in range(count(holder)):
            left -= 1
            if left < 0:
                return
            item = get(holder, index)
            kind = pdfium.FPDFPageObj_GetType(item)
            if kind in wanted:
                yield item, kind, matrix
            elif kind == pdfium.FPDF_PAGEOBJ_FORM and depth < _MOST_NESTING:
                inner = _times(_matrix(item), matrix)
                yield from walk(
                    item, pdfium.FPDFFormObj_CountObjects, pdfium.FPDFFormObj_GetObject, inner, depth + 1
                )

    yield from walk(page, pdfium.FPDFPage_CountObjects, pdfium.FPDFPage_GetObject, _IDENTITY, 0)


def _strokes(path: Any, around: _Matrix, view: _View) -> list[tuple[float, float, float, float]]:
    """Boxes of the straight parts of a path that may be ruled lines."""
    import pypdfium2.raw as pdfium

    fill, stroke = c_int(), c_int()
    if not pdfium.FPDFPath_GetDrawMode(path, byref(fill), byref(stroke)):
        return []
    stroked = bool(stroke.value) and _visible(path, pdfium.FPDFPageObj_GetStrokeColor)
    filled = bool(fill.value) and _visible(path, pdfium.FPDFPageObj_GetFillColor)
    if not stroked and not filled:
        return []
    matrix = _times(_matrix(path), around)
    parts = [[_apply(matrix, x, y) for x, y in part] for part in _subpaths(path)]
    boxes: list[tuple[float, float, float, float]] = []
    for part in parts:
        whole = _outline(part, view)
        if min(whole[2] - whole[0], whole[3] - whole[1]) <= THIN:
            boxes.append(whole)
        elif stroked or len(parts) > 1:
            # A filled frame is drawn as one outline inside of another: its edges are the ruled lines.
            sides = [_outline(pair, view) for pair in pairwise(part)]
            boxes += [side for side in sides if min(side[2] - side[0], side[3] - side[1]) <= 0.5]
    return boxes


def _subpaths(path: Any) -> list[list[tuple[float, float]]]:
    import pypdfium2.raw as pdfium

    x, y = c_float(), c_float()
    parts: list[list[tuple[float, float]]] = []
    for index in range(min(pdfium.FPDFPath_CountSegments(path), _MOST_POINTS)):
        segment = pdfium.FPDFPath_GetPathSegment(path, index)
        pdfium.FPDFPathSegment_GetPoint(segment, byref(x), byref(y))
        if pdfium.FPDFPathSegment_GetType(segment) == pdfium.FPDF_SEGMENT_MOVETO or not parts:
            parts.append([])
        parts[-1].append((x.value, y.value))
        if pdfium.FPDFPathSegment_GetClose(segment):
            parts[-1].append(parts[-1][0])
    return [part for part in parts if len(part) > 1]


def _visible(path: Any, get_color: Any) -> bool:
    red, green, blue, alpha = c_uint(), c_uint(), c_uint(), c_uint()
    if not get_color(path, byref(red), byref(green), byref(blue), byref(alpha)):
        return True
    return alpha.value > 0 and min(red.value, green.value, blue.value) < _WHITE


def _corners(item: Any) -> list[tuple[float, float]]:
    import pypdfium2.raw as pdfium

    left, bottom, right, top = c_float(), c_float(), c_float(), c_float()
    if not pdfium.FPDFPageObj_GetBounds(item, byref(left), byref(bottom), byref(right), byref(top)):
        return [(0.0, 0.0)]
    return [(left.value, bottom.value), (right.value, top.value)]


def _outline(points: Any, view: _View) -> tuple[float, float, float, float]:
    xs = [x if math.isfinite(x) else 0.0 for x, _ in points]
    ys = [y if math.isfinite(y) else 0.0 for _, y in points]
    return view.box(min(xs), min(ys), max(xs), max(ys))


def _matrix(item: Any) -> _Matrix:
    import pypdfium2.raw as pdfium

    matrix = pdfium.FS_MATRIX()
    if not pdfium.FPDFPageObj_GetMatrix(item, byref(matrix)):
        return _IDENTITY
    return matrix.a, matrix.b, matrix.c, matrix.d, matrix.e, matrix.f


def _times(m: _Matrix, n: _Matrix) -> _Matrix:
    return (
        m[0] * n[0] + m[1] * n[2],
        m[0] * n[1] + m[1] * n[3],
        m[2] * n[0] + m[3] * n[2],
        m[2] * n[1] + m[3] * n[3],
        m[4] * n[0] + m[5] * n[2] + n[4],
        m[4] * n[1] + m[5] * n[3] + n[5],
    )


def _apply(m: _Matrix, x: float, y: float) -> tuple[float, float]:
    return m[0] * x + m[2] * y + m[4], m[1] * x + m[3] * y + m[5]
