"""What the statistics count over: stretches of text with the keys they are grouped by."""

from __future__ import annotations

import csv
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, field
from pathlib import Path
from typing import TYPE_CHECKING, Any, NamedTuple

from govnlp.errors import UsageError
from govnlp.frames import stream_batches, stream_rows, table_info
from govnlp.model import Failure, Report

if TYPE_CHECKING:
    from govnlp.read.corpus import Entry

# The readers are imported where reports are read: an analyzed folder does without them, and faster.
NARRATIVE, WHOLE = "narrative", "all"
SCOPES = (NARRATIVE, WHOLE)
ALIASES = {"year": "report_year", "type": "agency_type", "report": "report_id"}
SECTION, LABEL = "section", "label"
_NOT_KEYS = ("text",)


class Text(NamedTuple):
    """A stretch of a report that is counted as one piece.

    Parameters
    ----------
    report_id : str
        Report it stands in.
    paragraph_id : str or None
        Paragraph it is; None where the whole report is one piece.
    start : int
        Offset of its first character in the report's text.
    text : str
        The surface.
    keys : tuple
        Its values of the columns it is grouped by.
    """

    report_id: str
    paragraph_id: str | None
    start: int
    text: str
    keys: tuple[Any, ...] = ()


@dataclass(frozen=True, slots=True)
class Selection:
    """Which text counts, and how it is grouped.

    Parameters
    ----------
    by : tuple of str
        Columns: of the reports table, of ``corpus.csv`` or another table about the reports, ``section``
        (its key) or ``label``. A paragraph with two labels counts under each of them.
    where : tuple of (str, str)
        Column and value that a text must have; values of the same column are alternatives. An empty value
        is a missing one.
    scope : str
        ``narrative`` (paragraphs) or ``all`` (also headings, tables and furniture).
    about : mapping
        Further columns by ``report_id`` or, behind ``source:``, by file; see `read_about`.
    """

    by: tuple[str, ...] = ()
    where: tuple[tuple[str, str], ...] = ()
    scope: str = NARRATIVE
    about: Mapping[str, Mapping[str, str]] = field(default_factory=dict)

    @property
    def columns(self) -> tuple[str, ...]:
        """Columns that grouping and choosing need, each once."""
        return tuple(dict.fromkeys([*self.by, *(name for name, _ in self.where)]))


def select(
    by: Iterable[str] = (),
    where: Mapping[str, Any] | None = None,
    scope: str = NARRATIVE,
    about: Mapping[str, Mapping[str, str]] | None = None,
    known: Iterable[str] = (),
) -> Selection:
    """Make a selection of valid columns.

    Parameters
    ----------
    by, scope, about
        As in `Selection`; ``year``, ``type`` and ``report`` are short for columns of the reports table.
    where : mapping, optional
        Value, or list of alternative values, that a column must have; None or ``""`` where it is missing.
    known : iterable of str
        Columns there are; by default those of the reports table and of ``about``, ``section``, ``label``.

    Returns
    -------
    Selection
        With full names.

    Raises
    ------
    UsageError
        If a column or the scope is unknown, or a column of paragraphs is asked of whole reports.
    """
    about = about or {}
    made = Selection(
        tuple(dict.fromkeys(ALIASES.get(name, name) for name in by)),
        tuple((ALIASES.get(n, n), _shown(v)) for n, values in (where or {}).items() for v in as_list(values)),
        scope,
        about,
    )
    if scope not in SCOPES:
        raise UsageError(f"unknown scope '{scope}'", hint=f"one of {', '.join(SCOPES)}")
    own = dict.fromkeys(column for row in about.values() for column in row)
    names = list(known) or [*_report_columns(), SECTION, LABEL, *own]
    for name in made.columns:
        if name not in names:
            raise UsageError(f"no column '{name}' to group or choose by", hint=f"one of {', '.join(names)}")
        if scope == WHOLE and name in (SECTION, LABEL):
            raise UsageError(f"'{name}' belongs to paragraphs", hint="leave the scope at 'narrative'")
    return made


