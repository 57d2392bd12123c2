"""Reports to the rows that a command prints, in this process or in several."""

from __future__ import annotations

import json
import multiprocessing
from collections.abc import Callable, Iterable, Iterator
from concurrent.futures import ProcessPoolExecutor
from decimal import Decimal
from functools import partial
from typing import TYPE_CHECKING, TypeVar

from govnlp.cli.output import Row
from govnlp.model import Failure, Report
from govnlp.read.corpus import Corpus, Entry, read_entry
from govnlp.records import (
    cell_record,
    cell_rows,
    check_rows,
    claim_record,
    claim_rows,
    failure_row,
    json_number,
    non_claim_record,
    parse_record,
    report_row,
)

if TYPE_CHECKING:
    from govnlp.annotate.checks import Blanks
    from govnlp.cli.output import Sink

_CHUNK = 8
Outcome = tuple[list[Row], Row | None]
Done = TypeVar("Done")


def outcomes(corpus: Corpus, jobs: int, kind: str, nested: bool) -> Iterator[Outcome]:
    """Read the reports and make the rows of a command.

    Parameters
    ----------
    corpus : Corpus
        What to read.
    jobs : int
        Processes.
    kind : str
        ``parse``, ``tables``, ``claims`` or ``non_claims``.
    nested : bool
        Whether JSON objects are wanted rather than rows of a table.

    Yields
    ------
    rows : list of dict
        Of one file, in corpus order.
    failure : dict or None
        Why there are none.
    """
    yield from each_entry(corpus, jobs, partial(_outcome, kind=kind, nested=nested))


def each_entry(corpus: Corpus, jobs: int, work: Callable[[Entry], Done]) -> Iterator[Done]:
    """Do some work on each file of a corpus, in this process or in several, in corpus order."""
    if jobs <= 1 or len(corpus) <= _CHUNK:
        yield from map(work, corpus.entries)
        return
    with ProcessPoolExecutor(jobs, mp_context=multiprocessing.get_context("spawn")) as pool:
        step = jobs * _CHUNK * 4
        for at in range(0, len(corpus), step):
            yield from pool.map(work, corpus.entries[at : at + step], chunksize=_CHUNK)


def _outcome(entry: Entry, *, kind: str, nested: bool) -> Outcome:
    report = read_entry(entry)
    if isinstance(report, Failure):
        return [], failure_row(report)
    if kind == "parse":
        return [parse_record(report) if nested else report_row(report)], None
    if kind in ("claims", "non_claims"):
        return _claim_rows(report, kind, nested), None
    if nested:
        return [cell_record(report.report_id, cell) for cell in report.cells], None
    return cell_rows(report.report_id, report.cells), None


def _claim_rows(report: Report, kind: str, nested: bool) -> list[Row]:
    from govnlp.annotate.claims import extract

    found = extract(report)
    if kind == "non_claims":
        return [non_claim_record(report.report_id, n) for n in found.non_claims]
    if nested:
        return [claim_record(report.report_id, claim) for claim in found.claims]
    return claim_rows(report.report_id, found.claims)


def check_outcomes(corpus: Corpus, jobs: int, blanks: Blanks, failing: bool, sink: Sink) -> list[Row]:
    """Write the checks of a corpus, and give the failures; a text that is no report is checked alone."""
    from govnlp.frames import table_info
    from govnlp.pipeline import Settings, analyze

    def write(rows: Iterable[Row]) -> None:
        for row in rows:
            if row["status"] == "fails" or not failing:
                sink.write([_check_object(row) if sink.nested else row])

    result = analyze(corpus, settings=Settings(blanks), jobs=jobs)
    write(result.stream("checks", [column.name for column in table_info("checks").columns]))
    failures = list(result.stream("failures", [column.name for column in table_info("failures").columns]))
    plain = {row["source"] for row in failures if row["code"] == "not_a_report"}
    for entry in corpus.entries:
        if entry.source in plain:
            write(_plain_checks(entry, blanks))
    return [row for row in failures if row["code"] != "not_a_report"]


def _plain_checks(entry: Entry, blanks: Blanks) -> list[Row]:
    """Checks of a text that is no report: what it says may not add up either."""
    from govnlp.annotate.checks import check

    report = read_entry(entry)
    if isinstance(report, Failure):
        return []
    return check_rows(report.report_id, check(report, blanks=blanks))


def _check_object(row: Row) -> Row:
    made = {key: value for key, value in row.items() if not key.endswith("_exact")}
    for name in ("left", "right", "delta"):
        text = row[f"{name}_exact"]
        made[name] = None if text is None else json_number(Decimal(text))
    return made | {"evidence": json.loads(row["evidence"])}
