"""The front door: labels of a report's paragraphs, or of one paragraph given as text."""

from __future__ import annotations

from collections.abc import Iterator

from govnlp.annotate.labels.context import headings_above, lead_end, section_keys
from govnlp.annotate.labels.linear.model import load_model
from govnlp.annotate.labels.records import Given, Model, ParagraphScores
from govnlp.annotate.labels.scoring import score_paragraph
from govnlp.annotate.lexicon import Lexicon, load_lexicon
from govnlp.errors import UsageError
from govnlp.model import Evidence, Label, Paragraph, Report, Span
from govnlp.text.outline import lead_end as find_lead

MODELS = ("auto", "keyword", "linear")


def classify(
    source: Report | str, *, lexicon: Lexicon | None = None, model: Model | str | None = None
) -> list[Label]:
    """Say what each narrative paragraph is about.

    Parameters
    ----------
    source : Report or str
        A report, or one paragraph as text.
    lexicon : Lexicon, optional
        From `load_lexicon`; the package's own by default.
    model : Model or str, optional
        ``keyword``, ``linear`` (the package's own), or a trained model from `load_model`. By default, or with
        ``auto``, the linear model with the package's lexicon and the keyword model with another one.

    Returns
    -------
    list of Label
        In text order: one a label given, with the evidence for and against it; one with label None and a
        reason where the model abstains. Evidence of a plain text has the report id ``text``.

    Raises
    ------
    UsageError
        If there is no such model.

    Examples
    --------
    >>> [label.label for label in classify("全年办理人大代表建议12件，全部办结。")]
    ['proposals']
    """
    decides = resolve_model(model, lexicon)
    lexicon = lexicon or load_lexicon()
    found: list[Label] = []
    for report_id, paragraph, section, heading in _paragraphs(source):
        end = lead_end(paragraph)
        scored = score_paragraph(paragraph.text, section, heading, lead_end=end, lexicon=lexicon)
        if decides is None:
            given = [Given(key, scored.scores[key], 0, 0) for key in scored.chosen]
            rule, reason = "keyword", scored.reason
        else:
            given = decides(paragraph.text, section, heading, end, scored)
            rule, reason = decides.rule, "" if given else "below_threshold"
        found += [
            Label(paragraph.paragraph_id, g.label, g.score, _evidence(scored, g, report_id, paragraph), rule)
            for g in given
        ]
        if not given:
            best = max(scored.scores.values(), default=0.0)
            found.append(Label(paragraph.paragraph_id, None, best, (), rule, reason))
    return found


def resolve_model(model: Model | str | None, lexicon: Lexicon | None) -> Model | None:
    """Find the model that is meant; None for the keyword model.

    Raises
    ------
    UsageError
        If there is none of that name.
    """
    if model is not None and not isinstance(model, str):
        return model
    if model not in (None, *MODELS):
        raise UsageError(f"no model '{model}'", hint=f"{', '.join(MODELS)}, or one from load_model")
    if model == "linear" or (model != "keyword" and lexicon is None):
        return load_model()
    return None


def _paragraphs(source: Report | str) -> Iterator[tuple[str, Paragraph, str | None, str]]:
    if isinstance(source, str):
        lead = Span(0, find_lead(source)) if source else None
        yield "text", Paragraph("text:p0001", None, 0, len(source), source, lead), None, ""
        return
    keys = section_keys(source)
    for paragraph, heading in zip(source.paragraphs, headings_above(source), strict=True):
        yield source.report_id, paragraph, keys.get(paragraph.section_id, "none"), heading


def _evidence(
    scored: ParagraphScores, given: Given, report_id: str, paragraph: Paragraph
) -> tuple[Evidence, ...]:
    """Give the cues for and against a label; where there is none for it, the clause that decided."""
    cues = [hit for hit in scored.hits if hit.label == given.label and hit.weight != 0]
    spans = [
        (f"{'for' if hit.weight > 0 else 'against'}:{hit.cue}={abs(hit.weight):g}", hit.start, hit.end)
        for hit in cues
    ]
    if given.end > given.start and not any(hit.weight > 0 for hit in cues):
        spans.append((f"for:clause={given.score:.2f}", given.start, given.end))
    return tuple(
        Evidence(report_id, ref, paragraph.text[start:end], paragraph.start + start, paragraph.start + end)
        for ref, start, end in spans
    )
