"""How good labels are: counts, F1, confusion, coverage, calibration, intervals.

Arrays are paragraphs by labels: ``gold`` and ``given`` of booleans, ``scores`` in [0, 1].
"""

from __future__ import annotations

from collections.abc import Sequence
from typing import TYPE_CHECKING, Any

import numpy as np
from numpy.typing import NDArray

from govnlp.annotate.labels.rollups import roll_ups

if TYPE_CHECKING:
    import pandas as pd

Bools = NDArray[np.bool_]
Floats = NDArray[np.float64]


def per_label(gold: Bools, given: Bools, labels: Sequence[str]) -> pd.DataFrame:
    """Give precision, recall, F1 and support of each label.

    Parameters
    ----------
    gold, given : numpy.ndarray
        What holds and what was given.
    labels : sequence of str
        Names of the columns.

    Returns
    -------
    pandas.DataFrame
        One row a label: ``label``, ``precision`` = TP / (TP + FP), ``recall`` = TP / (TP + FN), ``f1`` =
        2 TP / (2 TP + FP + FN), all in [0, 1] and NA where nothing is to divide by, ``support`` = TP + FN,
        ``given`` = TP + FP.
    """
    import pandas as pd

    both = (gold & given).sum(axis=0)
    support, count = gold.sum(axis=0), given.sum(axis=0)
    return pd.DataFrame(
        {
            "label": list(labels),
            "precision": _ratio(both, count),
            "recall": _ratio(both, support),
            "f1": _ratio(2 * both, count + support),
            "support": support,
            "given": count,
        }
    )


def macro_f1(gold: Bools, given: Bools) -> float:
    """Give the mean F1 over the labels that occur in ``gold``; NaN if none does."""
    return float(_macro(*_counts(gold, given)))


def micro_f1(gold: Bools, given: Bools) -> float:
    """Give the F1 of all labels pooled; NaN if there is nothing to count."""
    both, total = 2 * (gold & given).sum(), gold.sum() + given.sum()
    return float(both / total) if total else float("nan")


def rolled_up(values: Bools, labels: Sequence[str]) -> Bools:
    """Give the columns of the four roll-ups: whether any of their labels holds."""
    places = {label: k for k, label in enumerate(labels)}
    columns = [
        values[:, [places[label] for label in parts if label in places]].any(axis=1)
        for parts in roll_ups().values()
    ]
    return np.stack(columns, axis=1)


def confusion(gold: Bools, given: Bools, labels: Sequence[str]) -> pd.DataFrame:
    """Count which labels were given where others were missed.

    Returns
    -------
    pandas.DataFrame
        ``missed``, ``given`` and ``paragraphs``: paragraphs in which the first label holds and was not given
        while the second was given and does not hold; ``missed`` or ``given`` is empty where the paragraph
        has no error of the other kind. Most frequent first.
    """
    import pandas as pd

    missed, wrong = gold & ~given, given & ~gold
    pairs = missed.astype(np.int64).T @ wrong.astype(np.int64)
    alone = (missed & ~wrong.any(axis=1, keepdims=True)).sum(axis=0)
    extra = (wrong & ~missed.any(axis=1, keepdims=True)).sum(axis=0)
    rows = [(a, b, int(pairs[i, j])) for i, a in enumerate(labels) for j, b in enumerate(labels)]
    rows += [(label, "", int(n)) for label, n in zip(labels, alone, strict=True)]
    rows += [("", label, int(n)) for label, n in zip(labels, extra, strict=True)]
    rows = sorted((row for row in rows if row[2]), key=lambda row: (-row[2], row[0], row[1]))
    return pd.DataFrame(rows, columns=["missed", "given", "paragraphs"])


def coverage(given: Bools) -> float:
    """Give the share of paragraphs with a label, in [0, 1]; one minus it is the share of abstentions."""
    return float(given.any(axis=1).mean()) if len(given) else float("nan")


def exact_match(gold: Bools, given: Bools) -> float:
    """Give the share of paragraphs whose labels are all right and none more, in [0, 1]."""
    return float((gold == given).all(axis=1).mean()) if len(gold) else float("nan")


