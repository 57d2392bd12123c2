"""Requests and their outcomes as a flow: bands from what came in to what became of it."""

from __future__ import annotations

from collections.abc import Sequence
from typing import TYPE_CHECKING, NamedTuple

from govnlp.analysis.names import chinese

if TYPE_CHECKING:
    import pandas as pd

_SOURCES = ("new_received", "carried_in")
_OUTCOMES = ("granted", "partially_granted", "denied", "unavailable", "unprocessed", "other")
_STEPS = 24
_GAP = 0.03  # of the higher side, between two nodes


class Node(NamedTuple):
    """A printed figure, or a sum of them.

    Parameters
    ----------
    name : str
        What it is, in Chinese.
    side : int
        0 came in, 2 what became of it; 1 all that had to be handled.
    value : float
        Its size.
    low, high : float
        Where it stands, upwards.
    """

    name: str
    side: int
    value: float
    low: float
    high: float


class Flow(NamedTuple):
    """Nodes and bands, ready to be drawn, and how many cells could not be counted."""

    nodes: list[Node]
    bands: list[dict[str, float | str]]
    unknown: int


def request_flow_of(cells: pd.DataFrame) -> Flow:
    """Add up the column ``total`` of table three, and place nodes and bands.

    Parameters
    ----------
    cells : pandas.DataFrame
        The ``cells`` table, or some reports of it.

    Returns
    -------
    Flow
        Figures as printed: where what came in and what became of it do not add up to the same, the nodes
        of the two sides are of different height. A cell without a number is counted as unknown, not as 0.
    """
    own = cells[(cells["table"] == "t3") & (cells["column"] == "total")]
    groups = own["row"].map(_group)
    sums = own["value"].astype("float64").groupby(groups).sum()
    unknown = int(own.loc[groups.notna(), "value"].isna().sum())
    incoming = [(_name(key), float(sums.get(key, 0))) for key in _SOURCES]
    outgoing = [(_name(key), float(sums.get(key, 0))) for key in (*_OUTCOMES, "carried_out")]
    left, right = _stack(incoming, 0), _stack(outgoing, 2)
    most = max(sum(n.value for n in left), sum(n.value for n in right))
    if not most:
        return Flow([], [], unknown)
    middle = Node("应办理", 1, most, 0.0, most)
    bands = [*_bands(left, middle, into=True), *_bands(right, middle, into=False)]
    return Flow([*left, middle, *right], bands, unknown)


def _group(row: str) -> str | None:
    if row in (*_SOURCES, *_OUTCOMES, "carried_out"):
        return row
    prefix = row.partition("_")[0]
    return prefix if prefix in _OUTCOMES else None


def _name(key: str) -> str:
    return chinese("outcomes", key)


def _stack(values: Sequence[tuple[str, float]], side: int) -> list[Node]:
    """Put nodes above one another, the first one highest; what is 0 has none."""
    values = [(name, value) for name, value in values if value]
    gap = _GAP * sum(value for _, value in values)
    low = 0.0
    nodes: list[Node] = []
    for name, value in reversed(values):
        nodes.append(Node(name, side, value, low, low + value))
        low += value + gap
    return nodes[::-1]


def _bands(nodes: Sequence[Node], middle: Node, *, into: bool) -> list[dict[str, float | str]]:
    """Points of the bands between the nodes of one side and the middle."""
    points: list[dict[str, float | str]] = []
    high = middle.high
    for node in nodes:
        low = high - node.value
        for step in range(_STEPS + 1):
            t = step / _STEPS
            curve = t * t * (3 - 2 * t)  # smoothstep: level at both ends
            ends = ((node.low, node.high), (low, high)) if into else ((low, high), (node.low, node.high))
            a, b = (start + (end - start) * curve for start, end in zip(*ends, strict=True))
            x = t if into else 1 + t
            points.append({"name": node.name, "side": float(node.side), "x": x, "low": a, "high": b})
        high = low
    return points
