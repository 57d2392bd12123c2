"""How varied the words of reports are."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from typing import Any

from govnlp.analysis.stats.counts import Words, by_report, in_order, mean, runs
from govnlp.analysis.stats.formulas import moving_average_ttr, textual_diversity
from govnlp.analysis.stats.tables import Row
from govnlp.analysis.stats.texts import Text
from govnlp.errors import UsageError

WINDOW = 100


def diversity_rows(
    texts: Iterable[Text], by: Sequence[str] = (), *, window: int = WINDOW, words: Words | None = None
) -> list[Row]:
    """Measure lexical diversity report by report, and average by group.

    Parameters
    ----------
    texts : iterable of Text
        With the keys ``by``; those of a report and group in text order.
    by, window, words
        As for `of_reports.diversity`.

    Returns
    -------
    list of dict
        Rows of the table ``diversity``. A report that is shorter than the window has no MATTR and one in
        which no word comes back no MTLD; the means are over those that have one.

    Raises
    ------
    UsageError
        If the window is below 1.
    """
    if window < 1:
        raise UsageError("the window must be at least 1 word")
    found: dict[tuple[Any, ...], list[tuple[int, float | None, float | None]]] = {}
    for _, groups in by_report(texts):
        for keys, surfaces in groups.items():
            tokens = [word for surface in surfaces for run in runs(surface, "word", words) for word in run]
            values = len(tokens), moving_average_ttr(tokens, window), textual_diversity(tokens)
            found.setdefault(keys, []).append(values)
    rows: list[Row] = []
    for keys in in_order(found):
        lengths, mattr, mtld = zip(*found[keys], strict=True)
        rows.append(
            dict(zip(by, keys, strict=True))
            | {
                "reports": len(lengths),
                "words": sum(lengths),
                "mattr": mean(mattr),
                "mattr_reports": sum(value is not None for value in mattr),
                "mtld": mean(mtld),
                "mtld_reports": sum(value is not None for value in mtld),
            }
        )
    return rows
