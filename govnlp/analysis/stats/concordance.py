"""A term in its contexts."""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence

from govnlp.analysis.stats.tables import Row
from govnlp.analysis.stats.texts import Text
from govnlp.errors import UsageError
from govnlp.text.normalize import fold, spelled

SORTS = ("text", "left", "right")


def kwic_pattern(term: str, regex: bool = False) -> str:
    """Make the expression that finds a term.

    Parameters
    ----------
    term : str
        A string, found in any spelling (see `govnlp.text.normalize.spelled`), or a regular expression.
    regex : bool
        Whether it is a regular expression; it is then searched in folded text (half width).

    Returns
    -------
    str
        A regular expression.

    Raises
    ------
    UsageError
        If there is nothing to look for, or the expression is malformed.
    """
    pattern = term if regex else spelled(term)
    if not pattern:
        raise UsageError("no term to look for")
    try:
        re.compile(pattern)
    except re.error as error:
        raise UsageError(f"no regular expression: {error}", where=term) from error
    return pattern


def kwic_rows(
    texts: Iterable[Text],
    term: str,
    by: Sequence[str] = (),
    *,
    regex: bool = False,
    width: int = 20,
    sort: str = "text",
    top: int | None = None,
) -> list[Row]:
    """Find a term and show what stands around it.

    Parameters
    ----------
    texts : iterable of Text
        With the keys ``by``.
    term, regex
        As in `kwic_pattern`.
    by, width, sort, top
        As for `of_words.kwic`.

    Returns
    -------
    list of dict
        Rows of the table ``kwic``. ``left + hit + right`` is a stretch of the report's text.

    Raises
    ------
    UsageError
        If the term, the width or the sorting makes no sense.
    """
    if sort not in SORTS:
        raise UsageError(f"cannot sort by '{sort}'", hint=f"one of {', '.join(SORTS)}")
    if width < 0:
        raise UsageError("the width cannot be negative")
    find = re.compile(kwic_pattern(term, regex)).finditer
    rows: list[Row] = []
    for text in texts:
        surface = text.text
        for match in find(fold(surface) if regex else surface):
            start, end = match.span()
            if start == end:
                continue
            rows.append(
                dict(zip(by, text.keys, strict=True))
                | {
                    "report_id": text.report_id,
                    "paragraph_id": text.paragraph_id,
                    "start": text.start + start,
                    "end": text.start + end,
                    "left": surface[max(0, start - width) : start],
                    "hit": surface[start:end],
                    "right": surface[end : end + width].rstrip("\n"),
                }
            )
    if sort == "left":
        rows.sort(key=lambda row: (_plain(row["left"])[::-1], row["report_id"], row["start"]))
    elif sort == "right":
        rows.sort(key=lambda row: (_plain(row["right"]), row["report_id"], row["start"]))
    return rows[:top]


def _plain(context: str) -> str:
    """What contexts are sorted by: no space, half width."""
    return "".join(fold(context).split())
