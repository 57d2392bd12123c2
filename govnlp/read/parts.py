"""Lines and grids of an extraction, grouped: logical lines, and whole tables with what was found in them."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass, replace

from govnlp.read.extraction import Extraction, Grid, GridCell, Line, Piece
from govnlp.read.runon import split_run_on
from govnlp.read.tables.aligned import read_aligned
from govnlp.read.tables.findings import Findings, certainty
from govnlp.read.tables.grids import GridText, grid_text, read_grid
from govnlp.read.tables.runs import find_runs
from govnlp.read.tables.scrambled import read_scrambled
from govnlp.read.tables.streams import read_stream
from govnlp.read.tables.tokens import tokenize_lines
from govnlp.read.unwrap import unwrap, wrap_width
from govnlp.text.normalize import squeeze

_METADATA = re.compile(
    r"索引号|发文日期|发布机构|发布日期|发文机关|成文日期|公开日期|生成日期|主题分类|公开方式|信息来源|发布时间"
)
_MANY_ROWS = 5_000


@dataclass(frozen=True, slots=True)
class Part:
    """A logical line, or a table as one piece of text.

    Parameters
    ----------
    pieces : tuple of Piece
        Runs of source characters; the part's text is their concatenation.
    hint : str
        As in `govnlp.read.extraction.Line`.
    gap : bool
        Whether white space stands before it.
    table : str
        What kind of table: ``t2``, ``t3``, ``t4`` joined by ``+``, ``metadata`` or ``other``; ``""``
        for a line.
    findings : Findings or None
        Rows of statutory tables found in it.
    """

    pieces: tuple[Piece, ...]
    hint: str = ""
    gap: bool = False
    table: str = ""
    findings: Findings | None = None

    @property
    def text(self) -> str:
        """The part's characters."""
        return "".join(piece.text for piece in self.pieces)


def make_parts(extraction: Extraction) -> list[Part]:
    """Group the blocks of an extraction.

    Parameters
    ----------
    extraction : Extraction
        What a reader gave.

    Returns
    -------
    list of Part
        In reading order; white-space lines outside of tables are left out.
    """
    blocks = _numbered(extraction.blocks)
    runs = find_runs([block.text if isinstance(block, Line) else None for block in blocks])
    inside = {i for start, stop in runs for i in range(start, stop)}
    loose = [b.text for i, b in enumerate(blocks) if isinstance(b, Line) and i not in inside]
    full = wrap_width([text for text in loose if text.strip()]) if extraction.wrapped else 0
    parts: list[Part] = []
    at = 0
    for start, stop in [*runs, (len(blocks), len(blocks))]:
        parts += _between(blocks[at:start], extraction.wrapped, full)
        lines = [block for block in blocks[start:stop] if isinstance(block, Line)]
        if lines:
            parts.append(_run_part(lines))
        at = stop
    return parts


def _numbered(blocks: Sequence[Line | Grid]) -> list[Line | Grid]:
    """Give source offsets to lines that have none: offsets into the extracted text; cut run-on lines."""
    numbered: list[Line | Grid] = []
    at = 0
    for block in blocks:
        if isinstance(block, Grid):
            numbered.append(replace(block, at=at))
            at += len(grid_text(block).text) + 1
            continue
        pieces: list[Piece] = []
        for piece in block.pieces:
            pieces.append(piece if piece.at >= 0 else Piece(piece.text, at))
            at += len(piece.text)
        at += 1
        numbered += split_run_on(Line(tuple(pieces), block.hint, block.gap))
    return numbered


def _between(blocks: Sequence[Line | Grid], wrapped: bool, full: int) -> list[Part]:
    parts: list[Part] = []
    lines: list[Line] = []
    for block in [*blocks, None]:
        if isinstance(block, Line):
            lines.append(block)
            continue
        parts += [Part(line.pieces, line.hint, line.gap) for line in _logical(lines, wrapped, full)]
        lines = []
        if block is not None and block.cells:
            part = _grid_part(block)
            if part.text.strip():
                parts.append(part)
    return parts


def _logical(lines: Sequence[Line], wrapped: bool, full: int) -> list[Line]:
    if wrapped:
        return unwrap(lines, full)
    kept: list[Line] = []
    gap = False
    for line in lines:
        if line.text.strip():
            kept.append(Line(line.pieces, line.hint, gap or line.gap))
        gap = not line.text.strip()
    return kept


def _grid_part(grid: Grid) -> Part:
    text = grid_text(grid)
    findings = read_grid(grid, text)
    return Part((Piece(text.text, grid.at),), grid.hint, True, _kind(findings, text.text), findings)


def _run_part(lines: Sequence[Line]) -> Part:
    pieces: list[Piece] = []
    for index, line in enumerate(lines):
        if index:
            last = pieces[-1]
            pieces.append(Piece("\n", last.at + len(last.text)))
        pieces += line.pieces
    texts = [line.text for line in lines]
    readings = [read_stream(texts), read_aligned(texts), read_scrambled(texts)]
    barred = _barred_grid(texts)
    if barred is not None:
        readings.insert(0, read_grid(*barred))
    findings = max(readings, key=certainty)
    return Part(tuple(pieces), lines[0].hint, True, _kind(findings, "".join(texts)), findings)


def _barred_grid(texts: Sequence[str]) -> tuple[Grid, GridText] | None:
    """Take lines with bars as a grid, if all rows have the same number of cells."""
    rows: list[list[tuple[str, int, int]]] = []
    at = 0
    for text in texts:
        if "|" in text:
            cells = [
                (t.printed.text, at + t.printed.start, at + t.printed.end) for t in tokenize_lines([text])
            ]
            if cells:
                rows.append(cells)
        elif text.strip():
            return None
        at += len(text) + 1
    if not 1 < len(rows) <= _MANY_ROWS:
        return None
    size = max(len(row) for row in rows)
    if sum(len(row) == size for row in rows) * 10 < len(rows) * 8:
        return None
    cells_flat = [(r, c, *cell) for r, row in enumerate(rows) for c, cell in enumerate(row)]
    grid = Grid(tuple(GridCell(r, c, text) for r, c, text, _, _ in cells_flat), len(rows), size)
    return grid, GridText("\n".join(texts), tuple((start, end) for *_, start, end in cells_flat))


def _kind(findings: Findings, text: str) -> str:
    if findings.families:
        return "+".join(findings.families)
    return "metadata" if _METADATA.search(squeeze(text[:2000])) else "other"
