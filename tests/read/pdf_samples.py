"""Small PDF and Word files made for the tests; everything in them is invented."""

from __future__ import annotations

import io
import zipfile
from collections.abc import Mapping, Sequence
from html import escape
from typing import Any

FONT = "STSong-Light"
TITLE = ("云溪市澜亭区柳桥镇人民政府", "2023年政府信息公开工作年度报告")
SENTENCE = (
    "柳桥镇坚持以公开促服务，围绕群众关心的事项及时发布信息，严格落实先审后发制度，全年共公开各类信息1204条，"
    "其中通过网站公开861条，通过公众号公开343条；收到依申请公开7件，均已按期答复。"
)

# (text, rows, columns) of each printed cell; a table is rows of cells that begin there.
Cell = tuple[str, int, int]
Rows = list[list[Cell]]


def cells(*texts: str) -> list[Cell]:
    """Cells that span nothing."""
    return [(text, 1, 1) for text in texts]


def request_table(values: Sequence[Sequence[str]]) -> Rows:
    """A table with a header of three rows and labels in merged cells, as in section three."""
    groups = (("（三）不予公开", 8), ("（四）无法提供", 3), ("（五）不予处理", 5))
    rows: Rows = [
        [
            ("（本列数据的勾稽关系为：第一项加第二项之和，等于第三项加第四项之和）", 3, 3),
            ("申请人情况", 1, 7),
        ],
        [("自然人", 2, 1), ("法人或其他组织", 1, 5), ("总计", 2, 1)],
        cells("商业企业", "科研机构", "社会公益组织", "法律服务机构", "其他"),
        [("一、本年新收政府信息公开申请数量", 1, 3)],
        [("二、上年结转政府信息公开申请数量", 1, 3)],
        [("三、本年度办理结果", 18, 1), ("（一）予以公开", 1, 2)],
    ]
    for name, count in groups:
        for index in range(count):
            label = f"{index + 1}.本类第{index + 1}种情形，须说明理由并告知救济渠道"
            rows.append([*([(name, count, 1)] if index == 0 else []), *cells(label)])
    rows += [[("（七）总计", 1, 2)], [("四、结转下年度继续办理", 1, 3)]]
    for row, printed in zip(rows[3:], values, strict=False):
        row += cells(*printed)
    return rows


def review_table(values: Sequence[str]) -> Rows:
    """A table of fifteen columns with a header of three rows, as in section four."""
    five = ("结果维持", "结果纠正", "其他结果", "尚未审结", "总计")
    return [
        [("行政复议", 1, 5), ("行政诉讼", 1, 10)],
        [*((name, 2, 1) for name in five), ("未经复议直接起诉", 1, 5), ("复议后起诉", 1, 5)],
        cells(*five, *five),
        cells(*values),
    ]


def placed(rows: Rows) -> dict[tuple[int, int], Cell]:
    """Row and column of each cell."""
    taken: set[tuple[int, int]] = set()
    found: dict[tuple[int, int], Cell] = {}
    for row, printed in enumerate(rows):
        column = 0
        for text, height, width in printed:
            while (row, column) in taken:
                column += 1
            taken |= {(row + r, column + c) for r in range(height) for c in range(width)}
            found[row, column] = (text, height, width)
            column += width
    return found


def make_pdf(
    blocks: Sequence[tuple[str, Any]],
    *,
    indent: bool = True,
    size: float = 16,
    number: str = "- {} -",
    header: str = "",
    repeat: int = 0,
    space: float = 0,
    widths: Sequence[float] | None = None,
) -> bytes:
    """Print titles, paragraphs (``p``), headings (``h``) and tables with wrapping and page breaks."""
    from reportlab.lib.pagesizes import A4
    from reportlab.lib.styles import ParagraphStyle
    from reportlab.platypus import Paragraph, SimpleDocTemplate, Table

    _register()
    base: dict[str, Any] = {"fontName": FONT, "wordWrap": "CJK"}
    prose = ParagraphStyle(
        "p",
        fontSize=size,
        leading=size * 1.7,
        firstLineIndent=2 * size if indent else 0,
        spaceAfter=space,
        **base,
    )
    title = ParagraphStyle("t", fontSize=22, leading=34, alignment=1, **base)
    small = ParagraphStyle("c", fontSize=9, leading=12, alignment=1, **base)
    story: list[Any] = []
    for kind, content in blocks:
        if kind != "table":
            story.append(Paragraph(escape(content), title if kind == "title" else prose))
            continue
        at = placed(content)
        n_cols = max(column + cell[2] for (_, column), cell in at.items())
        grid: list[list[Any]] = [[""] * n_cols for _ in content]
        for (row, column), (text, _, _) in at.items():
            grid[row][column] = Paragraph(escape(text), small)
        if widths is None and n_cols == 10:
            widths = [30, 60, 130, *[33] * 7]
        table_widths = widths if widths and len(widths) == n_cols else [451 / n_cols] * n_cols
        head = repeat if n_cols == 10 else 0
        story.append(Table(grid, colWidths=list(table_widths), style=_ruled(at), repeatRows=head))

    def margins(canvas: Any, document: Any) -> None:
        canvas.setFont(FONT, 10)
        if number:
            canvas.drawCentredString(297, 40, number.format(document.page))
        if header:
            canvas.drawString(72, 812, header)

    out = io.BytesIO()
    SimpleDocTemplate(out, pagesize=A4, invariant=1).build(story, onFirstPage=margins, onLaterPages=margins)
    return out.getvalue()


def _ruled(at: Mapping[tuple[int, int], Cell]) -> Any:
    from reportlab.platypus import TableStyle

    spans = [
        ("SPAN", (column, row), (column + width - 1, row + height - 1))
        for (row, column), (_, height, width) in at.items()
        if height * width > 1
    ]
    return TableStyle(
        [("GRID", (0, 0), (-1, -1), 0.5, (0, 0, 0)), ("VALIGN", (0, 0), (-1, -1), "MIDDLE"), *spans]
    )


