"""Compiled cues, the terms that are their parts, and how the parts of one are found in a clause."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from typing import NamedTuple

from govnlp.annotate.lexicon.records import Cue
from govnlp.annotate.lexicon.syntax import IN_SENTENCE, LATER, NEAR, NEAR_TO

# Longest list mark, such as （一）, that may stand before the start of a clause.
_LIST_MARK = 3


@dataclass(frozen=True, slots=True, eq=False)
class Compiled:
    """A cue ready for matching.

    Parameters
    ----------
    number : int
        Its place among the cues of its matcher.
    cue : Cue
        As written.
    slots : tuple of int
        Keys of its parts.
    joints : tuple of str
        What stands between them.
    needs : int
        Bits of its parts.
    not_clause, not_sentence, not_paragraph : int
        Bits that void it.
    mark : str
        Name of the mark of tense or mood it stands for; empty for a cue of a label.
    scope : str
        Where it may stand, as in the cue.
    guarded : bool
        Whether anything voids it.
    ordered : bool
        Whether its parts need only stand one behind the other.
    """

    number: int
    cue: Cue
    slots: tuple[int, ...]
    joints: tuple[str, ...]
    needs: int
    not_clause: int
    not_sentence: int
    not_paragraph: int
    mark: str = field(init=False)
    scope: str = field(init=False)
    guarded: bool = field(init=False)
    ordered: bool = field(init=False)

    def __post_init__(self) -> None:
        target = self.cue.target
        object.__setattr__(self, "mark", target[1:] if target[0] == "@" else "")
        object.__setattr__(self, "scope", self.cue.scope)
        object.__setattr__(self, "ordered", all(joint in (LATER, IN_SENTENCE) for joint in self.joints))
        object.__setattr__(self, "guarded", bool(self.not_clause | self.not_sentence | self.not_paragraph))


@dataclass(frozen=True, slots=True, eq=False)
class Role:
    """What a term can stand for; terms that can stand for the same share it.

    Parameters
    ----------
    bits : int
        The parts of patterns, as bits.
    cues, wide : tuple of Compiled
        Cues whose rarest part it is: those that end in the clause, and those that reach over the sentence.
    inset : dict
        Part to what has to be cut off the term's left and right end.
    partners : int
        Bits one of which has to stand beside it for any of its ``cues``; -1 where one of them stands alone,
        0 where it has none.
    """

    bits: int
    cues: tuple[Compiled, ...]
    wide: tuple[Compiled, ...]
    inset: Mapping[int, tuple[int, int]]
    partners: int = field(init=False)

    def __post_init__(self) -> None:
        partners = 0
        for item in self.cues:
            others = item.needs & ~self.bits
            partners = partners | others if others else -1
        object.__setattr__(self, "partners", partners)


Token = tuple[Role, int, int]


# What stands in a clause, whatever stands around it: the union of the bits of its terms; number, start and
# end (from the clause's start) of each cue that is complete in it, though what voids it is still to be asked;
# the numbers of cues that reach over the sentence and whose rarest part stands here. Plain tuples of numbers,
# which the garbage collector does not follow: thousands of them are kept.
Reading = tuple[int, tuple[int, ...], tuple[int, ...]]


class Clause(NamedTuple):
    """A stretch between two commas, semicolons, colons or full stops, with what was found in it.

    Parameters
    ----------
    start, end : int
        Half-open offsets into the text matched.
    sentence : int
        Index of its sentence.
    surface : str
        Its text.
    reading : Reading
        What stands in it.
    """

    start: int
    end: int
    sentence: int
    surface: str
    reading: Reading


class Hit(NamedTuple):
    """A cue found.

    Parameters
    ----------
    compiled : Compiled
        The cue.
    clause : int
        Index of the clause (of its last part).
    start, end : int
        Half-open offsets, from the first part to the last.
    """

    compiled: Compiled
    clause: int
    start: int
    end: int


def in_scope(scope: str, span: tuple[int, int], size: int) -> bool:
    """Whether a cue of a scope may stand where it was found in a clause of so many characters."""
    if scope == "clause_start":
        return span[0] <= _LIST_MARK
    if scope == "clause_end":
        return size - span[1] <= 1
    return True  # whether the sentence is the first one is asked later


# Where each part stands in a clause or sentence, as far as it was asked for.
Places = dict[int, list[tuple[int, int]]]


def find_parts(item: Compiled, tokens: Sequence[Token], known: Places) -> tuple[int, int] | None:
    """Find the parts of a pattern in their order; the span from the first to the last.

    Parameters
    ----------
    item : Compiled
        The cue.
    tokens : sequence of Token
        What stands in the clause, or in the sentence.
    known : dict
        What was found out about these tokens before; added to.

    Returns
    -------
    (int, int) or None
        Half-open span; None where they do not all stand there in their order.
    """
    if item.ordered:
        return _in_order(item.slots, tokens)
    places = []
    for slot in item.slots:
        spans = known.get(slot)
        if spans is None:
            spans = known[slot] = [
                (start + inset[0], end - inset[1])
                for role, start, end in tokens
                if (inset := role.inset.get(slot)) is not None
            ]
        if not spans:
            return None
        places.append(spans)
    joints = item.joints
    for first in places[0]:
        found = _rest(joints, places, 1, (first,)) if joints else (first,)
        if found:
            starts, ends = zip(*found, strict=True)
            return min(starts), max(ends)
    return None


def _in_order(slots: Sequence[int], tokens: Sequence[Token]) -> tuple[int, int] | None:
    """Find parts one behind the other: taking each as early as it stands leaves most room for the next."""
    wanted, opened, closed = 0, -1, -1
    for role, start, end in tokens:
        while (inset := role.inset.get(slots[wanted])) is not None and start + inset[0] >= closed:
            if wanted == 0:
                opened = start + inset[0]
            closed = end - inset[1]
            wanted += 1
            if wanted == len(slots):
                return opened, closed
    return None


Spans = tuple[tuple[int, int], ...]


def _rest(
    joints: Sequence[str], places: Sequence[list[tuple[int, int]]], at: int, chosen: Spans
) -> Spans | None:
    """Choose spans for the parts from ``at`` on, given those chosen for the parts before."""
    joint, before = joints[at - 1], chosen[-1][1]
    for span in places[at]:
        if joint in (LATER, IN_SENTENCE):
            fits = span[0] >= before
        elif joint == NEAR_TO:
            fits = before <= span[0] <= before + NEAR
        else:
            fits = all(span[1] <= start or span[0] >= end for start, end in chosen)
        if fits:
            longer = (*chosen, span)
            more = _rest(joints, places, at + 1, longer) if at < len(joints) else longer
            if more:
                return more
    return None
