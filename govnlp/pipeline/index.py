"""What several reports say together: doubled reports, checks across years and across levels.

The cells that such checks need are kept in a small database on disk, so that memory does not grow with
the corpus.
"""

from __future__ import annotations

import json
import sqlite3
from collections.abc import Iterator, Sequence
from decimal import Decimal
from itertools import groupby
from pathlib import Path
from typing import Any

from govnlp.annotate.checks import YearFact, narrative_year_checks
from govnlp.annotate.checks.corpus import hierarchy_checks, year_checks
from govnlp.frames import read_table
from govnlp.model import Cell, Check
from govnlp.records import Row, check_rows

_CELL_FIELDS = ("table", "row", "column", "value_exact", "state", "raw", "format", "start", "end")
_REPORT_FIELDS = (
    "report_id",
    "issuer_id",
    "admin_code",
    "region",
    "superior_id",
    "report_year",
    "publish_date",
    "inferred_fields",
)
_SCHEMA = """
CREATE TABLE reports (
    report_id TEXT PRIMARY KEY, issuer_id TEXT, superior_id TEXT, year INTEGER, published TEXT,
    cells TEXT, facts TEXT, duplicate_of TEXT
);
CREATE INDEX by_issuer ON reports (issuer_id, year);
CREATE INDEX by_duplicate ON reports (duplicate_of);
CREATE INDEX by_superior ON reports (superior_id, year);
CREATE TABLE checks (report_id TEXT, seq INTEGER, row TEXT, PRIMARY KEY (report_id, seq));
"""
_CURRENT = "issuer_id IS NOT NULL AND year IS NOT NULL AND duplicate_of IS NULL"