def brier(gold: Bools, scores: Floats) -> float:
    """Give the Brier score (1950): mean squared distance of score and truth; 0 is best, 1 worst."""
    return float(((scores - gold) ** 2).mean()) if scores.size else float("nan")


def calibration_error(gold: Bools, scores: Floats, bins: int = 10) -> float:
    """Give the expected calibration error (Naeini et al. 2015) over all pairs of paragraph and label.

    Parameters
    ----------
    gold, scores : numpy.ndarray
        Truth and scores.
    bins : int
        Bins of equal width.

    Returns
    -------
    float
        ``sum_b n_b / n * |share true in b - mean score in b|``, in [0, 1]; 0 is best.
    """
    table = reliability(gold, scores, bins)
    gaps = table["pairs"] * (table["true"] - table["score"]).abs()
    return float(gaps.sum() / table["pairs"].sum()) if len(table) else float("nan")


def reliability(gold: Bools, scores: Floats, bins: int = 10) -> pd.DataFrame:
    """Give for each bin of scores the mean score and the share that is true.

    Returns
    -------
    pandas.DataFrame
        ``low``, ``high`` of the bin, ``pairs`` of paragraph and label in it, mean ``score``, share ``true``;
        bins without pairs are left out.
    """
    import pandas as pd

    bin_of = np.minimum((scores * bins).astype(np.int64), bins - 1).ravel()
    count = np.bincount(bin_of, minlength=bins)
    score = np.bincount(bin_of, weights=scores.ravel(), minlength=bins)
    true = np.bincount(bin_of, weights=gold.ravel().astype(float), minlength=bins)
    table = pd.DataFrame(
        {
            "low": np.arange(bins) / bins,
            "high": (np.arange(bins) + 1) / bins,
            "pairs": count,
            "score": _ratio(score, count),
            "true": _ratio(true, count),
        }
    )
    return table[table["pairs"] > 0].reset_index(drop=True)


def interval(
    gold: Bools, given: Bools, clusters: Sequence[str], *, draws: int = 2_000, seed: int = 0
) -> tuple[float, float]:
    """Give a 95% interval of the macro F1 by cluster bootstrap.

    Parameters
    ----------
    gold, given : numpy.ndarray
        What holds and what was given.
    clusters : sequence of str
        Issuer of each paragraph; issuers, not paragraphs, are drawn with replacement (Cameron, Gelbach
        and Miller 2008).
    draws : int
        Number of draws.
    seed : int
        Of the draws.

    Returns
    -------
    low, high : float
        The 2.5th and 97.5th percentile; NaN with fewer than two clusters.
    """
    names = sorted(set(clusters))
    if len(names) < 2:
        return float("nan"), float("nan")
    place = {name: number for number, name in enumerate(names)}
    of = np.array([place[name] for name in clusters])
    counts = np.zeros((3, len(names), gold.shape[1]))
    for number, values in enumerate((gold & given, given, gold)):
        np.add.at(counts[number], of, values.astype(float))
    drawn = np.random.default_rng(seed).multinomial(
        len(names), np.full(len(names), 1 / len(names)), size=draws
    )
    both, count, support = (drawn @ each for each in counts)
    found = _macro(both, count, support)
    low, high = np.nanpercentile(found, [2.5, 97.5])
    return float(low), float(high)


def _counts(gold: Bools, given: Bools) -> tuple[Floats, Floats, Floats]:
    return (
        (gold & given).sum(axis=0).astype(float),
        given.sum(axis=0).astype(float),
        gold.sum(axis=0).astype(float),
    )


def _macro(both: Floats, count: Floats, support: Floats) -> Floats:
    """Macro F1 along the last axis, over labels with support."""
    f1 = _ratio(2 * both, count + support)
    occurs = support > 0
    made: Floats = np.where(occurs, f1, 0.0).sum(axis=-1) / np.where(
        occurs.any(axis=-1), occurs.sum(axis=-1), np.nan
    )
    return made


def _ratio(part: NDArray[Any], whole: NDArray[Any]) -> Floats:
    """Divide; NaN where there is nothing to divide by."""
    below: Floats = whole.astype(float)
    made: Floats = np.divide(part.astype(float), below, out=np.full(below.shape, np.nan), where=below > 0)
    return made
