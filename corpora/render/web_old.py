"""Web pages as they were made by hand: pasted from a word processor, or typed with line breaks."""

from __future__ import annotations

import html
from collections.abc import Iterator, Sequence
from itertools import cycle, pairwise

from corpora.render.document import Cell, Chrome, Page, Table, Text
from corpora.render.labels import form

_FONT = "font-family:仿宋_GB2312;mso-hansi-font-family:宋体;font-size:16.0pt"
_WRITTEN = ("signature", "date_line", "doc_number", "salutation", "editor_note", "caption", "table_note")
_CUTS = (3, 1, 6, 2, 9, 4, 1, 5)


def _e(text: str) -> str:
    return html.escape(text, quote=False).replace("  ", " &nbsp;")


def html_spans(page: Page) -> bytes:
    """Page pasted from a word processor, GB18030 behind a ``gb2312`` label, laid out by tables."""
    chrome = page.chrome
    lines = [
        '<html xmlns:o="urn:schemas-microsoft-com:office:office" xmlns="http://www.w3.org/TR/REC-html40">',
        "<head>",
        '<meta http-equiv="Content-Type" content="text/html; charset=gb2312" />',
        f"<title>{_e(page.name)}</title>",
        "<style type=text/css><!-- p.MsoNormal {mso-style-parent:''; margin:0cm;} --></style>",
        "</head>",
        '<body bgcolor="#FFFFFF" leftmargin=0>',
        *_outer_top(chrome),
        '<tr><td width="980" valign="top" class="bt_content">',
        "<!--[if gte mso 9]><xml><w:WordDocument><w:View>Normal</w:View></w:WordDocument></xml><![endif]-->",
        '<?xml:namespace prefix = o ns = "urn:schemas-microsoft-com:office:office" />',
    ]
    for item in page.items:
        if isinstance(item, Table):
            lines += _pasted_table(item)
        else:
            lines.append(_pasted_line(item))
    foot = "<br />".join(_e(text) for text in chrome.footer)
    lines += [
        "</td></tr>",
        f'<tr><td align="center" background="/images/foot.gif"><font color="#333333">{foot}</font></td></tr>',
        "</table>",
        "</body>",
        "</html>",
    ]
    return "".join(f"{line}\r\n" for line in lines).encode("gb18030")


def _outer_top(chrome: Chrome) -> Iterator[str]:
    yield '<table width="1000" border="0" cellpadding="0" cellspacing="0" align="center">'
    menu = "".join(f'<td><a href="/{i}/">{_e(text)}</a></td>' for i, text in enumerate(chrome.navigation, 1))
    if chrome.site_name:
        yield f'<tr><td><img src="/images/top.jpg" alt="{_e(chrome.site_name)}"></td></tr>'
    yield f'<tr><td><table width="100%"><tr>{menu}</tr></table></td></tr>'
    if chrome.breadcrumb:
        yield f"<tr><td height=30>&nbsp;&nbsp;{_e(chrome.breadcrumb)}</td></tr>"


def _runs(text: str, bold: bool = False) -> str:
    """Cut a text into nested runs, in the middle of words and numbers."""
    found: list[str] = []
    at = 0
    for i, size in enumerate(cycle(_CUTS)):
        if at >= len(text):
            break
        part = _e(text[at : at + size])
        at += size
        if part.isascii() and part.strip():
            part = f'<span lang="EN-US">{part}</span>'
        font = i % 5 == 4
        found.append(f'<font face="仿宋">{part}</font>' if font else f'<span style="{_FONT}">{part}</span>')
    runs = "".join(found)
    return f"<b>{runs}</b>" if bold else runs


