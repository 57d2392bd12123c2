"""What was found of statutory tables in one grid or run of lines, before it becomes cells."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field

from govnlp.read.tables.statutory import looks_like_value, split_glued


@dataclass(frozen=True, slots=True)
class Printed:
    """A printed cell: its text and where it stands in its table block (half-open, relative).

    Parameters
    ----------
    text : str
        As printed.
    start, end : int
        Offsets relative to the block; equal where nothing is printed.
    reason : str
        How an uncertain value was made certain, or why it is not.
    """

    text: str
    start: int
    end: int
    reason: str = ""

    @property
    def is_blank(self) -> bool:
        """Whether nothing but spaces is printed."""
        return not self.text.strip()


@dataclass(frozen=True, slots=True)
class FoundRow:
    """The values found for one table row.

    Parameters
    ----------
    table, row : str
        Keys.
    columns : tuple of str
        Keys of the columns in printed order, as far as a header says; empty where it does not.
    values : tuple of Printed or None
        The printed cells in order. A None is a column whose cell is lost.
    formats : tuple of str
        Formats that the row's label and header admit.
    reason : str
        Why the values cannot be told apart; ``""`` where they can.
    header_unit : str
        Text of the header of a money column, for its unit.
    """

    table: str
    row: str
    columns: tuple[str, ...]
    values: tuple[Printed | None, ...]
    formats: tuple[str, ...]
    reason: str = ""
    header_unit: str = ""


@dataclass(slots=True)
class Findings:
    """All rows of one block, what fitted nowhere, and how many blank cells stand behind headers."""

    rows: list[FoundRow] = field(default_factory=list)
    surplus: list[Printed] = field(default_factory=list)
    stray_blanks: int = 0

    @property
    def families(self) -> tuple[str, ...]:
        """``t2``, ``t3``, ``t4``: which of them have a row here."""
        return tuple(sorted({row.table[:2] for row in self.rows}))


def certainty(findings: Findings) -> int:
    """Score a reading of a table: printed cells placed, less what fitted nowhere."""
    placed = sum(
        value is not None and value.reason != "no_cell_printed"
        for row in findings.rows
        for value in row.values
    )
    return 4 * placed + len(findings.rows) - len(findings.surplus)


def fit(
    values: Sequence[Printed], count: int, *, total_last: bool, glued: bool = False
) -> tuple[tuple[Printed | None, ...], str, list[Printed]]:
    """Fit the printed values of a row to its columns, if there is only one way.

    Parameters
    ----------
    values : sequence of Printed
        What stands behind the row's label, in order.
    count : int
        Number of columns.
    total_last : bool
        Whether the last column is the sum of the others (lets glued digits be split).
    glued : bool
        Whether the first value is glued to the row's label; else ``120`` may be one cell, and only the
        split of digits that no number can be is certain.

    Returns
    -------
    values : tuple of Printed or None
        ``count`` cells; None for those that are not certain.
    reason : str
        Why they are not certain, ``""`` if they are.
    surplus : list of Printed
        Printed values that no column takes.
    """
    kept = list(values)
    while len(kept) > count and kept[-1].is_blank:
        kept.pop()
    if len(kept) == count:
        return tuple(kept), "", []
    printed = [value for value in kept if not value.is_blank]
    if len(kept) < count and len(printed) == 1:
        parts = split_glued(printed[0].text.strip(), count, total_last=total_last)
        certain = glued or total_last or printed[0].text.strip().startswith("0")
        if parts and count > 1 and certain:
            return tuple(_cut(printed[0], parts)), "", []
    if not printed:
        at = values[0].start if values else 0
        return (Printed("", at, at, "no_cell_printed"),) * count, "", []
    if len(kept) > count:
        if len(printed) == count:
            return tuple(printed), "", []
        reason = "split_row" if any(not looks_like_value(v.text) for v in printed) else "too_many_values"
        return (None,) * count, reason, printed
    return (None,) * count, "columns_ambiguous", printed


def _cut(value: Printed, parts: Sequence[str]) -> list[Printed]:
    at = value.start + len(value.text) - len(value.text.lstrip())
    cut = []
    for part in parts:
        cut.append(Printed(part, at, at + len(part), "split_glued"))
        at += len(part)
    return cut
