"""Page numbers and running headers of PDF pages."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Final

from govnlp.read.extraction import Hint
from govnlp.read.pdf.lines import PrintedLine
from govnlp.read.pdf.tables import PageTable

_MARGIN: Final = 0.12
_OUTERMOST: Final = 3
_REPEATED_SHARE: Final = 0.4
_DASH = r"[-—–－―─~～·•\s]"
_NUMBER = re.compile(
    rf"{_DASH}+(?P<dashed>\d{{1,4}}){_DASH}+"
    r"|第\s*(?P<named>\d{1,4})\s*页\s*(?:[,，/|]?\s*共\s*\d{1,4}\s*页)?"
    r"|(?P<of>\d{1,4})\s*[/／]\s*\d{1,4}\s*页?"
    r"|(?:Page|PAGE|P\.?)\s*(?P<page>\d{1,4})(?:\s*(?:of|/)\s*\d{1,4})?"
    r"|(?P<bare>\d{1,4})"
)
_DIGITS = re.compile(r"\d+")


@dataclass(frozen=True, slots=True)
class Sheet:
    """One page: its size, and its lines and tables from top to bottom."""

    number: int
    width: float
    height: float
    items: tuple[PrintedLine | PageTable, ...]


_Key = tuple[int, int]


def find_furniture(sheets: Sequence[Sheet]) -> dict[_Key, Hint]:
    """Find the page numbers and running headers.

    Parameters
    ----------
    sheets : sequence of Sheet
        All pages.

    Returns
    -------
    dict
        From page number and position among the page's items to the hint.
    """
    found: dict[_Key, Hint] = {}
    margins = {sheet.number: _margin(sheet) for sheet in sheets}
    seen: Counter[tuple[str, int]] = Counter()
    for lines in margins.values():
        seen.update({_mask(line) for _, line in lines})
    needed = max(2, round(len(sheets) * _REPEATED_SHARE))
    for sheet in sheets:
        for i, line in margins[sheet.number]:
            if _page_number(line.text, bare=False):
                found[sheet.number, i] = "page_number"
            elif seen[_mask(line)] >= needed and not _bare(line.text):
                found[sheet.number, i] = "running_header"
    for number, i in _bare_numbers(sheets, margins):
        found[number, i] = "page_number"
    return found


def is_page_number(text: str) -> bool:
    """Whether a line of a header or footer is a page number and nothing else."""
    return _NUMBER.fullmatch(text.strip()) is not None


def _margin(sheet: Sheet) -> list[tuple[int, PrintedLine]]:
    """The outermost lines at the top and at the bottom of a page."""
    top: list[tuple[int, PrintedLine]] = []
    bottom: list[tuple[int, PrintedLine]] = []
    items = list(enumerate(sheet.items))
    for i, item in items[:_OUTERMOST]:
        if not isinstance(item, PrintedLine) or item.bottom > _MARGIN * sheet.height:
            break
        top.append((i, item))
    for i, item in reversed(items[max(len(top), len(items) - _OUTERMOST) :]):
        if not isinstance(item, PrintedLine) or item.top < (1 - _MARGIN) * sheet.height:
            break
        bottom.append((i, item))
    return top + bottom


def _mask(line: PrintedLine) -> tuple[str, int]:
    """What is the same on all pages: the text without its numbers, and the height on the page."""
    return _DIGITS.sub("0", "".join(line.text.split())), round(line.base / 6)


def _page_number(text: str, *, bare: bool) -> int | None:
    match = _NUMBER.fullmatch(text.strip())
    if match is None or (match["bare"] is not None) != bare:
        return None
    return int(next(group for group in match.groups() if group is not None))


def _bare(text: str) -> bool:
    return _page_number(text, bare=True) is not None


def _bare_numbers(sheets: Sequence[Sheet], margins: dict[int, list[tuple[int, PrintedLine]]]) -> list[_Key]:
    """Bare numbers that count the pages: their distance from the page's position is the usual one."""
    found = [
        (sheet.number, i, value - sheet.number)
        for sheet in sheets
        for i, line in margins[sheet.number]
        if (value := _page_number(line.text, bare=True)) is not None
    ]
    if not found:
        return []
    offset, times = max(sorted(Counter(o for _, _, o in found).items()), key=lambda entry: entry[1])
    if len(sheets) > 1 and times < 2 and offset != 1:
        return []
    return [(number, i) for number, i, o in found if o == offset]
