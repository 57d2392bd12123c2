"""Statutory tables printed as aligned columns of text: a value belongs to the header it stands under."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass
from itertools import pairwise

from govnlp.read.tables.findings import Findings, FoundRow, Printed
from govnlp.read.tables.grids import t2_columns, t4_rows
from govnlp.read.tables.statutory import Match, load_format, match_label
from govnlp.read.tables.tokens import tokenize_lines
from govnlp.read.unwrap import width

_T4_COLUMNS = 15
_FARTHEST = 8
_GAP = re.compile(r"\S(?: {2,}|\u3000{2,})[^\s|]")


@dataclass(frozen=True, slots=True)
class _Placed:
    """A token and the columns of the page it takes (half-open)."""

    printed: Printed
    left: int
    right: int


def read_aligned(lines: Sequence[str]) -> Findings:
    """Find the rows of statutory tables in lines whose cells stand under their headers.

    Parameters
    ----------
    lines : sequence of str
        The lines of a flattened table.

    Returns
    -------
    Findings
        Empty where headers do not stand side by side, and where tabs part the cells: they border on
        each other, wherever they stand. A column under which nothing stands is blank.
    """
    findings = Findings()
    if any("\t" in line.strip() for line in lines) or not any(_GAP.search(line) for line in lines):
        return findings
    reader = _Aligned(findings)
    for row in _rows(lines):
        reader.read(row)
    return findings


def _rows(lines: Sequence[str]) -> list[list[_Placed]]:
    rows: list[list[_Placed]] = []
    at = 0
    for line in lines:
        row: list[_Placed] = []
        for token in tokenize_lines([line]):
            if not token.blank:
                left = width(line[: token.printed.start])
                printed = Printed(token.printed.text, at + token.printed.start, at + token.printed.end)
                row.append(_Placed(printed, left, left + width(token.printed.text)))
        rows.append(row)
        at += len(line) + 1
    return rows


class _Aligned:
    """Walks the lines, remembering where the headers stand."""

    def __init__(self, findings: Findings) -> None:
        self.findings = findings
        self.t2: list[tuple[Match, _Placed]] = []
        self.t2_unit = ""
        self.t3: dict[str, _Placed] = {}
        self.t4: list[_Placed] = []

    def read(self, row: Sequence[_Placed]) -> None:
        # A label that heads columns of several tables counts once.
        labels = [
            (next((m for m in match_label(p.printed.text, "t2") if m.kind == "column"), None), p) for p in row
        ]
        columns = [(match, placed) for match, placed in labels if match is not None]
        if columns:
            self.t2 = columns
            self.t2_unit = next((p.printed.text for _, p in columns if "元" in p.printed.text), "")
            return
        if self._t3_header(row) or self._t4(row):
            return
        for index in range(len(row) - 1, -1, -1):
            text, behind = row[index].printed.text, row[index + 1 :]
            for match in match_label(text, "t3"):
                if match.kind == "row" and len(self.t3) == len(load_format("2019")["t3"].columns):
                    self._t3_row(match, behind)
                    return
            for match in match_label(text, "t2"):
                if match.kind == "row":
                    self._t2_row(match, behind)
                    return

    def _t3_header(self, row: Sequence[_Placed]) -> bool:
        found = [(m.key, p) for p in row for m in match_label(p.printed.text, "t3") if m.kind == "column"]
        if not any(key not in ("total", "other_org") for key, _ in found):
            return False
        for key, placed in found:
            self.t3.setdefault(key, placed)
        return True

    def _t3_row(self, match: Match, behind: Sequence[_Placed]) -> None:
        columns = load_format("2019")["t3"].column_keys()
        values = _under(behind, [self.t3[key] for key in columns])
        if values:
            self.findings.rows.append(FoundRow("t3", match.key, columns, values, match.formats))

    def _t2_row(self, match: Match, behind: Sequence[_Placed]) -> None:
        columns, formats = t2_columns(match, [m for m, _ in self.t2], [p.printed for p in behind])
        if len(columns) != len(self.t2):
            return
        values = _under(behind, [placed for _, placed in self.t2])
        if values:
            self.findings.rows.append(
                FoundRow(match.table, match.key, columns, values, formats, "", self.t2_unit)
            )

    def _t4(self, row: Sequence[_Placed]) -> bool:
        found = [p for p in row for m in match_label(p.printed.text, "t4") if m.kind == "column"]
        if found and len(found) * 2 > len(row):
            self.t4 += found
            return True
        if len(self.t4) != _T4_COLUMNS or not row or any(match_label(p.printed.text, "t4") for p in row):
            return False
        values = _under(row, sorted(self.t4, key=lambda p: p.left))
        if values:
            self.findings.rows += t4_rows(values, "")
        self.t4 = []
        return True


def _under(values: Sequence[_Placed], headers: Sequence[_Placed]) -> tuple[Printed, ...] | None:
    """Give each header what stands under it; None where that cannot be told."""
    order = sorted(headers, key=lambda p: p.left)
    if any(before.right >= behind.left for before, behind in pairwise(order)):
        return None
    at = values[-1].printed.end if values else 0
    found: list[Printed | None] = [None] * len(headers)
    for value in values:
        distances = sorted((_distance(value, header), i) for i, header in enumerate(headers))
        nearest, index = distances[0]
        if (
            nearest > _FARTHEST
            or found[index] is not None
            or (len(distances) > 1 and distances[1][0] == nearest)
        ):
            return None
        found[index] = value.printed
    return tuple(p if p is not None else Printed("", at, at, "nothing_under_header") for p in found)


def _distance(value: _Placed, header: _Placed) -> float:
    """Columns between two stretches; 0 where they overlap."""
    return max(0, value.left - header.right + 1, header.left - value.right + 1)
