"""Which part of a page is the article, and what its lines are marked as."""

from __future__ import annotations

from collections.abc import Sequence
from itertools import accumulate

from govnlp.read.extraction import Grid, Hint, Line
from govnlp.read.html.names import names
from govnlp.read.html.table import Item
from govnlp.read.html.walk import Element, Page

_SHARE = 0.75
_MOSTLY_LINKS = 0.6
_MARKS = "。，、；：,;:"
_SHORT = 12
_SENTENCE = 25
_SEVERAL = 3
_GRID_WEIGHT = 1.5
_FAINT = 0.2
_NEAR = 25
_LONGEST_TITLE = 100
_SHORTEST_TITLE = 8
_ONLY_LINKS = 3


def hinted(page: Page, title: str) -> tuple[Line | Grid, ...]:
    """Hint what stands outside of the article, and what its titles are.

    Parameters
    ----------
    page : Page
        What was read.
    title : str
        What the page says its title is.

    Returns
    -------
    tuple of Line or Grid
        Its blocks, in the same order.
    """
    looks = [_Look(item) for item in page.items]
    container = _container(page.elements, looks)
    outside = _outside(page.elements, container, looks)
    first, stop = (container.start, container.stop) if container else (0, len(looks))
    opening = next((i for i in range(first, stop) if looks[i].is_text and not outside[i]), stop)
    plain = _plain(title)
    found: list[Line | Grid] = []
    for i, look in enumerate(looks):
        hint: Hint = look.block.hint
        if hint == "title" or _states_title(look, plain):
            near = first - _NEAR <= i <= opening and (not outside[i] or i < first)
            hint = _title_hint(look, near, i < stop)
        if outside[i] and hint != "title":
            hint = "outside"
        found.append(_with_hint(look.block, hint))
    return tuple(found)


class _Look:
    """What an item weighs, and whether it can be of an article."""

    __slots__ = ("block", "is_date", "is_report", "is_text", "linked", "weight")

    def __init__(self, item: Item) -> None:
        self.block = item.block
        self.linked = item.linked >= _MOSTLY_LINKS
        self.is_text = self.is_report = self.is_date = False
        if isinstance(item.block, Grid):
            self._look_at_grid(item.block)
        else:
            self._look_at_line(item.block.text)

    def _look_at_grid(self, grid: Grid) -> None:
        words = names().tables
        texts = [cell.text for cell in grid.cells]
        length = sum(map(len, texts))
        self.weight = 0.0 if self.linked else float(length)
        labels = len(set(words["statutory"].findall(_plain(" ".join(texts)))))
        if labels > 1 and not self.linked:
            self.is_text = self.is_report = True
            self.weight *= _GRID_WEIGHT
        elif sum(bool(words["facts"].match(_plain(text))) for text in texts) > 1:
            self.weight = 0.0

    def _look_at_line(self, text: str) -> None:
        words = names().lines
        is_sentence = len(text) >= _SHORT and any(mark in text for mark in _MARKS)
        self.weight = 0.0 if self.linked else float(len(text)) * (1.0 if is_sentence else _FAINT)
        if self.linked:
            return
        is_chrome = words["chrome"].search(text) or (
            len(text) <= _LONGEST_TITLE and (words["fact"].search(text) or words["tools"].search(text))
        )
        if is_chrome and not words["report"].search(text):
            self.weight *= _FAINT
        else:
            self.is_text = len(text) >= _SENTENCE and ("。" in text or "；" in text)
        plain = _plain(text[:80])
        self.is_report = bool(
            words["report"].search(plain) if self.is_text else words["numbered"].match(plain)
        )
        self.is_date = len(plain) < 16 and words["date"].match(plain) is not None


def _container(elements: Sequence[Element], looks: Sequence[_Look]) -> Element | None:
    """Go down from the root as long as one child holds nearly all of the text."""
    if not elements:
        return None
    weights = [0.0, *accumulate(look.weight for look in looks)]
    reports = [0, *accumulate(look.is_report for look in looks)]
    heaviest: dict[int, int] = {}
    for i in range(1, len(elements)):
        parent, weight = elements[i].parent, _within(elements[i], weights)
        if parent not in heaviest or weight > _within(elements[heaviest[parent]], weights):
            heaviest[parent] = i
    chosen = 0
    path = [0]
    while chosen in heaviest:
        here, below = elements[chosen], elements[heaviest[chosen]]
        if _within(below, weights) < _SHARE * _within(here, weights) or not _within(below, weights):
            break
        # What only a report says must not be left behind, nor the date that it is signed with.
        if _within(below, reports) < _within(here, reports) or _leaves_date(here, below, looks):
            break
        # A paragraph that holds nearly everything is not the article; a box of several lines is.
        if heaviest[chosen] not in heaviest and below.stop - below.start < _SEVERAL:
            break
        chosen = heaviest[chosen]
        path.append(chosen)
    article = names().elements["article"]
    return elements[next((i for i in reversed(path) if article.search(elements[i].name)), chosen)]


def _within(element: Element, sums: Sequence[float]) -> float:
    return sums[element.stop] - sums[element.start]


def _leaves_date(here: Element, below: Element, looks: Sequence[_Look]) -> bool:
    return any(looks[i].is_date for i in range(below.stop, min(here.stop, below.stop + _SEVERAL)))


def _outside(elements: Sequence[Element], container: Element | None, looks: Sequence[_Look]) -> list[bool]:
    """What is not in the container, and boxes of links and tools in it that have no full text."""
    if container is None or not any(look.weight for look in looks):
        return [False] * len(looks)
    outside = [not container.start <= i < container.stop for i in range(len(looks))]
    solid = [0, *accumulate(look.is_text or look.is_report or look.is_date for look in looks)]
    links = [0, *accumulate(look.linked for look in looks)]
    chrome = names().elements["chrome"]
    done = 0
    for element in elements:
        size = element.stop - element.start
        if (
            not size
            or element.stop <= done
            or element.start < container.start
            or element.stop > container.stop
        ):
            continue
        if element is container or _within(element, solid):
            continue
        linked = int(_within(element, links))
        if (linked == size >= _ONLY_LINKS) or (element.name and chrome.search(element.name)):
            outside[element.start : element.stop] = [True] * size
            done = element.stop
    return outside


def _states_title(look: _Look, title: str) -> bool:
    """Tell whether a line is what the page says its title is, or begins it."""
    if not title or look.linked or not isinstance(look.block, Line):
        return False
    plain = _plain(look.block.text[: 2 * _LONGEST_TITLE])
    return len(plain) >= _SHORTEST_TITLE and title.startswith(plain)


def _title_hint(look: _Look, near: bool, before_end: bool) -> Hint:
    """A title stands near the article's first words; what is marked as one elsewhere heads something else."""
    text = look.block.text if isinstance(look.block, Line) else ""
    words, plain = names().lines, _plain(text)
    if (
        look.is_text
        or len(plain) > _LONGEST_TITLE
        or words["fact"].match(text)
        or words["tools"].search(plain)
    ):
        return ""
    if words["numbered"].match(plain):
        return "heading"
    if near:
        return "title"
    is_short = len(plain) <= _SHORT and not any(mark in plain for mark in _MARKS)
    return "heading" if before_end and is_short and look.block.hint == "title" else ""


def _with_hint(block: Line | Grid, hint: Hint) -> Line | Grid:
    if block.hint == hint:
        return block
    if isinstance(block, Line):
        return Line(block.pieces, hint, block.gap)
    return Grid(block.cells, block.n_rows, block.n_cols, hint)


def _plain(text: str) -> str:
    return "".join(text.split())
