"""What the page needs of an analysis: rows of its tables, gathered by report."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from typing import NamedTuple


class SectionRow(NamedTuple):
    """Of ``sections``."""

    key: str
    title: str
    start: int
    end: int


class ParagraphRow(NamedTuple):
    """Of ``paragraphs``."""

    paragraph_id: str
    start: int
    end: int
    lead_end: int | None


class LabelRow(NamedTuple):
    """Of ``labels``."""

    paragraph_id: str
    label: str | None
    score: float
    reason: str
    evidence: str


class ClaimRow(NamedTuple):
    """Of ``claims``."""

    claim_id: str
    start: int
    end: int
    surface: str
    value_exact: str
    low_exact: str | None
    high_exact: str | None
    unit: str
    dimension: str
    modifier: str
    role: str
    direction: str | None
    modality: str
    aggregate: str
    object: str | None
    predicate: str | None
    time_start: date | None
    time_end: date | None
    whole_id: str | None


class CellRow(NamedTuple):
    """Of ``cells``."""

    table: str
    row: str
    column: str
    value_exact: str | None
    state: str
    raw: str
    format: str
    start: int | None


class CheckRow(NamedTuple):
    """Of ``checks``."""

    kind: str
    status: str
    formula: str
    left_exact: str | None
    right_exact: str | None
    delta_exact: str | None
    reason: str
    evidence: str


class ReuseRow(NamedTuple):
    """Of ``reuse``."""

    start: int
    end: int
    origin: str
    source_report_id: str | None
    source_start: int | None
    source_end: int | None
    similarity: float | None
    numbers_changed: bool | None


class StaleRow(NamedTuple):
    """Of ``stale``."""

    kind: str
    start: int
    end: int
    source_report_id: str | None
    source_start: int | None
    source_end: int | None
    years: int | None
    detail: str | None


class ReportRow(NamedTuple):
    """Of ``reports``, without the text."""

    title: str
    issuer: str | None
    issuer_id: str | None
    region: str | None
    level: str | None
    report_year: int | None
    publish_date: date | None
    format: str
    source: str
    url: str | None
    duplicate_of: str | None
    inferred_fields: str
    characters: int
    narrative_characters: int


class Known(NamedTuple):
    """What other pages need to know of a report in order to lead to it."""

    file: str
    title: str
    issuer: str | None
    year: int | None


@dataclass(frozen=True, slots=True)
class ReportData:
    """One report with all that is said of it."""

    report_id: str
    row: ReportRow
    text: str
    sections: list[SectionRow]
    paragraphs: list[ParagraphRow]
    labels: list[LabelRow]
    claims: list[ClaimRow]
    cells: list[CellRow]
    checks: list[CheckRow]
    reuse: list[ReuseRow]
    stale: list[StaleRow]

    def cells_by_table(self) -> Mapping[str, dict[tuple[str, str], CellRow]]:
        """Index the cells by table, then by row and column, in printed order."""
        found: dict[str, dict[tuple[str, str], CellRow]] = {}
        for cell in self.cells:
            found.setdefault(cell.table, {})[cell.row, cell.column] = cell
        return found
