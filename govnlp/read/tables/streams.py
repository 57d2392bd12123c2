"""Statutory tables out of lines of text: pipes, one cell a line, glued cells.

A table that was flattened to text is a stream of tokens: labels, and values between labels. Which
white-space lines are blank cells and which only part the lines differs from dump to dump; each reading
is tried, and the one that fills most rows exactly is taken.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass, field
from itertools import pairwise

from govnlp.read.tables.findings import Findings, FoundRow, Printed, fit
from govnlp.read.tables.grids import t2_columns, t4_rows
from govnlp.read.tables.statutory import Match, is_label_part, load_format, looks_like_value, match_label
from govnlp.read.tables.tokens import FAMILIES, LONGEST_TEXT_CELL, Blank, Token, tokenize_lines

_T4_COLUMNS = 15
_LONGEST_JOIN = 14
_LEAST_PART = 4
_GLUED = re.compile(r"(?P<label>\D+)(?P<digits>\d+)")

_READINGS: tuple[frozenset[Blank], ...] = (
    frozenset(("cell",)),
    frozenset(("cell", "tab")),
    frozenset(("cell", "nbsp")),
    frozenset(("cell", "nbsp", "space")),
    frozenset(("cell", "nbsp", "space", "empty")),
)


def read_stream(lines: Sequence[str]) -> Findings:
    """Find the rows of statutory tables in the lines of a flattened table.

    Parameters
    ----------
    lines : sequence of str
        The lines, white-space lines included.

    Returns
    -------
    Findings
        Empty where there is no statutory table.
    """
    tokens = tokenize_lines(lines)
    best = Findings()
    best_score = -(10**9)
    seen: set[int] = set()
    for reading in _READINGS:
        kept = [t for t in tokens if not t.blank or t.blank in reading]
        if len(kept) in seen:
            continue
        seen.add(len(kept))
        items = _resolve(kept)
        for values_first in (False, True) if _opens_with_values(items) else (False,):
            found = _assemble(items, values_first)
            score = _score(found)
            if score > best_score:
                best, best_score = found, score
    return best


def _opens_with_values(items: Sequence[_Item]) -> bool:
    """Tell whether values stand before the first row's label, as where a PDF prints labels last."""
    for before, item in pairwise(items):
        if isinstance(item, _Label) and item.match.kind == "row" and item.match.table != "t4":
            return isinstance(before, Printed) and not before.is_blank
    return False


def _score(found: Findings) -> int:
    """Rows whose cells are all printed count most; rows and surplus that do not fit count against."""
    score = 0
    for row in found.rows:
        certain = sum(v is not None and v.reason != "no_cell_printed" for v in row.values)
        score += 8 if certain == len(row.values) else 1 if not row.reason else -1
    return score - len(found.surplus) - found.stray_blanks


# Tokens to labels and values ----------------------------------------------------------------------------


def _resolve(tokens: Sequence[Token]) -> list[_Item]:
    """Recognise labels, also those that were cut in several tokens, and leave values between them."""
    items: list[_Item] = []
    context = _Context()
    index = 0
    while index < len(tokens):
        token = tokens[index]
        if token.blank or (looks_like_value(token.printed.text) and not _opens_label(tokens, index)):
            items.append(token.printed)
            index += 1
            continue
        matches, used = _longest_label(tokens, index)
        if matches:
            match = context.choose(matches, _opens_group(tokens, index + used))
            items.append(_Label(match, _joined(tokens, index, used), tokens[index + used - 1].printed.end))
            index += used
            continue
        last = index == len(tokens) - 1
        items += _glued(token.printed, context) or [_value_or_noise(token.printed, last)]
        index += 1
    return items


def _value_or_noise(printed: Printed, last: bool) -> _Item:
    """A cell may hold a few words (``如-8``); anything longer, and a label that breaks off, is no cell."""
    part = last or len(printed.text) >= _LEAST_PART
    if len(printed.text) > LONGEST_TEXT_CELL or (
        part and any(is_label_part(printed.text, family) for family in FAMILIES)
    ):
        return _Noise(printed)
    return printed


def _opens_group(tokens: Sequence[Token], index: int) -> bool:
    """Tell whether the three rows of 其他处理 follow: then the label before is their group's."""
    if index >= len(tokens):
        return False
    following = _longest_label(tokens, index)[0]
    return any(match.key in ("other_overdue_correction", "other_unpaid_fee") for match in following)


def _joined(tokens: Sequence[Token], index: int, used: int) -> str:
    return "".join(token.printed.text for token in tokens[index : index + used])


def _opens_label(tokens: Sequence[Token], index: int) -> bool:
    """Tell whether a number opens a label that was cut behind it (``1.`` / ``属于国家秘密``)."""
    return tokens[index].printed.text.strip().endswith(".")


def _longest_label(tokens: Sequence[Token], index: int) -> tuple[tuple[Match, ...], int]:
    best: tuple[tuple[Match, ...], int] = ((), 0)
    text = ""
    for used in range(1, min(_LONGEST_JOIN, len(tokens) - index) + 1):
        token = tokens[index + used - 1]
        if token.blank or (used > 1 and looks_like_value(token.printed.text)):
            break
        text += token.printed.text
        found = _matches(text)
        if any(m.score == 1.0 for m in found) or (found and not best[1]):
            best = (found, used)
        if not any(is_label_part(text, family) for family in FAMILIES):
            break
    return best


def _matches(text: str) -> tuple[Match, ...]:
    return tuple(match for family in FAMILIES for match in match_label(text, family))


