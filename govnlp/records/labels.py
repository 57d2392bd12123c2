"""Labels of paragraphs, as objects and as rows."""

from __future__ import annotations

import json
from collections.abc import Iterable, Mapping

from govnlp.annotate.labels.rollups import roll_up_of, roll_ups
from govnlp.model import Evidence, Label, Paragraph, Report
from govnlp.records.values import Row

_SCORE_DIGITS = 4


def label_records(report: Report, labels: Iterable[Label]) -> list[Row]:
    """Make the objects that ``govnlp classify`` prints, one a paragraph.

    Parameters
    ----------
    report : Report
        The report.
    labels : iterable of Label
        Its labels, as `govnlp.annotate.labels.classify` gives them.

    Returns
    -------
    list of dict
        In text order; a paragraph on which the model abstains has no labels, and the reason.
    """
    given: dict[str, list[Label]] = {paragraph.paragraph_id: [] for paragraph in report.paragraphs}
    for label in labels:
        given[label.paragraph_id].append(label)
    return [_paragraph(report, p, given[p.paragraph_id]) for p in report.paragraphs]


def _paragraph(report: Report, paragraph: Paragraph, labels: list[Label]) -> Row:
    kept = [label for label in labels if label.label is not None]
    topics = {roll_up_of(label.label) for label in kept}
    return {
        "report_id": report.report_id,
        "paragraph_id": paragraph.paragraph_id,
        "start": paragraph.start,
        "end": paragraph.end,
        "text": paragraph.text,
        "labels": [
            {
                "label": label.label,
                "score": round(label.score, _SCORE_DIGITS),
                "evidence": [_evidence(e) for e in label.evidence],
            }
            for label in kept
        ],
        "abstained": not kept,
        "roll_ups": [name for name in roll_ups() if name in topics],
        "rule": labels[0].rule if labels else "",
        "reason": "".join(label.reason for label in labels),
    }


def _evidence(evidence: Evidence) -> Row:
    return {"start": evidence.start, "end": evidence.end, "text": evidence.text, "ref": evidence.ref}


def label_rows(report: Report, labels: Iterable[Label]) -> list[Row]:
    """Make the rows of the labels table.

    Parameters
    ----------
    report : Report
        The report.
    labels : iterable of Label
        Its labels.

    Returns
    -------
    list of dict
        One a label, and one a paragraph on which the model abstains.
    """
    paragraphs: Mapping[str, Paragraph] = {p.paragraph_id: p for p in report.paragraphs}
    return [
        {
            "report_id": report.report_id,
            "paragraph_id": label.paragraph_id,
            "start": paragraphs[label.paragraph_id].start,
            "end": paragraphs[label.paragraph_id].end,
            "label": label.label,
            "roll_up": roll_up_of(label.label),
            "score": round(label.score, _SCORE_DIGITS),
            "rule": label.rule,
            "reason": label.reason,
            "evidence": json.dumps([_evidence(e) for e in label.evidence], ensure_ascii=False),
        }
        for label in labels
    ]
