"""Reports that came as one line: cut at their section headings, sentence ends and table cells again."""

from __future__ import annotations

import re
from collections.abc import Sequence

from govnlp.read.extraction import Line, Piece
from govnlp.text.headings import numbering, section_name

_LEAST = 400
_LEAST_TABLE = 60
_LEAST_CELLS = 6
_LEAST_HEADINGS = 3
_MOST_WORDS = 3
_LONGEST_NAME = 40
_NUMBER = re.compile(r"(?:^|(?<=[\s。；;”）)]))[一二三四五六七八九十]{1,2}\s*[、.．]")
_WORD = re.compile(r"\S+")
_TABLE = re.compile(
    r"(?:^|(?<=\s))(?:第二十条\s*第|[（(]本列数据的勾稽关系|申请人情况\s|行政复议\s+行政诉讼)"
)
_SENTENCE_END = re.compile(r"(?<=[。！？；：;:!?])\s+")
# Between a digit and what belongs to it a space is no border: `2022 年`.
_BORDER = re.compile(
    r"(?<![\s\w.,])\s+|\s+(?![\s\w.,])|(?<=[^\W\d]{2})\s+(?=[^\W\d])|(?<=[^\W\d])\s+(?=[^\W\d]{2})"
)


def split_run_on(line: Line) -> list[Line]:
    """Cut a line that holds a whole report.

    Parameters
    ----------
    line : Line
        A line of one piece.

    Returns
    -------
    list of Line
        The line itself unless three sections open inside it, one after the other, or it is a whole
        table; else its headings, paragraphs and table cells, each with its place in the source. White
        space between them is left out.
    """
    if len(line.pieces) != 1 or len(line.text) < _LEAST_TABLE:
        return [line]
    text = line.text
    headings = _headings(text) if len(text) >= _LEAST else []
    if len(headings) >= _LEAST_HEADINGS:
        spans = _pieces(text, 0, headings[0][0], _BORDER)
    elif _is_table(text):
        headings, spans = [], _body(text, 0, len(text))
    else:
        return [line]
    ends = [*(start for start, _ in headings), len(text)][1:]
    for (start, stop), end in zip(headings, ends, strict=True):
        spans += [(start, stop), *_body(text, stop, end)]
    at = line.pieces[0].at
    return [
        Line((Piece(text[a:b], at + a if at >= 0 else -1),), line.hint, line.gap and n == 0)
        for n, (a, b) in enumerate(spans)
    ]


def _headings(text: str) -> list[tuple[int, int]]:
    """Spans of the section headings inside a text, numbered from one upwards."""
    found: list[tuple[int, int]] = []
    for match in _NUMBER.finditer(text):
        number = numbering(text[match.start() : match.end() + 1])
        if number.number != len(found) + 1:
            continue
        stop = _name_end(text, match.end())
        if stop:
            found.append((match.start(), stop))
    return found


def _name_end(text: str, at: int) -> int:
    """Where the section's name ends that stands at an offset; 0 where none does."""
    end = 0
    for words, word in enumerate(_WORD.finditer(text, at, at + _LONGEST_NAME + _MOST_WORDS)):
        if words >= _MOST_WORDS:
            break
        name = text[at : word.end()]
        if word.end() < len(text) and not text[word.end()].isspace():
            break
        if section_name(name.strip().rstrip("。：:")).strength == "strong":
            end = word.end()
    return end


def _is_table(text: str) -> bool:
    """Tell whether a line is a table's header and values, parted by nothing but white space."""
    table = None if "|" in text or "\t" in text else _TABLE.search(text)
    if table is None:
        return False
    cells = text[table.start() :].split()
    return sum(cell.isdigit() for cell in cells) >= _LEAST_CELLS and "。" not in text[table.start() :]


def _body(text: str, start: int, stop: int) -> list[tuple[int, int]]:
    table = _TABLE.search(text, start, stop)
    if table is None:
        return _pieces(text, start, stop, _SENTENCE_END)
    cells = [m.span() for m in _WORD.finditer(text, table.start(), stop)]
    return [*_pieces(text, start, table.start(), _SENTENCE_END), *cells]


def _pieces(text: str, start: int, stop: int, border: re.Pattern[str]) -> list[tuple[int, int]]:
    cuts: Sequence[re.Match[str]] = list(border.finditer(text, start, stop))
    edges = [start, *(edge for cut in cuts for edge in cut.span()), stop]
    spans = []
    for first, end in zip(edges[::2], edges[1::2], strict=True):
        inner = text[first:end].strip()
        if inner:
            begin = first + len(text[first:end]) - len(text[first:end].lstrip())
            spans.append((begin, begin + len(inner)))
    return spans
