"""Table four where its upright header fell to pieces: single characters by line, and a line of values."""

from __future__ import annotations

import re
from collections.abc import Sequence
from functools import cache

from govnlp.read.tables.findings import Findings, Printed
from govnlp.read.tables.grids import t4_rows
from govnlp.read.tables.statutory import load_format, looks_like_value

_VALUES = 15
_MOST_LINES = 90
_WORD = re.compile(r"\S+")


def header_stop(lines: Sequence[str | None], index: int) -> int:
    """Find the end of a table four that opens at a line.

    Parameters
    ----------
    lines : sequence of str or None
        The lines of a text; None for what is no line.
    index : int
        The line that should name the table's halves.

    Returns
    -------
    int
        The line behind its values; 0 where the lines are not a header in pieces and fifteen values.
    """
    first = "".join((lines[index] or "").split())
    if not first.startswith("行政复议") or not _is_header(first):
        return 0
    for at in range(index + 1, min(len(lines), index + _MOST_LINES)):
        line = lines[at]
        if line is None:
            return 0
        if _is_header("".join(line.split())):
            continue
        return at + 1 if len(_values(line)) == _VALUES else 0
    return 0


def read_scrambled(lines: Sequence[str]) -> Findings:
    """Read a table four by its fifteen values alone.

    Parameters
    ----------
    lines : sequence of str
        Lines of a table.

    Returns
    -------
    Findings
        Empty unless the lines are a header in pieces and one line of fifteen values.
    """
    findings = Findings()
    opens = next((i for i, line in enumerate(lines) if line.strip()), len(lines))
    stop = header_stop(lines, opens) if opens < len(lines) else 0
    if not stop or any(line.strip() for line in lines[stop:]):
        return findings
    at = sum(len(line) + 1 for line in lines[: stop - 1])
    values = [Printed(text, at + start, at + end) for text, start, end in _values(lines[stop - 1])]
    findings.rows += t4_rows(values, "")
    return findings


def _values(line: str) -> list[tuple[str, int, int]]:
    words = [(m[0], *m.span()) for m in _WORD.finditer(line)]
    return words if all(looks_like_value(word) for word, _, _ in words) else []


def _is_header(plain: str) -> bool:
    return _characters().issuperset(plain)


@cache
def _characters() -> frozenset[str]:
    """All characters of the labels of table four."""
    table = load_format("2021")["t4"]
    labels = [*table.groups]
    labels += [label for row in table.rows for label in row.labels]
    labels += [label for column in table.columns for label in column.labels]
    return frozenset("".join(labels))
