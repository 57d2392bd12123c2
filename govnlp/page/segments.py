"""Overlapping marks over one text, split into pieces that do not overlap."""

from __future__ import annotations

from collections.abc import Iterable
from itertools import pairwise
from typing import NamedTuple


class Mark(NamedTuple):
    """A stretch to mark.

    Parameters
    ----------
    start, end : int
        Half-open offsets.
    style : str
        CSS classes of its layer and kind.
    ref : str
        Id of the element that explains it; empty where nothing does.
    """

    start: int
    end: int
    style: str
    ref: str = ""


class Segment(NamedTuple):
    """A piece of text under the same marks throughout.

    Parameters
    ----------
    start, end : int
        Half-open offsets, ``start < end``.
    marks : tuple of Mark
        Those that cover it, in order of their start; a longer one before a shorter one.
    """

    start: int
    end: int
    marks: tuple[Mark, ...]


def split(start: int, end: int, marks: Iterable[Mark]) -> list[Segment]:
    """Split a stretch of text wherever a mark begins or ends.

    Parameters
    ----------
    start, end : int
        The stretch, half-open.
    marks : iterable of Mark
        In any order; they may overlap, nest, reach beyond the stretch, or be empty (then they count
        for nothing).

    Returns
    -------
    list of Segment
        They tile the stretch, in order; none where it is empty.
    """
    inside = sorted(
        (m for m in marks if max(m.start, start) < min(m.end, end)), key=lambda m: (m.start, -m.end)
    )
    ends = {min(mark.end, end) for mark in inside}
    borders = sorted({start, end, *ends, *(max(mark.start, start) for mark in inside)})
    segments: list[Segment] = []
    active: list[Mark] = []
    upcoming = 0
    for left, right in pairwise(borders):
        if left in ends:
            active = [mark for mark in active if mark.end > left]
        while upcoming < len(inside) and inside[upcoming].start <= left:
            active.append(inside[upcoming])
            upcoming += 1
        segments.append(Segment(left, right, tuple(active)))
    return segments
