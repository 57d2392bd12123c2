"""What a corpus consists of."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field
from statistics import median
from typing import Any

from govnlp.analysis.stats.counts import Words, in_order, runs
from govnlp.analysis.stats.tables import Row
from govnlp.analysis.stats.texts import Text
from govnlp.text.normalize import count_characters
from govnlp.text.segment import sentence_spans

# Keys that the summary needs behind those it is grouped by.
NEEDS = ("issuer_id", "report_year")


@dataclass(slots=True)
class _Tally:
    issuers: set[str] = field(default_factory=set)
    years: set[int] = field(default_factory=set)
    characters: dict[str, int] = field(default_factory=dict)
    paragraphs: int = 0
    sentences: int = 0
    words: int = 0
    types: set[str] = field(default_factory=set)


def summary_rows(texts: Iterable[Text], by: Sequence[str] = (), *, words: Words | None = None) -> list[Row]:
    """Count reports, paragraphs, sentences, characters and words.

    Parameters
    ----------
    texts : iterable of Text
        With the keys ``by`` and behind them `NEEDS`.
    by, words
        As for `of_reports.summary`.

    Returns
    -------
    list of dict
        Rows of the table ``summary``, one a group.
    """
    found: dict[tuple[Any, ...], _Tally] = {}
    for text in texts:
        *keys, issuer, year = text.keys
        own = found.setdefault(tuple(keys), _Tally())
        if issuer:
            own.issuers.add(issuer)
        if year is not None:
            own.years.add(year)
        own.characters[text.report_id] = own.characters.get(text.report_id, 0) + count_characters(text.text)
        own.paragraphs += 1
        own.sentences += len(sentence_spans(text.text))
        for run in runs(text.text, "word", words):
            own.words += len(run)
            own.types.update(run)
    return [dict(zip(by, keys, strict=True)) | _row(found[keys]) for keys in in_order(found)]


def _row(own: _Tally) -> Row:
    characters = sum(own.characters.values())
    return {
        "reports": len(own.characters),
        "issuers": len(own.issuers),
        "first_year": min(own.years, default=None),
        "last_year": max(own.years, default=None),
        "paragraphs": own.paragraphs,
        "sentences": own.sentences,
        "characters": characters,
        "words": own.words,
        "types": len(own.types),
        "characters_mean": characters / len(own.characters),
        "characters_median": float(median(own.characters.values())),
        "sentence_length": characters / own.sentences,
    }
