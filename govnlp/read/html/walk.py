"""One pass through a page: its visible lines and grids in reading order, and the elements that hold them."""

from __future__ import annotations

import re
from dataclasses import dataclass, field
from functools import cache, lru_cache
from typing import TYPE_CHECKING, Any, Final

from govnlp.read.extraction import Hint, Line, Piece
from govnlp.read.html.names import names
from govnlp.read.html.table import Cell, Frame, Item, make_grid
from govnlp.read.html.text import unwrapped

if TYPE_CHECKING:
    from selectolax.lexbor import LexborNode

_INLINE: Final = 0
_TEXT: Final = 1
_SKIP: Final = 2
_BREAK: Final = 3
_HEAD: Final = 4
_LINK: Final = 5
_BLOCK: Final = 10
_TABLE: Final = 11
_ROW: Final = 12
_CELL: Final = 13
_GROUP: Final = 14
_CAPTION: Final = 15
_PARTS: Final = {
    **dict.fromkeys(("thead", "tbody", "tfoot"), _GROUP),
    **dict.fromkeys(("td", "th"), _CELL),
    **dict.fromkeys(("meta", "title", "link"), _HEAD),
    "-text": _TEXT,
    "br": _BREAK,
    "a": _LINK,
    "table": _TABLE,
    "tr": _ROW,
    "caption": _CAPTION,
}
_HINTS: Final[dict[str, Hint]] = {
    "h1": "title",
    **dict.fromkeys(("h2", "h3", "h4", "h5", "h6"), "heading"),
    "figcaption": "caption",
    "caption": "caption",
}
_NO_BOX: Final = (_ROW, _GROUP)
_ALWAYS_SHOWN: Final = frozenset(("html", "body"))
_HIDDEN = re.compile(r"display\s*:\s*none|visibility\s*:\s*hidden|mso-hide\s*:\s*all", re.IGNORECASE)
_TYPED = re.compile(r"white-space\s*:\s*(?:pre|break)", re.IGNORECASE)
_WHITE = " \t\r\n\f"
_LONGEST_NAME = 80


@cache
def _kinds() -> dict[str, int]:
    """What to do at an element, by its name; what is not in here is inline."""
    tags = names().tags
    return {**dict.fromkeys(tags["hidden"], _SKIP), **dict.fromkeys(tags["block"], _BLOCK), **_PARTS}


@lru_cache(maxsize=1024)
def _style(style: str, hidden: bool) -> tuple[bool, bool]:
    """Whether a style hides an element, and whether it keeps the source's line ends."""
    return hidden or _HIDDEN.search(style) is not None, _TYPED.search(style) is not None


@lru_cache(maxsize=1024)
def _names_title(name: str) -> bool:
    return len(name) < _LONGEST_NAME and names().elements["title"].search(name) is not None


@dataclass(slots=True)
class Element:
    """A block element: its parent's position, the items it holds, its class and id."""

    parent: int
    start: int
    stop: int
    name: str


@dataclass(slots=True)
class Page:
    """What a page shows, and what its head says.

    Parameters
    ----------
    items : list of Item
        In reading order.
    elements : list of Element
        Block elements, parents before children.
    meta : dict of str to str
        What the head's title and link elements say.
    named : dict of str to str
        What its named meta elements say.
    hidden : list
        Elements left out as hidden.
    """

    items: list[Item] = field(default_factory=list)
    elements: list[Element] = field(default_factory=list)
    meta: dict[str, str] = field(default_factory=dict)
    named: dict[str, str] = field(default_factory=dict)
    hidden: list[Any] = field(default_factory=list)


