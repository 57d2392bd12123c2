"""The front door: labels of a report's paragraphs, or of one paragraph given as text."""

from __future__ import annotations

from bisect import bisect_right
from collections.abc import Callable, Iterator

from govnlp.annotate.labels.records import ParagraphScores
from govnlp.annotate.labels.scoring import score_paragraph
from govnlp.annotate.lexicon import Lexicon, load_lexicon
from govnlp.model import Evidence, Label, Paragraph, Report, Span
from govnlp.text.outline import lead_end

# Takes text, section key, heading and keyword scores of a paragraph; gives (label, score) pairs.
Model = Callable[[str, str | None, str, ParagraphScores], list[tuple[str, float]]]

_TITLE = 0


def classify(
    source: Report | str, *, lexicon: Lexicon | None = None, model: Model | None = None
) -> list[Label]:
    """Say what each narrative paragraph is about.

    Parameters
    ----------
    source : Report or str
        A report, or one paragraph as text.
    lexicon : Lexicon, optional
        From `load_lexicon`; the package's own by default.
    model : callable, optional
        A model that decides in place of the keyword model, such as a trained linear model. It is called with
        text, section key, heading and the keyword model's scores of each paragraph.

    Returns
    -------
    list of Label
        In text order: one a label given, with the evidence for and against it; one with label None and a
        reason where the model abstains. Evidence of a plain text has the report id ``text``.

    Examples
    --------
    >>> [label.label for label in classify("全年办理人大代表建议12件，全部办结。")]
    ['proposals']
    """
    lexicon = lexicon or load_lexicon()
    found: list[Label] = []
    for report_id, paragraph, section_key, heading in _paragraphs(source):
        end = paragraph.lead.end - paragraph.start if paragraph.lead else 0
        scored = score_paragraph(paragraph.text, section_key, heading, lead_end=end, lexicon=lexicon)
        if model is None:
            pairs = [(key, scored.scores[key]) for key in scored.chosen]
            rule, reason = "keyword", scored.reason
        else:
            pairs = model(paragraph.text, section_key, heading, scored)
            rule, reason = getattr(model, "rule", "model"), "" if pairs else "below_threshold"
        found += [
            Label(paragraph.paragraph_id, key, score, _evidence(scored, key, report_id, paragraph), rule)
            for key, score in pairs
        ]
        if not pairs:
            best = max(scored.scores.values(), default=0.0)
            found.append(Label(paragraph.paragraph_id, None, best, (), rule, reason))
    return found


def _paragraphs(source: Report | str) -> Iterator[tuple[str, Paragraph, str | None, str]]:
    if isinstance(source, str):
        lead = Span(0, lead_end(source)) if source else None
        yield "text", Paragraph("text:p0001", None, 0, len(source), source, lead), None, ""
        return
    keys = {section.section_id: section.key for section in source.sections}
    starts = [block.start for block in source.headings]
    trail: list[tuple[int, str]] = []
    trails: list[str] = []
    for block in source.headings:
        trail = [entry for entry in trail if entry[0] < block.level]
        if block.level > _TITLE:
            trail.append((block.level, block.text.strip()))
        trails.append("。".join(text for _, text in trail))
    for paragraph in source.paragraphs:
        at = bisect_right(starts, paragraph.start) - 1
        section = keys.get(paragraph.section_id or "", "none")
        yield source.report_id, paragraph, section, trails[at] if at >= 0 else ""


def _evidence(
    scored: ParagraphScores, key: str, report_id: str, paragraph: Paragraph
) -> tuple[Evidence, ...]:
    return tuple(
        Evidence(
            report_id,
            f"{'for' if hit.weight > 0 else 'against'}:{hit.cue}={abs(hit.weight):g}",
            paragraph.text[hit.start : hit.end],
            paragraph.start + hit.start,
            paragraph.start + hit.end,
        )
        for hit in scored.hits
        if hit.label == key and hit.weight != 0
    )
