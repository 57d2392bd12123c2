"""What commands print: results to standard output or a file, everything else to standard error."""

from __future__ import annotations

import csv
import json
import sys
from collections import Counter
from collections.abc import Sequence
from datetime import datetime
from enum import StrEnum
from pathlib import Path
from types import TracebackType
from typing import IO, TYPE_CHECKING, Any, Self

from govnlp.errors import UsageError

if TYPE_CHECKING:
    import pandas as pd

    from govnlp.pipeline import Result

Row = dict[str, Any]

# Output table behind each command, and what of it fits on a terminal.
_TABLES = {
    "parse": "reports",
    "tables": "cells",
    "claims": "claims",
    "non_claims": "non_claims",
    "checks": "checks",
    "classify": "labels",
    "reuse": "reuse",
    "reuse_shares": "reuse_shares",
}
_SHOWN = {
    "parse": ("report_id", "issuer", "report_year", "publish_date", "format", "sections", "paragraphs"),
    "tables": ("report_id", "table", "row", "column", "value_exact", "state", "raw"),
    "claims": ("paragraph_id", "surface", "value_exact", "unit", "role", "object", "predicate", "time_end"),
    "non_claims": ("paragraph_id", "surface", "reason"),
    "checks": ("report_id", "kind", "status", "left_exact", "right_exact", "at"),
    "classify": ("paragraph_id", "label", "score", "rule", "reason"),
    "reuse": ("sentence_id", "origin", "source_report_id", "similarity", "text"),
    "reuse_shares": (
        "group",
        "characters",
        "mandated",
        "self_prior",
        "same_region",
        "superior",
        "national",
        "internal",
        "novel",
    ),
}
_MOST_SHOWN = 500


class OutputFormat(StrEnum):
    """Formats of what commands print."""

    TABLE = "table"
    CSV = "csv"
    JSONL = "jsonl"
    PARQUET = "parquet"
    DTA = "dta"
    FEATHER = "feather"


BINARY = (OutputFormat.PARQUET, OutputFormat.DTA, OutputFormat.FEATHER)


def note(message: str) -> None:
    """Say something to the user, on standard error."""
    print(message, file=sys.stderr)


class Sink:
    """Where the rows of a command go.

    Parameters
    ----------
    kind : str
        Command or table: ``parse``, ``tables``, ``claims``, ``non_claims`` or ``checks``.
    form : OutputFormat or None
        Format; by default a table on a terminal, JSON Lines elsewhere.
    out : Path or None
        File; standard output by default. It is written whole or not at all.
    """

    def __init__(self, kind: str, form: OutputFormat | None, out: Path | None) -> None:
        on_terminal = out is None and sys.stdout.isatty()
        self.kind = kind
        self.form = form or (OutputFormat.TABLE if on_terminal else OutputFormat.JSONL)
        self.out = out
        if out is None and self.form in BINARY:
            raise UsageError(f"{self.form} is no text", hint="name a file with --out")
        self.rows: list[Row] = []
        self.handle: IO[str] | None = None
        self.writer: csv.DictWriter[str] | None = None

    @property
    def nested(self) -> bool:
        """Whether JSON objects are wanted rather than rows."""
        return self.form is OutputFormat.JSONL

    def __enter__(self) -> Self:
        if self.form in (OutputFormat.CSV, OutputFormat.JSONL):
            self.handle = self._open()
        return self

    def _aside(self) -> Path:
        assert self.out is not None
        return self.out.with_name(f".{self.out.name}.part")

    def _open(self) -> IO[str]:
        if self.out is None:
            return sys.stdout
        # Excel takes UTF-8 for what it is only with a byte order mark.
        encoding = "utf-8-sig" if self.form is OutputFormat.CSV else "utf-8"
        try:
            return self._aside().open("w", encoding=encoding, newline="")
        except OSError as error:
            raise UsageError(f"cannot be written: {error.strerror}", source=str(self.out)) from error

    def write(self, rows: Sequence[Row]) -> None:
        """Take rows."""
        if self.form is OutputFormat.JSONL and self.handle:
            self.handle.writelines(json.dumps(row, ensure_ascii=False) + "\n" for row in rows)
        elif self.form is OutputFormat.CSV and self.handle:
            if self.writer is None:
                self.writer = csv.DictWriter(self.handle, self._names(), lineterminator="\n")
                self.writer.writeheader()
            self.writer.writerows(rows)
        else:
            self.rows += rows

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        if self.handle is not None and self.out is not None:
            self.handle.close()
        if kind is not None:
            if self.out is not None:
                self._aside().unlink(missing_ok=True)
            return
        if self.form is OutputFormat.TABLE:
            self._show()
        elif self.out is not None:
            if self.form in BINARY:
                self._save()
            self._aside().replace(self.out)

    def _names(self) -> list[str]:
        from govnlp.frames import table_info

        return [column.name for column in table_info(_TABLES[self.kind]).columns]

    def _save(self) -> None:
        import pyarrow.parquet as pq

        from govnlp.frames import to_arrow, write_feather, write_stata

        table = to_arrow(_TABLES[self.kind], self.rows)
        if self.form is OutputFormat.PARQUET:
            pq.write_table(table, self._aside(), compression="zstd")
        elif self.form is OutputFormat.FEATHER:
            write_feather(table, self._aside())
        else:
            write_stata(_TABLES[self.kind], table, self._aside())

    def _show(self) -> None:
        from rich.console import Console
        from rich.table import Table
        from rich.text import Text

        shown = Table(box=None, header_style="bold", pad_edge=False)
        for name in _SHOWN[self.kind]:
            shown.add_column(name.removesuffix("_exact"), overflow="fold")
        for row in self.rows[:_MOST_SHOWN]:
            cells = row if self.kind != "checks" else row | {"at": json.loads(row["evidence"])[-1]["ref"]}
            shown.add_row(
                *(Text("" if cells[name] is None else str(cells[name])) for name in _SHOWN[self.kind])
            )
        if self.out is None:
            Console().print(shown)
        else:
            with self._aside().open("w", encoding="utf-8") as handle:
                Console(file=handle, width=200).print(shown)
            self._aside().replace(self.out)
        if len(self.rows) > _MOST_SHOWN:
            note(
                f"… 共 {len(self.rows):,} 行，只显示 {_MOST_SHOWN} 行；全部请用 -f csv 或 jsonl。"
                f"Shown are {_MOST_SHOWN} rows."
            )