def _pasted_line(item: Text) -> str:
    if item.reason and item.reason not in _WRITTEN:
        return f'<div align="center" class="{item.reason}">{_e(item.text)}</div>'
    if item.kind == "title":
        style, indent = "text-align:center;line-height:30.0pt", ""
    elif item.reason in ("signature", "date_line"):
        style, indent = "text-align:right", ""
    elif item.kind == "furniture":
        style, indent = "", ""
    else:
        style, indent = "text-indent:32.0pt;line-height:150%", "" if item.lead else "&nbsp;&nbsp; &nbsp;"
    bold = item.lead if item.kind in ("paragraph", "furniture") else len(item.text)
    lead = _runs(item.text[:bold], bold=True) if bold else ""
    rest = _runs(item.text[bold:])
    end = '<span lang="EN-US"><o:p></o:p></span>'
    return f'<p class="MsoNormal" style="{style}">{indent}{lead}{rest}{end}</p>'


def _pasted_table(table: Table) -> Iterator[str]:
    yield '<table class="MsoTableGrid" border="1" cellspacing="0" style="border-collapse:collapse">'
    yield " <tbody>"
    for row in table.rows():
        yield ' <tr style="height:20.0pt">'
        for cell in row:
            inner = _pasted_cell(cell)
            yield f'  <td{_span(cell)} valign="top" style="border:solid windowtext 1.0pt">{inner}</td>'
        yield " </tr>"
    yield " </tbody>"
    yield "</table>"


def _pasted_cell(cell: Cell) -> str:
    if not cell.text.strip():
        return '<p class="MsoNormal"><span lang="EN-US"><o:p>&nbsp;</o:p></span></p>'
    parts = form()["wrapped"].get(cell.text, [cell.text]) if cell.head else [cell.text]
    return "".join(f'<p class="MsoNormal" align="center">{_runs(part)}<o:p></o:p></p>' for part in parts)


def _span(cell: Cell) -> str:
    rows = f" rowspan={cell.rowspan}" if cell.rowspan > 1 else ""
    return rows + (f" colspan={cell.colspan}" if cell.colspan > 1 else "")


def html_br(page: Page) -> bytes:
    """Old page: the whole text in one block with line breaks, tables without end tags."""
    chrome = page.chrome
    lines = [
        "<HTML><HEAD>",
        "<META http-equiv=Content-Type content='text/html; charset=utf-8'>",
        f"<TITLE>{_e(chrome.site_name or page.name)}</TITLE></HEAD>",
        "<BODY>",
        "<DIV id=top>" + " | ".join(f"<A href='/{i}/'>{_e(t)}</A>" for i, t in enumerate(chrome.navigation)),
        "</DIV>",
        "<DIV id=content>",
    ]
    for item in page.items:
        lines += _blocks_apart(item) if isinstance(item, Table) else [_typed_line(item)]
    lines += ["</DIV>", "<DIV id=foot>"]
    lines += [f"{_e(text)}<BR>" for text in chrome.footer]
    return "".join(f"{line}\n" for line in [*lines, "</DIV>", "</BODY></HTML>"]).encode()


def _typed_line(item: Text) -> str:
    if item.kind == "title":
        return f"<CENTER><B>{_e(item.text)}</B></CENTER>"
    if item.kind == "furniture":
        return f"{_e(item.text)}<BR>"
    if item.kind == "paragraph":
        return f"&emsp;&emsp;{_e(item.text)}<BR>"
    return f"<BR>&emsp;&emsp;<B>{_e(item.text)}</B><BR>"


def _blocks_apart(table: Table) -> Iterator[str]:
    """Print section two as one table a block, and the note of section three before its table."""
    rows = table.rows()
    if table.part == "t2":
        starts = [i for i, row in enumerate(rows) if len(row) == 1] + [len(rows)]
        for start, end in pairwise(starts):
            yield from _typed_table(rows[start:end])
        return
    if table.part == "t3":
        corner = rows[0][0]
        yield f"{_e(corner.text)}<BR>"
        rows[0][0] = Cell(0, 0, "", corner.rowspan, corner.colspan, True)
    yield from _typed_table(rows)


def _typed_table(rows: Sequence[Sequence[Cell]]) -> Iterator[str]:
    yield "<TABLE border=1 width='95%'>"
    for row in rows:
        yield "<TR>" + "".join(f"<TD{_span(cell)}>{_e(cell.text) or '&nbsp;'}" for cell in row)
    yield "</TABLE>"
