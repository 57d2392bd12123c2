"""Small analyses made by hand, and large ones made of them."""

from __future__ import annotations

import json
from collections.abc import Callable, Mapping, Sequence
from pathlib import Path
from typing import Any

import pyarrow as pa
import pyarrow.compute as pc
import pyarrow.parquet as pq
from builders import T2_2021, T3_2021, TITLE, one_cell_a_line, report_text, t2_rows, t3_rows

import govnlp as gn
from govnlp.frames import TABLES, arrow_schema

OVERVIEW = (
    "2021年，柳桥街道成立政务公开领导小组，主动公开政府信息120条，其中政策文件35条、工作动态80条。\n"
    "（一）加强窗口服务。设立公开查阅点3个，接待群众咨询1.2万余人次。办事群众普遍反映良好。\n"
    "本街道高度重视政府信息公开工作。"
)
HOSTILE_ID = "乙/<i>\"引号'&号"
HOSTILE_TITLE = "云溪市湖东区<script>alert(1)</script>\"街道'2021年政府信息公开工作年度报告"
HOSTILE_TEXT = (
    '</script><script>document.title="坏"</script><img src=x onerror=alert(1)> &lt; "引" 𠮷𠮷公开了5条。'
)


def _corpus(folder: Path) -> None:
    folder.mkdir(parents=True)
    good = {1: ["2", *["0"] * 5, "2"], 24: ["1", *["0"] * 5, "1"], 23: ["1", *["0"] * 5, "1"]}
    # The outcomes do not add up to the printed total of 7, and 0 + 2 is not 7 + 1.
    wrong = good | {23: ["7", *["0"] * 5, "7"]}
    for name, rows, overview in (("甲/2020", good, OVERVIEW), ("甲/2021", wrong, OVERVIEW)):
        year = name[-4:]
        text = report_text(
            title=TITLE.replace("2021", year),
            overview=overview.replace("2021", year),
            t2=one_cell_a_line(t2_rows(T2_2021, ["0"] * 9 + ["/"])),
            t3=one_cell_a_line(t3_rows(T3_2021, rows)),
        )
        path = folder / f"{name}.txt"
        path.parent.mkdir(exist_ok=True)
        path.write_text(text.replace("2022-01-20", f"{int(year) + 1}-01-20"), "utf-8")
    (folder / "乙.txt").write_text(report_text(overview=HOSTILE_TEXT), "utf-8")
    (folder / "空.txt").write_text("", "utf-8")
    (folder / "corpus.csv").write_text(
        f'source,report_id\n乙.txt,"{HOSTILE_ID.replace(chr(34), chr(34) * 2)}"\n', "utf-8"
    )


def put(folder: Path, name: str, rows: Sequence[Mapping[str, Any]]) -> None:
    """Write a table of an analysis; columns that a row does not give are empty."""
    if name in TABLES:
        schema = arrow_schema(name)
        rows = [{field: row.get(field) for field in schema.names} for row in rows]
        table = pa.Table.from_pylist(rows, schema=schema)
    else:
        table = pa.Table.from_pylist(list(rows))
    pq.write_table(table, folder / f"{name}.parquet")
    (folder / f"{name}.csv").unlink(missing_ok=True)


def change(folder: Path, name: str, make: Callable[[dict[str, Any]], dict[str, Any]]) -> None:
    """Change every row of a table."""
    put(folder, name, [make(row) for row in pq.read_table(folder / f"{name}.parquet").to_pylist()])


def make_analysis(folder: Path) -> Path:
    """Analyse three reports, and say by hand what labels, claims and reuse there are."""
    _corpus(folder / "corpus")
    out = folder / "out"
    gn.analyze(folder / "corpus", out)
    change(
        out, "reports", lambda row: row | ({"title": HOSTILE_TITLE} if row["report_id"] == HOSTILE_ID else {})
    )
    reports = {r["report_id"]: r["text"] for r in pq.read_table(out / "reports.parquet").to_pylist()}
    paragraphs = pq.read_table(out / "paragraphs.parquet").to_pylist()
    sentences = pq.read_table(out / "sentences.parquet").to_pylist()
    put(out, "labels", [row for p in paragraphs for row in _labels(p)])
    put(out, "claims", [row for name, text in reports.items() for row in _claims(name, text)])
    reuse = [_reuse(s, reports) for s in sentences]
    put(out, "reuse", reuse)
    put(out, "stale", [_stale(row) for row in reuse if row["source_report_id"] and "反映" in row["text"]])
    return out


def _evidence(report_id: str, ref: str, text: str, start: int) -> dict[str, Any]:
    return {"report_id": report_id, "ref": ref, "start": start, "end": start + len(text), "text": text}


