"""Each report against the last one of its own unit: all of what is not equal, with all."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from govnlp.reuse.content import Contents
from govnlp.reuse.fingerprint import Index
from govnlp.reuse.forms import Forms
from govnlp.reuse.ranked import Ranked
from govnlp.reuse.settings import ReuseSettings

_PAIRS = 2_000_000


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
    for column in (ranked.form, ranked.text):
        found = find_rows(ranked.document, column, last, column[rows])
        source[rows[found >= 0]] = found[found >= 0]
    similarity[source >= 0] = 1
    _match_edited(ranked, forms, contents, settings, source, similarity)
    return Prior(source, similarity)


def find_rows(
    document: NDArray[np.int32],
    column: NDArray[np.int32],
    wanted: NDArray[np.int32],
    value: NDArray[np.int32],
) -> Index:
    """Find in a document the first row with a value.

    Parameters
    ----------
    document, column : array of int32
        One a row: its document and its value.
    wanted, value : array of int32
        Pairs of document and value to look up.

    Returns
    -------
    array of int64
        Rows, -1 where there is none.
    """
    keys = (document.astype(np.int64) << 32) | column
    order = np.argsort(keys, kind="stable")
    keys = keys[order]
    sought = (wanted.astype(np.int64) << 32) | value
    at = np.searchsorted(keys, sought)
    at[at == len(keys)] = 0
    return np.where(keys[at] == sought, order[at], -1) if len(keys) else np.full(len(sought), -1)


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
    new = np.append(0, np.cumsum(source < 0))
    old = np.append(0, np.cumsum(~taken))
    new_rows, old_rows = np.flatnonzero(source < 0), np.flatnonzero(~taken)
    documents = np.flatnonzero(ranked.prior >= 0)
    last = ranked.prior[documents]
    left, lefts = new[ranked.first[documents]], new[ranked.first[documents + 1]]
    right, rights = old[ranked.first[last]], old[ranked.first[last + 1]]
    sizes = (lefts - left) * (rights - right)
    cuts = np.searchsorted(np.cumsum(sizes), np.arange(_PAIRS, sizes.sum() + _PAIRS, _PAIRS))
    start = 0
    for stop in np.unique(np.append(cuts, len(documents))).tolist():
        part = slice(start, stop)
        start = stop
        at = np.repeat(np.arange(len(sizes[part])), sizes[part])
        inside = np.arange(len(at)) - np.repeat(np.cumsum(sizes[part]) - sizes[part], sizes[part])
        width = (rights - right)[part][at]
        a = new_rows[left[part][at] + inside // width]
        b = old_rows[right[part][at] + inside % width]
        left_form, right_form = ranked.form[a].astype(np.int64), ranked.form[b].astype(np.int64)
        score = _scores(forms, contents, settings, left_form, right_form)
        good = np.flatnonzero(score > 0)
        # Ascending by row and score, the earlier source last, so that what is written last is the best.
        order = good[np.lexsort((-b[good], score[good], a[good]))]
        source[a[order]], similarity[a[order]] = b[order], score[order]


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
