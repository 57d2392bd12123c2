"""Read one report: the reader is chosen by the file's suffix."""

from __future__ import annotations

import hashlib
import re
from collections.abc import Callable
from importlib import import_module
from pathlib import Path
from typing import Final

from govnlp.errors import ReadError
from govnlp.model import Report
from govnlp.read.assemble import Source, assemble
from govnlp.read.extraction import Extraction, Line
from govnlp.read.limits import MAX_BYTES, MAX_CHARS
from govnlp.read.plain import lines_of
from govnlp.text.normalize import fold

_OPENING: Final = 3
_OWN_NAME: Final = re.compile(r"本(?:年度|工作)?(?:报告|年报)")
_MADE: Final = re.compile(r"编制|统计(?:起止)?(?:期限|时限|时间)")
_ANNOUNCED: Final = re.compile(
    r"(?:信息|政务)公开(?:工作)?(?:情况)?(?:年度(?:工作)?报告|年报|工作报告|报告|情况报告如下)|报告如下"
)

Reader = Callable[[bytes, str], Extraction]

# Suffix to the reader's home; loaded on first use, so that an extra is needed only where it is used.
_HOMES: Final = {
    ".txt": ("govnlp.read.plain", "read_text_file"),
    ".md": ("govnlp.read.plain", "read_markdown"),
    ".html": ("govnlp.read.html", "read_html"),
    ".htm": ("govnlp.read.html", "read_html"),
    ".shtml": ("govnlp.read.html", "read_html"),
    ".docx": ("govnlp.read.office", "read_docx"),
    ".pdf": ("govnlp.read.pdf", "read_pdf"),
}
_CONVERT: Final = {".doc", ".wps", ".rtf"}
_registered: dict[str, Reader] = {}


def register_reader(suffix: str, reader: Reader) -> None:
    """Add a reader for files of a suffix, or replace one.

    Parameters
    ----------
    suffix : str
        With its dot, lower case: ``.odt``.
    reader : callable
        Takes the file's bytes and its name, gives an `Extraction`; raises `ReadError` and nothing else.
    """
    _registered[suffix.lower()] = reader


def suffixes() -> tuple[str, ...]:
    """Suffixes that can be read, and those that are recognised to say what to do about them."""
    return tuple(sorted({*_HOMES, *_CONVERT, *_registered}))


def extract(path: str | Path) -> Extraction:
    """Take the lines and grids out of a file, without interpreting them.

    Parameters
    ----------
    path : str or Path
        The file.

    Returns
    -------
    Extraction
        In reading order.

    Raises
    ------
    ReadError
        If the file cannot be read; the message says why and what to do.
    """
    return _extract(_load(Path(path)), Path(path))


def read_report(path: str | Path, *, report_id: str | None = None, source: str | None = None) -> Report:
    """Read one report.

    Parameters
    ----------
    path : str or Path
        A file of one of the `suffixes`.
    report_id : str, optional
        Its id; the file's stem by default.
    source : str, optional
        Name of the file in the result; the path as given by default.

    Returns
    -------
    Report
        A text that is no report is one ``free`` section.

    Raises
    ------
    ReadError
        If the file cannot be read; the message says why and what to do.

    Examples
    --------
    >>> report = read_report("liuqiao-2021.html")  # doctest: +SKIP
    >>> report.report_year  # doctest: +SKIP
    2021
    """
    path = Path(path)
    data = _load(path)
    identity = Source(report_id or path.stem, source or str(path), hashlib.sha256(data).hexdigest())
    try:
        return assemble(_extract(data, path), identity)
    except RecursionError as error:
        raise ReadError("unreadable", "nested too deeply", source=identity.name) from error


def read_text(text: str, *, report_id: str = "text") -> Report:
    """Read a report, or any text, that is at hand as a string.

    Parameters
    ----------
    text : str
        The text, one paragraph a line or hard-wrapped.
    report_id : str
        Id for the result.

    Returns
    -------
    Report
        A text that is no report is one ``free`` section.

    Raises
    ------
    ReadError
        If the text is too long.
    """
    if len(text) > MAX_CHARS:
        raise ReadError("too_long", f"{len(text):,} characters, at most {MAX_CHARS:,}", source=report_id)
    digest = hashlib.sha256(text.encode("utf-8", "surrogatepass")).hexdigest()
    return assemble(lines_of(text), Source(report_id, report_id, digest))


def is_report(report: Report) -> bool:
    """Tell whether a text that was read is an annual report on information disclosure.

    Parameters
    ----------
    report : Report
        What was read.

    Returns
    -------
    bool
        True if it has the tables, the title, at least two of the sections of such reports, or an opening
        that says so of itself (``本报告由……编制``, ``现公布……年度报告``).
    """
    if report.cells or report.title:
        return True
    text = fold(report.text)
    if "信息公开" not in text and "政务公开" not in text:
        return False
    keys = {section.key for section in report.sections if section.key != "free"}
    return len(keys) > 1 or _calls_itself_report(report, bool(keys))


def _calls_itself_report(report: Report, sectioned: bool) -> bool:
    opening = fold("".join(p.text for p in report.paragraphs[:_OPENING]))
    own = _OWN_NAME.search(opening) and _MADE.search(opening)
    return bool(own) or (sectioned and _ANNOUNCED.search(opening) is not None)


def _load(path: Path) -> bytes:
    try:
        size = path.stat().st_size
        if size > MAX_BYTES:
            raise ReadError(
                "too_large",
                f"{size / 2**20:.0f} MiB; at most {MAX_BYTES // 2**20} MiB are read",
                source=str(path),
                hint="one file should hold one report",
            )
        data = path.read_bytes()
    except OSError as error:
        reason = error.strerror or str(error)
        raise ReadError("missing", f"cannot be opened: {reason}", source=str(path)) from error
    if not data.strip():
        raise ReadError("empty", "the file is empty", source=str(path), hint="fetch it again")
    return data


def _extract(data: bytes, path: Path) -> Extraction:
    suffix = path.suffix.lower()
    if suffix in _CONVERT:
        raise ReadError(
            "convert_to_docx",
            f"{suffix} files are not read",
            source=str(path),
            hint="convert it to .docx, for example with LibreOffice",
        )
    extraction = _reader(suffix, path)(data, str(path))
    length = sum(
        len(b.text) if isinstance(b, Line) else sum(len(c.text) for c in b.cells) for b in extraction.blocks
    )
    if length > MAX_CHARS:
        raise ReadError("too_long", f"{length:,} characters, at most {MAX_CHARS:,}", source=str(path))
    return extraction


def _reader(suffix: str, path: Path) -> Reader:
    if suffix in _registered:
        return _registered[suffix]
    if suffix not in _HOMES:
        raise ReadError(
            "unsupported",
            f"no reader for {suffix or 'files without a suffix'}",
            source=str(path),
            hint=f"read are {' '.join(sorted(_HOMES))}",
        )
    module, name = _HOMES[suffix]
    reader: Reader = getattr(import_module(module), name)
    return reader
