"""From an extraction to a report: text, blocks, sections, paragraphs, sentences, cells, keys."""

from __future__ import annotations

from bisect import bisect_right
from collections.abc import Sequence
from dataclasses import dataclass

from govnlp.model import Block, OffsetMap, Paragraph, Report, Section, Sentence, Span
from govnlp.read.extraction import Extraction
from govnlp.read.identity import identify
from govnlp.read.parts import Part, make_parts
from govnlp.read.tables.cells import Placed, Tables, compile_tables
from govnlp.text.segment import sentence_spans
from govnlp.text.structure import Role, Structure, Unit, find_structure
from govnlp.text.titles import is_title

_FIRST_TABLES_YEAR = 2019


@dataclass(frozen=True, slots=True)
class Source:
    """Where a report comes from: its id, the file as given, and the hash of its bytes."""

    report_id: str
    name: str
    sha256: str


def assemble(extraction: Extraction, source: Source) -> Report:
    """Make a report of what a reader took out of a file.

    Parameters
    ----------
    extraction : Extraction
        The reader's lines and grids.
    source : Source
        Where they come from.

    Returns
    -------
    Report
        Also for a text that is no report: then it has one ``free`` section.
    """
    parts = make_parts(extraction)
    structure = find_structure([Unit(p.text, p.hint, p.gap, p.table) for p in parts])
    text, starts, offsets = _text(parts)
    blocks = _blocks(parts, structure, text, starts)
    tables = compile_tables(
        source.report_id,
        [Placed(p.findings, at) for p, at in zip(parts, starts, strict=True) if p.findings is not None],
    )
    sections = _sections(source.report_id, blocks, structure.roles, text)
    paragraphs = _paragraphs(source.report_id, blocks, structure.roles, sections)
    title = structure.title or _stated_title(extraction)
    identity = identify(title, blocks, extraction.meta)
    inferred = identity.inferred if structure.title or not title else ("title", *identity.inferred)
    return Report(
        report_id=source.report_id,
        source=source.name,
        sha256=source.sha256,
        medium=extraction.medium,
        text=text,
        title=title,
        issuer=identity.issuer,
        issuer_id=identity.issuer_id,
        region=identity.region,
        admin_code=identity.admin_code,
        level=identity.level,
        agency_type=identity.agency_type,
        superior_id=None,
        report_year=identity.report_year,
        publish_date=identity.publish_date,
        format=_format(tables, identity.report_year),
        url=identity.url,
        inferred_fields=inferred,
        blocks=blocks,
        sections=sections,
        paragraphs=paragraphs,
        sentences=_sentences(source.report_id, paragraphs, text),
        cells=tables.cells,
        surplus=tables.surplus,
        source_map=offsets,
    )


def _text(parts: Sequence[Part]) -> tuple[str, list[int], OffsetMap]:
    """Join the parts, one line end between them, and note where each character came from."""
    chunks: list[str] = []
    starts: list[int] = []
    runs: list[tuple[int, int, int]] = []
    at = 0
    for index, part in enumerate(parts):
        if index:
            chunks.append("\n")
            at += 1
        starts.append(at)
        for piece in part.pieces:
            if piece.text:
                runs.append((at, piece.at, len(piece.text)))
                chunks.append(piece.text)
                at += len(piece.text)
    columns = tuple(zip(*runs, strict=True)) or ((), (), ())
    return "".join(chunks), starts, OffsetMap(*columns)


def _blocks(
    parts: Sequence[Part], structure: Structure, text: str, starts: Sequence[int]
) -> tuple[Block, ...]:
    ends = [*starts[1:], len(text)][: len(starts)]
    return tuple(
        Block(role.kind, start, end, text[start:end], role.reason, role.level)
        for role, start, end in zip(structure.roles, starts, ends, strict=True)
    )


def _sections(
    report_id: str, blocks: Sequence[Block], roles: Sequence[Role], text: str
) -> tuple[Section, ...]:
    opens = [i for i, role in enumerate(roles) if role.section]
    keys = [roles[i].section for i in opens]
    titles = [_heading_text(blocks[i], roles[i]) for i in opens]
    if not opens:
        narrative = [i for i, role in enumerate(roles) if role.kind != "furniture" and role.level != 0]
        opens, keys, titles = narrative[:1], ["free"], [""]
    sections: list[Section] = []
    for number, i in enumerate(opens):
        stop = opens[number + 1] if number + 1 < len(opens) else len(blocks)
        if number + 1 == len(opens):
            while stop > i + 1 and roles[stop - 1].kind == "furniture":
                stop -= 1
        section_id = f"{report_id}:x{number + 1:02d}"
        sections.append(
            Section(section_id, keys[number], titles[number], blocks[i].start, blocks[stop - 1].end)
        )
    return tuple(sections)


def _heading_text(block: Block, role: Role) -> str:
    text = block.text[: role.lead] if role.lead else block.text
    return text.strip().rstrip("。：:")


def _paragraphs(
    report_id: str, blocks: Sequence[Block], roles: Sequence[Role], sections: Sequence[Section]
) -> tuple[Paragraph, ...]:
    paragraphs: list[Paragraph] = []
    starts = [section.start for section in sections]
    for block, role in zip(blocks, roles, strict=True):
        if block.kind != "paragraph":
            continue
        at = bisect_right(starts, block.start) - 1
        section = sections[at].section_id if at >= 0 and block.start < sections[at].end else None
        lead = Span(block.start, block.start + role.lead) if role.lead else None
        paragraph_id = f"{report_id}:p{len(paragraphs) + 1:04d}"
        paragraphs.append(Paragraph(paragraph_id, section, block.start, block.end, block.text, lead))
    return tuple(paragraphs)


def _sentences(report_id: str, paragraphs: Sequence[Paragraph], text: str) -> tuple[Sentence, ...]:
    sentences: list[Sentence] = []
    for paragraph in paragraphs:
        for start, end in sentence_spans(text, paragraph.start, paragraph.end):
            sentence_id = f"{report_id}:s{len(sentences) + 1:04d}"
            sentences.append(Sentence(sentence_id, paragraph.paragraph_id, start, end, text[start:end]))
    return tuple(sentences)


def _stated_title(extraction: Extraction) -> str:
    title = extraction.meta.get("title", "")
    return title if is_title(title) else ""


def _format(tables: Tables, year: int | None) -> str:
    """Printed format, from the labels of the tables; before 2019 there were none."""
    if len(tables.formats) == 1:
        return tables.formats[0]
    if tables.formats:
        return "mixed"
    return "pre2019" if year is not None and year < _FIRST_TABLES_YEAR else "unknown"
