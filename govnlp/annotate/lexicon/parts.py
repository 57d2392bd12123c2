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
    """

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

    def __post_init__(self) -> None:
        target = self.cue.target
        object.__setattr__(self, "mark", target[1:] if target[0] == "@" else "")
        object.__setattr__(self, "scope", self.cue.scope)
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
    """

    bits: int
    cues: tuple[Compiled, ...]
    wide: tuple[Compiled, ...]
    inset: Mapping[int, tuple[int, int]]


Token = tuple[Role, int, int]


class Clause(NamedTuple):
    """A stretch between two commas, semicolons, colons or full stops, with what was found in it.

    Parameters
    ----------
    start, end : int
        Half-open offsets into the text matched.
    sentence : int
        Index of its sentence.
    tokens : list
        Terms found, with their half-open offsets, in text order.
    bits : int
        Union of their bits.
    """

    start: int
    end: int
    sentence: int
    tokens: list[Token]
    bits: int


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


def in_scope(scope: str, span: tuple[int, int], clause: Clause) -> bool:
    """Whether a cue of a scope may stand where it was found."""
    if scope == "anywhere":
        return True
    if scope == "clause_start":
        return span[0] - clause.start <= _LIST_MARK
    if scope == "clause_end":
        return clause.end - span[1] <= 1
    return clause.sentence == 0


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
    places = []
    for slot in item.slots:
        spans = known.get(slot)
        if spans is None:
            holders = [token for token in tokens if slot in token[0].inset]
            spans = known[slot] = [_trimmed(token, slot) for token in holders]
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


def _trimmed(token: Token, slot: int) -> tuple[int, int]:
    """Where a part stands inside a term that holds it."""
    role, start, end = token
    left, right = role.inset[slot]
    return start + left, end - right


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