def as_list(value: Any) -> list[Any]:
    """Give a single value as a list of one, and any collection as a list."""
    return list(value) if isinstance(value, (list, tuple, set, frozenset)) else [value]


def read_about(path: Path) -> dict[str, dict[str, str]]:
    """Read a table about the reports, such as ``corpus.csv`` with columns of one's own.

    Parameters
    ----------
    path : Path
        UTF-8 CSV with a column ``report_id`` or ``source``.

    Returns
    -------
    dict
        Its columns that the reports table has not, by ``report_id`` and by ``source:`` and the file.

    Raises
    ------
    UsageError
        If it cannot be read or has neither column.
    """
    try:
        with path.open(encoding="utf-8-sig", newline="") as handle:
            rows = list(csv.DictReader(handle, strict=True))
    except (OSError, UnicodeDecodeError, csv.Error) as error:
        raise UsageError(f"cannot be read: {error}", source=str(path), hint="save it as UTF-8 CSV") from error
    known = {*(column.name for column in table_info("reports").columns), None}
    found: dict[str, dict[str, str]] = {}
    for row in rows:
        if "report_id" not in row and "source" not in row:
            raise UsageError("has neither column 'report_id' nor 'source'", source=str(path))
        own = {name: (value or "").strip() for name, value in row.items() if name not in known}
        if row.get("report_id"):
            found[row["report_id"].strip()] = own
        if row.get("source"):
            found["source:" + row["source"].strip().replace("\\", "/").removeprefix("./")] = own
    return found


def is_analyzed(folder: Path) -> bool:
    """Say whether a folder holds the tables of an analysis rather than reports."""
    return any((folder / f"paragraphs.{suffix}").is_file() for suffix in ("parquet", "csv"))


def folder_texts(folder: Path, selection: Selection, pattern: str = "") -> Iterator[Text]:
    """Go through the text of an analyzed folder.

    Parameters
    ----------
    folder : Path
        Folder of an analysis.
    selection : Selection
        Which text, with which keys.
    pattern : str
        Only texts in which this RE2 expression is found; all by default.

    Yields
    ------
    Text
        In corpus order.

    Raises
    ------
    UsageError
        If the folder lacks a table that is needed.
    """
    names = selection.columns
    plain = [c for c in _report_columns() if c in names or c in ("report_id", "source")]
    if selection.scope == WHOLE:
        for row in stream_rows(folder, "reports", [*plain, "text"]):
            yield from _emit(selection, row["report_id"], None, 0, row["text"], row, None, ())
        return
    reports = {row["report_id"]: row for row in stream_rows(folder, "reports", plain)}
    sections: dict[str, str] = {}
    if SECTION in names:
        rows = stream_rows(folder, "sections", ["section_id", "key"])
        sections = {row["section_id"]: row["key"] for row in rows}
    labels: dict[str, list[str]] = {}
    if LABEL in names:
        for row in stream_rows(folder, "labels", ["paragraph_id", "label"]):
            if row["label"] is not None:
                labels.setdefault(row["paragraph_id"], []).append(row["label"])
    for row in _paragraphs(folder, pattern):
        yield from _emit(
            selection,
            row["report_id"],
            row["paragraph_id"],
            row["start"],
            row["text"],
            reports[row["report_id"]],
            sections.get(row["section_id"]),
            labels.get(row["paragraph_id"], ()),
        )


def _paragraphs(folder: Path, pattern: str) -> Iterator[dict[str, Any]]:
    import pyarrow.compute as pc

    for batch in stream_batches(
        folder, "paragraphs", ["report_id", "paragraph_id", "section_id", "start", "text"]
    ):
        found = batch.filter(pc.match_substring_regex(batch["text"], pattern)) if pattern else batch
        yield from found.to_pylist()


