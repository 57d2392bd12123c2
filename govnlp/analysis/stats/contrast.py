"""What is typical of one part of a corpus against another."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable
from typing import Any, Literal

from govnlp.analysis.stats.counts import Items, Tally, in_order, tally
from govnlp.analysis.stats.formulas import (
    LOG_LIKELIHOODS,
    bic,
    log_likelihood_four_cell,
    log_likelihood_two_cell,
    log_ratio,
    per_million,
)
from govnlp.analysis.stats.tables import Row
from govnlp.analysis.stats.texts import Text
from govnlp.errors import UsageError

Form = Literal["two_cell", "four_cell"]
TARGET, REFERENCE = "target", "reference"


def keyness_rows(
    texts: Iterable[Text],
    *,
    items: Items | None = None,
    form: Form = "two_cell",
    min_count: int = 5,
    top: int | None = None,
) -> list[Row]:
    """Compare two groups.

    Parameters
    ----------
    texts : iterable of Text
        With one key, `TARGET` or `REFERENCE`; others are left out.
    items : Items, optional
        What is counted; single words by default.
    form, min_count, top
        As for `of_words.keyness`.

    Returns
    -------
    list of dict
        Rows of the table ``keyness``: most typical of the target first, most typical of the reference last.

    Raises
    ------
    UsageError
        If one of the groups is empty, or the form is unknown.
    """
    found = tally(texts, items or Items(), lambda text: text.keys[0])
    for side in (TARGET, REFERENCE):
        if side not in found or not found[side].total:
            raise UsageError(f"the {side} group has no text", hint="see govnlp stats summary --by COLUMN")
    return _compare(found[TARGET], found[REFERENCE], form, min_count, top)


def keyness_by_group_rows(
    texts: Iterable[Text],
    by: str,
    *,
    items: Items | None = None,
    form: Form = "two_cell",
    min_count: int = 5,
    top: int | None = None,
) -> list[Row]:
    """Compare each group with all the others together.

    Parameters
    ----------
    texts : iterable of Text
        With the one key ``by``; where a text counts under two labels, it is in both groups.
    by : str
        Name of the key.
    items, form, min_count, top
        As for `keyness_rows`, for each group.

    Returns
    -------
    list of dict
        Rows of the table ``keyness`` behind the group; groups in order.

    Raises
    ------
    UsageError
        If there are fewer than two groups, or the form is unknown.
    """
    found = {keys: own for keys, own in tally(texts, items or Items()).items() if own.total}
    if len(found) < 2:
        raise UsageError(f"'{by}' has {len(found)} value(s) here; two are needed to compare")
    everything = _together(found.values())
    rows: list[Row] = []
    for keys in in_order(found):
        compared = _compare(found[keys], _without(everything, found[keys]), form, min_count, top)
        rows += [{by: keys[0]} | row for row in compared]
    return rows


def _together(tallies: Iterable[Tally]) -> Tally:
    whole = Tally()
    for own in tallies:
        whole.items.update(own.items)
        whole.reports.update(own.reports)
        whole.total += own.total
    return whole


def _without(whole: Tally, own: Tally) -> Tally:
    # `Counter` subtraction drops what comes to nothing, which is what is wanted.
    return Tally(whole.items - own.items, whole.reports - own.reports, whole.total - own.total)


def _compare(target: Tally, reference: Tally, form: Form, min_count: int, top: int | None) -> list[Row]:
    if form not in LOG_LIKELIHOODS:
        raise UsageError(f"unknown form '{form}'", hint=f"one of {', '.join(LOG_LIKELIHOODS)}")
    both: Counter[str] = target.items + reference.items
    rows = [_row(item, target, reference, form) for item, count in both.items() if count >= min_count]
    column = f"ll_{form}"
    if top is not None:
        rows = sorted(rows, key=lambda row: (-abs(row[column]), row["item"]))[:top]
    return sorted(rows, key=lambda row: (-row[column], row["item"]))


def _row(item: str, target: Tally, reference: Tally, form: Form) -> Row:
    counts = target.items[item], reference.items[item], target.total, reference.total
    values: dict[str, Any] = {
        "item": item,
        "target_count": counts[0],
        "reference_count": counts[1],
        "target_total": counts[2],
        "reference_total": counts[3],
        "target_per_million": per_million(counts[0], counts[2]),
        "reference_per_million": per_million(counts[1], counts[3]),
        "ll_two_cell": log_likelihood_two_cell(*counts),
        "ll_four_cell": log_likelihood_four_cell(*counts),
        "log_ratio": log_ratio(*counts),
    }
    return values | {
        "bic": bic(values[f"ll_{form}"], counts[2] + counts[3]),
        "target_reports": target.reports[item],
        "reference_reports": reference.reports[item],
    }
