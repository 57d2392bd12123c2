"""Which part of a page is the article: the smallest element that holds nearly all of its full text."""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence
from typing import TYPE_CHECKING

from govnlp.read.extraction import Grid, Line

if TYPE_CHECKING:
    from govnlp.read.html import Item

_SHARE = 0.8
_MOSTLY_LINKS = 0.6
_MARKS = "。，、；：,;:"
_SHORT = 12
_SEVERAL = 3


def main_container(items: Sequence[Item], parents: Sequence[int]) -> list[bool]:
    """Tell which items stand outside of the article.

    Parameters
    ----------
    items : sequence of Item
        Lines and grids of the page with the element that holds each.
    parents : sequence of int
        Parent of each element; parents come before their children, the first is the root.

    Returns
    -------
    list of bool
        True for each item outside.
    """
    if not parents:
        return [False] * len(items)
    weights = [0.0] * len(parents)
    for item in items:
        weights[item.owner] += _weight(item)
    for element in range(len(parents) - 1, 0, -1):
        weights[parents[element]] += weights[element]
    container = _descend(parents, weights, Counter(item.owner for item in items))
    inside = [False] * len(parents)
    for element, parent in enumerate(parents):
        inside[element] = element == container or (element > 0 and inside[parent])
    return [not inside[item.owner] for item in items]


def _descend(parents: Sequence[int], weights: Sequence[float], lines: Counter[int]) -> int:
    """Go down from the root as long as one child holds most of the text."""
    heaviest: dict[int, int] = {}
    for element in range(1, len(parents)):
        parent = parents[element]
        if parent not in heaviest or weights[element] > weights[heaviest[parent]]:
            heaviest[parent] = element
    container = 0
    total = weights[0]
    while total > 0 and container in heaviest and weights[heaviest[container]] >= _SHARE * total:
        below = heaviest[container]
        # A paragraph that holds nearly everything is not the article; a box of several lines is.
        if below not in heaviest and lines[below] < _SEVERAL:
            break
        container = below
    return container


def _weight(item: Item) -> float:
    """How much of full text an item is: sentences and tables count, link lists do not."""
    if item.linked >= _MOSTLY_LINKS:
        return 0.0
    if isinstance(item.block, Grid):
        return float(sum(len(cell.text) for cell in item.block.cells))
    assert isinstance(item.block, Line)
    text = item.block.text
    marks = sum(text.count(mark) for mark in _MARKS)
    return float(len(text)) if len(text) >= _SHORT and marks else len(text) * 0.2
