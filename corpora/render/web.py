"""Web pages: a clean one, one pasted from a word processor, an old one."""

from __future__ import annotations

import html
from collections.abc import Iterator, Sequence

from corpora.render.document import Cell, Item, Page, Table, Text
from corpora.render.labels import form

_BEFORE = ("breadcrumb", "site_name", "search_box", "navigation")
_AFTER = ("share", "related_links", "footer", "attachment", "orphan", "navigation", "counter")


def _e(text: str) -> str:
    return html.escape(text, quote=False)


def html_table(page: Page) -> bytes:
    """Clean page of a content management system, in UTF-8."""
    head, main, foot = _split(page.items)
    chrome = page.chrome
    crumbs = [i.text for i in head if i.reason == "breadcrumb"] or [chrome.breadcrumb]
    bar = f'  <div class="toolbar">{_e(chrome.toolbar)}</div>' if chrome.toolbar else ""
    tools = "".join(f'<a href="#">{_e(text)}</a>' for text in chrome.tools)
    lines = [
        "<!DOCTYPE html>",
        '<html lang="zh-CN">',
        "<head>",
        *_clean_head(page),
        "</head>",
        "<body>",
        "<header>",
        f'  <div class="top">{tools}</div>',
        f'  <div class="logo"><a href="/">{_e(chrome.site_name)}</a></div>',
        *[f'  <p class="site">{_e(i.text)}</p>' for i in head if i.reason != "breadcrumb"],
        f'  <form action="/search"><input name="q" placeholder="{_e(chrome.search)}"></form>',
        "  <nav>",
        "    <ul>",
        *[f'      <li><a href="/c{i}/">{_e(t)}</a></li>' for i, t in enumerate(chrome.navigation, 1)],
        "    </ul>",
        "  </nav>",
        "</header>",
        *[f'<div class="location">{_e(text)}</div>' for text in crumbs if text],
        '<div class="main">',
        '<div class="article">',
        *_clean_article(main, bar),
        "</div>",
        *[f'<div class="{i.reason}">{_clean_link(i)}</div>' for i in foot],
        '<div class="related">',
        *_clean_related(chrome.related),
        "</div>",
        "</div>",
        "<footer>",
        *[f"  <p>{_e(text)}</p>" for text in chrome.footer],
        "</footer>",
        "</body>",
        "</html>",
    ]
    return "".join(f"{line}\n" for line in lines if line).encode()


def _clean_head(page: Page) -> Iterator[str]:
    site = page.chrome.site_name
    yield '<meta charset="utf-8">'
    yield f"<title>{_e(page.name)}{'_' if site else ''}{_e(site)}</title>"
    for name, text in (("SiteName", site), ("ArticleTitle", page.name), ("PubDate", page.published)):
        if text:
            yield f'<meta name="{name}" content="{html.escape(text)}">'
    yield "<style>table{border-collapse:collapse} td{border:1px solid #000}</style>"
    yield '<script>var siteId = "9903000001"; document.title && console.log("浏览量：100");</script>'


def _clean_article(items: Sequence[Item], toolbar: str) -> Iterator[str]:
    inside = False
    for item in items:
        if not inside and (isinstance(item, Table) or item.kind not in ("title", "furniture")):
            yield toolbar
            yield '<div class="content" id="zoom">'
            inside = True
        yield from _clean_table(item) if isinstance(item, Table) else [_clean_line(item)]
    if inside:
        yield "</div>"


def _clean_line(item: Text) -> str:
    if item.kind == "title":
        return f"  <h1>{_e(item.text)}</h1>"
    if item.kind in ("section", "heading"):
        level = "h2" if item.kind == "section" else "h3"
        return f"  <{level}>{_e(item.text)}</{level}>"
    if item.kind == "furniture":
        align = ' style="text-align:right"' if item.reason in ("signature", "date_line") else ""
        return f'  <p class="{item.reason}"{align}>{_e(item.text)}</p>'
    lead = f"<strong>{_e(item.text[: item.lead])}</strong>" if item.lead else ""
    return f'  <p style="text-indent:2em">{lead}{_e(item.text[item.lead :])}</p>'


def _clean_link(item: Text) -> str:
    if item.reason in ("attachment", "related_links"):
        return f'<a href="P0{len(item.text)}.docx">{_e(item.text)}</a>'
    return _e(item.text)


def _clean_related(lines: Sequence[str]) -> Iterator[str]:
    for i, text in enumerate(lines):
        yield f"  <h4>{_e(text)}</h4>" if i == 0 else f'  <p><a href="t{i}.html">{_e(text)}</a></p>'


def _clean_table(table: Table) -> Iterator[str]:
    yield '<table border="1" cellspacing="0">'
    for row in table.rows():
        yield "  <tr>"
        yield from (f"    <td{_span(cell)}>{_vertical(cell, table)}</td>" for cell in row)
        yield "  </tr>"
    yield "</table>"


def _span(cell: Cell) -> str:
    rows = f' rowspan="{cell.rowspan}"' if cell.rowspan > 1 else ""
    return rows + (f' colspan="{cell.colspan}"' if cell.colspan > 1 else "")


def _vertical(cell: Cell, table: Table) -> str:
    """Text of a cell; the label that stands upright beside all results has one character a line."""
    if table.part == "t3" and cell.head and cell.rowspan > 8:
        return "<br>".join(_e(char) for char in cell.text)
    wrapped = form()["wrapped"].get(cell.text, [cell.text]) if cell.head else [cell.text]
    return "<br>".join(_e(part) for part in wrapped)


def _split(items: Sequence[Item]) -> tuple[list[Text], list[Item], list[Text]]:
    """Part what stands before and after the article from it."""
    main = list(items)
    head: list[Text] = []
    foot: list[Text] = []
    while main and isinstance(main[0], Text) and main[0].reason in _BEFORE:
        head.append(main.pop(0))  # type: ignore[arg-type]
    while main and isinstance(main[-1], Text) and main[-1].reason in _AFTER:
        foot.insert(0, main.pop())  # type: ignore[arg-type]
    return head, main, foot
