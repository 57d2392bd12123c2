"""The report's title: one to three lines, doubled, with a suffix, or behind a cover letter."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass

from govnlp.text.bodies import issuer_from_title
from govnlp.text.dates import find_year
from govnlp.text.headings import numbering
from govnlp.text.normalize import squeeze
from govnlp.text.places import find_region

_LONGEST_LINE = 60
_LONGEST_TITLE = 110
_MOST_LINES = 4
_SECTION_STYLES = ("part", "han", "han_paren")
_TITLE = re.compile(
    r"《?(?P<before>.{0,60}?)(?:政府信息(?:与政务)?公开|政务(?:信息)?公开|信息公开)(?P<middle>.{0,16}?)"
    r"(?:年度报告|工作年报|年报|工作报告|报告|工作总结|总结|工作情况)》?(?:的?(?:公告|公示|报告))?"
    r"(?:\([^()]{1,16}\)|\[[^\]]{1,12}\])?"
)
_LETTER = re.compile(r"的(?:函|通知|请示|批复)(?:\([^()]{0,12}\))?$")


@dataclass(frozen=True, slots=True)
class TitleLine:
    """A line at the top of a report, as the title is looked for.

    Parameters
    ----------
    text : str
        The line.
    marked : bool
        Whether the source marks it as title.
    gap : bool
        Whether white space stands before it.
    outside : bool
        Whether it stands outside of the page's main content.
    """

    text: str
    marked: bool
    gap: bool
    outside: bool


@dataclass(frozen=True, slots=True)
class Title:
    """A title found.

    Parameters
    ----------
    lines : tuple of int
        Positions of all title lines, also of repeated ones.
    text : str
        The title, lines joined, without a suffix such as （文字版）.
    """

    lines: tuple[int, ...]
    text: str


def is_title(text: str) -> bool:
    """Tell whether a text reads like the title of an annual report on information disclosure."""
    plain = squeeze(text)
    return (
        len(plain) <= _LONGEST_TITLE
        and not any(c in plain for c in "。;>|")
        and bool(_TITLE.fullmatch(plain))
    )


def is_letter_title(text: str) -> bool:
    """Tell whether a text is the title of a letter that goes with a report."""
    plain = squeeze(text)
    return bool(_LETTER.search(plain)) and "公开" in plain and len(plain) <= _LONGEST_TITLE


def find_title(lines: Sequence[TitleLine]) -> Title | None:
    """Find the title among the lines before the report's body.

    Parameters
    ----------
    lines : sequence of TitleLine
        The first lines, in order.

    Returns
    -------
    Title or None
        The last title of them counts (a letter, a breadcrumb or a header may carry it before); one
        that is outside of the main content counts only where there is no other.
    """
    windows: list[tuple[int, int]] = []
    index = 0
    while index < len(lines):
        size = _window(lines, index)
        if size:
            windows.append((index, index + size))
            index += size
        else:
            index += 1
    if not windows:
        return None
    ranked = [w for w in windows if lines[w[0]].marked and not lines[w[0]].outside]
    ranked = ranked or [w for w in windows if not lines[w[0]].outside]
    ranked = ranked or [w for w in windows if lines[w[0]].marked] or windows
    # Of several the fullest counts, and of those the last: a page may cut the name or the year off one.
    extended = [_extend(lines, window) for window in ranked]
    chosen = max(reversed(extended), key=lambda window: _fullness(lines, window))
    text = _clean("".join(line.text.strip() for line in lines[slice(*chosen)]))
    # A title printed twice is a title twice, also where one of them lost a character.
    titles = {chosen} | {_extend(lines, w) for w in windows if not lines[w[0]].outside}
    positions = sorted({i for window in titles for i in range(*window)})
    return Title(tuple(positions), text)


def _window(lines: Sequence[TitleLine], index: int) -> int:
    """Number of lines from ``index`` that make a title together; 0 if none do."""
    text = ""
    for size in range(1, min(_MOST_LINES, len(lines) - index) + 1):
        line = lines[index + size - 1]
        plain = squeeze(line.text)
        if not plain or len(plain) > _LONGEST_LINE or any(c in plain for c in "。;>|") or ":" in plain:
            return 0
        if size > 1 and line.outside != lines[index].outside:
            return 0
        if numbering(plain).style in _SECTION_STYLES:
            return 0
        text += plain
        if is_title(text):
            # The smallest window counts; lines above it are judged by `_extend`.
            return 0 if is_title(text[len(squeeze(lines[index].text)) :]) else size
    return 0


def _extend(lines: Sequence[TitleLine], window: tuple[int, int]) -> tuple[int, int]:
    """Take in lines above that belong to the title: the issuing body on a line of its own."""
    first, stop = window
    while first > 0 and stop - first < _MOST_LINES:
        above, here = lines[first - 1], lines[first]
        plain = squeeze(above.text)
        if (
            not 2 <= len(plain) <= 40
            or any(c in plain for c in "。;:,>|()[]")
            or above.outside != here.outside
        ):
            break
        if plain[0].isdigit() and not plain.startswith(("20", "二")):
            break
        together = above.marked and here.marked and not here.gap
        text = "".join(line.text for line in lines[first:stop])
        lacks_body = issuer_from_title(text) is None and _names_body(plain)
        only_place = not here.gap and find_region(plain).end == len(plain)
        if is_title(plain) or not (together or lacks_body or only_place):
            break
        first -= 1
    return first, stop


def _fullness(lines: Sequence[TitleLine], window: tuple[int, int]) -> int:
    text = "".join(line.text.strip() for line in lines[slice(*window)])
    return (issuer_from_title(text) is not None) + (find_year(text) is not None)


def _names_body(plain: str) -> bool:
    return issuer_from_title(plain + "政府信息公开工作年度报告") is not None


def _clean(text: str) -> str:
    """Drop a suffix such as （文字版）, and the title marks around a whole title."""
    stripped = text.strip()
    match = re.search(r"(?:[(（][^()（）]{1,16}[)）]|[\[【][^\]】]{1,12}[\]】])\s*$", stripped)
    if match and match.start() > 8 and not any(c.isdigit() for c in match[0]):
        stripped = stripped[: match.start()].rstrip()
    if stripped.startswith("《") and stripped.endswith("》"):
        stripped = stripped[1:-1]
    return stripped
