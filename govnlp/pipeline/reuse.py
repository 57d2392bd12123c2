"""Text reuse over the shards of an analysis: an index on disk, then the tables of each shard."""

from __future__ import annotations

import shutil
from collections.abc import Iterator, Sequence
from itertools import chain
from pathlib import Path
from typing import TYPE_CHECKING, Any

from govnlp.frames import REUSE_TABLES, read_table, to_arrow, write_plain
from govnlp.pipeline.shards import Shard, table_path
from govnlp.records import Row, match_rows, passage_rows, stale_rows

if TYPE_CHECKING:
    from govnlp.reuse.index import Document, Sentences
    from govnlp.reuse.measures import Measures
    from govnlp.reuse.result import Reuse
    from govnlp.reuse.settings import ReuseSettings
    from govnlp.reuse.stale import Stale

_SENTENCE = ("report_id", "paragraph_id", "start", "end", "text")


def add_reuse(shards: Sequence[Shard], folder: Path, settings: ReuseSettings) -> None:
    """Write the tables of text reuse into the folder of each shard.

    Parameters
    ----------
    shards : sequence of Shard
        Finished, in corpus order.
    folder : Path
        Where the index goes; an old one is replaced.
    settings : ReuseSettings
        Thresholds.
    """
    from govnlp.reuse.index import ReuseIndex
    from govnlp.reuse.measures import Measures
    from govnlp.reuse.result import Reuse
    from govnlp.reuse.stale import Stale

    shutil.rmtree(folder, ignore_errors=True)
    index = ReuseIndex(folder)
    # In one go: each call ends a segment, and many small ones are slow to read from.
    index.add(chain.from_iterable(_reports(Path(shard.folder)) for shard in shards))
    reuse = Reuse(index, settings)
    measures, stale = Measures(reuse), Stale(reuse)
    for shard in shards:
        _write(Path(shard.folder), reuse, measures, stale)


def _reports(folder: Path) -> Iterator[tuple[Document, Sentences]]:
    """Read the reports of a shard back as the index takes them."""
    from govnlp.reuse.index import FIELDS, make_document

    sentences = _by_report(folder)
    for row in _table(folder, "reports", FIELDS):
        found = sentences.get(row["report_id"], [])
        yield make_document(row), [(s["start"], s["end"], s["text"], s["key"]) for s in found]


def _by_report(folder: Path) -> dict[str, list[Row]]:
    """Give the sentences of each report of a shard, with the key of their section."""
    keys = {row["section_id"]: row["key"] for row in _table(folder, "sections", ("section_id", "key"))}
    sections = {
        row["paragraph_id"]: row["section_id"]
        for row in _table(folder, "paragraphs", ("paragraph_id", "section_id"))
    }
    made: dict[str, list[Row]] = {}
    for row in _table(folder, "sentences", _SENTENCE):
        section = sections[row["paragraph_id"]]
        row |= {"section_id": section, "key": keys.get(section, "")}
        made.setdefault(row["report_id"], []).append(row)
    return made


def _table(folder: Path, name: str, columns: Sequence[str]) -> list[dict[str, Any]]:
    rows: list[dict[str, Any]] = read_table(folder / f"{name}.parquet", columns).to_pylist()
    return rows


def _write(folder: Path, reuse: Reuse, measures: Measures, stale: Stale) -> None:
    from govnlp.reuse.passages import passages, repeated_clauses

    rows: dict[str, list[Row]] = {name: [] for name in REUSE_TABLES}
    sentences = _by_report(folder)
    for report in _table(folder, "reports", ("report_id", "issuer")):
        report_id = report["report_id"]
        found = sentences.get(report_id, [])
        texts = [row["text"] for row in found]
        rows["reuse"] += match_rows(reuse.matches(report_id, texts))
        chains = [*passages(reuse, report_id), *repeated_clauses(reuse, report_id, texts)]
        rows["reuse_passages"] += passage_rows(report_id, chains)
        sections = [(row["section_id"], row["key"]) if row["section_id"] else None for row in found]
        rows["reuse_reports"] += measures.rows(report_id, [row["paragraph_id"] for row in found], sections)
        standing = stale.find(report_id, texts, report["issuer"])
        rows["stale"] += stale_rows(report_id, standing, reuse)
    for name in REUSE_TABLES:
        write_plain(to_arrow(name, rows[name]), table_path(folder, name))
