"""PDF as a word processor exports it: wrapped lines, ruled tables over page breaks, page numbers."""

from __future__ import annotations

import io
import re
from collections.abc import Callable, Sequence
from typing import Any

from reportlab.lib.pagesizes import A4
from reportlab.pdfbase import pdfmetrics
from reportlab.pdfbase.cidfonts import UnicodeCIDFont
from reportlab.pdfgen.canvas import Canvas
from reportlab.platypus import Flowable, SimpleDocTemplate, Spacer, TableStyle
from reportlab.platypus import Table as PdfTable

from corpora.render.document import Page, Table, Text
from corpora.render.wrap import wrap

_FONT = "STSong-Light"  # one of the fonts that viewers bring; nothing is embedded
_WIDTH = 448.0
_SIZE = 16.0
_CELL = 10.0
_AUTOSPACE = 0.25  # gap between Chinese and Latin characters, in em, as Word sets it
_SEAM = re.compile(r"(?<=[一-鿿])(?=[0-9A-Za-z])|(?<=[0-9A-Za-z%])(?=[一-鿿])")
_WIDTHS = {"t2": (148, 100, 100, 100), "t3": (24, 60, 140) + (32,) * 7, "t4": (29.8,) * 15}


def pdf(page: Page) -> bytes:
    """Print on A4 with a CID font that no file has to bring along; the bytes do not tell the time."""
    pdfmetrics.registerFont(UnicodeCIDFont(_FONT))
    stream = io.BytesIO()
    side = (A4[0] - _WIDTH) / 2 - 6  # the frame has 6 points of padding
    margins = {"leftMargin": side, "rightMargin": side, "topMargin": 80, "bottomMargin": 80}
    document = SimpleDocTemplate(stream, pagesize=A4, invariant=1, **margins)
    flow: list[Flowable] = []
    for item in page.items:
        flow += _table(item) if isinstance(item, Table) else [_line(item)]
    document.build(flow, onFirstPage=_page_number, onLaterPages=_page_number)
    return stream.getvalue()


def _page_number(canvas: Canvas, document: Any) -> None:
    canvas.setFont(_FONT, 12)
    canvas.drawCentredString(A4[0] / 2, 50, f"- {canvas.getPageNumber()} -")


def _measure(size: float) -> Callable[[str], float]:
    def measure(text: str) -> float:
        gaps = len(_SEAM.findall(text))
        return float(pdfmetrics.stringWidth(text, _FONT, size)) + _AUTOSPACE * size * gaps

    return measure


def _line(item: Text) -> Flowable:
    if item.kind == "title":
        return Lines(_halves(item.text), 22, align="centre", after=10)
    if item.reason in ("signature", "date_line"):
        return Lines([item.text], _SIZE, align="right")
    if item.kind == "furniture":
        return Lines(wrap(item.text, _WIDTH, 0, _measure(12)), 12, after=6)
    indent = 2 * _SIZE
    return Lines(wrap(item.text, _WIDTH, indent, _measure(_SIZE)), _SIZE, indent, align="justify")


def _halves(title: str) -> list[str]:
    """Break a long title before its year, as typists do, or else where the line is full."""
    if _measure(22)(title) <= _WIDTH:
        return [title]
    year = re.search(r"(?<=.)(?:19|20)\d\d年", title)
    parts = [title[: year.start()], title[year.start() :]] if year else [title]
    return [line for part in parts for line in wrap(part, _WIDTH, 0, _measure(22))]


