"""Sentences of the unit's last report that were taken apart: clauses moved, put in or left out."""

from __future__ import annotations

import numpy as np

from govnlp.reuse import similar
from govnlp.reuse.content import Contents
from govnlp.reuse.forms import Forms
from govnlp.reuse.prior import Prior
from govnlp.reuse.ranked import Ranked
from govnlp.reuse.settings import ReuseSettings


def match_moved(
    ranked: Ranked, forms: Forms, contents: Contents, prior: Prior, settings: ReuseSettings
) -> Prior:
    r"""Match what no alignment matched with what of the last report is left, whatever the order.

    An alignment keeps order, so a clause that was moved counts as one left out and one put in. Here all
    stretches of three characters or more that two contents have in common count:

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
    similar.moved_into(
        pool,
        forms.size,
        ranked.form[new],
        ranked.form[old],
        (first, stop),
        (settings.prior_content, settings.moved_similarity / 2),
        np.zeros(1 << 16, np.int32),
        found,
    )
    rows, chosen = new[found >= 0], old[found[found >= 0]]
    source, similarity = prior.source.copy(), prior.similarity.copy()
    source[rows] = chosen
    similarity[rows] = forms.compare(ranked.form[rows], ranked.form[chosen], 0.0)
    return Prior(source, similarity)
