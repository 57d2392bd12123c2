"""What must not stand on both sides of a split: paragraphs of one issuer, and near-duplicates."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Sequence

import numpy as np
from numpy.typing import NDArray

from govnlp.text.normalize import squeeze

_SHINGLE = 4
_ALIKE = 0.6
_FIGURE = re.compile(r"\d[\d,.]*")


def issuer_folds(issuers: Sequence[str], folds: int) -> NDArray[np.int64]:
    """Deal issuers into folds of about the same number of paragraphs.

    Parameters
    ----------
    issuers : sequence of str
        Issuer of each paragraph.
    folds : int
        Number of folds, at least 2.

    Returns
    -------
    numpy.ndarray
        Fold of each paragraph. Issuers, largest first and then by name, go to the smallest fold.
    """
    sizes = [0] * folds
    fold: dict[str, int] = {}
    for issuer, count in sorted(Counter(issuers).items(), key=lambda item: (-item[1], item[0])):
        fold[issuer] = sizes.index(min(sizes))
        sizes[fold[issuer]] += count
    return np.array([fold[issuer] for issuer in issuers], dtype=np.int64)


def duplicate_clusters(texts: Sequence[str], alike: float = _ALIKE) -> NDArray[np.int64]:
    """Group near-duplicates: paragraphs that share most of their wording, figures aside.

    Parameters
    ----------
    texts : sequence of str
        The paragraphs.
    alike : float
        In (0, 1]: at least this Jaccard similarity of character 4-grams links two paragraphs.

    Returns
    -------
    numpy.ndarray
        Cluster of each paragraph; linked paragraphs have the same number, chains included.
    """
    import scipy.sparse as sp
    from scipy.sparse.csgraph import connected_components

    columns: dict[str, int] = {}
    rows: list[int] = []
    cells: list[int] = []
    for number, text in enumerate(texts):
        plain = _FIGURE.sub("0", squeeze(text))
        grams = {plain[at : at + _SHINGLE] for at in range(max(len(plain) - _SHINGLE + 1, 1))}
        rows += [number] * len(grams)
        cells += [columns.setdefault(gram, len(columns)) for gram in sorted(grams)]
    shape = (len(texts), len(columns))
    has = sp.csr_array((np.ones(len(rows), dtype=np.int32), (rows, cells)), shape=shape)
    shared = (has @ has.T).tocoo()
    size = has.sum(axis=1)
    union = size[shared.row] + size[shared.col] - shared.data
    linked = shared.data >= alike * union
    graph = sp.coo_array(
        (np.ones(int(linked.sum())), (shared.row[linked], shared.col[linked])), shape=(len(texts),) * 2
    )
    found: NDArray[np.int64] = connected_components(graph, directed=False)[1].astype(np.int64)
    return found
