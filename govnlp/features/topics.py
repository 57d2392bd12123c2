"""Attention: how much of the narrative each topic gets."""

from __future__ import annotations

from collections.abc import Collection, Iterable

from govnlp.annotate.labels.rollups import roll_ups
from govnlp.model import Label, Report
from govnlp.records import Row
from govnlp.text.normalize import count_characters

LABEL, ROLL_UP, NONE = "lab_", "top_", "unlabelled"
_UNITS = ("_char", "_para")


def topic_shares(report: Report, labels: Iterable[Label], names: Collection[str]) -> Row:
    r"""Measure the share of the narrative that goes to each label and to each roll-up.

    .. math:: char_l = \frac{\sum_{p: l \in L(p)} |p|}{\sum_p |p|}, \quad
              para_l = \frac{|\{p: l \in L(p)\}|}{|\{p\}|}

    Parameters
    ----------
    report : Report
        The report.
    labels : iterable of Label
        Its labels.
    names : collection of str
        Names of the columns wanted, such as ``lab_platform_char``.

    Returns
    -------
    dict
        Shares in [0, 1], higher is more attention; :math:`|p|` counts Chinese characters, letters and
        digits. A paragraph may have several labels, so shares can add up to more than 1. None where the
        report has no narrative.
    """
    found: dict[str, set[str]] = {paragraph.paragraph_id: set() for paragraph in report.paragraphs}
    for label in labels:
        if label.label is not None:
            found[label.paragraph_id].add(label.label)
    sizes = [count_characters(paragraph.text) for paragraph in report.paragraphs]
    keys = [_topics(found[paragraph.paragraph_id]) for paragraph in report.paragraphs]
    row: Row = {}
    for name in names:
        topic = name[: -len(_UNITS[0])]
        weights = sizes if name.endswith(_UNITS[0]) else [1] * len(sizes)
        own = sum(weight for weight, topics in zip(weights, keys, strict=True) if topic in topics)
        row[name] = own / sum(weights) if sum(weights) else None
    return row


def _topics(labels: set[str]) -> set[str]:
    if not labels:
        return {NONE}
    over = {name for name, of in roll_ups().items() if labels.intersection(of)}
    return {LABEL + label for label in labels} | {ROLL_UP + name for name in over}
