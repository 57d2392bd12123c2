"""Printed lines of all pages as one flow: page furniture, titles, wrapped paragraphs."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field
from itertools import pairwise
from statistics import median
from typing import Final

from govnlp.read.extraction import Grid, Hint, Line, Piece
from govnlp.read.pdf.furniture import Sheet, find_furniture
from govnlp.read.pdf.lines import PrintedLine, joint
from govnlp.read.pdf.stitch import Table, as_table, stitch, to_grid
from govnlp.text.headings import NO_NUMBER, numbering

_STOPS: Final = tuple("。！？；：!?;:…")
_HANGING: Final = tuple("。，、；：！？,.;:")
_CLOSERS: Final = '”’）)】》」』"'
_LARGE: Final = 1.15
_SAME_SIZE: Final = 0.12
_MUCH_SMALLER: Final = 0.7
_INDENT: Final = 1.0
_ROOM: Final = 0.7
_LITTLE: Final = 0.2
_GAP: Final = 1.25
_TITLE_GAP: Final = 2.0
_TITLE_LINES: Final = 6
_PAREN = re.compile(r"[（(].*[）)]$")
_BULLET = re.compile(r"[●■◆▲★•·▪□○※\-—*]\s*")


@dataclass(frozen=True, slots=True)
class Measure:
    """How the text of a document is set.

    Parameters
    ----------
    left, right : float
        Edges of the type area.
    size : float
        Type size of the running text.
    pitch : float
        Distance of one line from the next; 0 where it is unknown.
    indent : float
        By how much first lines of paragraphs are set in; 0 where they are not, or where it is unknown.
    """

    left: float
    right: float
    size: float
    pitch: float
    indent: float = 0.0


@dataclass(slots=True)
class _Open:
    """The block that the flow is in."""

    lines: list[PrintedLine] = field(default_factory=list)
    table: Table | None = None
    hint: Hint = ""
    gap: bool = False
    furniture: list[Line] = field(default_factory=list)


def flow(sheets: Sequence[Sheet]) -> list[Line | Grid]:
    """Make logical lines and grids of all that is printed.

    Parameters
    ----------
    sheets : sequence of Sheet
        Pages with their lines and tables from top to bottom.

    Returns
    -------
    list of Line or Grid
        In reading order; page furniture behind the block it interrupts.
    """
    furniture = find_furniture(sheets)
    body = [
        [item for i, item in enumerate(sheet.items) if (sheet.number, i) not in furniture] for sheet in sheets
    ]
    measures = _measures(sheets, body)
    titles = _titles(body[0], measures[0]) if body else frozenset()
    flowing = _Flow()
    for sheet, measure in zip(sheets, measures, strict=True):
        for i, item in enumerate(sheet.items):
            hint = furniture.get((sheet.number, i))
            if hint and isinstance(item, PrintedLine):
                flowing.interrupt(Line.of(item.text, hint=hint))
            elif isinstance(item, PrintedLine):
                flowing.line(item, measure, "title" if sheet is sheets[0] and item in titles else "")
            else:
                flowing.table(as_table(item))
    return flowing.close()


class _Flow:
    """Takes lines and tables in printed order, gives blocks."""

    def __init__(self) -> None:
        self._done: list[Line | Grid] = []
        self._open = _Open()

    def interrupt(self, line: Line) -> None:
        self._open.furniture.append(line)

    def table(self, table: Table) -> None:
        above = self._open.table
        joined = stitch(above, table) if above is not None and table.page > above.page else None
        if joined is None:
            self._finish()
            self._open.table = table
        else:
            self._open.table = joined

    def line(self, line: PrintedLine, measure: Measure, hint: Hint) -> None:
        lines = self._open.lines
        if lines and not hint and not self._open.hint and continues(lines, line, measure):
            lines.append(line)
            return
        titled = hint and self._open.hint
        gap = bool(lines) and is_apart(lines[-1], line, measure, _TITLE_GAP if titled else _GAP)
        self._finish()
        self._open.lines, self._open.hint, self._open.gap = [line], hint, gap

    def close(self) -> list[Line | Grid]:
        self._finish()
        return self._done

    def _finish(self) -> None:
        now = self._open
        if now.table is not None:
            self._done.append(to_grid(now.table))
        elif now.lines:
            self._done.append(Line(_pieces(now.lines), now.hint, now.gap))
        self._done += now.furniture
        self._open = _Open()


def _pieces(lines: Sequence[PrintedLine]) -> tuple[Piece, ...]:
    pieces: list[Piece] = []
    for line, after in zip(lines, [*lines[1:], None], strict=True):
        pieces.append(Piece(line.text + (joint(line.text, after.text) if after is not None else "")))
    return tuple(pieces)


def continues(lines: Sequence[PrintedLine], line: PrintedLine, measure: Measure) -> bool:
    """Tell whether a line goes on with the paragraph of the lines before it.

    Parameters
    ----------
    lines : sequence of PrintedLine
        Lines of the paragraph so far, at least one.
    line : PrintedLine
        The line below, or at the top of the next page.
    measure : Measure
        How the text is set.

    Returns
    -------
    bool
        True where the last line was full, and nothing says that the next one opens a paragraph.
    """
    last = lines[-1]
    if last.columns or line.columns or not _MUCH_SMALLER * last.size < line.size < _LARGE * last.size:
        return False
    ended = last.text.rstrip(_CLOSERS).endswith(_STOPS)
    # Where nothing else tells a paragraph's end, a line that had room for more is one.
    slack = _LITTLE if ended and not measure.indent else _ROOM
    if measure.right - last.x1 >= line.head + slack * line.size or is_apart(last, line, measure):
        return False
    if ended and line.size < (1 - _SAME_SIZE) * last.size:
        return False
    numbered = numbering(line.text).style not in ("", "ordinal")
    if numbered and ended:
        return False
    offset = line.x0 - measure.left
    if offset <= _INDENT * line.size:
        return True
    if measure.indent and abs(offset - measure.indent) < 0.5 * line.size:
        return False
    if _is_hanging(lines, line):
        return not (ended and len(lines) == 1)
    # Set in line after line: a block that is indented as a whole; a full heading above a paragraph is none.
    heading = len(lines) == 1 and numbering(last.text) is not NO_NUMBER
    return not (ended or numbered or heading) and abs(line.x0 - last.x0) < 0.5 * line.size


def _is_hanging(lines: Sequence[PrintedLine], line: PrintedLine) -> bool:
    """Whether a paragraph's number or bullet stands out to the left of its other lines."""
    first = lines[0]
    if len(lines) > 1:
        return first.x0 < line.x0 - 0.5 * line.size and abs(lines[1].x0 - line.x0) < 0.5 * line.size
    marked = numbering(first.text) is not NO_NUMBER or _BULLET.match(first.text) is not None
    return marked and 0.8 * line.size < line.x0 - first.x0 < 3 * line.size


