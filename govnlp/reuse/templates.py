"""Which sentences are boilerplate by the published measures: template n-grams, stickiness, redundancy."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from govnlp.reuse.fingerprint import Index, distinct
from govnlp.reuse.forms import Forms
from govnlp.reuse.grams import keyed, maybe_in, pairs_of_documents, rows_and_places, rows_of
from govnlp.reuse.kinship import issuer_of_rows
from govnlp.reuse.ranked import Ranked
from govnlp.reuse.settings import ReuseSettings
from govnlp.reuse.words import Sequences

_FORMS = 50_000
_BUCKETS = 1 << 20
Flags = NDArray[np.bool_]


@dataclass(frozen=True, slots=True)
class Templates:
    """Sentences that hold a template n-gram.

    Parameters
    ----------
    lang, dyer : array of bool
        One a row: by the cut of Lang & Stice-Lawrence (2015), and by that of Dyer et al. (2017).
    measured : array of bool
        One a document: whether its year and level have enough issuers.
    """

    lang: Flags
    dyer: Flags
    measured: Flags


def templates(ranked: Ranked, sequences: Sequences, settings: ReuseSettings) -> Templates:
    r"""Find sentences with n-grams that many issuers of the same year and level have.

    The document frequency :math:`df(g)` is the share of the issuers of one year and level whose reports
    have the n-gram :math:`g`, inside a sentence, numbers masked; each issuer counts once. A template n-gram
    has :math:`m \le df(g) < c` by Lang & Stice-Lawrence and :math:`df(g) \ge c` by Dyer et al., with
    ``boilerplate_minimum`` :math:`m` and ``boilerplate_common`` :math:`c`.

    Parameters
    ----------
    ranked : Ranked
        The sentences.
    sequences : Sequences
        Their words or characters.
    settings : ReuseSettings
        Thresholds.

    Returns
    -------
    Templates
        The rows by both cuts.

    References
    ----------
    Lang, M., & Stice-Lawrence, L. (2015). Textual analysis and international financial reporting. Journal of
    Accounting and Economics, 60(2-3), 110-135.

    Dyer, T., Lang, M., & Stice-Lawrence, L. (2017). The evolution of 10-K textual disclosure. Journal of
    Accounting and Economics, 64(2-3), 221-245.
    """
    lang = np.zeros(len(ranked.form), bool)
    dyer = np.zeros(len(ranked.form), bool)
    measured = np.zeros(len(ranked.documents), bool)
    issuer = issuer_of_rows(ranked)
    for documents in _groups(ranked):
        rows = rows_of(ranked, documents)
        count = len(distinct(issuer[rows]))
        if count < settings.boilerplate_group:
            continue
        measured[documents] = True
        pairs = distinct((ranked.form[rows].astype(np.int64) << 32) | issuer[rows])
        forms, number = np.unique(pairs >> 32, return_inverse=True)
        hashed, owner = _frequent(sequences, forms, np.bincount(number), count, settings)
        shares = _document_shares(hashed, owner, number, pairs & 0xFFFF_FFFF, count)
        high = shares >= settings.boilerplate_common
        some = (shares >= settings.boilerplate_minimum) & ~high
        place = np.searchsorted(forms, ranked.form[rows])
        for flags, chosen in ((lang, some), (dyer, high)):
            has = np.zeros(len(forms), bool)
            has[owner[chosen]] = True
            flags[rows] = has[place]
    return Templates(lang, dyer, measured)


def _groups(ranked: Ranked) -> list[Index]:
    """Documents of each year and level, where the year is known."""
    groups: dict[tuple[int, str], list[int]] = {}
    for number, document in enumerate(ranked.documents):
        if document.year:
            groups.setdefault((document.year, document.level or ""), []).append(number)
    return [np.array(groups[key]) for key in sorted(groups)]


def _frequent(
    sequences: Sequences, forms: Index, issuers: Index, count: int, settings: ReuseSettings
) -> tuple[NDArray[np.uint64], Index]:
    """Give the n-grams of forms without those that cannot be templates: most of them.

    n-grams are thrown into buckets; those of a bucket have together at most as many issuers as their forms
    have, which is an upper bound for each.
    """
    few = list(_grams(sequences, forms)) if len(forms) <= _FORMS else None
    having = np.zeros(_BUCKETS)
    for hashed, owner in few or _grams(sequences, forms):
        having += np.bincount(_bucket(hashed), issuers[owner], _BUCKETS)
    # Rounding down is on the safe side.
    least = int(min(settings.boilerplate_minimum, settings.boilerplate_common) * count)
    kept, owners = [np.empty(0, np.uint64)], [np.empty(0, np.int64)]
    for hashed, owner in few or _grams(sequences, forms):
        some = having[_bucket(hashed)] >= least
        kept.append(hashed[some])
        owners.append(owner[some])
    return np.concatenate(kept), np.concatenate(owners)


def _grams(sequences: Sequences, forms: Index) -> Iterator[tuple[NDArray[np.uint64], Index]]:
    """Give the n-grams of forms and the place of the form of each, some forms at a time."""
    for at in range(0, len(forms), _FORMS):
        hashed, owner = sequences.grams(forms[at : at + _FORMS])
        yield hashed, owner + at


def _bucket(hashed: NDArray[np.uint64]) -> Index:
    return (hashed % np.uint64(_BUCKETS)).astype(np.int64)


def _document_shares(
    hashed: NDArray[np.uint64], owner: Index, form: Index, issuer: Index, count: int
) -> NDArray[np.float64]:
    """Give for each n-gram of each form the share of the issuers that have it."""
    grams, number = np.unique(hashed, return_inverse=True)
    # n-grams of a form, once each, with every issuer of the form.
    once = distinct((owner << 32) | number)
    of_form, gram = once >> 32, once & 0xFFFF_FFFF
    first = np.searchsorted(of_form, np.arange(owner.max(initial=-1) + 2))
    form, issuer = form[form < len(first) - 1], issuer[form < len(first) - 1]
    sizes = first[form + 1] - first[form]
    places = np.repeat(first[form] - (np.cumsum(sizes) - sizes), sizes) + np.arange(sizes.sum())
    have = distinct((gram[places] << 32) | np.repeat(issuer, sizes))
    shares: NDArray[np.float64] = np.bincount(have >> 32, minlength=len(grams))[number] / count
    return shares


def sticky(ranked: Ranked, sequences: Sequences) -> Flags:
    r"""Find sentences that share an n-gram with the unit's last report (stickiness).

    Parameters
    ----------
    ranked : Ranked
        The sentences.
    sequences : Sequences
        Their words or characters; Dyer et al. (2017) take 8-grams of words.

    Returns
    -------
    array of bool
        One a row; False throughout where there is no last report.
    """
    found = np.zeros(len(ranked.form), bool)
    for here, last in pairs_of_documents(ranked):
        new, new_place = rows_and_places(ranked, here)
        old, old_place = rows_and_places(ranked, last)
        # A sentence that stands there as it is needs no n-grams.
        same = np.isin((new_place << 32) | ranked.form[new], (old_place << 32) | ranked.form[old])
        found[new[same & (sequences.size[ranked.form[new]] > 0)]] = True
        key, owner = keyed(ranked, sequences, new[~same], new_place[~same])
        known = keyed(ranked, sequences, old, old_place)[0]
        known = known[maybe_in(known, key)]
        some = np.flatnonzero(maybe_in(key, known))
        known.sort()
        near = np.minimum(np.searchsorted(known, key[some]), max(len(known) - 1, 0))
        found[new[~same][owner[some[known[near] == key[some]]]]] = True
    return found


def redundant(ranked: Ranked, forms: Forms, shortest: int) -> Flags:
    """Find sentences that stand in the same report more than once, word for word (redundancy).

    Parameters
    ----------
    ranked : Ranked
        The sentences.
    forms : Forms
        Their masked texts.
    shortest : int
        Characters that one must have.

    Returns
    -------
    array of bool
        One a row; every occurrence counts, the first one too.
    """
    keys = (ranked.document.astype(np.int64) << 32) | ranked.text
    _, number, counts = np.unique(keys, return_inverse=True, return_counts=True)
    found: Flags = (counts[number] > 1) & (forms.size[ranked.form] >= shortest)
    return found
