"""Each report against the last one of its own unit: all of what is not equal, with all."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from govnlp.reuse import kernels
from govnlp.reuse.content import Contents
from govnlp.reuse.fingerprint import Index, Numbers
from govnlp.reuse.forms import Forms
from govnlp.reuse.ranked import Ranked
from govnlp.reuse.settings import ReuseSettings

_PAIRS = 1_000_000


@dataclass(frozen=True, slots=True)
class Prior:
    """Where each sentence stood in the unit's last report.

    Parameters
    ----------
    source : array of int64
        One a row: the row it comes from, -1 where it is new or there is no last report.
    similarity : array of float32
        One a row: similarity with numbers masked; 1 where equal, 0 where new.
    """

    source: Index
    similarity: NDArray[np.float32]


def match_prior(ranked: Ranked, forms: Forms, contents: Contents, settings: ReuseSettings) -> Prior:
    """Match the sentences of each report with those of the unit's last one.

    Parameters
    ----------
    ranked : Ranked
        The sentences.
    forms : Forms
        Their masked texts.
    contents : Contents
        What they say beside formulas.
    settings : ReuseSettings
        Thresholds.

    Returns
    -------
    Prior
        The same text, else the same but for numbers, else the most similar of the sentences that the new
        report does not repeat.
    """
    rows = np.flatnonzero(ranked.prior[ranked.document] >= 0)
    last = ranked.prior[ranked.document[rows]]
    source = np.full(len(ranked.document), -1, np.int64)
    similarity = np.zeros(len(ranked.document), np.float32)
    source[rows] = find_rows(ranked, last, rows)
    similarity[source >= 0] = 1
    _match_edited(ranked, forms, contents, settings, source, similarity)
    return Prior(source, similarity)


def find_rows(ranked: Ranked, documents: NDArray[np.int32], rows: Index) -> Index:
    """Find in a document the sentence of a row: the same one, else the first that differs in numbers only.

    Parameters
    ----------
    ranked : Ranked
        The sentences.
    documents, rows : array
        Pairs of a document to look in and a row to look for.

    Returns
    -------
    array of int64
        Rows, -1 where there is none.
    """
    found = np.empty(len(rows), np.int64)
    kernels.find_into(ranked.first, ranked.form, ranked.text, documents, rows, found)
    return found


def _match_edited(
    ranked: Ranked,
    forms: Forms,
    contents: Contents,
    settings: ReuseSettings,
    source: Index,
    similarity: NDArray[np.float32],
) -> None:
    """Compare what is left on both sides, each with each, some reports at a time."""
    taken = np.zeros(len(source), bool)
    taken[source[source >= 0]] = True
    old = np.append(0, np.cumsum(~taken))
    new_rows, old_rows = np.flatnonzero(source < 0), np.flatnonzero(~taken)
    new_rows = new_rows[ranked.prior[ranked.document[new_rows]] >= 0]
    documents = ranked.prior[ranked.document[new_rows]]
    start, stop = old[ranked.first[documents]], old[ranked.first[documents + 1]]
    old_forms = forms.laid_out(ranked.form[old_rows])
    least = min(settings.partial_similarity, settings.prior_similarity)
    done = np.cumsum(stop - start)
    cuts = np.searchsorted(done, np.arange(_PAIRS, (done[-1] if len(done) else 0) + _PAIRS, _PAIRS))
    at = 0
    for to in np.unique(np.append(cuts, len(new_rows))).tolist():
        new, first, last = new_rows[at:to], start[at:to], stop[at:to]
        left, right, score = forms.similar_within(ranked.form[new], old_forms, first, last, least)
        left, right = new[left], old_rows[right]
        _judge(forms, contents, settings, ranked.form[left], ranked.form[right], score)
        good = np.flatnonzero(score > 0)
        # Ascending by row and score, the earlier source last, so that what is written last is the best.
        order = good[np.lexsort((-right[good], score[good], left[good]))]
        source[left[order]], similarity[left[order]] = right[order], score[order]
        at = to


def _judge(
    forms: Forms,
    contents: Contents,
    settings: ReuseSettings,
    left: Numbers,
    right: Numbers,
    score: NDArray[np.float32],
) -> None:
    """Of pairs of forms whose similarity is not enough by itself, put 0 for those that are no copies."""
    unsure = np.flatnonzero(score < settings.prior_similarity)
    a, b = left[unsure], right[unsure]
    copied = contents.alike(a, b, settings.similarity, settings.prior_content)
    copied &= score[unsure] >= settings.reworded_similarity
    copied |= contents.alike(a, b, settings.partial_similarity, settings.partial_content)
    score[unsure[~copied]] = 0