def is_apart(above: PrintedLine, below: PrintedLine, measure: Measure, factor: float = _GAP) -> bool:
    """Whether clearly more than a line space parts two lines of a page."""
    if above.page != below.page or not measure.pitch:
        return False
    return below.base - above.base > factor * measure.pitch * max(1.0, below.size / measure.size)


def _measures(sheets: Sequence[Sheet], body: Sequence[Sequence[object]]) -> list[Measure]:
    """Measures for each page; pages of one width are set alike."""
    by_width: dict[int, list[PrintedLine]] = {}
    keys = [round(sheet.width / 10) for sheet in sheets]
    for key, items in zip(keys, body, strict=True):
        by_width.setdefault(key, []).extend(i for i in items if isinstance(i, PrintedLine))
    widths = {key: sheet.width for key, sheet in zip(keys, sheets, strict=True)}
    made = {key: _measure(lines, widths[key]) for key, lines in by_width.items()}
    return [made[key] for key in keys]


def _measure(lines: Sequence[PrintedLine], width: float) -> Measure:
    prose = [line for line in lines if not line.columns]
    if not prose:
        return Measure(0.0, width, 12.0, 0.0)
    size = _usual((line.size for line in prose), [len(line.text) for line in prose])
    own = [line for line in prose if abs(line.size - size) <= _SAME_SIZE * size] or prose
    enough = max(2, len(own) // 12)
    starts = sorted(line.x0 for line in own)
    left = next(
        (x for i, x in enumerate(starts) if sum(0 <= y - x < 0.6 * size for y in starts[i:]) >= enough),
        starts[0],
    )
    # Marks may hang over the edge.
    inner = [line for line in own if not line.text.endswith(_HANGING)]
    ends = sorted((line.x1 for line in (inner if len(inner) * 2 > len(own) else own)), reverse=True)
    right = next(
        (x for i, x in enumerate(ends) if sum(0 <= x - y < 1.2 * size for y in ends[i:]) >= enough), ends[0]
    )
    if right < width - left - 4 * size:
        right = width - left
    pairs = [(a, b) for a, b in pairwise(own) if a.page == b.page and 0 < b.base - a.base < 4 * size]
    inside = [(a, b) for a, b in pairs if right - a.x1 < 3 * size]
    pitches = [b.base - a.base for a, b in inside]
    opening = [b.x0 - left for a, b in pairs if right - a.x1 >= 3 * size and not _is_heading(b)]
    going_on = [b.x0 - left for _, b in inside]
    indent = median(opening) if opening else 0.0
    if indent < _INDENT * size or not going_on or median(going_on) > _INDENT * size:
        indent = 0.0
    return Measure(left, right, size, median(pitches) if pitches else 0.0, indent)


def _is_heading(line: PrintedLine) -> bool:
    """Whether a line has the number of a section: those may be set in less than paragraphs."""
    return numbering(line.text).style in ("han", "part")


def _usual(values: Iterable[float], weights: Sequence[int]) -> float:
    counter: Counter[float] = Counter()
    for value, weight in zip(values, weights, strict=True):
        counter[round(value * 2) / 2] += weight
    # In a short text the title may have as many characters as the rest.
    most = max(counter.values())
    return min(value for value, weight in counter.items() if weight * 2 >= most)


def _titles(items: Sequence[object], measure: Measure) -> frozenset[PrintedLine]:
    """Title lines: the large type at the top of the first page, else what is centred there."""
    head: list[PrintedLine] = []
    for item in items:
        if not isinstance(item, PrintedLine) or len(head) == 2 * _TITLE_LINES:
            break
        large = item.size >= _LARGE * measure.size
        if not large and not _is_centred(item, measure) and item.x1 > measure.right - 3 * item.size:
            break
        head.append(item)
    largest = [line for line in head if line.size >= _LARGE * measure.size]
    if largest:
        return frozenset(largest[:_TITLE_LINES])
    centred: list[PrintedLine] = []
    for line in head[: _TITLE_LINES // 2]:
        plain = numbering(line.text) is NO_NUMBER and not _PAREN.match(line.text)
        named = len(line.text) > 3 and any(char >= "\u4e00" for char in line.text)
        if not (plain and named and _is_centred(line, measure)):
            break
        centred.append(line)
    return frozenset(centred)


def _is_centred(line: PrintedLine, measure: Measure) -> bool:
    middle = (measure.left + measure.right) / 2
    return abs(line.middle - middle) < line.size and line.x0 > measure.left + line.size
