"""Features of the reports of a shard, once everything else is known."""

from __future__ import annotations

import json
from collections import Counter
from collections.abc import Iterator, Sequence
from pathlib import Path

from govnlp.features.row import check_features, feature_row
from govnlp.frames import read_table, table_info
from govnlp.pipeline.index import CorpusIndex
from govnlp.pipeline.shards import FEATURES, table_path
from govnlp.records import Row


def feature_rows(folder: Path, index: CorpusIndex) -> Iterator[Row]:
    """Make the rows of the features table of a shard.

    Parameters
    ----------
    folder : Path
        Of the shard, with its tables of reuse.
    index : CorpusIndex
        What is known from several reports together.

    Yields
    ------
    dict
        One a report; none for an older report of an issuer that has a later one on the same year.
    """

    def table(name: str, columns: Sequence[str] | None = None) -> list[Row]:
        rows: list[Row] = read_table(table_path(folder, name), columns).to_pylist()
        return rows

    own = json.loads((folder / FEATURES).read_text("utf-8"))
    reuse = {row["report_id"]: row for row in table("reuse_reports") if row["scope"] == "report"}
    stale = Counter(row["report_id"] for row in table("stale", ["report_id"]))
    checks: dict[str, list[tuple[str, str]]] = {}
    for row in table("checks", ["report_id", "kind", "status"]):
        checks.setdefault(row["report_id"], []).append((row["kind"], row["status"]))
    known = [column.name for column in table_info("reports").columns]
    for report in table("reports", [name for name in known if name != "text"]):
        name = report["report_id"]
        if index.duplicate_of(name) is not None:
            continue
        others = [(row["kind"], row["status"]) for row in index.rows(name, 1)]
        yield feature_row(
            report,
            own[name],
            check_features([*checks.get(name, []), *others]),
            reuse.get(name, {}),
            older_reports=index.older(name),
            stale_findings=stale[name],
        )
