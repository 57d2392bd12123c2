"""A report coloured by topic, with the evidence on hover."""

from __future__ import annotations

from collections.abc import Sequence

from govnlp.annotate.labels.front import classify
from govnlp.annotate.lexicon import load_lexicon
from govnlp.display import Mark, Shown, highlighted, legend, tint
from govnlp.model import Evidence, Label, Report

_FOR = "for:"
_NO_LABEL = "—"


def show_labels(report: Report | str, labels: Sequence[Label] | None = None) -> Shown:
    """Show a report, or one paragraph, coloured by topic.

    Parameters
    ----------
    report : Report or str
        What is labelled.
    labels : sequence of Label, optional
        Its labels; those of `classify` by default.

    Returns
    -------
    Shown
        In a notebook: each paragraph on the colour of its strongest label, all its labels on hover; what
        speaks for a label underlined, with the cue on hover.
    """
    given = classify(report) if labels is None else labels
    names = {key: entry.name for key, entry in load_lexicon().labels.items()}
    known = sorted({label.label for label in given if label.label is not None} | names.keys())
    colours = {key: f"background:{tint(number, len(known))}" for number, key in enumerate(known)}
    styles = colours | {f"{key}!": f"{css};text-decoration:underline" for key, css in colours.items()}
    by_paragraph: dict[str, list[Label]] = {}
    for label in given:
        by_paragraph.setdefault(label.paragraph_id, []).append(label)
    text = report if isinstance(report, str) else report.text
    marks: list[Mark] = []
    for paragraph_id, start, end in _places(report):
        marks += _marks(start, end, by_paragraph.get(paragraph_id, []), names)
    seen = [key for key in known if any(label.label == key for label in given)]
    title = "" if isinstance(report, str) else report.title or report.report_id
    keys = legend([(names.get(key, key), colours[key]) for key in seen])
    html = f"<div>{keys}{highlighted(text, marks, title, styles | {_NO_LABEL: ''})}</div>"
    return Shown(html, f"<Labels of {len(by_paragraph)} paragraphs: {', '.join(seen)}>")


def _places(report: Report | str) -> list[tuple[str, int, int]]:
    if isinstance(report, str):
        return [("text:p0001", 0, len(report))]
    return [(p.paragraph_id, p.start, p.end) for p in report.paragraphs]


def _marks(start: int, end: int, labels: Sequence[Label], names: dict[str, str]) -> list[Mark]:
    """Tile a paragraph: stretches of evidence, and what is between them."""
    kept = sorted(
        ((label.label, label) for label in labels if label.label is not None),
        key=lambda pair: (-pair[1].score, pair[0]),
    )
    if not kept:
        reasons = " ".join(label.reason for label in labels)
        return [Mark(start, end, _NO_LABEL, reasons)]
    note = "，".join(f"{names.get(key, key)} {label.score:.2f}" for key, label in kept)
    marks: list[Mark] = []
    done = start
    for place, stop, key, evidence in _evidence(kept):
        place = max(place, done)
        if stop <= place:
            continue
        if place > done:
            marks.append(Mark(done, place, kept[0][0], note))
        marks.append(
            Mark(place, stop, f"{key}!", f"{names.get(key, key)} ← {evidence.ref.removeprefix(_FOR)}")
        )
        done = stop
    if done < end:
        marks.append(Mark(done, end, kept[0][0], note))
    return marks


def _evidence(kept: Sequence[tuple[str, Label]]) -> list[tuple[int, int, str, Evidence]]:
    found = [
        (e.start, e.end, key, e)
        for key, label in kept
        for e in label.evidence
        if e.ref.startswith(_FOR) and e.start is not None and e.end is not None
    ]
    return sorted(found, key=lambda item: (item[0], -item[1], item[2]))
