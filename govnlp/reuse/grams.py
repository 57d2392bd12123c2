"""n-grams of the sentences of documents, told apart by document: what two sets of them have in common."""

from __future__ import annotations

from collections.abc import Iterator

import numpy as np
from numpy.typing import NDArray

from govnlp.reuse.fingerprint import Index
from govnlp.reuse.ranked import Ranked
from govnlp.reuse.words import Sequences

_KEY_BITS = np.uint64(40)
_SPREAD = np.uint64(0x9E37_79B9_7F4A_7C15)
_DOCUMENTS = 500
Keys = NDArray[np.uint64]


def rows_of(ranked: Ranked, documents: Index) -> Index:
    """Give the rows of some documents, one after the other."""
    sizes = ranked.first[documents + 1] - ranked.first[documents]
    starts = np.repeat(ranked.first[documents] - (np.cumsum(sizes) - sizes), sizes)
    rows: Index = starts + np.arange(len(starts))
    return rows


def rows_and_places(ranked: Ranked, documents: Index) -> tuple[Index, Index]:
    """Give the rows of documents, and for each the place of its document among them."""
    sizes = ranked.first[documents + 1] - ranked.first[documents]
    return rows_of(ranked, documents), np.repeat(np.arange(len(documents)), sizes)


def pairs_of_documents(ranked: Ranked) -> Iterator[tuple[Index, Index]]:
    """Give the documents whose unit has a last report, some at a time, and these reports."""
    documents = np.flatnonzero(ranked.prior >= 0)
    for at in range(0, len(documents), _DOCUMENTS):
        here = documents[at : at + _DOCUMENTS]
        yield here, ranked.prior[here].astype(np.int64)


def keyed(ranked: Ranked, sequences: Sequences, rows: Index, place: Index) -> tuple[Keys, Index]:
    """Give the n-grams of rows, each with the place of its document, and the row of each.

    Parameters
    ----------
    ranked : Ranked
        The sentences.
    sequences : Sequences
        Their units.
    rows, place : array of int64
        Rows, and for each the place of its document, below 2**24.

    Returns
    -------
    keys : array of uint64
        One an n-gram.
    owner : array of int64
        For each its place in ``rows``.
    """
    hashed, owner = sequences.grams(ranked.form[rows].astype(np.int64))
    return (hashed >> (np.uint64(64) - _KEY_BITS)) | (place[owner].astype(np.uint64) << _KEY_BITS), owner


def maybe_in(keys: Keys, others: Keys) -> NDArray[np.bool_]:
    """Tell which keys may be among others: all that are, and few that are not."""
    bits = np.uint64(len(others).bit_length() + 3)
    there = np.zeros(1 << int(bits), bool)
    there[(others * _SPREAD) >> (np.uint64(64) - bits)] = True
    found: NDArray[np.bool_] = there[(keys * _SPREAD) >> (np.uint64(64) - bits)]
    return found