class Walker:
    """Goes through the tree in document order; a stack takes the place of recursion.

    Parameters
    ----------
    shown : set of int
        Elements that are read although they are marked as hidden.
    as_typed : bool
        Whether line ends of the source are line ends of the text.
    """

    def __init__(self, shown: frozenset[int] = frozenset(), *, as_typed: bool = False) -> None:
        self.page = Page()
        self._around = names().tags["around"]
        self._shown = shown
        self._typed = int(as_typed)
        self._buffer: list[str] = []
        self._linked = 0
        self._in_link = 0
        self._hint: Hint = ""
        self._line_hint: Hint = ""
        self._gap = False
        self._element = -1
        self._frames: list[Frame] = []

    def walk(self, root: LexborNode) -> Page:
        """Read all that is below an element."""
        stack: list[tuple[int, LexborNode | None, Hint, bool]] = []
        node: LexborNode | None = root
        kinds, typed_tags = _kinds(), names().tags["typed"]
        while True:
            if node is None:
                if not stack:
                    break
                kind, node, self._hint, typed = stack.pop()
                self._typed -= typed
                if kind:
                    self._close(kind)
                continue
            tag = node.tag or ""
            kind = kinds.get(tag, _INLINE)
            following = None if node is root else node.next
            if kind == _TEXT:
                self._text(node.text_content or "", following)
            elif kind == _BREAK:
                self._break()
            elif kind == _HEAD:
                self._head(node, tag)
            elif kind != _SKIP and tag[:1] not in "!-":
                attributes = node.attributes
                hidden, typed = _style(attributes.get("style") or "", "hidden" in attributes)
                if hidden and self._is_hidden(node, tag):
                    node = following
                    continue
                typed = typed or tag in typed_tags
                stack.append((kind, following, self._hint, typed))
                if kind or tag in _HINTS or "class" in attributes or "id" in attributes:
                    self._open(kind, tag, attributes)
                self._typed += typed
                following = node.child
            node = following
        self._flush()
        return self.page

    def _is_hidden(self, node: LexborNode, tag: str) -> bool:
        if tag in _ALWAYS_SHOWN or node.mem_id in self._shown:
            return False
        self.page.hidden.append(node)
        return True

    def _text(self, content: str, following: LexborNode | None) -> None:
        if self._typed:
            first, *rest = content.replace("\r\n", "\n").split("\n")
            self._add(first)
            for line in rest:
                self._break()
                self._add(line)
        elif content.strip(_WHITE):
            self._add(content)
        elif self._buffer:
            # White space before a link parts it from what stands before it.
            self._buffer.append(" " if following is not None and following.tag == "a" else content)

    def _add(self, content: str) -> None:
        self._buffer.append(content)
        if self._hint and not self._line_hint and content.strip():
            self._line_hint = self._hint
        if self._in_link:
            self._linked += len(content.strip())

    def _flush(self) -> bool:
        """End a line; tell whether there was one."""
        if not self._buffer:
            return False
        raw = self._buffer[0] if len(self._buffer) == 1 else "".join(self._buffer)
        self._buffer.clear()
        pieces = unwrapped(raw)
        linked, self._linked = self._linked, 0
        hint, self._line_hint = self._line_hint, ""
        if not pieces:
            if raw.strip(_WHITE):
                self._gap = True
                if self._frames:
                    self._frames[-1].blank(raw)
            return False
        line = Line(tuple(map(Piece, pieces)), hint, self._gap)
        self._gap = False
        self.page.items.append(Item(line, linked / len(line.text) if linked else 0.0))
        return True

    def _break(self) -> None:
        if not self._flush():
            self._gap = True

    def _open(self, kind: int, tag: str, attributes: dict[str, str | None]) -> None:
        if kind == _LINK:
            self._in_link += 1
        name = ""
        if "class" in attributes or "id" in attributes:
            name = f"{attributes.get('class') or ''} {attributes.get('id') or ''}".strip()
        if tag in _HINTS:
            if self._hint != "title":
                self._hint = _HINTS[tag]
        elif name and not self._hint and _names_title(name):
            self._hint = "title"
        if kind < _BLOCK:
            return
        self._flush()
        self._gap = self._gap or tag == "hr"
        elements, start = self.page.elements, len(self.page.items)
        if kind == _TABLE:
            self._frames.append(Frame(start, len(elements) + 1))
        elif kind != _BLOCK and self._frames:
            self._open_part(kind, tag, attributes)
        if kind not in _NO_BOX:
            elements.append(Element(self._element, start, -1, f"nav {name}" if tag in self._around else name))
            self._element = len(elements) - 1

    def _open_part(self, kind: int, tag: str, attributes: dict[str, str | None]) -> None:
        frame, at = self._frames[-1], len(self.page.items)
        if kind == _GROUP:
            frame.open_group(tag)
        elif kind == _ROW:
            frame.open_row()
        elif kind == _CELL:
            frame.open_cell(at, attributes.get("rowspan"), attributes.get("colspan"))
        else:
            frame.captions.append(Cell(at))

    def _close(self, kind: int) -> None:
        if kind == _LINK:
            self._in_link -= 1
            return
        if kind < _BLOCK:
            return
        self._flush()
        if kind in _NO_BOX:
            return
        element = self.page.elements[self._element]
        element.stop = len(self.page.items)
        if self._frames:
            if kind in (_CELL, _CAPTION):
                self._frames[-1].close(kind == _CELL, element.stop)
            elif kind == _TABLE:
                self._close_table(element)
        self._element = element.parent

    def _close_table(self, element: Element) -> None:
        """Turn what was read since the table opened into a grid, unless the table only lays out the page."""
        frame = self._frames.pop()
        page = self.page
        if self._frames:
            self._frames[-1].height = max(self._frames[-1].height, frame.height + 1)
        found = make_grid(frame, page.items)
        if found is None:
            return
        captions, grid, linked = found
        del page.items[frame.start :], page.elements[frame.elements :]
        page.items += [Item(line) for line in captions]
        page.items.append(Item(grid, linked))
        element.stop = len(page.items)

    def _head(self, node: LexborNode, tag: str) -> None:
        """Note what the page says about itself; the first statement counts."""
        meta = self.page.meta
        attributes = node.attributes
        if tag == "title":
            text = "".join(unwrapped(node.text()))
            if text:
                meta.setdefault("title", text)
        elif tag == "meta":
            key = (attributes.get("name") or "").strip().lower()
            content = (attributes.get("content") or "").strip()
            if key in names().meta and content:
                self.page.named.setdefault(names().meta[key], content)
        elif (attributes.get("rel") or "").lower() == "canonical" and attributes.get("href"):
            meta.setdefault("url", (attributes["href"] or "").strip())