def entry_texts(entry: Entry, selection: Selection) -> list[Text] | Failure:
    """Read one file of a corpus and give its text.

    Parameters
    ----------
    entry : Entry
        The file.
    selection : Selection
        Which text, with which keys.

    Returns
    -------
    list of Text, or Failure
        In text order, or why there is none.
    """
    from govnlp.read.corpus import read_entry

    report = read_entry(entry)
    return report if isinstance(report, Failure) else list(report_texts(report, selection))


def report_texts(report: Report, selection: Selection) -> Iterator[Text]:
    """Go through the text of a report; parameters and results are those of `folder_texts`."""
    from govnlp.records import report_row

    row = report_row(report)
    if selection.scope == WHOLE:
        yield from _emit(selection, report.report_id, None, 0, report.text, row, None, ())
        return
    sections = {s.section_id: s.key for s in report.sections}
    labels: dict[str, list[str]] = {}
    if LABEL in selection.columns:
        from govnlp.annotate.labels import classify

        for label in classify(report):
            if label.label is not None:
                labels.setdefault(label.paragraph_id, []).append(label.label)
    for p in report.paragraphs:
        yield from _emit(
            selection,
            report.report_id,
            p.paragraph_id,
            p.start,
            p.text,
            row,
            sections.get(p.section_id or ""),
            labels.get(p.paragraph_id, ()),
        )


def frame_texts(rows: Iterable[Mapping[str, Any]], selection: Selection) -> Iterator[Text]:
    """Go through the rows of a table with a column ``text``.

    Parameters
    ----------
    rows : iterable of mapping
        With ``text`` and, if known, ``report_id``, ``paragraph_id`` and ``start``; a row without a report is
        one of its own.
    selection : Selection
        Which rows, with which keys; its columns are the rows'.

    Yields
    ------
    Text
        In their order, except that those of a report come together.
    """
    reports: dict[str, list[tuple[int, Mapping[str, Any]]]] = {}
    for number, row in enumerate(rows):
        if row["text"] is not None and _wanted(selection.where, row):
            reports.setdefault(row.get("report_id") or str(number), []).append((number, row))
    for report_id, own in reports.items():
        for number, row in own:
            keys = tuple(row[name] for name in selection.by)
            yield Text(
                report_id, row.get("paragraph_id") or str(number), row.get("start") or 0, row["text"], keys
            )


def about_corpus(root: Path) -> dict[str, dict[str, str]]:
    """Give what ``corpus.csv`` in a folder of reports says beyond the reports table; often nothing."""
    from govnlp.read.corpus import CORPUS_FILE

    path = root / CORPUS_FILE
    return read_about(path) if path.is_file() else {}


def _emit(
    selection: Selection,
    report_id: str,
    paragraph_id: str | None,
    start: int,
    text: str,
    row: Mapping[str, Any],
    section: str | None,
    labels: Iterable[str],
) -> Iterator[Text]:
    about = selection.about.get(report_id) or selection.about.get(f"source:{row['source']}") or {}
    values: dict[str, Any] = {}
    for name in selection.columns:
        values[name] = row[name] if name in row else (about.get(name) or None)
    values[SECTION] = section
    found: list[str | None] = [*labels] or [None]
    by_label = LABEL in selection.by
    kept = [label for label in found if _wanted(selection.where, values | {LABEL: label})]
    for label in kept if by_label else kept[:1]:
        values[LABEL] = label
        yield Text(report_id, paragraph_id, start, text, tuple(values[name] for name in selection.by))


def _wanted(where: Iterable[tuple[str, str]], values: Mapping[str, Any]) -> bool:
    asked: dict[str, set[str]] = {}
    for name, value in where:
        asked.setdefault(name, set()).add(value)
    return all(_shown(values[name]) in allowed for name, allowed in asked.items())


def _shown(value: Any) -> str:
    return "" if value is None else str(value)


def _report_columns() -> list[str]:
    """Columns that say what a report is, not how much of something it has."""
    columns = table_info("reports").columns
    return [
        c.name for c in columns if c.name not in _NOT_KEYS and (c.type != "int" or c.name == "report_year")
    ]