def _glued(printed: Printed, context: _Context) -> list[_Item]:
    """Part ``规章555`` into its label and its digits."""
    match = _GLUED.fullmatch(printed.text)
    if not match:
        return []
    found = _matches(match["label"])
    if not any(m.kind == "row" and m.score == 1.0 for m in found):
        return []
    start = printed.start + match.start("digits")
    value = Printed(match["digits"], start, start + len(match["digits"]))
    return [_Label(context.choose(found, False), match["label"], start), value]


@dataclass(frozen=True, slots=True)
class _Label:
    match: Match
    text: str
    end: int


@dataclass(frozen=True, slots=True)
class _Noise:
    printed: Printed


_Item = _Label | _Noise | Printed


@dataclass(slots=True)
class _Context:
    """What stands before a label decides what ``其他``, ``总计`` and ``其他处理`` mean."""

    family: str = ""
    t3_rows: bool = False

    def choose(self, matches: Sequence[Match], opens_group: bool) -> Match:
        own = [m for m in matches if m.table[:2] == self.family] or list(matches)
        chosen = own[0]
        if self.family == "t3" or chosen.table == "t3":
            rows = [m for m in own if m.kind == "row"]
            others = [m for m in own if m.kind != "row"]
            if rows and others:
                as_row = not opens_group if others[0].kind == "group" else self.t3_rows
                chosen = rows[0] if as_row else others[0]
        self.family = chosen.table[:2]
        self.t3_rows = self.t3_rows or (chosen.table == "t3" and chosen.kind == "row")
        return chosen


# Labels and values to rows ------------------------------------------------------------------------------


def _assemble(items: Sequence[_Item], values_first: bool) -> Findings:
    findings = Findings()
    headers = _Headers()
    t4_labels, t4_header = 0, _T4Header()
    entries = _entries(items, values_first)
    for place, (label, values) in enumerate(entries):
        following = entries[place + 1][0] if place + 1 < len(entries) else None
        t4_ends = following is None or following.match.table != "t4"
        family = label.match.table[:2] if label else ""
        if label and family == "t2" and label.match.kind == "column":
            headers.add(label)
        t4_labels = t4_labels + 1 if family == "t4" else 0
        t4_header = t4_header if t4_labels > 1 else _T4Header()
        if family == "t4":
            t4_header.add(0 if t4_ends else sum(v.is_blank for v in values))
        if label and label.match.kind == "row" and family in ("t2", "t3"):
            row, surplus = _row(label, headers, values)
            findings.rows.append(row)
            findings.surplus += surplus
            headers.used = True
        elif family == "t4" and t4_labels >= 5 and t4_ends:
            fitted, reason, surplus = fit(t4_header.behind(values), _T4_COLUMNS, total_last=False)
            findings.rows += t4_rows(fitted, reason)
            findings.surplus += surplus
        elif findings.rows or label:
            findings.surplus += [value for value in values if not value.is_blank]
            findings.stray_blanks += sum(value.is_blank for value in values)
    return findings


@dataclass(slots=True)
class _T4Header:
    """The header of table four; blank cells may fill up its rows, in front of the values, too."""

    width: int = 0
    labels: int = 0

    def add(self, pads: int) -> None:
        """Take in a label and the blank cells behind it, which end its row."""
        self.labels += 1
        if pads:
            self.width = max(self.width, self.labels + pads)
            self.labels = 0

    def behind(self, values: Sequence[Printed]) -> Sequence[Printed]:
        """Leave out the cells that fill up the last row; of a table that breaks off, all blank cells."""
        pads = max(0, self.width - self.labels)
        if pads and len(values) < _T4_COLUMNS + pads:
            return [value for value in values if not value.is_blank]
        return values[pads:] if all(value.is_blank for value in values[:pads]) else values


def _entries(items: Sequence[_Item], values_first: bool) -> list[tuple[_Label | None, list[Printed]]]:
    """Pair each label with the values behind it, or before it where a dump prints values first."""
    entries: list[tuple[_Label | None, list[Printed]]] = [(None, [])]
    for item in items:
        if isinstance(item, _Label):
            entries.append((item, []))
        elif isinstance(item, _Noise):
            entries.append((None, [item.printed]))
        else:
            entries[-1][1].append(item)
    if not values_first:
        return entries
    shifted: list[tuple[_Label | None, list[Printed]]] = []
    for (_, before), (label, behind) in pairwise(entries):
        in_t4 = label is not None and label.match.table == "t4"
        shifted.append((label, behind if in_t4 else before))
    if entries[-1][0] is None or entries[-1][0].match.table != "t4":
        shifted.append((None, entries[-1][1]))
    return shifted


@dataclass(slots=True)
class _Headers:
    """Column labels of section two seen since the last row."""

    labels: list[_Label] = field(default_factory=list)
    used: bool = False

    def add(self, label: _Label) -> None:
        if self.used:
            self.labels = []
            self.used = False
        self.labels.append(label)

    def unit(self) -> str:
        return next((label.text for label in self.labels if "元" in label.text), "")


def _row(label: _Label, headers: _Headers, values: Sequence[Printed]) -> tuple[FoundRow, list[Printed]]:
    match = label.match
    if match.table == "t3":
        columns, formats, unit = load_format("2019")["t3"].column_keys(), match.formats, ""
    else:
        columns, formats = t2_columns(match, [label.match for label in headers.labels], values)
        unit = headers.unit()
    glued = bool(values) and values[0].start == label.end
    fitted, reason, surplus = fit(values, len(columns), total_last=match.table == "t3", glued=glued)
    return FoundRow(match.table, match.key, columns, fitted, formats, reason, unit), surplus
