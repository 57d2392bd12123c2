"""Shards: a few reports read, checked and written together; done once, never again."""

from __future__ import annotations

import gc
import json
import os
import shutil
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from dataclasses import asdict, dataclass
from pathlib import Path
from typing import Any

from govnlp.annotate.checks import check_narrative, number_checks, table_checks
from govnlp.annotate.claims import extract
from govnlp.annotate.labels.labeller import open_labeller
from govnlp.features.row import Parts, own_features
from govnlp.frames import REPORT_TABLES, REUSE_TABLES, to_arrow
from govnlp.model import Failure, Report
from govnlp.pipeline.result import Settings
from govnlp.read.corpus import Entry, read_entry
from govnlp.read.report import is_report
from govnlp.records import (
    Row,
    cell_rows,
    check_rows,
    claim_rows,
    failure_row,
    label_rows,
    non_claim_record,
    paragraph_rows,
    report_row,
    section_rows,
    sentence_rows,
)

SHARD_SIZE = 16
DONE = "done.json"
_TABLES = (*REPORT_TABLES, "failures")
FACTS = "facts.json"
FEATURES = "features.json"


@dataclass(frozen=True, slots=True)
class Shard:
    """A unit of work.

    Parameters
    ----------
    number : int
        Its place in the corpus.
    entries : tuple of Entry
        Its files.
    folder : str
        Where its tables go.
    settings : Settings
        Of the analysis.
    crashed : frozenset of str
        Sources that are known to bring the reader down; they are not tried again.
    """

    number: int
    entries: tuple[Entry, ...]
    folder: str
    settings: Settings
    crashed: frozenset[str] = frozenset()


def table_path(folder: Path, name: str) -> Path:
    """Give the file of a table of a shard; those of text reuse come late and are read back at once."""
    return folder / f"{name}.{'arrow' if name in REUSE_TABLES else 'parquet'}"


def make_shards(entries: Sequence[Entry], work: Path, settings: Settings) -> list[Shard]:
    """Cut a corpus into shards."""
    return [
        Shard(n, tuple(entries[at : at + SHARD_SIZE]), str(work / f"shard-{n:06d}"), settings)
        for n, at in enumerate(range(0, len(entries), SHARD_SIZE))
    ]


def run_shard(shard: Shard) -> int:
    """Read, check and write the reports of a shard, unless that is done already.

    Parameters
    ----------
    shard : Shard
        The work.

    Returns
    -------
    int
        Number of files in it.
    """
    stamp = _stamp(shard)
    folder = Path(shard.folder)
    if _is_done(folder, stamp):
        return len(shard.entries)
    with _without_collector():
        _make(shard, folder, stamp)
    return len(shard.entries)


@contextmanager
def _without_collector() -> Iterator[None]:
    """Spare the collector thousands of records without cycles, which it would count again and again."""
    was_on = gc.isenabled()
    gc.disable()
    try:
        yield
    finally:
        if was_on:
            gc.enable()


def _make(shard: Shard, folder: Path, stamp: dict[str, Any]) -> None:
    rows: dict[str, list[Row]] = {name: [] for name in _TABLES}
    facts: dict[str, list[Row]] = {}
    features: dict[str, Row] = {}
    hashes: list[str] = []
    for entry in shard.entries:
        outcome = _outcome(entry, shard.crashed)
        if isinstance(outcome, Failure):
            rows["failures"].append(failure_row(outcome, entry.report_id, entry.given))
            hashes.append("")
        else:
            features[outcome.report_id] = _add_report(rows, facts, outcome, shard.settings)
            hashes.append(outcome.sha256)
    beside: dict[str, dict[str, Any]] = {FACTS: facts, FEATURES: features}
    _write(folder, rows, beside, stamp | {"sha256": hashes})


def _outcome(entry: Entry, crashed: frozenset[str]) -> Report | Failure:
    if entry.source in crashed:
        return Failure(
            entry.source, "crashed", "the reader was ended by the system on this file", "look at it"
        )
    outcome = read_entry(entry)
    if isinstance(outcome, Report) and not is_report(outcome):
        return Failure(
            entry.source,
            "not_a_report",
            "no title, sections or tables of an annual report on information disclosure",
            "take it out of the folder",
        )
    return outcome


def _add_report(
    rows: dict[str, list[Row]], facts: dict[str, list[Row]], report: Report, settings: Settings
) -> Row:
    """Put the rows of a report behind the others, and give its features as far as it alone decides them."""
    name, cells = report.report_id, report.cells
    found = extract(report)
    narrative = check_narrative(report, found.claims, settings.blanks == "blank_as_zero")
    checks = number_checks(name, [*table_checks(name, cells, settings.blanks), *narrative.checks])
    facts[name] = [fact.row() for fact in narrative.facts]
    rows["reports"].append(report_row(report))
    rows["sections"] += section_rows(report)
    rows["paragraphs"] += paragraph_rows(report)
    rows["sentences"] += sentence_rows(report)
    labels = open_labeller(settings.label_model, settings.lexicon)(report)
    rows["labels"] += label_rows(report, labels)
    rows["claims"] += claim_rows(name, found.claims)
    rows["non_claims"] += [non_claim_record(name, n) for n in found.non_claims]
    rows["cells"] += cell_rows(name, cells)
    rows["checks"] += check_rows(name, checks)
    return own_features(report, Parts(labels, found.claims, found.non_claims), settings.blanks)


def _stamp(shard: Shard) -> dict[str, Any]:
    """What the shard's result depends on; file contents by size and time of change."""
    files = []
    for entry in shard.entries:
        try:
            stat = os.stat(entry.path)
            state = [stat.st_size, stat.st_mtime_ns]
        except OSError:
            state = []
        files.append([entry.source, entry.report_id, dict(entry.given), state])
    stamp = {"files": files, "settings": asdict(shard.settings), "crashed": sorted(shard.crashed)}
    loaded: dict[str, Any] = json.loads(json.dumps(stamp))
    return loaded


def _is_done(folder: Path, stamp: dict[str, Any]) -> bool:
    try:
        done = json.loads((folder / DONE).read_text("utf-8"))
    except (OSError, ValueError):
        return False
    return isinstance(done, dict) and all(
        done.get(key) == value for key, value in stamp.items() if key != "crashed"
    )


def _write(
    folder: Path, rows: dict[str, list[Row]], beside: dict[str, dict[str, Any]], done: dict[str, Any]
) -> None:
    """Write the shard aside and move it in place, so that it is there whole or not at all."""
    import pyarrow.parquet as pq

    aside = folder.with_name(f"{folder.name}.part")
    shutil.rmtree(aside, ignore_errors=True)
    aside.mkdir(parents=True)
    for name in _TABLES:
        pq.write_table(to_arrow(name, rows[name]), aside / f"{name}.parquet", compression="zstd")
    for name, content in beside.items():
        (aside / name).write_text(json.dumps(content, ensure_ascii=False), "utf-8")
    (aside / DONE).write_text(json.dumps(done, ensure_ascii=False), "utf-8")
    shutil.rmtree(folder, ignore_errors=True)
    aside.rename(folder)
