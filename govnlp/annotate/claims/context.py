"""What the words around the quantities of a paragraph say of them."""

from __future__ import annotations

from itertools import pairwise

from govnlp.annotate.claims.drafts import Draft, NonDraft
from govnlp.annotate.claims.scan import Words

# 由20个工作日压缩到5个: so far apart at most.
_SHORT = 8


def annotate(text: str, words: Words, drafts: list[Draft], others: list[NonDraft], year: int | None) -> None:
    """Fill in the fields of the drafts of a paragraph.

    Parameters
    ----------
    text : str
        Matching view.
    words : list
        Words found in it.
    drafts : list of Draft
        Quantities, in order; changed in place.
    others : list of NonDraft
        Numerals that are none, in order.
    year : int or None
        Year of the report.
    """
    _short_units(text, drafts)


def _short_units(text: str, drafts: list[Draft]) -> None:
    """由20个工作日压缩到5个: the second 个 stands for 个工作日."""
    for before, draft in pairwise(drafts):
        between = text[before.end : draft.start]
        if draft.unit != "个" or before.dimension != "duration" or len(between) > _SHORT:
            continue
        if between.endswith(("到", "至", "为")) and "个" in text[before.start : before.end]:
            draft.unit, draft.dimension = before.unit, before.dimension
