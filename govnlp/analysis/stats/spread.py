"""How evenly an item is spread."""

from __future__ import annotations

from collections.abc import Callable, Collection, Iterable, Sequence
from typing import Any

from govnlp.analysis.stats.counts import Items, Tally, in_order, tally
from govnlp.analysis.stats.formulas import (
    deviation_of_proportions,
    juilland_d,
    normalized_deviation,
    per_million,
)
from govnlp.analysis.stats.tables import Row
from govnlp.analysis.stats.texts import Text


def dispersion_rows(
    texts: Iterable[Text],
    by: Sequence[str] = (),
    *,
    part: Callable[[Text], Any] = lambda text: text.report_id,
    items: Items | None = None,
    only: Collection[str] = (),
    min_count: int = 5,
    top: int | None = None,
) -> list[Row]:
    """Measure how evenly items are spread over the parts of a group.

    Parameters
    ----------
    texts : iterable of Text
        Their first keys are ``by``.
    part : callable
        Gives the part of the group that a text is in: its report by default. Texts whose part is None are
        left out.
    items : Items, optional
        What is counted; single words by default.
    by, only, min_count, top
        As for `of_words.dispersion`.

    Returns
    -------
    list of dict
        Rows of the table ``dispersion``: groups in order, in each the most frequent items first.
    """
    depth = len(by)

    def place(text: Text) -> Any:
        own = part(text)
        return None if own is None else (text.keys[:depth], own)

    groups: dict[tuple[Any, ...], list[Tally]] = {}
    for (keys, _), own in tally(texts, items or Items(), place).items():
        if own.total:
            groups.setdefault(keys, []).append(own)
    rows: list[Row] = []
    for keys in in_order(groups):
        made = _group(groups[keys], only, min_count)[:top]
        rows += [dict(zip(by, keys, strict=True)) | row for row in made]
    return rows


def _group(parts: list[Tally], only: Collection[str], min_count: int) -> list[Row]:
    sizes = [own.total for own in parts]
    spread: dict[str, dict[int, int]] = {item: {} for item in only}
    for at, own in enumerate(parts):
        for item, count in own.items.items():
            if not only or item in spread:
                spread.setdefault(item, {})[at] = count
    rows = [
        _row(item, places, sizes)
        for item, places in spread.items()
        if only or sum(places.values()) >= min_count
    ]
    return sorted(rows, key=lambda row: (-row["count"], row["item"]))


def _row(item: str, places: dict[int, int], sizes: list[int]) -> Row:
    counts = [places.get(at, 0) for at in range(len(sizes))]
    count = sum(counts)
    dp = deviation_of_proportions(counts, sizes)
    return {
        "item": item,
        "count": count,
        "per_million": per_million(count, sum(sizes)),
        "range": len(places),
        "parts": len(sizes),
        "range_share": len(places) / len(sizes),
        "dp": dp,
        "dp_norm": normalized_deviation(dp, sizes),
        "juilland_d": juilland_d(counts, sizes),
    }
