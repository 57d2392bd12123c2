"""Two texts side by side: which sentences belong together, which characters differ."""

from __future__ import annotations

from collections.abc import Sequence
from typing import NamedTuple

import numpy as np
from rapidfuzz import process
from rapidfuzz.distance import Indel

from govnlp.reuse.fingerprint import folded, mask, split
from govnlp.reuse.settings import ReuseSettings
from govnlp.text.normalize import fold


class Piece(NamedTuple):
    """A stretch of an alignment.

    Parameters
    ----------
    kind : str
        ``equal``, ``delete`` (left only), ``insert`` (right only) or ``replace``.
    left, right : str
        What stands there on each side.
    """

    kind: str
    left: str
    right: str


class Aligned(NamedTuple):
    """A sentence of one report beside one of the other.

    Parameters
    ----------
    left, right : int or None
        Places of the sentences in their reports; None where the other side has no partner.
    similarity : float
        Aligned character similarity, in [0, 1]; 0 without a partner.
    pieces : tuple of Piece
        Their characters, aligned; joined sides are the sentences.
    """

    left: int | None
    right: int | None
    similarity: float
    pieces: tuple[Piece, ...]


def align_characters(left: str, right: str) -> tuple[Piece, ...]:
    """Align two texts character by character.

    Parameters
    ----------
    left, right : str
        The texts; width and similar variants are no difference.

    Returns
    -------
    tuple of Piece
        What is equal and what is not, in order; neighbouring deletions and insertions are one replacement.

    Examples
    --------
    >>> [tuple(piece) for piece in align_characters("公开3条", "公开5条")]
    [('equal', '公开', '公开'), ('replace', '3', '5'), ('equal', '条', '条')]
    """
    pieces: list[Piece] = []
    for step in Indel.opcodes(fold(left), fold(right)):
        a, b = left[step.src_start : step.src_end], right[step.dest_start : step.dest_end]
        if pieces and step.tag != "equal" and pieces[-1].kind != "equal":
            last = pieces.pop()
            a, b = last.left + a, last.right + b
        kind = "equal" if step.tag == "equal" else "replace" if a and b else "delete" if a else "insert"
        pieces.append(Piece(kind, a, b))
    return tuple(pieces)


def align_sentences(
    left: Sequence[str], right: Sequence[str], settings: ReuseSettings | None = None
) -> list[Aligned]:
    """Put the sentences of two reports side by side.

    Parameters
    ----------
    left, right : sequence of str
        Sentences as printed.
    settings : ReuseSettings, optional
        ``partial_similarity`` is the least similarity, numbers masked, of two that belong together.

    Returns
    -------
    list of Aligned
        In the order of the right report; what only the left one has stands before its next partner. Each
        sentence has one partner at most: the most similar pairs are taken first.
    """
    least = (settings or ReuseSettings()).partial_similarity
    partner: dict[int, int] = {}
    if left and right:
        scores = process.cdist(
            _masked(right), _masked(left), scorer=Indel.normalized_similarity, score_cutoff=least
        )
        order = np.argsort(-scores, axis=None, kind="stable")
        taken: set[int] = set()
        for flat in order.tolist():
            here, there = divmod(flat, len(left))
            if scores[here, there] <= 0:
                break
            if here not in partner and there not in taken:
                partner[here] = there
                taken.add(there)
    return _ordered(left, right, partner)


def _ordered(left: Sequence[str], right: Sequence[str], partner: dict[int, int]) -> list[Aligned]:
    made: list[Aligned] = []
    used = set(partner.values())
    done = 0
    for here, text in enumerate(right):
        there = partner.get(here)
        if there is not None:
            made += [_alone(n, left[n], True) for n in range(done, there) if n not in used]
            done = max(done, there + 1)
            score = round(float(Indel.normalized_similarity(fold(left[there]), fold(text))), 4)
            made.append(Aligned(there, here, score, align_characters(left[there], text)))
        else:
            made.append(_alone(here, text, False))
    return made + [_alone(n, left[n], True) for n in range(done, len(left)) if n not in used]


def _alone(number: int, text: str, on_left: bool) -> Aligned:
    if on_left:
        return Aligned(number, None, 0.0, (Piece("delete", text, ""),))
    return Aligned(None, number, 0.0, (Piece("insert", "", text),))


def _masked(sentences: Sequence[str]) -> list[str]:
    return split(*mask(*folded(sentences)))
