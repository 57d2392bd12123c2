"""Labelled paragraphs, as they are learnt from and judged by."""

from __future__ import annotations

import json
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field, replace
from pathlib import Path
from typing import Any

from govnlp.annotate.labels.context import headings_above, lead_end, section_keys
from govnlp.errors import UsageError
from govnlp.model import Report
from govnlp.text.outline import lead_end as lead_of

_HINT = (
    "each line is an object with paragraph_id, labels and either text or a paragraph_id of the corpus given"
)


@dataclass(frozen=True, slots=True)
class Example:
    """A narrative paragraph with what surrounds it, and its labels where they are known.

    Parameters
    ----------
    paragraph_id : str
        Stable id.
    issuer : str
        Body that wrote it; paragraphs of one issuer are never split.
    text : str
        The paragraph.
    section : str or None
        Key of its section; ``none`` before the first one, None where unknown.
    heading : str
        Headings above it inside the section.
    lead_end : int
        Offset behind its run-in heading; 0 without one.
    labels : frozenset of str
        Its labels; empty where unknown.
    evidence : mapping of str to tuple of (int, int)
        For each label half-open spans of ``text`` that speak for it; empty where not marked.
    split : str
        ``train``, ``dev``, ``test`` or empty.
    hard : bool
        Whether the coder marked it as hard.
    weight : float
        How much it counts in training; below 1 for labels that a model gave.
    """

    paragraph_id: str
    issuer: str
    text: str
    section: str | None = None
    heading: str = ""
    lead_end: int = 0
    labels: frozenset[str] = frozenset()
    evidence: Mapping[str, tuple[tuple[int, int], ...]] = field(default_factory=dict)
    split: str = ""
    hard: bool = False
    weight: float = 1.0


def read_gold(paths: Iterable[str | Path], reports: Iterable[Report] = ()) -> list[Example]:
    """Read files of labelled paragraphs.

    Parameters
    ----------
    paths : iterable of str or Path
        JSON Lines files. A line has ``labels`` and ``text``, else its paragraph is looked up in ``reports``
        by its ``paragraph_id``; it may have ``issuer``, ``section``, ``heading``, ``evidence`` (label to
        list of surfaces), ``split`` and ``hard``.
    reports : iterable of Report
        Reports that lines without a text are about.

    Returns
    -------
    list of Example
        In the order of the files.

    Raises
    ------
    UsageError
        If a file cannot be read, a line is malformed or names no known paragraph, or an id comes twice.
    """
    known = {example.paragraph_id: example for report in reports for example in report_examples(report)}
    found: dict[str, Example] = {}
    for path in paths:
        for number, row in _lines(Path(path)):
            where = {"source": str(path), "where": f"line {number}", "hint": _HINT}
            try:
                example = _example(row, known)
            except (KeyError, TypeError, ValueError, AttributeError) as error:
                raise UsageError(f"no labelled paragraph: {error!r}", **where) from error
            if example.paragraph_id in found:
                raise UsageError(f"'{example.paragraph_id}' comes twice", **where)
            found[example.paragraph_id] = example
    return list(found.values())


def report_examples(report: Report) -> list[Example]:
    """Give the narrative paragraphs of a report with what surrounds them, without labels."""
    keys = section_keys(report)
    issuer = report.issuer_id or report.issuer or report.report_id
    return [
        Example(p.paragraph_id, issuer, p.text, keys[p.section_id], heading, lead_end(p))
        for p, heading in zip(report.paragraphs, headings_above(report), strict=True)
    ]


def _lines(path: Path) -> Iterator[tuple[int, dict[str, Any]]]:
    try:
        text = path.read_text("utf-8-sig")
    except (OSError, UnicodeDecodeError) as error:
        raise UsageError(f"cannot be read: {error}", source=str(path)) from error
    for number, line in enumerate(text.splitlines(), 1):
        if line.strip():
            try:
                row = json.loads(line)
            except ValueError as error:
                raise UsageError(f"no JSON: {error}", source=str(path), where=f"line {number}") from error
            if not isinstance(row, dict):
                raise UsageError("no JSON object", source=str(path), where=f"line {number}", hint=_HINT)
            yield number, row


def _example(row: Mapping[str, Any], known: Mapping[str, Example]) -> Example:
    labels = frozenset(_strings(row["labels"]))
    if "text" not in row:
        return replace(known[row["paragraph_id"]], labels=labels)
    text = row["text"]
    evidence = {
        label: tuple(span for surface in _strings(surfaces) for span in _places(text, surface))
        for label, surfaces in row.get("evidence", {}).items()
    }
    return Example(
        str(row["paragraph_id"]),
        str(row.get("issuer", "")),
        text,
        row.get("section"),
        row.get("heading") or "",
        lead_end=lead_of(text),
        labels=labels,
        evidence=evidence,
        split=row.get("split", ""),
        hard=bool(row.get("hard", False)),
    )


def _strings(values: Sequence[str]) -> Sequence[str]:
    if isinstance(values, str) or not all(isinstance(value, str) for value in values):
        raise ValueError("a list of strings is needed")
    return values


def _places(text: str, surface: str) -> list[tuple[int, int]]:
    start = text.find(surface) if surface else -1
    if start < 0:
        raise ValueError(f"the evidence {surface!r} is not in the text")
    return [(start, start + len(surface))]
