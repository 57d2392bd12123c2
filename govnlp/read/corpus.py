"""A folder of reports: found, named, and read one after the other."""

from __future__ import annotations

import csv
import hashlib
import os
from collections import Counter
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field, replace
from datetime import date
from pathlib import Path
from typing import Any

from govnlp.errors import MissingExtraError, ReadError, ResourceError, UsageError
from govnlp.model import Failure, Report
from govnlp.read.report import read_report, suffixes

CORPUS_FILE = "corpus.csv"
# What corpus.csv may say of a report, beside the file (`source`) and its id.
GIVEN_FIELDS = (
    "issuer_id",
    "issuer",
    "admin_code",
    "level",
    "agency_type",
    "region",
    "superior_id",
    "report_year",
    "publish_date",
    "format",
    "url",
)
_NOT_REPORTS = ("readme", "license", "licence", "notice")
# Beside these files stand the pages of an analysis, which hold the text of reports and are none.
_ANALYSIS = {"datapackage.json", "manifest.json"}
_PAGES = ("page", "index.html")


@dataclass(frozen=True, slots=True)
class Entry:
    """A file of a corpus.

    Parameters
    ----------
    path : str
        Where it is.
    source : str
        Its path below the corpus root, with ``/``.
    report_id : str
        Id of the report in it.
    given : mapping of str to str
        What ``corpus.csv`` says of it; empty values left out.
    """

    path: str
    source: str
    report_id: str
    given: Mapping[str, str] = field(default_factory=dict)


@dataclass(slots=True, repr=False)
class Corpus:
    """Reports of a folder, or one file: iterate over it to read them one by one.

    Parameters
    ----------
    root : Path
        The folder, or the file.
    entries : tuple of Entry
        Its files, in order of their paths.
    skipped : tuple of str
        Files that are no reports by their kind: paths below the root.
    failures : list of Failure
        Inputs that gave no report; filled while iterating.
    """

    root: Path
    entries: tuple[Entry, ...]
    skipped: tuple[str, ...] = ()
    failures: list[Failure] = field(default_factory=list)

    def __iter__(self) -> Iterator[Report]:
        self.failures.clear()
        for entry in self.entries:
            outcome = read_entry(entry)
            if isinstance(outcome, Report):
                yield outcome
            else:
                self.failures.append(outcome)

    def __len__(self) -> int:
        return len(self.entries)

    def __repr__(self) -> str:
        return f"<Corpus {str(self.root)!r}: {len(self.entries)} files, {len(self.skipped)} skipped>"

    def _repr_html_(self) -> str:
        from html import escape

        rows = "".join(
            f"<tr><td>{escape(e.report_id)}</td><td>{escape(e.source)}</td></tr>" for e in self.entries[:20]
        )
        more = f"<div>… {len(self.entries) - 20} more</div>" if len(self.entries) > 20 else ""
        head = "<tr><th>report_id</th><th>source</th></tr>"
        return f"<div><strong>{escape(repr(self))}</strong><table>{head}{rows}</table>{more}</div>"

    @property
    def manifest(self) -> list[dict[str, str]]:
        """Id, path and SHA-256 of each file; an empty hash where a file cannot be opened."""
        return [
            {"report_id": e.report_id, "source": e.source, "sha256": file_hash(e.path)} for e in self.entries
        ]


def file_hash(path: str) -> str:
    """SHA-256 of a file, hexadecimal; ``""`` where it cannot be opened."""
    try:
        with open(path, "rb") as handle:
            return hashlib.file_digest(handle, "sha256").hexdigest()
    except OSError:
        return ""


def load_corpus(path: str | Path) -> Corpus:
    """Find the reports below a folder.

    Parameters
    ----------
    path : str or Path
        A folder, with or without a ``corpus.csv`` in it, or a single file.

    Returns
    -------
    Corpus
        Lazily read: iterating over it reads one report after the other.

    Raises
    ------
    UsageError
        If there is no such folder or file, or ``corpus.csv`` is malformed.

    Examples
    --------
    >>> corpus = load_corpus("corpora/sample")  # doctest: +SKIP
    >>> years = [report.report_year for report in corpus]  # doctest: +SKIP
    """
    root = Path(path)
    if root.is_file():
        return Corpus(root, (Entry(str(root), root.name, root.stem),))
    if not root.is_dir():
        raise UsageError("no such file or folder", source=str(path))
    given = _read_given(root / CORPUS_FILE)
    found, skipped = _find(root)
    listed = [source for source in given if source not in found]
    sources = sorted([*found, *listed])
    ids = _ids(sources, given)
    entries = tuple(
        Entry(str(root / source), source, ids[source], _fields(given.get(source, {}))) for source in sources
    )
    return Corpus(root, entries, tuple(skipped))


