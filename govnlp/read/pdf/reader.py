"""PDF: text and ruled tables through pdfium."""

from __future__ import annotations

import threading
from collections.abc import Iterator
from contextlib import contextmanager
from typing import Any, Final

from govnlp.errors import MissingExtraError, ReadError
from govnlp.read.extraction import Extraction
from govnlp.read.limits import MAX_CHARS, MAX_PAGES
from govnlp.read.pdf.flow import flow
from govnlp.read.pdf.furniture import Sheet
from govnlp.read.pdf.lines import PrintedLine, print_line, rows_of
from govnlp.read.pdf.page import Glyph, Page, read_page
from govnlp.read.pdf.tables import PageTable, find_tables, same_width

_MAGIC: Final = b"%PDF-"
_HEAD: Final = 1024
_END: Final = b"%%EOF"
_LEAST_GLYPHS: Final = 20
_PASSWORD_ERROR: Final = 4
# pdfium is not made for two threads at a time.
_LOCK = threading.Lock()


def read_pdf(data: bytes, source: str) -> Extraction:
    """Read a PDF file.

    Parameters
    ----------
    data : bytes
        The file.
    source : str
        Its name, for messages.

    Returns
    -------
    Extraction
        One line a paragraph, one grid a ruled table, also where they run over page breaks. Rows of a table
        without ruled lines are lines with two spaces between the cells.

    Raises
    ------
    ReadError
        If the file is no PDF, is cut off, needs a password, has no text, or is too long.
    MissingExtraError
        If pypdfium2 is not installed.
    """
    try:
        import pypdfium2  # noqa: F401
    except ImportError as error:
        raise MissingExtraError("documents", source=source) from error
    if _MAGIC not in data[:_HEAD]:
        raise ReadError("unreadable", "is no PDF", source=source, hint="look at what was downloaded")
    if _is_cut(data):
        raise ReadError("truncated", "the end of the file is missing", source=source, hint="fetch it again")
    with _LOCK, _opened(data, source) as document:
        sheets = _sheets(document, source)
        title = document.get_metadata_value("Title").strip()
        blocks = flow(sheets)
    return Extraction(tuple(blocks), "pdf", {"title": title} if title else {})


def _is_cut(data: bytes) -> bool:
    """Whether the last objects of the file come without an end mark."""
    end = data.rfind(_END)
    return end < 0 or b" obj" in data[end:]


@contextmanager
def _opened(data: bytes, source: str) -> Iterator[Any]:
    import pypdfium2

    try:
        document = pypdfium2.PdfDocument(data)
    except pypdfium2.PdfiumError as error:
        if getattr(error, "err_code", None) == _PASSWORD_ERROR or "password" in str(error).lower():
            raise ReadError(
                "encrypted", "needs a password", source=source, hint="save it without the password"
            ) from error
        raise ReadError(
            "unreadable", f"cannot be opened: {error}", source=source, hint="fetch it again"
        ) from error
    try:
        yield document
    except pypdfium2.PdfiumError as error:
        raise ReadError("unreadable", f"a page cannot be read: {error}", source=source) from error
    finally:
        document.close()


def _sheets(document: Any, source: str) -> list[Sheet]:
    """Read all pages, each freed when the next one has told whether its last table goes on."""
    count = len(document)
    if count > MAX_PAGES:
        raise ReadError("too_large", f"{count:,} pages, at most {MAX_PAGES:,}", source=source)
    sheets: list[Sheet] = []
    before: _Found | None = None
    printed = unmapped = pictures = 0
    for number in range(count):
        page = read_page(document, number)
        printed += sum(not glyph.text.isspace() for glyph in page.glyphs)
        unmapped += page.unmapped
        pictures += page.pictures
        if printed > MAX_CHARS:
            raise ReadError("too_long", f"more than {MAX_CHARS:,} characters", source=source)
        found = _Found(page)
        if before is not None:
            sheets.append(before.sheet(found))
            found.above = before.kept
        before = found
    if before is not None:
        sheets.append(before.sheet(None))
    _need_text(printed, unmapped, pictures, count, source)
    return sheets


def _need_text(printed: int, unmapped: int, pictures: int, pages: int, source: str) -> None:
    hint = "run a text recognition over it, or look for the HTML page"
    if printed == 0 or (pictures * 2 > pages and printed < _LEAST_GLYPHS * pages):
        raise ReadError("no_text_layer", "the pages are images without text", source=source, hint=hint)
    if unmapped * 2 > printed:
        raise ReadError(
            "no_text_layer", "the fonts do not say which characters they show", source=source, hint=hint
        )


class _Found:
    """Tables and other glyphs of a page, until it is known which of the tables are some."""

    def __init__(self, page: Page) -> None:
        self.page = page
        self.tables, self.inside, self.outside = find_tables(page)
        self.above: list[PageTable] = []
        self.kept: list[PageTable] = []

    def sheet(self, below: _Found | None) -> Sheet:
        """Print the page's lines; frames around text are text."""
        glyphs: list[Glyph] = list(self.outside)
        for index, (table, inside) in enumerate(zip(self.tables, self.inside, strict=True)):
            if table.is_table or self._is_remnant(index, below):
                self.kept.append(table)
            else:
                glyphs += inside
        lines = [print_line(row, self.page.number) for row in rows_of(glyphs)]
        items: list[PrintedLine | PageTable] = [*lines, *self.kept]
        items.sort(key=lambda item: item.top if isinstance(item, PrintedLine) else item.ys[0])
        return Sheet(self.page.number, self.page.width, self.page.height, tuple(items))

    def _is_remnant(self, index: int, below: _Found | None) -> bool:
        """Whether a single column is what a page break left over of a table."""
        table = self.tables[index]
        if index == 0 and self.above and same_width(self.above[-1], table):
            return table.ys[0] < self.page.height / 3
        if index == len(self.tables) - 1 and below is not None and below.tables:
            other = below.tables[0]
            return other.is_table and same_width(other, table) and table.ys[-1] > self.page.height * 2 / 3
        return False
