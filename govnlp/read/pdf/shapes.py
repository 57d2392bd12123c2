"""Ruled lines and pictures of a PDF page."""

from __future__ import annotations

from ctypes import byref, c_float, c_int, c_uint
from itertools import pairwise
from typing import Any, Final, NamedTuple

from govnlp.read.pdf.objects import Matrix, PageObject, View, apply, matrix_of, outline, times

THIN: Final = 3.0
"""A filled shape up to this wide, in points, is a ruled line."""

_MOST_POINTS: Final = 2_000
_SHORTEST: Final = 0.3
_WHITE: Final = 250


class Rule(NamedTuple):
    """One ruled line: where it lies (``at``), and from where to where it runs."""

    at: float
    start: float
    stop: float


def page_shapes(objects: list[PageObject], view: View) -> tuple[list[Rule], list[Rule], bool]:
    import pypdfium2.raw as pdfium

    width, height = view.size
    across: list[Rule] = []
    down: list[Rule] = []
    covered = 0.0
    for item, kind, matrix in objects:
        if kind == pdfium.FPDF_PAGEOBJ_TEXT:
            continue
        if kind == pdfium.FPDF_PAGEOBJ_IMAGE:
            x0, y0, x1, y1 = outline([apply(matrix, px, py) for px, py in _corners(item)], view)
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


def _strokes(path: Any, around: Matrix, view: View) -> list[tuple[float, float, float, float]]:
    """Boxes of the straight parts of a path that may be ruled lines."""
    import pypdfium2.raw as pdfium

    fill, stroke = c_int(), c_int()
    if not pdfium.FPDFPath_GetDrawMode(path, byref(fill), byref(stroke)):
        return []
    stroked = bool(stroke.value) and _visible(path, pdfium.FPDFPageObj_GetStrokeColor)
    filled = bool(fill.value) and _visible(path, pdfium.FPDFPageObj_GetFillColor)
    if not stroked and not filled:
        return []
    matrix = times(matrix_of(path), around)
    parts = [[apply(matrix, x, y) for x, y in part] for part in _subpaths(path)]
    boxes: list[tuple[float, float, float, float]] = []
    for part in parts:
        whole = outline(part, view)
        if min(whole[2] - whole[0], whole[3] - whole[1]) <= THIN:
            boxes.append(whole)
        elif stroked or len(parts) > 1:
            # A filled frame is drawn as one outline inside of another: its edges are the ruled lines.
            sides = [outline(pair, view) for pair in pairwise(part)]
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