def load_sources(paths: Sequence[str | Path]) -> Corpus:
    """Take several folders and files as one corpus; ids that meet get the folder's name before them.

    Parameters and errors are those of `load_corpus`, for each path.
    """
    corpora = [load_corpus(path) for path in paths]
    if len(corpora) == 1:
        return corpora[0]
    entries = [entry for corpus in corpora for entry in corpus.entries]
    times = Counter(entry.report_id for entry in entries)
    named = [replace(e, report_id=Path(e.path).as_posix()) if times[e.report_id] > 1 else e for e in entries]
    skipped = tuple(source for corpus in corpora for source in corpus.skipped)
    return Corpus(Path(paths[0]), tuple(named), skipped)


def read_entry(entry: Entry) -> Report | Failure:
    """Read one file of a corpus.

    Parameters
    ----------
    entry : Entry
        The file.

    Returns
    -------
    Report or Failure
        The report with what ``corpus.csv`` says of it, or why there is none.
    """
    try:
        report = read_report(entry.path, report_id=entry.report_id, source=entry.source)
        return with_given(report, entry.given)
    except (ReadError, MissingExtraError) as error:
        return Failure(entry.source, error.code, error.message, error.hint)
    except UsageError as error:
        return Failure(entry.source, "bad_corpus_csv", error.message, error.hint)
    except ResourceError:
        raise
    except Exception as error:  # a defect of ours must not cost the report's neighbours
        return Failure(entry.source, "defect", f"{type(error).__name__}: {error}", "report it with the file")


def with_given(report: Report, given: Mapping[str, str]) -> Report:
    """Let what is known from outside go before what the text gives.

    Parameters
    ----------
    report : Report
        As read.
    given : mapping of str to str
        Fields of ``corpus.csv``.

    Returns
    -------
    Report
        With those fields set, and no longer marked as inferred.

    Raises
    ------
    UsageError
        If a year or a date is none.
    """
    if not given:
        return report
    values: dict[str, Any] = dict(given)
    try:
        if "report_year" in given:
            values["report_year"] = int(given["report_year"])
        if "publish_date" in given:
            values["publish_date"] = date.fromisoformat(given["publish_date"])
    except ValueError as error:
        hint = "years as 2021, dates as 2022-01-31"
        raise UsageError(f"{CORPUS_FILE}: {error}", source=report.source, hint=hint) from error
    if "format" in given and report.cells:
        del values["format"]  # the labels of the printed tables decide
    inferred = tuple(name for name in report.inferred_fields if name not in values)
    return replace(report, inferred_fields=inferred, **values)


def _find(root: Path) -> tuple[list[str], list[str]]:
    known = set(suffixes())
    found: list[str] = []
    skipped: list[str] = []
    for folder, folders, files in os.walk(root):
        pages = _PAGES if set(files) >= _ANALYSIS else ()
        folders[:] = sorted(name for name in folders if not name.startswith(".") and name not in pages)
        for name in files:
            if name.startswith((".", "~$")) or (folder == str(root) and name == CORPUS_FILE):
                continue
            path = Path(folder, name)
            source = path.relative_to(root).as_posix()
            report = path.suffix.lower() in known and path.stem.lower() not in _NOT_REPORTS
            report = report and name not in pages
            (found if report else skipped).append(source)
    return found, sorted(skipped)


def _ids(sources: Sequence[str], given: Mapping[str, Mapping[str, str]]) -> dict[str, str]:
    stems = Counter(source.rpartition(".")[0] or source for source in sources)
    ids: dict[str, str] = {}
    for source in sources:
        stem = source.rpartition(".")[0] or source
        ids[source] = given.get(source, {}).get("report_id") or (stem if stems[stem] == 1 else source)
    repeated = [name for name, times in Counter(ids.values()).items() if times > 1]
    if repeated:
        raise UsageError(
            f"report_id given twice: {', '.join(sorted(repeated)[:5])}",
            source=CORPUS_FILE,
            hint="each report needs an id of its own",
        )
    return ids


def _read_given(path: Path) -> dict[str, dict[str, str]]:
    if not path.is_file():
        return {}
    try:
        with path.open(encoding="utf-8-sig", newline="") as handle:
            reader = csv.DictReader(handle, strict=True)
            rows = list(reader)
            names = reader.fieldnames or []
    except (OSError, UnicodeDecodeError, csv.Error) as error:
        raise UsageError(f"cannot be read: {error}", source=str(path), hint="save it as UTF-8 CSV") from error
    if "source" not in names:
        raise UsageError("has no column 'source'", source=str(path), hint="name each report's file in it")
    given: dict[str, dict[str, str]] = {}
    for number, row in enumerate(rows, start=2):
        if None in row or None in row.values():
            raise UsageError(
                "row of another length than the header", source=str(path), where=f"line {number}"
            )
        source = row["source"].strip().replace("\\", "/").removeprefix("./")
        if not source:
            continue
        if source in given:
            raise UsageError(f"lists {source} twice", source=str(path), where=f"line {number}")
        given[source] = {key: value.strip() for key, value in row.items()}
    return given


def _fields(row: Mapping[str, str]) -> dict[str, str]:
    return {name: row[name] for name in GIVEN_FIELDS if row.get(name)}
