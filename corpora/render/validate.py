"""Is a manuscript as the format says? Every slip is named with its place."""

from __future__ import annotations

import tomllib
from collections.abc import Iterable, Iterator, Mapping
from functools import cache
from pathlib import Path, PurePosixPath
from typing import Any

from corpora.render.labels import FORMATS, shape
from corpora.render.manuscript import Manuscript, ManuscriptError, body
from corpora.render.tables import DASHES, DIGITS


@cache
def _rules() -> dict[str, Any]:
    return tomllib.loads((Path(__file__).parent / "rules.toml").read_text("utf-8"))


def slips(manuscript: Manuscript) -> list[str]:
    """List what is wrong with a manuscript, each with its place; empty when it can be printed."""
    missing = [key for key in _rules()["required"] if key not in manuscript]
    if missing:
        return [f"missing: {', '.join(missing)}"]
    return [slip for part in (_names, _facts, _items, _tables, _reuse) for slip in part(manuscript)]


def require_valid(manuscript: Manuscript) -> None:
    """Raise `ManuscriptError` with all slips of a manuscript, if there are any."""
    found = slips(manuscript)
    if found:
        raise ManuscriptError("\n".join(f"{manuscript.get('id', '?')}: {slip}" for slip in found))


def _unknown(where: str, found: Iterable[str], known: Iterable[str]) -> Iterator[str]:
    for key in found:
        if key not in known:
            yield f"{where}: unknown {key!r}, one of {', '.join(known)}"


def _names(manuscript: Manuscript) -> Iterator[str]:
    rules = _rules()
    yield from _unknown("manuscript", manuscript, rules["manuscript"])
    yield from _unknown("encoding", [manuscript.get("encoding") or "utf-8"], rules["encodings"])
    layout = str(manuscript["layout"])
    medium = layout.split("_")[0]
    yield from _unknown("layout", [medium], rules["suffixes"])
    suffix = PurePosixPath(manuscript["file"]).suffix
    if suffix not in rules["suffixes"].get(medium, [suffix]):
        yield f"file: {manuscript['file']!r} does not fit the layout {layout}"
    if manuscript.get("encoding") and medium not in ("txt", "md"):
        yield f"encoding: only text layouts have one, {layout} has not"


def _facts(manuscript: Manuscript) -> Iterator[str]:
    rules, metadata, corpus = _rules(), manuscript["metadata"], manuscript["corpus"]
    for name, found in (("metadata", metadata), ("corpus", corpus)):
        yield from _unknown(name, found, rules[name])
        for key in rules[name]:
            if key not in found and key not in ("url", "inferred"):
                yield f"{name}.{key}: missing"
    yield from _unknown("metadata.format", [metadata.get("format")], rules["formats"])
    yield from _unknown("corpus.level", [corpus.get("level")], rules["levels"])
    if not isinstance(metadata.get("report_year"), int | None):
        yield "metadata.report_year: no whole number"
    if not isinstance(corpus.get("admin_code"), str):
        yield "corpus.admin_code: no string (quote it)"


def _items(manuscript: Manuscript) -> Iterator[str]:
    rules = _rules()
    for section in manuscript["sections"]:
        where = f"section {section.get('heading')!r}"
        yield from _unknown(where, section, rules["section"])
        yield from _unknown(where, [section.get("key")], rules["section_keys"])
    printed = [item["table"] for _, item in body(manuscript) if isinstance(item, Mapping) and "table" in item]
    tables = manuscript["tables"] or {}
    for name in sorted({*printed, *tables}):
        if printed.count(name) != 1 or name not in tables:
            known = "in" if name in tables else "not in"
            yield f"table {name}: printed {printed.count(name)} times, and {known} tables"
    for key, item in body(manuscript):
        yield from _item(key, item)


def _item(key: str, item: Any) -> Iterator[str]:
    rules = _rules()
    if not isinstance(item, Mapping) or (
        "section" not in item and sorted(item) not in [sorted(keys) for keys in rules["items"]]
    ):
        yield f"{key}: no printable item: {str(item)[:60]}"
        return
    for name in ("title", "section", "heading", "p", "text"):
        text = item.get(name, "x")
        if not isinstance(text, str) or not text.strip():
            yield f"{key}: {name} is no text: {text!r}"
        elif text != text.strip() or "\n" in text:
            yield f"{key}: {name} has a line break or outer space: {text[:30]!r}"
    if "furniture" in item:
        yield from _unknown(key, [item["furniture"]], rules["reasons"])
    if not str(item.get("p", "")).startswith(str(item.get("lead", ""))):
        yield f"{key}: lead {item['lead']!r} does not begin its paragraph"
    if "grid" in item and len({len(row) for row in item["grid"]}) != 1:
        yield f"{key}: rows of unequal length in grid"


def _tables(manuscript: Manuscript) -> Iterator[str]:
    rules = _rules()
    for name, part in (manuscript["tables"] or {}).items():
        if name not in ("t2", "t3", "t4"):
            yield f"tables: unknown {name!r}, one of t2, t3, t4"
            continue
        yield from _unknown(f"tables.{name}", part, rules["table"])
        printed = part.get("format", FORMATS[-1] if name == "t4" else None)
        if printed not in FORMATS:
            yield f"tables.{name}.format: {printed!r}, one of {', '.join(FORMATS)} (quoted)"
            continue
        known = shape(name, printed)
        if name == "t2":
            yield from _unknown("tables.t2.cells", part["cells"], known)
        for table, (keys, columns) in known.items():
            cells = part["cells"].get(table) or {} if name == "t2" else part["cells"]
            where = f"tables.{name}.{table}" if name == "t2" else f"tables.{name}"
            yield from _unknown(where, cells, keys)
            for row in keys:
                yield from _row(f"{where}.{row}", cells, row, len(columns), "default" in part)


def _row(where: str, cells: Mapping[str, Any], row: str, width: int, default: bool) -> Iterator[str]:
    if row not in cells:
        if not default:
            yield f"{where}: row missing, and the table has no default (null: not printed)"
        return
    given = cells[row]
    if given is None:
        return
    if not isinstance(given, list) or len(given) != width:
        yield f"{where}: {len(given) if isinstance(given, list) else 'no'} cells, {width} columns"
        return
    for cell in given:
        if isinstance(cell, str):
            if cell.strip() and cell not in DASHES and not DIGITS.fullmatch(cell):
                yield f"{where}: {cell!r} is no plain number: write {{raw, value, state}}"
        elif not isinstance(cell, Mapping) or sorted(cell) != sorted(_rules()["cell"]):
            yield f"{where}: cell {cell!r} is no quoted text and not {{raw, value, state}}"
        else:
            yield from _unknown(where, [cell["state"]], _rules()["states"])


def _reuse(manuscript: Manuscript) -> Iterator[str]:
    paragraphs = [item["p"] for _, item in body(manuscript) if isinstance(item, Mapping) and "p" in item]
    for entry in manuscript.get("reuse") or ():
        yield from _unknown("reuse", [entry.get("origin")], _rules()["origins"])
        if not any(str(entry.get("text")) in str(text) for text in paragraphs):
            yield f"reuse: text is in no paragraph: {str(entry.get('text'))[:40]!r}"
    for entry in manuscript.get("planted") or ():
        if not {"kind", "where"} <= set(entry):
            yield f"planted: kind or where missing: {entry}"
