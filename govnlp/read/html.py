"""Web pages: the visible text in reading order, tables as grids, and what stands outside of the article."""

from __future__ import annotations

import re
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Any

from govnlp.errors import ReadError
from govnlp.read.encoding import decode
from govnlp.read.extraction import Extraction, Grid, Hint, Line, Piece
from govnlp.read.html_main import main_container
from govnlp.read.html_table import is_data_table, make_grid

if TYPE_CHECKING:
    from selectolax.lexbor import LexborNode

_CHARSET = re.compile(rb"""charset\s*=\s*["']?\s*([A-Za-z0-9_-]+)""", re.IGNORECASE)
_HIDDEN = re.compile(r"display\s*:\s*none|visibility\s*:\s*hidden", re.IGNORECASE)
_TITLE_CLASS = re.compile(
    r"(?:^|[\s_-])(?:art\w*|con\w*|page|main|news|info|detail)?[_-]?"
    r"(?:title|tit|biaoti|bt|headline)\d?(?:$|[\s_-])",
    re.IGNORECASE,
)
_WRAP = re.compile(r"[ \t\f]*[\r\n][ \t\r\n\f]*")
_SPACES = re.compile(r"[ \t\f]+")
_EDGE = " \t\r\n\f\xa0\u3000\u2002\u2003\u2009\u200b\ufeff"
_LATIN = re.compile(r"[A-Za-z0-9]")
# fmt: off
_INVISIBLE = frozenset((
    "script", "style", "template", "noscript", "head", "meta", "link", "title", "iframe", "object",
    "embed", "svg", "math", "rt", "rp", "audio", "video", "canvas", "input", "textarea", "base",
    "param", "source", "track", "col", "colgroup", "datalist",
))
# fmt: on
# fmt: off
_BLOCK = frozenset((
    "address", "article", "aside", "blockquote", "body", "center", "dd", "details", "dialog", "dir",
    "div", "dl", "dt", "fieldset", "figcaption", "figure", "footer", "form", "frameset", "h1", "h2",
    "h3", "h4", "h5", "h6", "header", "hgroup", "hr", "html", "legend", "li", "main", "menu", "nav",
    "ol", "option", "p", "pre", "search", "section", "select", "summary", "table", "tbody", "td",
    "tfoot", "th", "thead", "tr", "ul", "caption",
))
# fmt: on
_HEADINGS = frozenset(("h2", "h3", "h4", "h5", "h6"))
_META = {
    "articletitle": "title",
    "pubdate": "publish_date",
    "publishdate": "publish_date",
    "contentsource": "issuer",
    "url": "url",
}
# Elements that only an end tag closes.
_NESTING = re.compile(
    r"<(/?)(?:div|span|font|table|section|article|center|blockquote|ul|ol|dl|b|i|u|em|strong|a|form)\b", re.I
)
MAX_NODES = 3_000_000
MAX_DEPTH = 3_000


@dataclass(slots=True)
class Item:
    """A line or grid on its way out: which element holds it, and how much of it is links."""

    block: Line | Grid
    owner: int
    linked: float = 0.0


@dataclass(slots=True)
class _Walk:
    """The state of one pass through the page, element by element, without recursion."""

    items: list[Item] = field(default_factory=list)
    parents: list[int] = field(default_factory=list)
    stack: list[tuple[int, int, Hint]] = field(default_factory=list)
    buffer: list[str] = field(default_factory=list)
    linked: int = 0
    in_link: int = 0
    in_pre: int = 0
    gap: bool = False

    def place(self) -> tuple[int, Hint]:
        """Element that is open, and the hint for what stands in it."""
        return self.stack[-1][1:] if self.stack else (0, "")

    def text(self, content: str) -> None:
        if self.in_pre:
            first, *rest = content.split("\n")
            self.buffer.append(first)
            for line in rest:
                self.flush()
                self.buffer.append(line)
            return
        self.buffer.append(content)
        if self.in_link:
            self.linked += len(content.strip())

    def flush(self) -> None:
        raw = "".join(self.buffer)
        self.buffer.clear()
        pieces = tuple(Piece(text) for text in unwrapped(raw))
        linked, self.linked = self.linked, 0
        if not pieces:
            self.gap = self.gap or bool(raw.strip(" \t\r\n\f"))
            return
        owner, hint = self.place()
        line = Line(pieces, hint, self.gap)
        self.items.append(Item(line, owner, linked / max(1, len(line.text))))
        self.gap = False


def read_html(data: bytes, source: str) -> Extraction:
    """Read a web page.

    Parameters
    ----------
    data : bytes
        The page.
    source : str
        Its name, for messages.

    Returns
    -------
    Extraction
        Every visible line and table; those outside of the article are hinted ``outside``.

    Raises
    ------
    ReadError
        If the file is empty, no text, or has too many elements.
    """
    from selectolax.lexbor import LexborHTMLParser

    declared = _CHARSET.search(data[:4096])
    text = decode(data, source, declared[1].decode("ascii").lower() if declared else None)
    _check_depth(text, source)
    tree = LexborHTMLParser(text.replace("\0", ""))
    root = tree.root
    if root is None:
        raise ReadError("empty", "there is no text in the page", source=source, hint="fetch it again")
    walk = _Walk()
    _visit(root, walk, source)
    walk.flush()
    outside = main_container(walk.items, walk.parents)
    blocks = tuple(
        _outside(item.block) if far and item.block.hint != "title" else item.block
        for item, far in zip(walk.items, outside, strict=True)
    )
    return Extraction(blocks, "html", _metadata(tree))


