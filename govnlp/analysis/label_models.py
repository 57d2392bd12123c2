"""Labels of held-out paragraphs by several models: two baselines, keywords, linear ones."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from typing import TYPE_CHECKING, Any

import numpy as np
from numpy.typing import NDArray

from govnlp.annotate.labels.gold import Example
from govnlp.annotate.labels.groups import duplicate_clusters, issuer_folds
from govnlp.annotate.labels.linear.train import TrainSettings, keyword_scores, prepare, train
from govnlp.errors import UsageError

if TYPE_CHECKING:
    from govnlp.annotate.lexicon import Lexicon

MODELS = ("majority", "heading", "keyword", "text", "linear")
Bools = NDArray[np.bool_]
Floats = NDArray[np.float64]


@dataclass(frozen=True, eq=False)
class HeldOut:
    """What a model gives paragraphs it has not learnt from.

    Parameters
    ----------
    model : str
        One of `MODELS`.
    given : numpy.ndarray
        Whether each label was given, paragraphs by labels.
    scores : numpy.ndarray
        Scores in [0, 1], of the same shape.
    """

    model: str
    given: Bools
    scores: Floats


def all_labels(examples: Sequence[Example]) -> tuple[str, ...]:
    """Give the labels that occur, sorted."""
    return tuple(sorted({label for example in examples for label in example.labels}))


def truth(examples: Sequence[Example], labels: Sequence[str]) -> Bools:
    """Give whether each label holds, paragraphs by labels."""
    return np.array([[label in e.labels for label in labels] for e in examples], dtype=bool)


def held_out(
    examples: Sequence[Example], model: str, *, folds: int = 5, lexicon: Lexicon | None = None
) -> HeldOut:
    """Label every paragraph by a model trained without its issuer and without its near-duplicates.

    Parameters
    ----------
    examples : sequence of Example
        Labelled paragraphs of at least two issuers.
    model : str
        ``majority`` gives the most frequent label to all; ``heading`` sees headings and section only;
        ``keyword`` is the lexicon, which learns nothing here; ``text`` is the linear model without,
        ``linear`` with the lexicon's evidence.
    folds : int
        Folds by issuer, at least 2.
    lexicon : Lexicon, optional
        The package's own by default.

    Returns
    -------
    HeldOut
        Labels and scores, in the order of the paragraphs.

    Raises
    ------
    UsageError
        If there is no such model, or there are too few issuers.
    """
    if model not in MODELS:
        raise UsageError(f"no model '{model}'", hint=", ".join(MODELS))
    labels = all_labels(examples)
    if model == "keyword":
        return _keyword(examples, labels, lexicon)
    made = HeldOut(
        model, np.zeros((len(examples), len(labels)), bool), np.zeros((len(examples), len(labels)))
    )
    for inside, outside in splits(examples, folds):
        _fill(made, examples, labels, inside, outside, lexicon)
    return made


def splits(examples: Sequence[Example], folds: int) -> Iterator[tuple[list[int], list[int]]]:
    """Give the places of held-out paragraphs and of those to learn from, fold by fold."""
    issuers = [example.issuer for example in examples]
    count = min(folds, len(set(issuers)))
    if count < 2:
        raise UsageError("paragraphs of one issuer only cannot be split", hint="give gold of several issuers")
    fold = issuer_folds(issuers, count)
    cluster = duplicate_clusters([example.text for example in examples])
    for number in range(count):
        inside = np.flatnonzero(fold == number)
        apart = (fold != number) & ~np.isin(cluster, cluster[inside])
        outside = np.flatnonzero(apart if apart.any() else fold != number)
        yield inside.tolist(), outside.tolist()


def _fill(
    made: HeldOut,
    examples: Sequence[Example],
    labels: Sequence[str],
    inside: Sequence[int],
    outside: Sequence[int],
    lexicon: Lexicon | None,
) -> None:
    known = [examples[i] for i in outside]
    if made.model == "majority":
        counts = Counter(label for e in known for label in e.labels)
        most = min(counts, key=lambda label: (-counts[label], label))
        made.given[inside, labels.index(most)] = True
        made.scores[inside] = [counts[label] / len(known) for label in labels]
        return
    judged = [examples[i] for i in inside]
    if made.model == "heading":
        known, judged = [_without_text(e) for e in known], [_without_text(e) for e in judged]
    settings = TrainSettings(evidence=made.model == "linear")
    clusters = duplicate_clusters([examples[i].text for i in outside]).tolist()
    fitted = train(known, lexicon=lexicon, settings=settings, clusters=clusters)
    scores = fitted.scores(prepare(judged, fitted.labels, settings.evidence, lexicon))
    columns = [labels.index(label) for label in fitted.labels]
    for place, row in zip(inside, scores, strict=True):
        made.scores[place, columns] = row
        made.given[place, [columns[k] for k in fitted.decide(row)]] = True


def _without_text(example: Example) -> Example:
    """Put the headings and the name of the section in place of the text."""
    known = f"{example.section or ''} {example.heading} {example.text[: example.lead_end]}"
    return replace(example, text=re.sub(r"[，。；：！？,;:!?\n]", " ", known), evidence={})


def _keyword(examples: Sequence[Example], labels: Sequence[str], lexicon: Lexicon | None) -> HeldOut:
    found = keyword_scores(examples, lexicon)
    given: Any = [[label in each.chosen for label in labels] for each in found]
    scores: Any = [[each.scores.get(label, 0.0) for label in labels] for each in found]
    return HeldOut("keyword", np.array(given, dtype=bool), np.array(scores, dtype=float))
