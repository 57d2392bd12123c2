"""Where statutory tables stand among lines of text."""

from __future__ import annotations

import re
from collections.abc import Sequence

from govnlp.read.tables.scrambled import header_stop
from govnlp.read.tables.statutory import bare, looks_like_value, match_label
from govnlp.read.tables.tokens import FAMILIES, is_table_line, tokenize_lines

_LOOK_AHEAD = 10
_SHORT = 14
_CLEAR_LABEL = 5
_LEAST_ROWS = 3
_LEAST_CELLS = 9
_NUMBER = re.compile(r"[+-]?\d[\d,.]*%?")
_LONGEST_CELL = 24
_GAP = re.compile(r"[ \u3000]{2,}|\t+")


def find_runs(lines: Sequence[str | None]) -> list[tuple[int, int]]:
    """Find the runs of lines that are flattened tables.

    Parameters
    ----------
    lines : sequence of str or None
        The lines of a text, white-space lines included; None for what is no line.

    Returns
    -------
    list of (int, int)
        Half-open ranges of line numbers.
    """
    runs: list[tuple[int, int]] = []
    index = 0
    while index < len(lines):
        stop = header_stop(lines, index)
        if not stop and not _opens(lines, index):
            index += 1
            continue
        stop = stop or _close(lines, index)
        if sum(bool((line or "").strip()) for line in lines[index:stop]) > 1:
            runs.append((index, stop))
        index = stop
    return runs


def _opens(lines: Sequence[str | None], index: int) -> bool:
    line = lines[index]
    if line is None or not line.strip() or len(line) > 400 or line.rstrip().endswith(("。", "；")):
        return False
    if "|" in line or "｜" in line:
        return line.count("|") + line.count("｜") > 1 or _next_has_bar(lines, index)
    if _is_aligned(lines, index) or _is_cell_list(lines, index):
        return True
    texts = [token.printed.text for token in tokenize_lines([line]) if not token.blank]
    if len(texts) > 12 or any(len(text) > 40 for text in texts):
        return False
    for place, text in enumerate(texts):
        for match in (m for family in FAMILIES for m in match_label(text, family)):
            if match.kind == "anchor" or (match.table == "t2" and match.key == "信息内容"):
                return True
            if match.table == "t3" and match.kind in ("row", "group") and len(bare(text)) >= _CLEAR_LABEL:
                return True
            if match.table == "t3" and match.key == "natural_person" and _goes_on(lines, index):
                return True
            if match.table == "t4" and match.kind == "row" and _t4_follows(lines, index):
                return True
            if match.kind == "row" and place + 1 < len(texts) and looks_like_value(texts[place + 1]):
                return True
    return False


def _columns(line: str) -> int:
    """Columns of a line that wide gaps part; 0 where it has one, or a piece too long for a cell."""
    pieces = [piece for piece in _GAP.split(line.strip()) if piece]
    return len(pieces) if len(pieces) > 1 and all(len(piece) <= _LONGEST_CELL for piece in pieces) else 0


def _is_aligned(lines: Sequence[str | None], index: int) -> bool:
    """Tell whether this line and the next two are rows of the same number of aligned columns."""
    rows = [_columns(line or "") for line in lines[index : index + _LEAST_ROWS]]
    return len(rows) == _LEAST_ROWS and rows[0] > 1 and len(set(rows)) == 1


def _is_cell_list(lines: Sequence[str | None], index: int) -> bool:
    """Tell whether a table of some other kind starts here, one cell a line."""
    following = [line for line in lines[index : index + 2 * _LEAST_CELLS] if line is None or line.strip()]
    following = following[:_LEAST_CELLS]
    if len(following) < _LEAST_CELLS or any(not _is_short_cell(line) for line in following):
        return False
    numbers = sum(bool(_NUMBER.fullmatch((line or "").strip())) for line in following)
    return 2 <= numbers < _LEAST_CELLS and not _NUMBER.fullmatch((following[0] or "").strip())


def _is_short_cell(line: str | None) -> bool:
    return line is not None and 0 < len(line.strip()) <= _SHORT and not any(c in line for c in "。；，：:;、")


def _next_has_bar(lines: Sequence[str | None], index: int) -> bool:
    following = next((line for line in lines[index + 1 : index + 4] if line is None or line.strip()), None)
    return following is not None and "|" in following


def _t4_follows(lines: Sequence[str | None], index: int) -> bool:
    text = "".join(bare(line) for line in lines[index + 1 : index + 1 + _LOOK_AHEAD] if line)
    return "结果维持" in text or "结果纠正" in text


def _close(lines: Sequence[str | None], index: int) -> int:
    """First line behind the table that opens at ``index``."""
    columns = _columns(lines[index] or "") if _is_aligned(lines, index) else 0
    listed = not columns and _is_cell_list(lines, index)
    at = index + 1
    stop = at
    while at < len(lines):
        line = lines[at]
        if line is None:
            break
        same = (columns and _columns(line) == columns) or (listed and _is_short_cell(line))
        if same or is_table_line(line):
            stop = at + 1
        elif not (len(line.strip()) <= _SHORT and _goes_on(lines, at)):
            break
        at += 1
    return stop


def _goes_on(lines: Sequence[str | None], index: int) -> bool:
    """Tell whether a short odd line is a cell: most of what follows is of the table."""
    following = [line for line in lines[index + 1 : index + 1 + _LOOK_AHEAD] if line is None or line.strip()][
        :3
    ]
    return sum(line is not None and is_table_line(line) for line in following) > 1
