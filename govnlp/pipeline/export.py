"""Finished shards to the files of an analysis: Parquet, CSV, data dictionary, manifest."""

from __future__ import annotations

import json
from collections.abc import Iterator, Mapping, Sequence
from contextlib import ExitStack
from dataclasses import asdict
from pathlib import Path
from typing import TYPE_CHECKING, Any

from govnlp import __version__
from govnlp.annotate.labels.labeller import labeller_hashes
from govnlp.frames import TABLES, arrow_schema, read_table, table_info, to_arrow
from govnlp.pipeline.features import feature_rows
from govnlp.pipeline.index import CorpusIndex
from govnlp.pipeline.result import Settings
from govnlp.pipeline.shards import DONE, Shard, table_path
from govnlp.resources import describe, list_data

if TYPE_CHECKING:
    import pyarrow as pa

_BOM = b"\xef\xbb\xbf"
# Rows held in memory at a time; a row of `reports` has the whole text.
_ROW_GROUP = 4_096
_REPORTS_GROUP = 128
FORMATS = ("parquet", "csv")


def write_tables(
    shards: Sequence[Shard], index: CorpusIndex, folder: Path, formats: Sequence[str]
) -> dict[str, int]:
    """Join the shards to one file a table and format.

    Parameters
    ----------
    shards : sequence of Shard
        Finished, in corpus order.
    index : CorpusIndex
        What is known from several reports together.
    folder : Path
        Where the files go.
    formats : sequence of str
        Of `FORMATS`.

    Returns
    -------
    dict of str to int
        Rows of each table.
    """
    return {name: _write_table(name, shards, index, folder, formats) for name in TABLES}


def _write_table(
    name: str, shards: Sequence[Shard], index: CorpusIndex, folder: Path, formats: Sequence[str]
) -> int:
    import pyarrow.csv as pc
    import pyarrow.parquet as pq

    schema = arrow_schema(name)
    count = 0
    with ExitStack() as stack:
        writers: list[Any] = []
        if "parquet" in formats:
            parquet = pq.ParquetWriter(folder / f"{name}.parquet", schema, compression="zstd")
            writers.append(stack.enter_context(parquet))
        if "csv" in formats:
            handle = stack.enter_context((folder / f"{name}.csv").open("wb"))
            handle.write(_BOM)  # Excel takes UTF-8 for what it is only with this mark.
            writers.append(stack.enter_context(pc.CSVWriter(handle, schema)))
        size = _REPORTS_GROUP if name == "reports" else _ROW_GROUP
        for table in _row_groups(_pieces(name, shards, index), size):
            count += table.num_rows
            for writer in writers:
                writer.write_table(table)
    return count


def _row_groups(pieces: Iterator[pa.Table], size: int) -> Iterator[pa.Table]:
    """Cut anew in one size, so that the files do not depend on the size of the shards."""
    import pyarrow as pa

    held: list[pa.Table] = []
    rows = 0
    for piece in pieces:
        at = 0
        while at < piece.num_rows:
            part = piece.slice(at, size - rows)
            held.append(part)
            at += part.num_rows
            rows += part.num_rows
            if rows == size:
                yield pa.concat_tables(held).combine_chunks()
                held, rows = [], 0
    if held:
        yield pa.concat_tables(held).combine_chunks()


def _pieces(name: str, shards: Sequence[Shard], index: CorpusIndex) -> Iterator[pa.Table]:
    """Give the table of each shard, with what the index adds to it."""
    for shard in shards:
        folder = Path(shard.folder)
        if name == "features":
            yield to_arrow(name, list(feature_rows(folder, index)))
            continue
        table = read_table(table_path(folder, name))
        if name == "reports":
            table = _with_duplicates(table, index)
        elif name == "checks":
            ids = read_table(folder / "reports.parquet", ["report_id"]).column(0).to_pylist()
            table = to_arrow(name, _with_corpus_checks(table.to_pylist(), ids, index))
        yield table


def _with_duplicates(reports: pa.Table, index: CorpusIndex) -> pa.Table:
    import pyarrow as pa

    at = reports.schema.get_field_index("duplicate_of")
    current = [index.duplicate_of(name) for name in reports.column("report_id").to_pylist()]
    return reports.set_column(at, reports.schema.field(at), pa.array(current, pa.string()))


def _with_corpus_checks(
    rows: Sequence[dict[str, Any]], ids: Sequence[str], index: CorpusIndex
) -> list[dict[str, Any]]:
    by_report: dict[str, list[dict[str, Any]]] = {report_id: [] for report_id in ids}
    for row in rows:
        by_report[row["report_id"]].append(row)
    return [
        row for report_id, own in by_report.items() for row in (*own, *index.rows(report_id, len(own) + 1))
    ]


def write_datapackage(folder: Path, formats: Sequence[str]) -> None:
    """Write ``datapackage.json``: every table and column, in Chinese and English."""
    suffix = formats[0]
    resources = []
    for name in TABLES:
        info = table_info(name)
        fields = [
            {
                "name": column.name,
                "type": {"int": "integer", "double": "number", "bool": "boolean"}.get(
                    column.type, column.type
                ),
                "title": column.zh,
                "description": column.en,
            }
            | ({"unit": column.unit} if column.unit else {})
            for column in info.columns
        ]
        keys = [
            {"fields": key["column"], "reference": {"resource": key["table"], "fields": key["references"]}}
            for key in info.foreign_keys
        ]
        resources.append(
            {
                "name": name,
                "path": f"{name}.{suffix}",
                "title": info.title_zh,
                "description": info.title_en,
                "encoding": "utf-8",
                "schema": {
                    "fields": fields,
                    "primaryKey": list(info.primary_key),
                    "foreignKeys": keys,
                    "missingValues": [""],
                },
            }
        )
    package = {
        "name": "govnlp-analysis",
        "title": "政府信息公开工作年度报告分析结果",
        "description": "Analysis of government information-disclosure annual reports",
        "resources": resources,
    }
    _write_json(folder / "datapackage.json", package)


def write_manifest(
    folder: Path,
    shards: Sequence[Shard],
    settings: Settings,
    skipped: Sequence[str],
    counts: Mapping[str, int],
) -> None:
    """Write ``manifest.json``: what went in, with which data and settings; no time, no place."""
    inputs = []
    for shard in shards:
        done = json.loads((Path(shard.folder) / DONE).read_text("utf-8"))
        for entry, digest in zip(shard.entries, done["sha256"], strict=True):
            inputs.append({"source": entry.source, "report_id": entry.report_id, "sha256": digest})
    manifest = {
        "govnlp": __version__,
        "settings": asdict(settings),
        "own_files": labeller_hashes(settings.label_model, settings.lexicon),
        "rows": dict(counts),
        "data": [describe(name) for name in list_data()],
        "skipped": list(skipped),
        "inputs": inputs,
    }
    _write_json(folder / "manifest.json", manifest)


def _write_json(path: Path, content: Mapping[str, Any]) -> None:
    path.write_text(json.dumps(content, ensure_ascii=False, indent=1) + "\n", "utf-8")