def draw_pdf(
    *pages: Sequence[tuple[Any, ...]], size: tuple[float, float] = (595, 842), **options: Any
) -> bytes:
    """Draw texts ``(x, y, text, size)`` and shapes ``("line", x0, y0, x1, y1)``, ``("rect", x, y, w, h)``."""
    from reportlab.pdfgen.canvas import Canvas

    _register()
    out = io.BytesIO()
    canvas = Canvas(out, pagesize=size, invariant=1, **options)
    for page in pages:
        for item in page:
            if item[0] == "line":
                canvas.line(*item[1:])
            elif item[0] == "rect":
                canvas.rect(*item[1:])
            else:
                canvas.setFont(FONT, item[3] if len(item) > 3 else 12)
                canvas.drawString(item[0], item[1], item[2])
        canvas.showPage()
    canvas.save()
    return out.getvalue()


def empty_glyphs_pdf(content: str) -> bytes:
    """Print codes ``01`` (年), ``02`` (月) and ``20`` (a space) in font F, whose glyphs are all empty."""
    glyph = "1000 0 0 0 0 0 d1"
    names = "3 beginbfchar <01> <5e74> <02> <6708> <20> <0020> endbfchar"
    unicode = f"begincmap 1 begincodespacerange <00> <ff> endcodespacerange {names} endcmap"
    bodies = [
        "<< /Type /Catalog /Pages 2 0 R >>",
        "<< /Type /Pages /Kids [3 0 R] /Count 1 >>",
        "<< /Type /Page /Parent 2 0 R /MediaBox [0 0 595 842] /Contents 4 0 R"
        " /Resources << /Font << /F 5 0 R >> >> >>",
        f"<< /Length {len(content)} >>\nstream\n{content}\nendstream",
        "<< /Type /Font /Subtype /Type3 /FontBBox [0 0 0 0] /FontMatrix [.001 0 0 .001 0 0]"
        " /CharProcs << /a 6 0 R >> /Encoding << /Type /Encoding /Differences [1 /a /a 32 /a] >>"
        f" /FirstChar 1 /LastChar 32 /Widths [{'1000 ' * 31}500] /ToUnicode 7 0 R >>",
        f"<< /Length {len(glyph)} >>\nstream\n{glyph}\nendstream",
        f"<< /Length {len(unicode)} >>\nstream\n{unicode}\nendstream",
    ]
    out = b"%PDF-1.7\n"
    starts = []
    for number, body in enumerate(bodies, start=1):
        starts.append(len(out))
        out += f"{number} 0 obj\n{body}\nendobj\n".encode()
    table = "".join(f"{start:010} 00000 n \n" for start in starts)
    size = len(bodies) + 1
    end = f"xref\n0 {size}\n0000000000 65535 f \n{table}trailer << /Size {size} /Root 1 0 R >>\n"
    return out + f"{end}startxref\n{len(out)}\n%%EOF\n".encode()


def _register() -> None:
    from reportlab.pdfbase import pdfmetrics
    from reportlab.pdfbase.cidfonts import UnicodeCIDFont

    if FONT not in pdfmetrics.getRegisteredFontNames():
        pdfmetrics.registerFont(UnicodeCIDFont(FONT))


NAMESPACES = (
    'xmlns:w="http://schemas.openxmlformats.org/wordprocessingml/2006/main"'
    ' xmlns:r="http://schemas.openxmlformats.org/officeDocument/2006/relationships"'
    ' xmlns:mc="http://schemas.openxmlformats.org/markup-compatibility/2006"'
)
_KIND = "http://schemas.openxmlformats.org/officeDocument/2006/relationships/"


def raw_docx(body: str, parts: Mapping[str, str] | None = None, prolog: str = "") -> bytes:
    """A Word document of raw XML; ``parts`` are styles, numbering, footnotes, header1, footer1, settings."""
    relations = ""
    members: dict[str, str] = {
        "word/document.xml": f"{prolog}<w:document {NAMESPACES}><w:body>{body}</w:body></w:document>"
    }
    roots = {"styles": "styles", "numbering": "numbering", "footnotes": "footnotes", "settings": "settings"}
    for name, content in (parts or {}).items():
        kind = name.rstrip("0123456789")
        root = roots.get(kind, {"header": "hdr", "footer": "ftr"}.get(kind, kind))
        members[f"word/{name}.xml"] = f"<w:{root} {NAMESPACES}>{content}</w:{root}>"
        relations += f'<Relationship Id="{name}" Type="{_KIND}{kind}" Target="{name}.xml"/>'
    members["word/_rels/document.xml.rels"] = f"<Relationships>{relations}</Relationships>"
    members["_rels/.rels"] = (
        f'<Relationships><Relationship Id="m" Type="{_KIND}officeDocument"'
        ' Target="word/document.xml"/></Relationships>'
    )
    return zipped({name: text.encode() for name, text in members.items()})


def zipped(members: Mapping[str, bytes]) -> bytes:
    """A zip archive."""
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED) as archive:
        for name, data in members.items():
            archive.writestr(name, data)
    return out.getvalue()


def para(text: str, properties: str = "") -> str:
    """A paragraph in XML."""
    inner = f"<w:pPr>{properties}</w:pPr>" if properties else ""
    return f"<w:p>{inner}<w:r><w:t xml:space='preserve'>{text}</w:t></w:r></w:p>"


def tcell(text: str, properties: str = "") -> str:
    """A table cell in XML."""
    return f"<w:tc><w:tcPr>{properties}</w:tcPr>{para(text)}</w:tc>"
