"""What reading gives: a report and its parts, frozen, slotted, with half-open offsets.

Every ``start`` and ``end`` is an offset in Unicode code points into `Report.text`, half-open, and
``report.text[x.start:x.end]`` is the surface of ``x``, for everything.
"""

from __future__ import annotations

from bisect import bisect_right
from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from typing import Literal

from govnlp import display

CellState = Literal["value", "blank", "dash", "text", "absent"]
BlockKind = Literal["heading", "paragraph", "table", "furniture"]


@dataclass(frozen=True, slots=True)
class Span:
    """A stretch of `Report.text`.

    Parameters
    ----------
    start, end : int
        Half-open offsets.
    """

    start: int
    end: int


@dataclass(frozen=True, slots=True)
class OffsetMap:
    """Where the characters of `Report.text` stood in the source text.

    The source text is the decoded file for plain text, and for the other formats the text that
    `govnlp.read.extract` gives. Characters that the source does not have (line ends put between
    blocks) map to the end of the run before them.

    Parameters
    ----------
    text_starts, source_starts : tuple of int
        Starts of the runs copied, in text order and in the source.
    lengths : tuple of int
        Lengths of the runs, in code points.
    """

    text_starts: tuple[int, ...]
    source_starts: tuple[int, ...]
    lengths: tuple[int, ...]

    def to_source(self, offset: int) -> int:
        """Map an offset of the text to one of the source.

        Parameters
        ----------
        offset : int
            Offset into `Report.text`, at least 0.

        Returns
        -------
        int
            Offset into the source text.
        """
        if not self.text_starts:
            return 0
        run = max(bisect_right(self.text_starts, offset) - 1, 0)
        inside = min(max(offset - self.text_starts[run], 0), self.lengths[run])
        return self.source_starts[run] + inside


@dataclass(frozen=True, slots=True)
class Block:
    """One tile of the text: the blocks of a report cover it without gap or overlap.

    Parameters
    ----------
    kind : str
        ``heading``, ``paragraph``, ``table`` or ``furniture``.
    start, end : int
        Half-open offsets; the separator behind the block belongs to it.
    text : str
        The surface.
    reason : str
        Why it is furniture (``breadcrumb``, ``page_number``, ...); for a table what it is (``t2``,
        ``t3``, ``t4``, ``other``; joined by ``+``); for a heading ``title`` or ``section``.
    level : int
        Heading level: 0 title, 1 section, 2 and more below; -1 for other blocks.
    """

    kind: BlockKind
    start: int
    end: int
    text: str
    reason: str = ""
    level: int = -1


@dataclass(frozen=True, slots=True)
class Section:
    """A top-level section of the report.

    Parameters
    ----------
    section_id : str
        ``report_id:x01`` and so on, in text order.
    key : str
        ``overview``, ``proactive_tables``, ``request_tables``, ``review_litigation``, ``problems``,
        ``other``, or ``free`` where the heading is none of these.
    title : str
        The heading as printed, with its number; empty for a text without headings.
    start, end : int
        Half-open offsets, heading included.
    """

    section_id: str
    key: str
    title: str
    start: int
    end: int


@dataclass(frozen=True, slots=True)
class Paragraph:
    """A narrative paragraph.

    Parameters
    ----------
    paragraph_id : str
        ``report_id:p0001`` and so on, in text order.
    section_id : str or None
        Section it stands in; None before the first one.
    start, end : int
        Half-open offsets; the line end behind it belongs to it.
    text : str
        The surface.
    lead : Span or None
        Run-in heading at its start, such as ``（一）主动公开情况。``.
    """

    paragraph_id: str
    section_id: str | None
    start: int
    end: int
    text: str
    lead: Span | None = None


@dataclass(frozen=True, slots=True)
class Sentence:
    """A sentence of a narrative paragraph; the sentences of a paragraph tile it.

    Parameters
    ----------
    sentence_id : str
        ``report_id:s0001`` and so on, in text order.
    paragraph_id : str
        Paragraph it belongs to.
    start, end : int
        Half-open offsets.
    text : str
        The surface.
    """

    sentence_id: str
    paragraph_id: str
    start: int
    end: int
    text: str


@dataclass(frozen=True, slots=True)
class Cell:
    """One cell of a statutory table.

    Parameters
    ----------
    table, row, column : str
        Keys, such as ``t3``, ``granted``, ``total``.
    value : Decimal or None
        The printed number; None in every state but ``value``.
    state : str
        ``value``, ``blank``, ``dash``, ``text`` or ``absent``.
    raw : str
        What is printed, untouched.
    format : str
        Printed format of this table, ``2019`` or ``2021``.
    reason : str
        Why the state is ``text`` or ``absent``, or how an uncertain value was made certain.
    start, end : int or None
        Half-open offsets of the cell; None where nothing was found.
    """

    table: str
    row: str
    column: str
    value: Decimal | None
    state: CellState
    raw: str
    format: str
    reason: str = ""
    start: int | None = None
    end: int | None = None

    @property
    def key(self) -> str:
        """The cell's address, as in check evidence: ``t3.granted.total``."""
        return f"{self.table}.{self.row}.{self.column}"