class CorpusIndex:
    """A database of the figures that are compared between reports.

    Parameters
    ----------
    path : Path
        The file; an old one is replaced.
    as_zero : bool
        Whether blanks count as 0.
    """

    def __init__(self, path: Path, *, as_zero: bool) -> None:
        path.unlink(missing_ok=True)
        self.as_zero = as_zero
        self.db = sqlite3.connect(path)
        # The file is made anew in each run: nothing has to survive a crash.
        self.db.execute("PRAGMA journal_mode = OFF")
        self.db.execute("PRAGMA synchronous = OFF")
        self.db.executescript(_SCHEMA)

    def close(self) -> None:
        """Let go of the file."""
        self.db.close()

    def add(self, shard: Path) -> None:
        """Take in the reports of a finished shard."""
        reports = read_table(shard / "reports.parquet", _REPORT_FIELDS).to_pylist()
        facts = json.loads((shard / "facts.json").read_text("utf-8"))
        cells: dict[str, list[list[Any]]] = {}
        names = ["report_id", *_CELL_FIELDS]
        for row in read_table(shard / "cells.parquet", names).to_pylist():
            if _is_compared(row):
                cells.setdefault(row["report_id"], []).append([row[name] for name in _CELL_FIELDS])
        for row in reports:
            published = row["publish_date"].isoformat() if row["publish_date"] else ""
            issuer = row["issuer_id"] if _is_linked(row) else None
            payload = json.dumps(cells.get(row["report_id"], []), ensure_ascii=False)
            self.db.execute(
                "INSERT INTO reports VALUES (?, ?, ?, ?, ?, ?, ?, NULL)",
                (
                    row["report_id"],
                    issuer,
                    row["superior_id"],
                    row["report_year"],
                    published,
                    payload,
                    json.dumps(facts.get(row["report_id"], []), ensure_ascii=False),
                ),
            )

    def link(self) -> None:
        """Find doubled reports and make the checks that need several reports."""
        self._mark_duplicates()
        for report_id, checks in self._corpus_checks():
            known = self.db.execute(
                "SELECT COUNT(*) FROM checks WHERE report_id = ?", (report_id,)
            ).fetchone()[0]
            for seq, row in enumerate(check_rows(report_id, checks), known):
                text = json.dumps(row, ensure_ascii=False)
                self.db.execute("INSERT INTO checks VALUES (?, ?, ?)", (report_id, seq, text))
        self.db.commit()

    def duplicate_of(self, report_id: str) -> str | None:
        """Give the current report where this one is an older one on the same year."""
        found = self.db.execute(
            "SELECT duplicate_of FROM reports WHERE report_id = ?", (report_id,)
        ).fetchone()
        return found[0] if found else None

    def older(self, report_id: str) -> int:
        """Count the older reports on the same year that this one stands for."""
        found = self.db.execute("SELECT COUNT(*) FROM reports WHERE duplicate_of = ?", (report_id,))
        return int(found.fetchone()[0])

    def rows(self, report_id: str, first: int) -> list[Row]:
        """Give the rows of the checks table that this report gets from others, with ids from ``first``."""
        found = self.db.execute("SELECT row FROM checks WHERE report_id = ? ORDER BY seq", (report_id,))
        rows: list[Row] = [json.loads(text) for (text,) in found]
        return [row | {"check_id": f"{report_id}:k{first + n:04d}"} for n, row in enumerate(rows)]

    def _mark_duplicates(self) -> None:
        groups = self.db.execute(
            "SELECT issuer_id, year FROM reports WHERE issuer_id IS NOT NULL AND year IS NOT NULL"
            " GROUP BY issuer_id, year HAVING COUNT(*) > 1"
        ).fetchall()
        for issuer, year in groups:
            ids = [
                found[0]
                for found in self.db.execute(
                    "SELECT report_id FROM reports WHERE issuer_id = ? AND year = ?"
                    " ORDER BY published, report_id",
                    (issuer, year),
                )
            ]
            self.db.executemany(
                "UPDATE reports SET duplicate_of = ? WHERE report_id = ?",
                [(ids[-1], other) for other in ids[:-1]],
            )

    def _corpus_checks(self) -> Iterator[tuple[str, list[Check]]]:
        last: tuple[str, int, str, list[Cell], list[YearFact]] | None = None
        query = (
            "SELECT issuer_id, year, report_id, cells, facts FROM reports"
            f" WHERE {_CURRENT} ORDER BY issuer_id, year"
        )
        for issuer, year, report_id, payload, text in self._stream(query):
            cells, facts = _cells(payload), [YearFact.of(row) for row in json.loads(text)]
            if last is not None and last[:2] == (issuer, year - 1):
                yield (
                    report_id,
                    [
                        *year_checks(report_id, cells, last[2], last[3], self.as_zero),
                        *narrative_year_checks(report_id, facts, last[2], last[4], last[3]),
                    ],
                )
            last = (issuer, year, report_id, cells, facts)
        query = (
            "SELECT p.report_id, p.cells, c.report_id, c.cells FROM reports c JOIN reports p"
            " ON c.superior_id = p.issuer_id AND c.year = p.year"
            " WHERE c.duplicate_of IS NULL AND p.duplicate_of IS NULL ORDER BY p.report_id, c.report_id"
        )
        for (report_id, payload), group in groupby(self._stream(query), key=lambda row: (row[0], row[1])):
            subordinates = {row[2]: _cells(row[3]) for row in group}
            yield report_id, hierarchy_checks(report_id, _cells(payload), subordinates)

    def _stream(self, query: str) -> Iterator[Sequence[Any]]:
        yield from self.db.cursor().execute(query)


def _is_compared(row: Row) -> bool:
    """Cells that another report's tables or narrative may be held against."""
    if row["table"] == "t3":
        return row["column"] == "total" or row["row"] in ("carried_in", "carried_out")
    if row["table"] == "t4":
        return True
    return row["column"] in ("decisions", "in_force", "issued", "repealed", "prev_year_items", "change")


def _is_linked(row: Row) -> bool:
    """A name alone (``民政局``) does not say whose report it is: it takes a place, or ``corpus.csv``."""
    inferred = "issuer_id" in (row["inferred_fields"] or "").split(";")
    return not inferred or bool(row["admin_code"] or row["region"])


def _cells(payload: str) -> list[Cell]:
    cells: list[Cell] = []
    for table, row, column, value, state, raw, name, start, end in json.loads(payload):
        number = None if value is None else Decimal(value)
        cells.append(Cell(table, row, column, number, state, raw, name, "", start, end))
    return cells
