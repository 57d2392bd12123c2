"""The text of a report with its marks, its headings, and its statutory tables drawn where they stand."""

from __future__ import annotations

from bisect import bisect_left
from collections.abc import Iterator, Mapping, Sequence

from govnlp.page.segments import Mark, Segment, split
from govnlp.page.tables import ReportData
from govnlp.page.words import text as escaped

_RAW = '<details class="raw"><summary>表格原文 <small lang="en">as printed</small></summary>{}</details>'


class _Painter:
    """Marks over a text, taken up in text order."""

    def __init__(self, text: str, marks: Sequence[Mark]) -> None:
        self._text = text
        self._marks = sorted(marks, key=lambda mark: mark.start)
        self._upcoming = 0
        self._open: list[Mark] = []

    def paint(self, start: int, end: int) -> str:
        """Give a stretch as HTML; stretches are asked for in order."""
        self._open = [mark for mark in self._open if mark.end > start]
        while self._upcoming < len(self._marks) and self._marks[self._upcoming].start < end:
            self._open.append(self._marks[self._upcoming])
            self._upcoming += 1
        if not self._open:
            return escaped(self._text[start:end])
        return "".join(self._piece(segment) for segment in split(start, end, self._open))

    def _piece(self, segment: Segment) -> str:
        shown = escaped(self._text[segment.start : segment.end])
        if not segment.marks:
            return shown
        if len(segment.marks) == 1:
            mark = segment.marks[0]
            return (
                f'<span class="{mark.style}"'
                + (f' data-n="{mark.ref}">' if mark.ref else ">")
                + f"{shown}</span>"
            )
        styles = " ".join(dict.fromkeys(mark.style for mark in segment.marks))
        refs = " ".join(dict.fromkeys(mark.ref for mark in segment.marks if mark.ref))
        return f'<span class="{styles}"' + (f' data-n="{refs}">' if refs else ">") + f"{shown}</span>"


def body(
    report: ReportData, marks: Sequence[Mark], chips: Mapping[str, str], drawn: Mapping[str, str]
) -> str:
    """Render the whole text: every character of it once, in order.

    Parameters
    ----------
    report : ReportData
        The report.
    marks : sequence of Mark
        What to mark in it.
    chips : mapping of str to str
        HTML shown above a paragraph, by its id.
    drawn : mapping of str to str
        HTML of the statutory tables by group (``t2``, ``t3``, ``t4``); shown where their cells stand, with
        the printed text folded away below.

    Returns
    -------
    str
        HTML. ``data-s`` is the offset at which an element's text starts.
    """
    painter = _Painter(report.text, marks)
    places = sorted((c.start, c.table[:2]) for c in report.cells if c.start is not None)
    headings = [_line(report.text, section.start) for section in report.sections if section.title]
    left = dict(drawn)
    parts: list[str] = []
    done = 0
    for paragraph in report.paragraphs:
        parts += _between(done, paragraph.start, headings, places, left, painter)
        anchor = escaped(paragraph.paragraph_id.rpartition(":")[2])
        parts.append(chips.get(paragraph.paragraph_id, ""))
        inner = painter.paint(paragraph.start, paragraph.end)
        parts.append(f'<p id="{anchor}" data-s="{paragraph.start}">{inner}</p>')
        done = paragraph.end
    parts += _between(done, len(report.text), headings, places, left, painter)
    return "\n".join(filter(None, parts))


def _between(
    start: int,
    end: int,
    headings: Sequence[tuple[int, int]],
    places: Sequence[tuple[int, str]],
    drawn: dict[str, str],
    painter: _Painter,
) -> Iterator[str]:
    """What is no narrative: headings, tables, furniture."""
    first = bisect_left(headings, (start, 0))
    for left, right in headings[first:]:
        if left >= end:
            break
        yield from _run(start, left, places, drawn, painter)
        yield f'<h3 data-s="{left}">{painter.paint(left, right)}</h3>'
        start = right
    yield from _run(start, end, places, drawn, painter)


def _run(
    start: int, end: int, places: Sequence[tuple[int, str]], drawn: dict[str, str], painter: _Painter
) -> Iterator[str]:
    """Lines between two headings: with cells among them they are a table, else furniture."""
    if start >= end:
        return
    cells = places[bisect_left(places, (start, "")) : bisect_left(places, (end, ""))]
    shown = f'<p class="x" data-s="{start}">{painter.paint(start, end)}</p>'
    if not cells:
        yield shown
        return
    for group in dict.fromkeys(group for _, group in cells):
        yield drawn.pop(group, "")
    yield _RAW.format(shown)


def _line(text: str, start: int) -> tuple[int, int]:
    at = text.find("\n", start)
    return start, len(text) if at < 0 else at + 1