@dataclass(frozen=True, slots=True)
class Evidence:
    """What a statement rests on: a stretch of a report, and what it is.

    Parameters
    ----------
    report_id : str
        Report the evidence stands in.
    ref : str
        What it is: the key of a cell (``t3.granted.total``) or an id.
    text : str
        The surface.
    start, end : int or None
        Half-open offsets into that report's text; None where nothing is printed.
    """

    report_id: str
    ref: str
    text: str
    start: int | None = None
    end: int | None = None


@dataclass(frozen=True, slots=True)
class Failure:
    """An input that gave no report, and why.

    Parameters
    ----------
    source : str
        The file.
    code : str
        Reason code, as in `govnlp.errors.ReadError`.
    message : str
        What is wrong.
    hint : str
        What the user can do.
    """

    source: str
    code: str
    message: str
    hint: str


@dataclass(frozen=True, slots=True, repr=False)
class Report:
    """One report, read.

    Parameters
    ----------
    report_id : str
        What ``corpus.csv`` gives, else the path below the corpus root without suffix.
    source : str
        The file, as given.
    sha256 : str
        Hash of the file's bytes, hexadecimal.
    medium : str
        ``txt``, ``md``, ``html``, ``docx`` or ``pdf``.
    text : str
        The joined, readable text; width, inner spaces and radicals as printed.
    title : str
        Title lines joined; empty where there is none.
    issuer, issuer_id : str or None
        Issuing body as printed, and its key (admin code and name without region).
    region, admin_code : str or None
        Region as printed, and GB/T 2260 code (of the county for what is below it).
    level, agency_type : str or None
        Kind of body: see the data dictionary.
    superior_id : str or None
        ``issuer_id`` of the body above it; only ``corpus.csv`` can say.
    report_year : int or None
        Year reported on.
    publish_date : date or None
        Day of publication.
    format : str
        ``2019``, ``2021``, ``pre2019``, ``mixed`` or ``unknown``.
    url : str or None
        Address it was published at.
    inferred_fields : tuple of str
        Those of the fields above that are not printed as such but concluded.
    blocks : tuple of Block
        Tiles of the text, in order.
    sections, paragraphs, sentences : tuples
        See `Section`, `Paragraph`, `Sentence`.
    cells : tuple of Cell
        Cells of the statutory tables, in printed order.
    surplus : tuple of Evidence
        Table contents that no cell of the format takes.
    source_map : OffsetMap
        Where each character stood in the source.
    """

    report_id: str
    source: str
    sha256: str
    medium: str
    text: str
    title: str
    issuer: str | None
    issuer_id: str | None
    region: str | None
    admin_code: str | None
    level: str | None
    agency_type: str | None
    superior_id: str | None
    report_year: int | None
    publish_date: date | None
    format: str
    url: str | None
    inferred_fields: tuple[str, ...]
    blocks: tuple[Block, ...]
    sections: tuple[Section, ...]
    paragraphs: tuple[Paragraph, ...]
    sentences: tuple[Sentence, ...]
    cells: tuple[Cell, ...]
    surplus: tuple[Evidence, ...]
    source_map: OffsetMap

    @property
    def headings(self) -> tuple[Block, ...]:
        """Heading blocks, title lines included."""
        return tuple(block for block in self.blocks if block.kind == "heading")

    @property
    def tables(self) -> tuple[Block, ...]:
        """Table blocks."""
        return tuple(block for block in self.blocks if block.kind == "table")

    @property
    def furniture(self) -> tuple[Block, ...]:
        """Furniture blocks, each with its reason."""
        return tuple(block for block in self.blocks if block.kind == "furniture")

    def __repr__(self) -> str:
        size = f"{len(self.sections)} sections, {len(self.paragraphs)} paragraphs, {len(self.cells)} cells"
        who = f"{self.issuer or '?'}, {self.report_year or '?'}, format {self.format}"
        return f"<Report {self.report_id!r}: {who}, {size}>"

    def _repr_html_(self) -> str:
        marks = [display.Mark(b.start, b.end, b.kind, b.reason or b.kind) for b in self.blocks]
        caption = f"{self.title or self.report_id}（{self.report_year or '年份不详'}，{self.format}）"
        return display.highlighted(self.text, marks, caption)