def show_frame(frame: pd.DataFrame, form: OutputFormat | None, out: Path | None) -> None:
    """Print a DataFrame that is none of the output tables.

    Parameters
    ----------
    frame : pandas.DataFrame
        The rows.
    form : OutputFormat or None
        Format; by default a table on a terminal, JSON Lines elsewhere.
    out : Path or None
        File; standard output by default.

    Raises
    ------
    UsageError
        If a binary format is wanted without a file, or the file cannot be written.
    """
    on_terminal = out is None and sys.stdout.isatty()
    form = form or (OutputFormat.TABLE if on_terminal else OutputFormat.JSONL)
    if out is None and form in BINARY:
        raise UsageError(f"{form} is no text", hint="name a file with --out")
    try:
        _write_frame(frame, form, out or sys.stdout)
    except OSError as error:
        raise UsageError(f"cannot be written: {error.strerror}", source=str(out)) from error


def _write_frame(frame: pd.DataFrame, form: OutputFormat, target: Any) -> None:
    if form is OutputFormat.CSV:
        frame.to_csv(target, index=False, lineterminator="\n")
    elif form is OutputFormat.JSONL:
        frame.to_json(target, orient="records", lines=True, force_ascii=False)
    elif form is OutputFormat.PARQUET:
        frame.to_parquet(target, index=False)
    elif form is OutputFormat.FEATHER:
        frame.to_feather(target)
    elif form is OutputFormat.DTA:
        frame.to_stata(target, version=118, write_index=False, time_stamp=datetime(2000, 1, 1))
    else:
        text = frame.to_string(index=False, na_rep="") + "\n"
        if isinstance(target, Path):
            target.write_text(text, "utf-8")
        else:
            target.write(text)


def print_failures(failures: Sequence[Row]) -> None:
    """List on standard error what could not be read, and why."""
    note(f"{len(failures)} 个文件未能读取 files could not be read：")
    for row in failures[:20]:
        hint = f"（{row['hint']}）" if row["hint"] else ""
        note(f"  {row['source']}  [{row['code']}] {row['message']}{hint}")
    if len(failures) > 20:
        note(f"  … {len(failures) - 20} more")


def show_summary(result: Result) -> None:
    """Print what an analysis found, for people."""
    from rich.console import Console
    from rich.table import Table

    years, failing = _tallies(result)
    table = Table(
        title="分析结果 Analysis", title_justify="left", box=None, header_style="bold", pad_edge=False
    )
    table.add_column("年度\nyear")
    for name in (
        "报告\nreports",
        "单位\nissuers",
        "段落\nparagraphs",
        "字数\ncharacters",
        "核对\nchecks",
        "不成立\nfailing",
    ):
        table.add_column(name, justify="right")
    for year in sorted(years):
        tally = years[year]
        cells = (tally["reports"], len(tally["issuers"]), tally["paragraphs"], tally["characters"])
        table.add_row(str(year or "?"), *(f"{n:,}" for n in (*cells, tally["checks"], tally["failing"])))
    console = Console()
    console.print(table)
    for kind, count in sorted(failing.items()):
        console.print(f"  不成立 failing  {kind}: {count}", highlight=False)
    counts = "  ".join(f"{name} {count:,}" for name, count in result.counts.items())
    console.print(f"表 tables → {result.folder}：{counts}", highlight=False, soft_wrap=True)
    if result.skipped:
        shown = ", ".join(result.skipped[:5]) + (" …" if len(result.skipped) > 5 else "")
        console.print(
            f"略过（不是报告文件）skipped: {len(result.skipped)}：{shown}", highlight=False, soft_wrap=True
        )


def _tallies(result: Result) -> tuple[dict[int, Row], Counter[str]]:
    """Count by year (0 where unknown) without holding a table in memory."""
    years: dict[int, Row] = {}
    year_of: dict[str, int] = {}
    columns = ["report_id", "report_year", "issuer_id", "paragraphs", "narrative_characters"]
    for row in result.stream("reports", columns):
        year = year_of[row["report_id"]] = row["report_year"] or 0
        empty = {"reports": 0, "issuers": set(), "paragraphs": 0, "characters": 0, "checks": 0, "failing": 0}
        tally = years.setdefault(year, empty)
        tally["reports"] += 1
        tally["issuers"].add(row["issuer_id"])
        tally["paragraphs"] += row["paragraphs"]
        tally["characters"] += row["narrative_characters"]
    failing: Counter[str] = Counter()
    for row in result.stream("checks", ["report_id", "kind", "status"]):
        tally = years[year_of[row["report_id"]]]
        tally["checks"] += 1
        tally["failing"] += row["status"] == "fails"
        failing[row["kind"]] += row["status"] == "fails"
    return years, +failing
