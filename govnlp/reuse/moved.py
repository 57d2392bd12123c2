"""Sentences of the unit's last report that were taken apart: clauses moved, put in or left out."""

from __future__ import annotations

import numpy as np

from govnlp.reuse.content import Contents
from govnlp.reuse.forms import Forms
from govnlp.reuse.kernels import Codes, Index, Numbers, compiled
from govnlp.reuse.prior import Prior
from govnlp.reuse.ranked import Ranked
from govnlp.reuse.settings import ReuseSettings

TILE = 3
_MARKS = 1 << 16


def match_moved(
    ranked: Ranked, forms: Forms, contents: Contents, prior: Prior, settings: ReuseSettings
) -> Prior:
    r"""Match what no alignment matched with what of the last report is left, whatever the order.

    An alignment keeps order, so a clause that was moved counts as one left out and one put in. Here all
    stretches of `TILE` characters or more that two contents have in common count:

    .. math:: t(a, b) = \frac{2 \min(c_a, c_b)}{|a| + |b|}

    with :math:`c_a` the characters of the content of :math:`a` in a stretch that :math:`b` has too, and
    :math:`|a|` all its characters, numbers masked. Range [0, 1]; 1 for equal sentences that are all content.

    Parameters
    ----------
    ranked : Ranked
        The sentences.
    forms : Forms
        Their masked texts.
    contents : Contents
        What they say beside formulas.
    prior : Prior
        What is matched already.
    settings : ReuseSettings
        ``moved_similarity`` and ``prior_content`` are the least :math:`t` and :math:`\min(c_a, c_b)`.

    Returns
    -------
    Prior
        The same, and for sentences that had no source the one with the highest :math:`t`, the first of
        equals.

    References
    ----------
    Wise, M. J. (1993). String similarity via greedy string tiling and running Karp-Rabin matching.
    University of Sydney, Basser Department of Computer Science, Technical Report 463.
    """
    pool = contents.pool
    long_enough = pool.size[ranked.form] >= settings.prior_content
    taken = np.zeros(len(ranked.form), bool)
    taken[prior.source[prior.source >= 0]] = True
    old = np.flatnonzero(long_enough & ~taken)
    new = np.flatnonzero(long_enough & (prior.source < 0) & (ranked.prior[ranked.document] >= 0))
    last = ranked.prior[ranked.document[new]]
    first, stop = (np.searchsorted(old, ranked.first[last + after]) for after in (0, 1))
    found = np.empty(len(new), np.int64)
    _best_into(
        pool.codes,
        pool.start,
        pool.size,
        forms.size,
        ranked.form[new],
        ranked.form[old],
        (first, stop),
        (settings.prior_content, settings.moved_similarity / 2),
        np.zeros(_MARKS, np.int32),
        found,
    )
    rows, chosen = new[found >= 0], old[found[found >= 0]]
    source, similarity = prior.source.copy(), prior.similarity.copy()
    source[rows] = chosen
    similarity[rows] = forms.compare(ranked.form[rows], ranked.form[chosen], 0.0)
    return Prior(source, similarity)


@compiled
def _best_into(
    codes: Codes,
    start: Index,
    size: Numbers,
    whole: Numbers,
    new: Numbers,
    old: Numbers,
    stretches: tuple[Index, Index],
    least: tuple[int, float],
    marks: Numbers,
    found: Index,
) -> None:
    """Find for each new form the place of the best of its stretch of old ones, the first of equals, or -1."""
    for number in range(len(new)):
        own, own_size = start[new[number]], size[new[number]]
        for at in range(own, own + own_size - TILE + 1):
            marks[_mark(codes, at)] = number + 1
        found[number] = -1
        best = 0.0
        for place in range(stretches[0][number], stretches[1][number]):
            other, other_size = start[old[place]], size[old[place]]
            characters = whole[new[number]] + whole[old[place]]
            enough = max(least[0], least[1] * characters)
            if min(own_size, other_size) < enough:
                continue
            # With marks, which few different tiles share, most pairs are ruled out.
            if _marked(codes, other, other_size, marks, number + 1) < enough:
                continue
            kept = min(
                _covered(codes, own, own_size, other, other_size),
                _covered(codes, other, other_size, own, own_size),
            )
            if kept >= enough and kept / characters > best:
                best = kept / characters
                found[number] = place


@compiled
def _mark(codes: Codes, at: int) -> int:
    mark: int = (codes[at] * 40_503 + codes[at + 1] * 31_153 + codes[at + 2] * 12_289) % _MARKS
    return mark


@compiled
def _marked(codes: Codes, start: int, size: int, marks: Numbers, mark: int) -> int:
    """Count the characters of a text in tiles that are marked."""
    count = 0
    done = start
    for at in range(start, start + size - TILE + 1):
        if marks[_mark(codes, at)] == mark:
            count += at + TILE - max(done, at)
            done = at + TILE
    return count


@compiled
def _covered(codes: Codes, start: int, size: int, other: int, other_size: int) -> int:
    """Count the characters of a text in tiles that another one has."""
    count = 0
    done = start
    for at in range(start, start + size - TILE + 1):
        for there in range(other, other + other_size - TILE + 1):
            if (
                codes[at] == codes[there]
                and codes[at + 1] == codes[there + 1]
                and codes[at + 2] == codes[there + 2]
            ):
                count += at + TILE - max(done, at)
                done = at + TILE
                break
    return count
