"""Glyphs and ruled lines of PDF pages, as pdfium gives them; the only module that talks to pdfium."""

from __future__ import annotations

import math
from collections.abc import Iterator
from ctypes import byref, c_double, c_float, c_int, c_uint
from dataclasses import dataclass, replace
from itertools import pairwise
from typing import Any, Final, NamedTuple

THIN: Final = 3.0
"""A filled shape up to this wide, in points, is a ruled line."""

_MOST_OBJECTS: Final = 100_000
_MOST_POINTS: Final = 2_000
_MOST_NESTING: Final = 8
_SHORTEST: Final = 0.3
_MOST_EMS: Final = 3.0
_WHITE: Final = 250
_SURROGATES: Final = range(0xD800, 0xDC00)
_HYPHENS: Final = (0x02, 0xFFFE)

_Matrix = tuple[float, float, float, float, float, float]
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
        (ax, ay), (bx, by) = self.point(x0, y0), self.point(x1, y1)
        return min(ax, bx), min(ay, by), max(ax, bx), max(ay, by)


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
        text = page.get_textpage()
        try:
            glyphs, unmapped = _glyphs(text.raw, view)
            turns = _lying(text.raw, view) if sum(g.upright for g in glyphs) * 2 < len(glyphs) else 0
            if turns:
                # A table laid across the page: read it as a reader does who turns the paper.
                view = replace(view, turns=(view.turns + turns) % 4)
                glyphs, unmapped = _glyphs(text.raw, view)
        finally:
            text.close()
        across, down, pictures = _shapes(page.raw, view)
    finally:
        page.close()
    width, height = view.size
    return Page(number, width, height, tuple(glyphs), tuple(across), tuple(down), pictures, unmapped)


def _glyphs(text: Any, view: _View) -> tuple[list[Glyph], int]:
    import pypdfium2.raw as pdfium

    width, height = view.size
    box, matrix = pdfium.FS_RECTF(), pdfium.FS_MATRIX()
    x, y = c_double(), c_double()
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
        if not pdfium.FPDFText_GetLooseCharBox(text, index, byref(box)):
            continue
        pdfium.FPDFText_GetCharOrigin(text, index, byref(x), byref(y))
        pdfium.FPDFText_GetMatrix(text, index, byref(matrix))
        x0, top, x1, bottom = view.box(box.left, box.bottom, box.right, box.top)
        # A table may be wider than the paper: what is printed beside it is kept for its cells.
        inside = x1 > -width and x0 < 2 * width and bottom > 0 and top < height
        if not inside or not math.isfinite(x0 + x1 + top + bottom):
            continue
        unmapped += code == 0xFFFD or pdfium.FPDFText_HasUnicodeMapError(text, index) == 1
        size = pdfium.FPDFText_GetFontSize(text, index) * math.hypot(matrix.c, matrix.d)
        upright = _upright(matrix.a, matrix.b, view.turns)
        base = view.point(x.value, y.value)[1]
        if not math.isfinite(base) or not upright:
            base = bottom
        size = size if 1 <= size <= height else max(bottom - top, 1.0)
        if max(x1 - x0, bottom - top) > _MOST_EMS * size:
            # pdfium forgets the scale of fonts for vertical writing.
            x0, x1 = _tight(text, index, view, size)
            top, bottom = base - 0.88 * size, base + 0.12 * size
        glyphs.append(Glyph(chr(code), x0, x1, top, bottom, base, size, upright, index))
    return glyphs, unmapped


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


def _shapes(page: Any, view: _View) -> tuple[list[Rule], list[Rule], bool]:
    import pypdfium2.raw as pdfium

    width, height = view.size
    across: list[Rule] = []
    down: list[Rule] = []
    covered = 0.0
    for item, kind, matrix in _objects(page):
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


def _objects(page: Any) -> Iterator[tuple[Any, int, _Matrix]]:
    """Paths and images of a page with the matrix around them, those inside of forms included."""
    import pypdfium2.raw as pdfium

    wanted = (pdfium.FPDF_PAGEOBJ_PATH, pdfium.FPDF_PAGEOBJ_IMAGE)
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
