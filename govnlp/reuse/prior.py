"""Each report against the last one of its own unit: all of what is not equal, with all."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from govnlp.reuse.content import Contents
from govnlp.reuse.fingerprint import Index
from govnlp.reuse.forms import Forms, may_be_similar
from govnlp.reuse.ranked import Ranked
from govnlp.reuse.settings import ReuseSettings

_PAIRS = 200_000


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
    keys = (ranked.document.astype(np.int64) << 32) | ranked.form
    order = np.argsort(keys, kind="stable")
    keys = keys[order]
    sought = (documents.astype(np.int64) << 32) | ranked.form[rows]
    at = np.searchsorted(keys, sought)
    there = at < len(keys)
    there[there] = keys[at[there]] == sought[there]
    found = (
        np.where(there, order[np.minimum(at, len(order) - 1)], -1) if len(order) else np.full(len(rows), -1)
    )
    # A form that stands there more than once: the one with the same numbers, if any.
    wanting = np.flatnonzero(there)
    wanting = wanting[ranked.text[found[wanting]] != ranked.text[rows[wanting]]]
    step = 0
    while len(wanting):
        step += 1
        further = at[wanting] + step
        good = further < len(keys)
        wanting, further = wanting[good], further[good]
        good = keys[further] == sought[wanting]
        wanting, further = wanting[good], further[good]
        same = ranked.text[order[further]] == ranked.text[rows[wanting]]
        found[wanting[same]] = order[further[same]]
        wanting = wanting[~same]
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
    last = ranked.prior[ranked.document[new_rows]]
    start, stop = old[ranked.first[last]], old[ranked.first[last + 1]]
    # Both sides laid out as they are gone through, so that what is compared lies close together.
    form = ranked.form[np.concatenate([new_rows, old_rows])].astype(np.int64)
    size, letters = forms.size[form], forms.letters[:, form]
    least = min(settings.partial_similarity, settings.prior_similarity)
    done = np.cumsum(stop - start)
    cuts = np.searchsorted(done, np.arange(_PAIRS, (done[-1] if len(done) else 0) + _PAIRS, _PAIRS))
    at = 0
    for to in np.unique(np.append(cuts, len(new_rows))).tolist():
        sizes = (stop - start)[at:to]
        left = np.repeat(np.arange(at, to), sizes)
        right = np.arange(len(left)) + np.repeat(start[at:to] - (np.cumsum(sizes) - sizes), sizes)
        possible = may_be_similar(size, letters, left, right + len(new_rows), least)
        left, right = left[possible], right[possible]
        score = _scores(forms, contents, settings, form[left], form[right + len(new_rows)])
        good = np.flatnonzero(score > 0)
        a, b = new_rows[left], old_rows[right]
        # Ascending by row and score, the earlier source last, so that what is written last is the best.
        order = good[np.lexsort((-b[good], score[good], a[good]))]
        source[a[order]], similarity[a[order]] = b[order], score[order]
        at = to


def _scores(
    forms: Forms, contents: Contents, settings: ReuseSettings, left: Index, right: Index
) -> NDArray[np.float32]:
    """Give the similarity of pairs of forms; 0 for pairs that are no copies."""
    score = forms.compare(left, right, min(settings.partial_similarity, settings.prior_similarity))
    unsure = np.flatnonzero((score > 0) & (score < settings.prior_similarity))
    a, b = left[unsure], right[unsure]
    copied = contents.alike(a, b, settings.similarity, settings.prior_content)
    copied &= score[unsure] >= settings.reworded_similarity
    copied |= contents.alike(a, b, settings.partial_similarity, settings.partial_content)
    score[unsure[~copied]] = 0
    return score
