"""Do coders agree: Krippendorff's alpha for labels, and for sets of labels."""

from __future__ import annotations

from collections.abc import Sequence
from typing import TYPE_CHECKING, Any

import numpy as np

from govnlp.annotate.labels.gold import Example
from govnlp.errors import UsageError

if TYPE_CHECKING:
    import pandas as pd


def agreement(codings: Sequence[Sequence[Example]]) -> pd.DataFrame:
    """Measure how far coders of the same paragraphs agree.

    Parameters
    ----------
    codings : sequence of sequence of Example
        One a coder; paragraphs are matched by id, and those that only one coder has do not count.

    Returns
    -------
    pandas.DataFrame
        One row a label and one, ``(set)``, for the sets of labels: ``label``, ``paragraphs`` coded at least
        twice, ``agree`` (share of them coded alike by all), ``alpha`` in (-1, 1], 1 for perfect agreement and
        0 for what chance would give; NA where the label is never, or always, given.

    Raises
    ------
    UsageError
        If there are fewer than two coders, or no paragraph that two of them coded.

    Notes
    -----
    Krippendorff's alpha (Krippendorff 2019), nominal for a label; for sets with the MASI distance
    (Passonneau 2006), ``1 - J * M``, J being the Jaccard similarity and M 1 for equal sets, 2/3 where one
    holds the other, 1/3 where they overlap, 0 where they are disjoint.
    """
    import pandas as pd

    given = [{e.paragraph_id: e.labels for e in coding} for coding in codings]
    ids = [
        key
        for key in dict.fromkeys(key for each in given for key in each)
        if sum(key in g for g in given) > 1
    ]
    if len(given) < 2 or not ids:
        raise UsageError("no paragraph that two coders coded", hint="two files with the same paragraph ids")
    labels = sorted({label for each in given for key in ids for label in each.get(key, ())})
    sets = [[each.get(key) for key in ids] for each in given]
    rows = [{"label": "(set)", "paragraphs": len(ids), "agree": _alike(sets), "alpha": _masi_alpha(sets)}]
    for label in labels:
        marks = [[None if held is None else label in held for held in row] for row in sets]
        rows.append(
            {"label": label, "paragraphs": len(ids), "agree": _alike(marks), "alpha": _nominal_alpha(marks)}
        )
    return pd.DataFrame(rows)


def masi_distance(first: frozenset[str], second: frozenset[str]) -> float:
    """Give the MASI distance of two sets, in [0, 1]; 0 for equal sets, two empty ones included."""
    if first == second:
        return 0.0
    both = first & second
    overlap = 2 / 3 if both in (first, second) and both else 1 / 3 if both else 0.0
    return 1 - overlap * len(both) / len(first | second)


def _alike(codings: Sequence[Sequence[Any]]) -> float:
    columns = [[value for value in column if value is not None] for column in zip(*codings, strict=True)]
    return float(np.mean([len(set(column)) == 1 for column in columns]))


def _nominal_alpha(marks: Sequence[Sequence[bool | None]]) -> float:
    import krippendorff

    data = np.array([[np.nan if mark is None else float(mark) for mark in row] for row in marks])
    if len(np.unique(data[~np.isnan(data)])) < 2:
        return float("nan")
    return float(krippendorff.alpha(reliability_data=data, level_of_measurement="nominal"))


def _masi_alpha(sets: Sequence[Sequence[frozenset[str] | None]]) -> float:
    import krippendorff

    kinds = sorted({held for row in sets for held in row if held is not None}, key=sorted)
    if len(kinds) < 2:
        return float("nan")
    number = {held: place for place, held in enumerate(kinds)}
    squared = np.array([[masi_distance(a, b) for b in kinds] for a in kinds])

    def metric(v1: Any, v2: Any, i1: Any, i2: Any, n_v: Any, dtype: Any = float) -> Any:
        return squared[np.asarray(v1, dtype=int), np.asarray(v2, dtype=int)]

    data = np.array([[np.nan if held is None else float(number[held]) for held in row] for row in sets])
    return float(krippendorff.alpha(reliability_data=data, level_of_measurement=metric))
