"""Objects of a PDF page with the matrices around them, and the page as it is displayed."""

from __future__ import annotations

import math
from collections.abc import Iterator
from ctypes import byref
from dataclasses import dataclass
from typing import Any, Final

_MOST_OBJECTS: Final = 100_000
_MOST_NESTING: Final = 8

Matrix = tuple[float, float, float, float, float, float]
PageObject = tuple[Any, int, Matrix]
IDENTITY: Final[Matrix] = (1.0, 0.0, 0.0, 1.0, 0.0, 0.0)


@dataclass(frozen=True, slots=True)
class View:
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


def page_objects(page: Any) -> Iterator[PageObject]:
    """Texts, paths and images of a page with the matrix around them, those inside of forms included."""
    import pypdfium2.raw as pdfium

    wanted = (pdfium.FPDF_PAGEOBJ_TEXT, pdfium.FPDF_PAGEOBJ_PATH, pdfium.FPDF_PAGEOBJ_IMAGE)
    left = _MOST_OBJECTS

    def walk(holder: Any, count: Any, get: Any, matrix: Matrix, depth: int) -> Iterator[Any]:
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
                inner = times(matrix_of(item), matrix)
                yield from walk(
                    item, pdfium.FPDFFormObj_CountObjects, pdfium.FPDFFormObj_GetObject, inner, depth + 1
                )

    yield from walk(page, pdfium.FPDFPage_CountObjects, pdfium.FPDFPage_GetObject, IDENTITY, 0)


def matrix_of(item: Any) -> Matrix:
    import pypdfium2.raw as pdfium

    matrix = pdfium.FS_MATRIX()
    if not pdfium.FPDFPageObj_GetMatrix(item, byref(matrix)):
        return IDENTITY
    return matrix.a, matrix.b, matrix.c, matrix.d, matrix.e, matrix.f


def times(m: Matrix, n: Matrix) -> Matrix:
    return (
        m[0] * n[0] + m[1] * n[2],
        m[0] * n[1] + m[1] * n[3],
        m[2] * n[0] + m[3] * n[2],
        m[2] * n[1] + m[3] * n[3],
        m[4] * n[0] + m[5] * n[2] + n[4],
        m[4] * n[1] + m[5] * n[3] + n[5],
    )


def apply(m: Matrix, x: float, y: float) -> tuple[float, float]:
    return m[0] * x + m[2] * y + m[4], m[1] * x + m[3] * y + m[5]


def outline(points: Any, view: View) -> tuple[float, float, float, float]:
    xs = [x if math.isfinite(x) else 0.0 for x, _ in points]
    ys = [y if math.isfinite(y) else 0.0 for _, y in points]
    return view.box(min(xs), min(ys), max(xs), max(ys))