def _labels(paragraph: Mapping[str, Any]) -> list[dict[str, Any]]:
    cues = {
        "领导小组": "organization",
        "窗口服务": "service_window",
        "主动公开": "proactive_disclosure",
        "不够": "problem",
    }
    rows = []
    if not any(cue in paragraph["text"] for cue in cues):
        row = {
            "report_id": paragraph["report_id"],
            "paragraph_id": paragraph["paragraph_id"],
            "evidence": "[]",
        }
        return [row | {"label": None, "score": 0.1, "rule": "keyword", "reason": "low_score"}]
    for cue, label in cues.items():
        at = paragraph["text"].find(cue)
        if at >= 0:
            evidence = [_evidence(paragraph["report_id"], f"for:{cue}=0.9", cue, paragraph["start"] + at)]
            text = json.dumps(evidence, ensure_ascii=False)
            row = {"report_id": paragraph["report_id"], "paragraph_id": paragraph["paragraph_id"]}
            rows.append(
                row | {"label": label, "score": 0.9, "evidence": text, "rule": "keyword", "reason": ""}
            )
    return rows


def _claims(report_id: str, text: str) -> list[dict[str, Any]]:
    rows: list[dict[str, Any]] = []
    cues = {"120条": "120", "35条": "35", "80条": "80", "3个": "3", "1.2万余人次": "12000", "5条。": "5"}
    for surface, value in cues.items():
        surface = surface.rstrip("。")
        at = text.find(surface)
        if at < 0 or (surface == "5条" and report_id != HOSTILE_ID):
            continue
        part = surface in ("35条", "80条")
        rows.append(
            {
                "report_id": report_id,
                "paragraph_id": f"{report_id}:p0001",
                "claim_id": f"{report_id}:c{len(rows) + 1:04d}",
                "start": at,
                "end": at + len(surface),
                "surface": surface,
                "value": float(value),
                "value_exact": value,
                "low": float(value),
                "low_exact": value,
                "high": None if "余" in surface else float(value),
                "high_exact": None if "余" in surface else value,
                "unit": "人次" if "人次" in surface else surface[-1],
                "dimension": "count",
                "modifier": "over" if "余" in surface else "exact",
                "role": "part" if part else "level",
                "direction": None,
                "modality": "fact",
                "aggregate": "none",
                "implicit": False,
                "object": "政府信息",
                "predicate": "公开",
                "time_start": None,
                "time_end": None,
                "whole_id": f"{report_id}:c0001" if part else None,
                "rule": "made",
                "evidence": "[]",
            }
        )
    return rows


def _reuse(sentence: Mapping[str, Any], reports: Mapping[str, str]) -> dict[str, Any]:
    row = dict(sentence) | {
        "origin": "novel",
        "source_report_id": None,
        "source_start": None,
        "source_end": None,
        "similarity": None,
        "numbers_changed": None,
        "rule": "",
        "reason": "",
    }
    del row["paragraph_id"]
    source = "甲/2020"
    text = sentence["text"].replace("2021", "2020")
    at = reports[source].find(text)
    if sentence["report_id"] == "甲/2021" and at >= 0:
        row |= {
            "origin": "self_prior",
            "source_report_id": source,
            "source_start": at,
            "source_end": at + len(text),
            "similarity": 1.0 if text == sentence["text"] else 0.95,
            "numbers_changed": text != sentence["text"],
        }
    elif "高度重视" in text:
        row |= {"origin": "national"}
    return row


def _stale(match: Mapping[str, Any]) -> dict[str, Any]:
    row = {
        "stale_id": f"{match['report_id']}:v0001",
        "kind": "repeated_promise",
        "years": 2,
        "detail": "反映",
    }
    return {name: match[name] for name in match if name not in ("origin", "rule", "reason")} | row


def multiply(source: Path, folder: Path, times: int, only: Sequence[str] = ()) -> Path:
    """Copy an analysis, or only some of its tables, many times into one, each copy with ids of its own."""
    folder.mkdir(parents=True)
    for path in sorted(source.glob("*.parquet")):
        if only and path.stem not in only:
            continue
        table = pq.read_table(path)
        copies = range(times if "report_id" in table.schema.names else 1)
        whole = pa.concat_tables(_copy(table, f"{number:04d}") for number in copies)
        pq.write_table(whole, folder / path.name, row_group_size=128 if path.stem == "reports" else 4_096)
    return folder


def _copy(table: pa.Table, number: str) -> pa.Table:
    for name in table.schema.names:
        column = table[name]
        if name.endswith("_id") or name == "duplicate_of":
            column = pc.binary_join_element_wise(f"{number}/", column, "")
        elif name == "evidence":
            column = pc.replace_substring(column, '"report_id": "', f'"report_id": "{number}/')
        elif name in ("issuer", "region"):
            column = pc.binary_join_element_wise(column, number[:3], "")
        table = table.set_column(table.schema.get_field_index(name), table.schema.field(name), column)
    return table
