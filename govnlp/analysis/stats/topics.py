"""How much of the text goes to which topic."""

from __future__ import annotations

import csv
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

from govnlp.analysis.stats.counts import in_order
from govnlp.analysis.stats.tables import Row
from govnlp.analysis.stats.texts import Text
from govnlp.errors import UsageError
from govnlp.text.normalize import count_characters
from govnlp.text.terms import TermFinder

TermLists = Mapping[str, Sequence[str]]


@dataclass(slots=True)
class _Topic:
    paragraphs: int = 0
    characters: int = 0
    reports: set[str] = field(default_factory=set)
    hits: int = 0


@dataclass(slots=True)
class _Group:
    whole: _Topic = field(default_factory=_Topic)
    topics: dict[tuple[str, str], _Topic] = field(default_factory=dict)


def attention_rows(
    texts: Iterable[Text],
    by: Sequence[str] = (),
    *,
    terms: TermLists | None = None,
    labels: bool = True,
) -> list[Row]:
    """Measure the share of the text that goes to each label, and to lists of terms.

    Parameters
    ----------
    texts : iterable of Text
        With the keys ``by`` and, if labels count, the label behind them: a paragraph once for each label it
        has, and once with None where it has none.
    by, labels
        As for `of_reports.attention`.
    terms : mapping of str to sequence of str, optional
        Lists of terms by name. Terms are found as strings, in any spelling; where several of a list overlap,
        the leftmost longest counts.

    Returns
    -------
    list of dict
        Rows of the table ``attention``: groups in order; in each the labels that occur anywhere, the
        roll-ups, what has no label, and the lists of terms. A label that a group lacks is a row of zeros.
    """
    groups_of = _roll_ups() if labels else {}
    finders = {name: TermFinder(listed) for name, listed in (terms or {}).items()}
    groups: dict[tuple[Any, ...], _Group] = {}
    for text, found in _paragraphs(texts, labels):
        own = groups.setdefault(text.keys[: len(by)], _Group())
        size = count_characters(text.text)
        _count(own.whole, text, size)
        topics = [("label", label) for label in sorted(found)]
        if labels:
            topics += [("rollup", name) for name, of in groups_of.items() if found.intersection(of)]
            topics += [] if found else [("none", "")]
        for topic in topics:
            _count(own.topics.setdefault(topic, _Topic()), text, size)
        for name, finder in finders.items():
            tally = own.topics.setdefault(("terms", name), _Topic())
            hits = finder.count(text.text)
            tally.hits += hits
            if hits:
                _count(tally, text, size)
    listed = _listed(groups.values(), groups_of, labels, finders)
    return [
        dict(zip(by, keys, strict=True)) | _row(topic, groups[keys])
        for keys in in_order(groups)
        for topic in listed
    ]


def read_terms(path: Path) -> dict[str, list[str]]:
    """Read lists of terms.

    Parameters
    ----------
    path : Path
        A text file with one term a line (the list has the file's name; lines that begin with ``#`` are
        comments), or a CSV file with the columns ``list`` and ``term``. UTF-8.

    Returns
    -------
    dict of str to list of str
        Terms by the name of their list.

    Raises
    ------
    UsageError
        If the file cannot be read or has no terms.
    """
    found: dict[str, list[str]] = {}
    try:
        with path.open(encoding="utf-8-sig", newline="") as handle:
            if path.suffix.lower() == ".csv":
                for row in csv.DictReader(handle, strict=True):
                    if not row.get("list") or not row.get("term"):
                        raise UsageError("needs the columns 'list' and 'term'", source=str(path))
                    found.setdefault(row["list"].strip(), []).append(row["term"].strip())
            else:
                lines = [line.strip() for line in handle]
                found[path.stem] = [line for line in lines if line and not line.startswith("#")]
    except (OSError, UnicodeDecodeError, csv.Error) as error:
        raise UsageError(f"cannot be read: {error}", source=str(path), hint="save it as UTF-8") from error
    if not any(found.values()):
        raise UsageError("has no terms", source=str(path), hint="one term a line")
    return found


def _roll_ups() -> Mapping[str, tuple[str, ...]]:
    from govnlp.annotate.labels.rollups import roll_ups  # brings the models with it

    return roll_ups()


def _paragraphs(texts: Iterable[Text], labels: bool) -> Iterable[tuple[Text, set[str]]]:
    """Bring the labels of a paragraph together again; they come one behind the other."""
    if not labels:
        yield from ((text, set()) for text in texts)
        return
    last: Text | None = None
    found: set[str] = set()
    for text in texts:
        same = (
            last is not None and text.paragraph_id == last.paragraph_id and text.keys[:-1] == last.keys[:-1]
        )
        if last is not None and not same:
            yield last, found
            found = set()
        last = text
        if text.keys[-1] is not None:
            found.add(text.keys[-1])
    if last is not None:
        yield last, found


def _count(topic: _Topic, text: Text, size: int) -> None:
    topic.paragraphs += 1
    topic.characters += size
    topic.reports.add(text.report_id)


def _listed(
    groups: Iterable[_Group], groups_of: Iterable[str], labels: bool, finders: Iterable[str]
) -> list[tuple[str, str]]:
    found = {topic for group in groups for topic in group.topics}
    listed = sorted(topic for topic in found if topic[0] == "label")
    if labels:
        listed += [("rollup", name) for name in groups_of] + [("none", "")]
    return listed + [("terms", name) for name in finders]


def _row(topic: tuple[str, str], group: _Group) -> Row:
    kind, name = topic
    own, whole = group.topics.get(topic, _Topic()), group.whole
    counted = kind == "terms"
    return {
        "topic": name or None,
        "kind": kind,
        "paragraphs": own.paragraphs,
        "paragraphs_total": whole.paragraphs,
        "paragraph_share": _share(own.paragraphs, whole.paragraphs),
        "characters": own.characters,
        "characters_total": whole.characters,
        "character_share": _share(own.characters, whole.characters),
        "reports": len(own.reports),
        "reports_total": len(whole.reports),
        "report_share": _share(len(own.reports), len(whole.reports)),
        "hits": own.hits if counted else None,
        "hits_per_thousand": 1000 * own.hits / whole.characters if counted and whole.characters else None,
    }


def _share(part: int, whole: int) -> float | None:
    return part / whole if whole else None
