"""Text to claims: scan, context, parts of wholes, times; then frozen records with offsets into the text."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass

from govnlp.annotate.claims.context import annotate
from govnlp.annotate.claims.drafts import Draft, NonDraft
from govnlp.annotate.claims.lexicon import find_words
from govnlp.annotate.claims.scan import scan
from govnlp.annotate.claims.zero import zeros
from govnlp.display import Listing
from govnlp.model import Claim, Evidence, NonClaim, Report
from govnlp.model.quick import maker
from govnlp.text.normalize import View, fold_once, view_of

# A line that goes on in the next one: it ends no clause, and the next one starts no item of a list.
_WRAP = re.compile(
    r"(?<![。；;:：！？!?\n])\n(?=[^\n\s#|])(?!\s*(?:[（(]?[一二三四五六七八九十]{1,3}[、）)]|[（(]?\d{1,2}[、.．）)]|第[一二三四五六七八九十]+[章节条部]))"
)


_BLANK = re.compile(r"\s")
_claim, _non_claim, _point = maker(Claim), maker(NonClaim), maker(Evidence)


@dataclass(frozen=True, slots=True)
class Extraction:
    """What one pass over a text found.

    Parameters
    ----------
    claims : tuple of Claim
        Quantities stated, in text order.
    non_claims : tuple of NonClaim
        Numerals that state none, each with its reason, in text order.
    """

    claims: tuple[Claim, ...]
    non_claims: tuple[NonClaim, ...]


def extract_claims(source: Report | str, *, report_year: int | None = None) -> list[Claim]:
    """Find the numeric claims of a report or of a plain text.

    Parameters
    ----------
    source : Report or str
        A report, of which the narrative paragraphs are read; or a text with a paragraph a line.
    report_year : int, optional
        Year that 今年 and dates without a year belong to; a report's own by default.

    Returns
    -------
    list of Claim
        In text order; ``text[claim.start:claim.end] == claim.surface``.

    Examples
    --------
    >>> [c.surface for c in extract_claims("接待群众7352人次，其中现场受理5209人次。")]
    ['7352人次', '5209人次']
    """
    return Listing(extract(source, report_year=report_year).claims)


def extract(source: Report | str, *, report_year: int | None = None) -> Extraction:
    """Find the numeric claims of a text and the numerals that are none, in one pass.

    Parameters and offsets are those of `extract_claims`.

    Returns
    -------
    Extraction
        Claims and non-claims.
    """
    if isinstance(source, str):
        name, text, year = "text", source, report_year
    else:
        name, text = source.report_id, source.text
        year = source.report_year if report_year is None else report_year
    claims: list[Claim] = []
    non_claims: list[NonClaim] = []
    folded = fold_once(text)
    for paragraph_id, start, end in _paragraphs(source):
        view = view_of(folded[start:end].rstrip().replace("\n", " "))
        drafts, others = _read(view.text, year)
        claims += _claims(name, paragraph_id, text, start, view, drafts, len(claims))
        non_claims += _non_claims(paragraph_id, text, start, view, others)
    return Extraction(tuple(claims), tuple(non_claims))


def _paragraphs(source: Report | str) -> Iterator[tuple[str | None, int, int]]:
    if not isinstance(source, str):
        for paragraph in source.paragraphs:
            yield paragraph.paragraph_id, paragraph.start, paragraph.end
        return
    wrapped = _WRAP.sub(" ", source)
    start = 0
    while start < len(source):
        end = wrapped.find("\n", start)
        end = len(source) if end < 0 else end
        if end > start:
            yield None, start, end
        start = end + 1


def _read(text: str, year: int | None) -> tuple[list[Draft], list[NonDraft]]:
    words = find_words(text)
    drafts, others = scan(text, words)
    taken = [(o.start, o.end) for o in others if o.reason != "indefinite"]
    implicit = zeros(text, sorted([(d.start, d.end) for d in drafts] + taken))
    if implicit:
        zero_spans = {at for draft in implicit for at in range(draft.start, draft.end)}
        others = [o for o in others if o.start not in zero_spans]
        drafts = sorted([*drafts, *implicit], key=lambda draft: draft.start)
    if drafts:
        annotate(text, words, drafts, others, year)
    return drafts, others


def _claims(
    name: str, paragraph_id: str | None, text: str, offset: int, view: View, drafts: list[Draft], before: int
) -> Iterator[Claim]:
    plain = view.is_plain
    ids = [f"{name}:c{before + n:04d}" for n in range(1, len(drafts) + 1)]
    for claim_id, draft in zip(ids, drafts, strict=True):
        start, end = (draft.start, draft.end) if plain else view.span(draft.start, draft.end)
        start, end = start + offset, end + offset
        evidence = []
        named: str | None = None
        for ref, first, last in draft.marks:
            a, b = (first, last) if plain else view.span(first, last)
            a, b = a + offset, b + offset
            surface = text[a:b]
            evidence.append(_point(name, ref, surface, a, b))
            if ref == "object" and named is None:
                named = surface
        time = draft.time or (None, None)
        yield _claim(
            claim_id,
            paragraph_id,
            start,
            end,
            text[start:end],
            draft.value,
            draft.low,
            draft.high,
            draft.unit,
            draft.dimension,
            draft.modifier,
            draft.role,  # type: ignore[arg-type]
            draft.direction,  # type: ignore[arg-type]
            draft.modality,  # type: ignore[arg-type]
            draft.aggregate,  # type: ignore[arg-type]
            draft.implicit,
            draft.object if named is None or _BLANK.search(named) else named,
            draft.predicate,
            time[0],
            time[1],
            None if draft.whole is None else ids[draft.whole],
            tuple(evidence),
            draft.rule,
        )


def _non_claims(
    paragraph_id: str | None, text: str, offset: int, view: View, others: list[NonDraft]
) -> Iterator[NonClaim]:
    for other in others:
        start, end = view.span(other.start, other.end)
        start, end = start + offset, end + offset
        yield _non_claim(paragraph_id, start, end, text[start:end], other.reason, other.rule)