def _check_depth(text: str, source: str) -> None:
    """Refuse what is nested absurdly deep: the parser's time grows with the square of the depth."""
    depth = 0
    for tag in _NESTING.finditer(text):
        depth = max(0, depth - 1) if tag[1] else depth + 1
        if depth > MAX_DEPTH:
            raise ReadError(
                "too_deep",
                f"elements nested more than {MAX_DEPTH:,} deep",
                source=source,
                hint="no browser made it",
            )


def unwrapped(raw: str) -> list[str]:
    """Take the source's own line breaks and indents out of a line of the page.

    Parameters
    ----------
    raw : str
        Text of a line as the source has it.

    Returns
    -------
    list of str
        The runs that stay: a break between Chinese characters leaves nothing, between Latin words a
        space. Empty where nothing can be seen.
    """
    text = raw.strip(_EDGE)
    if not text:
        return []
    runs: list[str] = []
    start = 0
    for wrap in _WRAP.finditer(text):
        run = text[start : wrap.start()]
        before, after = text[wrap.start() - 1], text[wrap.end() : wrap.end() + 1]
        runs.append(run + " " if _LATIN.match(before) and _LATIN.match(after) else run)
        start = wrap.end()
    runs.append(text[start:])
    return [_SPACES.sub(" ", run) for run in runs if run]


def _visit(root: LexborNode, walk: _Walk, source: str) -> None:
    """Go through the tree in document order; a stack of open elements takes the place of recursion."""
    node: LexborNode | None = root
    count = 0
    while node is not None:
        count += 1
        if count > MAX_NODES:
            raise ReadError("too_large", f"more than {MAX_NODES:,} elements", source=source)
        child = _enter(node, walk, source)
        if child is not None:
            node = child
            continue
        while node is not None:
            if walk.stack and walk.stack[-1][0] == node.mem_id:
                _leave(node, walk)
            if node.mem_id == root.mem_id:
                return
            if node.next is not None:
                node = node.next
                break
            node = node.parent


def _enter(node: LexborNode, walk: _Walk, source: str) -> LexborNode | None:
    """Take in a node; give its first child where that has to be visited."""
    tag = node.tag
    if tag == "-text":
        walk.text(node.text_content or "")
        return None
    if tag is None or tag.startswith(("-", "!", "_")) or tag in _INVISIBLE:
        return None
    attributes = node.attributes
    if "hidden" in attributes or _HIDDEN.search(attributes.get("style") or ""):
        return None
    if tag == "br":
        _break(walk)
        return None
    if tag in _BLOCK:
        walk.flush()
    _open(node, tag, attributes, walk)
    if tag == "table" and is_data_table(node):
        owner = walk.stack[-1][1]
        captions, grid, linked = make_grid(node, source)
        walk.items += [Item(Line.of(text, hint="caption"), owner) for text in captions]
        if grid.cells:
            walk.items.append(Item(grid, owner, linked))
        _leave(node, walk)
        return None
    if node.child is None:
        _leave(node, walk)
    return node.child


def _break(walk: _Walk) -> None:
    if not "".join(walk.buffer).strip(_EDGE):
        walk.gap = True
    walk.flush()


def _open(node: LexborNode, tag: str, attributes: dict[str, str | None], walk: _Walk) -> None:
    parent, hint = walk.place()
    if tag == "h1" or (hint == "" and _is_title(attributes)):
        hint = "title"
    elif tag in _HEADINGS and hint != "title":
        hint = "heading"
    elif tag == "figcaption":
        hint = "caption"
    if tag in _BLOCK:
        walk.parents.append(parent)
        parent = len(walk.parents) - 1
    walk.in_link += tag == "a"
    walk.in_pre += tag == "pre"
    walk.stack.append((node.mem_id, parent, hint))


def _leave(node: LexborNode, walk: _Walk) -> None:
    if node.tag in _BLOCK:
        walk.flush()
    walk.in_link -= node.tag == "a"
    walk.in_pre -= node.tag == "pre"
    walk.stack.pop()


def _is_title(attributes: dict[str, str | None]) -> bool:
    name = f"{attributes.get('class') or ''} {attributes.get('id') or ''}"
    return len(name) > 1 and len(name) < 80 and bool(_TITLE_CLASS.search(name))


def _outside(block: Line | Grid) -> Line | Grid:
    if isinstance(block, Line):
        return Line(block.pieces, "outside", block.gap)
    return Grid(block.cells, block.n_rows, block.n_cols, "outside")


def _metadata(tree: Any) -> dict[str, str]:
    found: dict[str, str] = {}
    for node in tree.css("meta[name]"):
        key = _META.get((node.attributes.get("name") or "").lower())
        content = (node.attributes.get("content") or "").strip()
        if key and content:
            found.setdefault(key, content)
    link = tree.css_first('link[rel="canonical"]')
    if link is not None and link.attributes.get("href"):
        found.setdefault("url", link.attributes["href"])
    title = tree.css_first("title")
    if title is not None and title.text().strip():
        found.setdefault("title", "".join(unwrapped(title.text())))
    return found
