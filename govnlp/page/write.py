"""From the folder of a finished analysis to its pages."""

from __future__ import annotations

import os
import shutil
from collections.abc import Callable, Iterator
from pathlib import Path
from tempfile import TemporaryFile
from typing import Any, TextIO

from govnlp.errors import UsageError
from govnlp.frames import stream_batches
from govnlp.page.overview import Overview, data_row, overview_page
from govnlp.page.report import report_page
from govnlp.page.streams import Cursor, Texts
from govnlp.page.tables import (
    CellRow,
    CheckRow,
    ClaimRow,
    Known,
    LabelRow,
    ParagraphRow,
    ReportData,
    ReportRow,
    ReuseRow,
    SectionRow,
    StaleRow,
)
from govnlp.page.words import file_name
from govnlp.resources import read_bytes

PAGES = "page"
INDEX = "index.html"
_WORK = ".govnlp-page"
_REPORTS = 128  # texts in memory at a time
_FILES = ("page.css", "page.js", "text.js")
_KINDS = {
    "sections": SectionRow,
    "paragraphs": ParagraphRow,
    "labels": LabelRow,
    "claims": ClaimRow,
    "cells": CellRow,
    "checks": CheckRow,
    "reuse": ReuseRow,
    "stale": StaleRow,
}


def write_page(folder: str | Path, *, progress: Callable[[int, int], None] | None = None) -> Path:
    """Write an analysis as pages to read.

    Parameters
    ----------
    folder : str or Path
        Folder of a finished analysis; ``index.html`` and the folder ``page`` are written into it.
    progress : callable, optional
        Called with the reports done and the reports in all.

    Returns
    -------
    Path
        The overview, ``index.html``: it opens from disk, without a server or a network.

    Raises
    ------
    UsageError
        If the folder holds no analysis, cannot be written, or has a folder ``page`` of something else.

    Notes
    -----
    Reports are streamed: memory holds one report with its rows, and a title and file name of each. The
    same tables give the same bytes. Pages of an earlier run are replaced as a whole.

    Examples
    --------
    >>> write_page("out")  # doctest: +SKIP
    """
    folder = Path(folder)
    old = folder / PAGES
    if old.exists() and not (old / _FILES[0]).is_file():
        raise UsageError(
            "would be overwritten and is not ours", source=str(old), hint="choose another folder"
        )
    fresh = folder / _WORK
    shutil.rmtree(fresh, ignore_errors=True)
    try:
        fresh.mkdir()
    except OSError as error:
        raise UsageError(f"cannot write here: {error.strerror}", source=str(folder)) from error
    try:
        index = _write(folder, fresh, progress)
        shutil.rmtree(old, ignore_errors=True)
        os.replace(fresh, old)
        os.replace(_written(folder / f"{_WORK}.html", index), folder / INDEX)
    finally:
        shutil.rmtree(fresh, ignore_errors=True)
    return folder / INDEX


def remove_page(folder: str | Path) -> None:
    """Take away the pages of an earlier run: beside newer tables they would say what is no longer so.

    Parameters
    ----------
    folder : str or Path
        Folder of an analysis; nothing is touched in it that `write_page` did not write.
    """
    old = Path(folder) / PAGES
    if (old / _FILES[0]).is_file():
        (Path(folder) / INDEX).unlink(missing_ok=True)
        shutil.rmtree(old)


def _written(path: Path, content: str) -> Path:
    # No translation of line ends: the bytes are the same on every system.
    path.write_bytes(content.encode())
    return path


def _write(folder: Path, fresh: Path, progress: Callable[[int, int], None] | None) -> str:
    for name in _FILES:
        (fresh / name).write_bytes(read_bytes(f"page/{name}"))
    with TemporaryFile(dir=fresh) as handle:
        texts = Texts(handle)
        known, issuers = _known(folder, texts)
        overview = Overview()
        with (fresh / "reports.js").open("w", encoding="utf-8", newline="\n") as script:
            script.write("reports([")
            for number, report in enumerate(_reports(folder), 1):
                siblings = issuers.get(report.row.issuer_id or "", [])
                page = report_page(report, known, siblings, texts)
                file = known[report.report_id].file
                _written(fresh / file, page)
                _row(script, number, data_row(file, overview.add(report)))
                if progress:
                    progress(number, len(known))
            script.write("\n]);\n")
    return overview_page(folder, overview, known)


def _row(script: TextIO, number: int, row: str) -> None:
    script.write(("\n" if number == 1 else ",\n") + row)


def _known(folder: Path, texts: Texts) -> tuple[dict[str, Known], dict[str, list[str]]]:
    """Go through all reports once: where each page is, and who has several years."""
    known: dict[str, Known] = {}
    issuers: dict[str, list[str]] = {}
    columns = ["report_id", "title", "issuer", "issuer_id", "report_year", "text"]
    for batch in stream_batches(folder, "reports", columns, _REPORTS):
        lists = (column.to_pylist() for column in batch.columns)
        for report_id, title, issuer, issuer_id, year, text in zip(*lists, strict=True):
            known[report_id] = Known(file_name(report_id), title or "", issuer, year)
            texts.add(report_id, text or "")
            if issuer_id:
                issuers.setdefault(issuer_id, []).append(report_id)
    for ids in issuers.values():
        ids.sort(key=lambda report_id: (known[report_id].year or 0, report_id))
    return known, issuers


def _reports(folder: Path) -> Iterator[ReportData]:
    cursors: dict[str, Cursor[Any]] = {name: Cursor(folder, name, kind) for name, kind in _KINDS.items()}
    columns = ["report_id", "text", *ReportRow._fields]
    for batch in stream_batches(folder, "reports", columns, _REPORTS):
        for values in zip(*(column.to_pylist() for column in batch.columns), strict=True):
            report_id, text, *row = values
            rows = {name: cursor.take(report_id) for name, cursor in cursors.items()}
            yield ReportData(report_id, ReportRow._make(row), text or "", **rows)
    for cursor in cursors.values():
        cursor.finish()
