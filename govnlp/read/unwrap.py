"""Wrapped lines of plain text, joined to paragraphs again."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Sequence
from itertools import pairwise

from govnlp.read.extraction import Line, Piece
from govnlp.text.furniture import furniture_reason
from govnlp.text.headings import NO_NUMBER, numbering, section_name

_ENDS = tuple("。！？；：!?;:…”）)】》」")
_CONTINUES = tuple("，、,（(“《〈「")
_TAIL_OF_NUMBER = re.compile(r"\s*[年月日条件份篇个项次％%]")
_HEAD_OF_SENTENCE = tuple("，。、；：！？）”》,;:!?)")
# Words that a sentence cannot end in: what a link's title was cut off from.
_LEADS_ON = re.compile(
    r"(?:根据|按照|依据|依照|遵照|贯彻|落实|执行|学习|印发|制定|修订|出台|发布|公布|是|和|与|及|或|对|在|以|将|把|了|的|为)$"
)
_BRACKETS = {"(": ")", "（": "）", "《": "》", "“": "”", "〔": "〕", "【": "】", "「": "」"}
_LONGEST_ASIDE = 80
_LEAST_LINES = 6
_LEAST_WIDTH = 40
_MOST_WIDTH = 130
_SLACK = 5
_NEARLY_FULL = 0.75
_DEEPEST_INDENT = 6
_CHROME = ("toolbar", "share", "counter", "navigation", "related_links")


def width(text: str) -> int:
    """Columns a text takes on a terminal: two for a wide character, one for a narrow one."""
    return sum(2 if unicodedata.east_asian_width(c) in "WFA" else 1 for c in text)


def wrap_width(lines: Sequence[str]) -> int:
    """Find the width at which a text was hard-wrapped.

    Parameters
    ----------
    lines : sequence of str
        Its lines that are not empty, tables left out.

    Returns
    -------
    int
        Columns; 0 where the text was not wrapped.
    """
    widths = sorted(width(line.rstrip()) for line in lines if len(line.strip()) > 12)
    if len(widths) < _LEAST_LINES:
        return 0
    full = widths[-1 - len(widths) // 20]
    near = sum(full - _SLACK <= w <= full + _SLACK for w in widths)
    return full if _LEAST_WIDTH <= full <= _MOST_WIDTH and near * 5 >= len(widths) * 2 else 0


def unwrap(lines: Sequence[Line], full: int) -> list[Line]:
    """Join the wrapped lines of a stretch of plain text.

    Parameters
    ----------
    lines : sequence of Line
        Physical lines with their indents; white-space lines part paragraphs.
    full : int
        Width at which the text was wrapped, as `wrap_width` gives it.

    Returns
    -------
    list of Line
        Logical lines without indents, white-space lines left out.
    """
    indented = full > 0 and _uses_indents(lines, full)
    joined: list[Line] = []
    between: list[Line] = []
    last_text = ""
    gap = False
    for line in lines:
        text = line.text
        if not text.strip():
            gap = True
            continue
        if joined and _is_page_number(text):
            # Kept behind the paragraph that it interrupts, as is the space around it.
            between.append(Line(_strip(line.pieces), line.hint, gap or line.gap))
            gap = False
            continue
        if joined and (not gap or between) and _continues(last_text, text, full, indented):
            joined[-1] = _join(joined[-1], line)
        else:
            joined += between
            between = []
            joined.append(Line(_strip(line.pieces), line.hint, gap or line.gap))
        last_text, gap = text, False
    return joined + between


def _is_page_number(text: str) -> bool:
    return len(text) < 40 and furniture_reason(text, "body") == "page_number"


def _uses_indents(lines: Sequence[Line], full: int) -> bool:
    texts = [line.text for line in lines if line.text.strip()]
    starts = [b for a, b in pairwise(texts) if width(a.rstrip()) < full - 2 * _SLACK]
    return sum(_indent(text) for text in starts) * 2 > len(starts) > 0


def _indent(text: str) -> bool:
    return text.startswith(("\u3000\u3000", "    ", "\xa0\xa0", "\t", "  "))


def _continues(before: str, text: str, full: int, indented: bool) -> bool:
    """Tell whether a line goes on with the paragraph of the line before it."""
    ending = before.rstrip()
    start = text.strip()
    if ending.strip().isdigit() and _TAIL_OF_NUMBER.match(start):
        return True
    if _completes_heading(before, text):
        return True
    if _closes_bracket(ending, start) and not _opens_section(start):
        return True
    if _indent(text) and not _indent(before):
        return False
    if start.startswith("《") and _LEADS_ON.search(ending) and numbering(before) is NO_NUMBER:
        return True
    if indented and width(ending) >= full * _NEARLY_FULL and not _indent(text) and _is_running(ending):
        return not _opens_section(start) and furniture_reason(start, "tail") not in _CHROME
    if full and width(ending) >= full - _SLACK - 1:
        return not ending.endswith(_ENDS[:4]) and not _opens_block(start)
    if start.startswith(_HEAD_OF_SENTENCE) and not ending.endswith(_ENDS[:4]):
        return True
    if _opens_section(ending.strip().rstrip("、，,")):
        return False
    return ending.endswith(_CONTINUES) and not _opens_block(start)


def _closes_bracket(ending: str, start: str) -> bool:
    """Tell whether a line closes a bracket that the line before it left open."""
    for opening, closing in _BRACKETS.items():
        at = ending.rfind(opening)
        if at < 0 or len(ending) - at > _LONGEST_ASIDE or closing in ending[at:]:
            continue
        stop = start.find(closing, 0, _LONGEST_ASIDE)
        if stop >= 0 and opening not in start[:stop]:
            return True
    return False


def _is_running(line: str) -> bool:
    """Tell whether a line is of a paragraph: not centred, not at the right, no columns, no furniture."""
    indent = width(line) - width(line.lstrip())
    return indent <= _DEEPEST_INDENT and "  " not in line.strip() and not furniture_reason(line, "head")


def _opens_section(start: str) -> bool:
    number = numbering(start)
    return number is not NO_NUMBER and section_name(start[number.end :]).strength == "strong"


def _opens_block(start: str) -> bool:
    number = numbering(start)
    return number is not NO_NUMBER and number.style != "ordinal"


def _completes_heading(before: str, text: str) -> bool:
    """Tell whether two lines are one section heading that was wrapped."""
    number = numbering(before)
    if number is NO_NUMBER or numbering(text) is not NO_NUMBER or len(before) + len(text) > 60:
        return False
    name = before[number.end :].strip()
    if section_name(name).strength == "strong":
        return False
    return section_name(name + text.strip()).strength == "strong"


def _join(line: Line, more: Line) -> Line:
    added = _strip(more.pieces)
    before, behind = line.text[-1:], added[0].text[:1]
    if before.isascii() and before.isalpha() and behind.isascii() and behind.isalpha():
        last = line.pieces[-1]
        return Line((*line.pieces[:-1], Piece(last.text + " ", last.at), *added), line.hint, line.gap)
    return Line((*line.pieces, *added), line.hint, line.gap)


def _strip(pieces: tuple[Piece, ...]) -> tuple[Piece, ...]:
    """Take white space off both ends of a line, keeping the pieces' offsets right."""
    first, last = pieces[0], pieces[-1]
    cut = len(first.text) - len(first.text.lstrip())
    first = Piece(first.text[cut:], first.at + cut if first.at >= 0 else -1)
    if len(pieces) == 1:
        return (Piece(first.text.rstrip(), first.at),)
    return (first, *pieces[1:-1], Piece(last.text.rstrip(), last.at))
