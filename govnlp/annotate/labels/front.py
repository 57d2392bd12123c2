"""The front door: labels of a report's paragraphs, or of one paragraph given as text."""

from __future__ import annotations

from collections.abc import Sequence
from functools import lru_cache

from govnlp.annotate.labels.gold import Example, report_examples
from govnlp.annotate.labels.linear.model import load_model
from govnlp.annotate.labels.records import CueHit, Given, Model, ParagraphScores
from govnlp.annotate.labels.scoring import score_paragraph
from govnlp.annotate.lexicon import Lexicon, load_lexicon
from govnlp.display import Listing
from govnlp.errors import UsageError
from govnlp.model import Evidence, Label, Report
from govnlp.model.quick import maker
from govnlp.text.outline import lead_end as find_lead

MODELS = ("auto", "keyword", "linear")
_label, _point = maker(Label), maker(Evidence)


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
    examples = report_examples(source) if isinstance(source, Report) else [_single(source)]
    scored = [
        score_paragraph(e.text, e.section, e.heading, lead_end=e.lead_end, lexicon=lexicon) for e in examples
    ]
    if decides is None:
        given = [[Given(key, s.scores[key], 0, 0) for key in s.chosen] for s in scored]
    else:
        given = decides(examples, scored)
    report_id, offsets = _origin(source)
    rule = "keyword" if decides is None else decides.rule
    found: Listing[Label] = Listing()
    for example, scores, own, offset in zip(examples, scored, given, offsets, strict=True):
        if own:
            cues = _cues(scores, own)
            for g in own:
                evidence = _evidence(cues[g.label], g, report_id, example.text, offset)
                found.append(_label(example.paragraph_id, g.label, g.score, evidence, rule))
        else:
            best = max(scores.scores.values(), default=0.0)
            reason = (scores.reason if decides is None else "") or "below_threshold"
            found.append(Label(example.paragraph_id, None, best, (), rule, reason))
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


def _single(text: str) -> Example:
    return Example("text:p0001", "", text, lead_end=find_lead(text) if text else 0)


def _origin(source: Report | str) -> tuple[str, list[int]]:
    """Give the id that evidence names, and where each paragraph begins."""
    if isinstance(source, str):
        return "text", [0]
    return source.report_id, [paragraph.start for paragraph in source.paragraphs]


def _cues(scored: ParagraphScores, given: Sequence[Given]) -> dict[str, list[CueHit]]:
    """Sort the cues that count by the labels given."""
    cues: dict[str, list[CueHit]] = {g.label: [] for g in given}
    for hit in scored.hits:
        if hit.weight and hit.label in cues:
            cues[hit.label].append(hit)
    return cues


def _evidence(
    cues: Sequence[CueHit], given: Given, report_id: str, text: str, offset: int
) -> tuple[Evidence, ...]:
    """Give the cues for and against a label; where there is none for it, the clause that decided."""
    found = [
        _point(report_id, _reference(cue, weight), text[start:end], offset + start, offset + end)
        for _, cue, weight, start, end, _, _ in cues
    ]
    if given.end > given.start and not any(hit.weight > 0 for hit in cues):
        span = text[given.start : given.end]
        start, end = offset + given.start, offset + given.end
        found.append(_point(report_id, f"for:clause={given.score:.2f}", span, start, end))
    return tuple(found)


@lru_cache(maxsize=16_384)
def _reference(cue: str, weight: float) -> str:
    return f"{'for' if weight > 0 else 'against'}:{cue}={abs(weight):g}"
