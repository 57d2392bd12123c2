"""Word documents: with styles, or with direct formatting only."""

from __future__ import annotations

import io
import re
import zipfile
from collections.abc import Sequence
from datetime import datetime
from itertools import pairwise
from typing import Any

from corpora.render.document import Cell, Page, Table, Text

_EPOCH = (1980, 1, 1, 0, 0, 0)
_STYLES = {"title": "Title", "section": "Heading 1", "heading": "Heading 2"}


def docx(page: Page) -> bytes:
    """Word document with title and heading styles, a running header and page numbers."""
    return _document(page, styled=True)


def docx_plain(page: Page) -> bytes:
    """Word document where everything is in the style Normal; bold and centred by hand."""
    return _document(page, styled=False)


def _document(page: Page, styled: bool) -> bytes:
    import docx as word

    document = word.Document()
    _settings(document, page, styled)
    for item in page.items:
        if isinstance(item, Table):
            document.element.body.insert(len(document.element.body) - 1, _table(item))
        else:
            _paragraph(document, item, styled)
    stream = io.BytesIO()
    document.save(stream)
    return _fixed(stream.getvalue())


def _fixed(data: bytes) -> bytes:
    """Repack an archive so that it does not tell when it was made."""
    target = io.BytesIO()
    with zipfile.ZipFile(io.BytesIO(data)) as old, zipfile.ZipFile(target, "w") as new:
        for name in old.namelist():
            entry = zipfile.ZipInfo(name, _EPOCH)
            entry.compress_type = zipfile.ZIP_DEFLATED
            new.writestr(entry, old.read(name))
    return target.getvalue()


def _settings(document: Any, page: Page, styled: bool) -> None:
    properties = document.core_properties
    properties.author = properties.title = properties.comments = ""
    properties.created = properties.modified = datetime(2026, 1, 1)
    section = document.sections[0]
    if styled:
        section.header.paragraphs[0].text = page.name
    footer = section.footer.paragraphs[0]
    footer.alignment = 1
    footer.add_run("- ")
    _field(footer, "PAGE")
    footer.add_run(" -")


def _field(paragraph: Any, name: str) -> None:
    from docx.oxml import parse_xml
    from docx.oxml.ns import nsdecls

    for xml in (
        '<w:fldChar w:fldCharType="begin"/>',
        f'<w:instrText xml:space="preserve"> {name} </w:instrText>',
        '<w:fldChar w:fldCharType="separate"/>',
        "<w:t>1</w:t>",
        '<w:fldChar w:fldCharType="end"/>',
    ):
        tag, rest = xml[1:].split(">", 1) if "/>" not in xml else (xml[1:-2], "")
        close = f">{rest}" if rest else "/>"
        paragraph.add_run()._r.append(parse_xml(f"<{tag} {nsdecls('w')}{close}"))


def _paragraph(document: Any, item: Text, styled: bool) -> None:
    from docx.shared import Pt

    style = _STYLES.get(item.kind) if styled else None
    paragraph = document.add_paragraph(style=style)
    if item.kind == "title" or item.reason == "doc_number":
        paragraph.alignment = 1
    elif item.reason in ("signature", "date_line"):
        paragraph.alignment = 2
    elif item.kind == "paragraph" or (item.kind != "furniture" and not styled):
        paragraph.paragraph_format.first_line_indent = Pt(32)
    bold = len(item.text) if item.kind not in ("paragraph", "furniture") else item.lead
    for start, end in _runs(item.text, bold):
        run = paragraph.add_run(item.text[start:end])
        run.bold = True if start < bold else None
        run.font.size = Pt(22 if item.kind == "title" else 16)


def _runs(text: str, bold: int) -> list[tuple[int, int]]:
    """Cut where the typeface changes, as Word does between Chinese and digits."""
    cuts = {0, bold, len(text), *(m.start() for m in re.finditer(r"(?<=[^ -~])[ -~]|(?<=[ -~])[^ -~]", text))}
    marks = sorted(cut for cut in cuts if cut <= len(text))
    return list(pairwise(marks))


def _table(table: Table) -> Any:
    """Make the table's XML; python-docx needs a minute to merge the cells of a long one."""
    from docx.oxml import parse_xml
    from docx.oxml.ns import nsdecls

    columns = "".join('<w:gridCol w:w="860"/>' for _ in range(table.n_cols))
    borders = "".join(
        f'<w:{side} w:val="single" w:sz="4" w:space="0" w:color="auto"/>'
        for side in ("top", "left", "bottom", "right", "insideH", "insideV")
    )
    rows = "".join(f"<w:tr>{''.join(_cells(table, row))}</w:tr>" for row in range(table.n_rows))
    style = f'<w:tblPr><w:tblW w:w="0" w:type="auto"/><w:tblBorders>{borders}</w:tblBorders></w:tblPr>'
    return parse_xml(f"<w:tbl {nsdecls('w')}>{style}<w:tblGrid>{columns}</w:tblGrid>{rows}</w:tbl>")


def _cells(table: Table, row: int) -> Sequence[str]:
    """Make the cells of a row; a cell merged downwards is there again, empty, in each row below."""
    found: list[str] = []
    for cell in sorted(table.cells, key=lambda cell: cell.col):
        if not cell.row <= row < cell.row + cell.rowspan:
            continue
        wide = f'<w:gridSpan w:val="{cell.colspan}"/>' if cell.colspan > 1 else ""
        first = cell.row == row
        merged = '<w:vMerge w:val="restart"/>' if first else "<w:vMerge/>"
        down = merged if cell.rowspan > 1 else ""
        found.append(f"<w:tc><w:tcPr>{wide}{down}</w:tcPr><w:p>{_run(cell) if first else ''}</w:p></w:tc>")
    return found


def _run(cell: Cell) -> str:
    from xml.sax.saxutils import escape

    if not cell.text:
        return ""
    return f'<w:r><w:rPr><w:sz w:val="18"/></w:rPr><w:t xml:space="preserve">{escape(cell.text)}</w:t></w:r>'