class Lines(Flowable):  # type: ignore[misc]
    """Lines of text that may part at a page break.

    Parameters
    ----------
    lines : sequence of str
        Already wrapped.
    size : float
        Type size; the leading follows from it.
    indent : float
        Of the first line.
    align : str
        ``left``, ``centre``, ``right`` or ``justify``.
    after : float
        Space below.
    ends : bool
        Whether the paragraph ends here; its last line is not stretched.
    """

    def __init__(
        self,
        lines: Sequence[str],
        size: float,
        indent: float = 0,
        align: str = "left",
        after: float = 0,
        ends: bool = True,
    ) -> None:
        super().__init__()
        self.lines, self.size, self.indent, self.align, self.after = list(lines), size, indent, align, after
        self.ends = ends
        self.leading = size * 1.7

    def wrap(self, width: float, height: float) -> tuple[float, float]:
        """Tell the size."""
        return width, self.leading * len(self.lines) + self.after

    def split(self, width: float, height: float) -> list[Flowable]:
        """Part at the page's end; a paragraph leaves no single line behind."""
        fits = int(height // self.leading)
        if fits < 2 or fits >= len(self.lines):
            return []
        head = Lines(self.lines[:fits], self.size, self.indent, self.align, ends=False)
        return [head, Lines(self.lines[fits:], self.size, 0, self.align, self.after, self.ends)]

    def draw(self) -> None:
        """Draw from the top."""
        y = self.after + self.leading * len(self.lines)
        for i, line in enumerate(self.lines):
            y -= self.leading
            left = _WIDTH - _measure(self.size)(line)
            first = self.indent if i == 0 else 0
            x = {"centre": left / 2, "right": left - 2 * _SIZE}.get(self.align, first)
            stretched = self.align == "justify" and not (self.ends and i == len(self.lines) - 1)
            self._draw_line(line, x, y + self.size * 0.4, (left - first) / len(line) if stretched else 0)

    def _draw_line(self, line: str, x: float, y: float, more: float) -> None:
        """Draw a line with `more` space after each character, and a gap between two scripts."""
        self.canv.setFont(_FONT, self.size)
        for part in _SEAM.split(line):
            self.canv.drawString(x, y, part, charSpace=more)
            width = pdfmetrics.stringWidth(part, _FONT, self.size) + more * len(part)
            x += width + _AUTOSPACE * self.size


class _Ruled(PdfTable):  # type: ignore[misc]
    """A table that parts at the page's end even inside of merged cells, whose text then goes on overleaf."""

    merged: Sequence[tuple[int, int, int]] = ()

    def _getFirstPossibleSplitRowPosition(self, height: float, ignoreSpans: int = 0) -> int:  # noqa: N802, N803
        found: int = super()._getFirstPossibleSplitRowPosition(height, ignoreSpans=1)
        return found

    def split(self, width: float, height: float) -> list[Flowable]:
        """Part the table, and the text of merged cells that do not fit on this page."""
        parts: list[Any] = super().split(width, height)
        if len(parts) != 2:
            return parts
        row = len(parts[0]._cellvalues)
        for start, end, col in self.merged:
            if start < row < end:
                lines = str(self._cellvalues[start][col]).split("\n")
                fits = int((sum(parts[0]._rowHeights[start:row]) - 6) // (_CELL * 1.2))
                parts[0]._cellvalues[start][col] = "\n".join(lines[:fits])
                parts[1]._cellvalues[0][col] = "\n".join(lines[fits:])
        parts[1].merged = [
            (max(start - row, 0), end - row, col) for start, end, col in self.merged if end > row
        ]
        return parts


def _table(table: Table) -> list[Flowable]:
    widths = _WIDTHS.get(table.part) or (_WIDTH / table.n_cols,) * table.n_cols
    grid = [[""] * table.n_cols for _ in range(table.n_rows)]
    style: list[Any] = [
        ("GRID", (0, 0), (-1, -1), 0.5, "black"),
        ("FONT", (0, 0), (-1, -1), _FONT, _CELL, _CELL * 1.2),
        ("ALIGN", (0, 0), (-1, -1), "CENTER"),
        ("VALIGN", (0, 0), (-1, -1), "MIDDLE"),
        ("LEFTPADDING", (0, 0), (-1, -1), 2),
        ("RIGHTPADDING", (0, 0), (-1, -1), 2),
    ]
    for cell in table.cells:
        room = sum(widths[cell.col : cell.col + cell.colspan]) - 5
        grid[cell.row][cell.col] = "\n".join(wrap(cell.text, room, 0, _measure(_CELL)))
        if cell.rowspan > 1 or cell.colspan > 1:
            end = (cell.col + cell.colspan - 1, cell.row + cell.rowspan - 1)
            style.append(("SPAN", (cell.col, cell.row), end))
    ruled = _Ruled(grid, colWidths=widths, style=TableStyle(style))
    ruled.merged = [(cell.row, cell.row + cell.rowspan, cell.col) for cell in table.cells if cell.rowspan > 1]
    return [ruled, Spacer(1, 12)]
