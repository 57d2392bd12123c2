"""How often words, characters and n-grams occur."""

from __future__ import annotations

from collections.abc import Collection, Iterable, Sequence

from govnlp.analysis.stats.counts import Items, in_order, tally
from govnlp.analysis.stats.formulas import per_million
from govnlp.analysis.stats.tables import Row
from govnlp.analysis.stats.texts import Text


def freq_rows(
    texts: Iterable[Text],
    by: Sequence[str] = (),
    *,
    items: Items | None = None,
    only: Collection[str] = (),
    min_count: int = 1,
    top: int | None = None,
) -> list[Row]:
    """Count items by group.

    Parameters
    ----------
    texts : iterable of Text
        With the keys ``by``.
    items : Items, optional
        What is counted; single words by default.
    by, only, min_count, top
        As for `of_words.freq`.

    Returns
    -------
    list of dict
        Rows of the table ``freq``: groups in order, in each the most frequent items first.
    """
    found = tally(texts, items or Items())
    rows: list[Row] = []
    for keys in in_order(found):
        own = found[keys]
        counts = {item: own.items[item] for item in only} if only else own.items
        ranked = sorted(counts.items(), key=lambda pair: (-pair[1], pair[0]))
        for item, count in ranked[:top]:
            if count < min_count and not only:
                break
            rows.append(
                dict(zip(by, keys, strict=True))
                | {
                    "item": item,
                    "count": count,
                    "total": own.total,
                    "per_million": per_million(count, own.total),
                    "reports": own.reports[item],
                    "reports_total": len(own.ids),
                }
            )
    return rows
