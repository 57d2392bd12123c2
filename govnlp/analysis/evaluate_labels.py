"""How good are labels: several models on held-out issuers, against gold."""

from __future__ import annotations

import hashlib
from collections.abc import Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

import numpy as np

from govnlp.analysis import label_metrics as metrics
from govnlp.analysis.label_models import MODELS, HeldOut, all_labels, held_out, splits, truth
from govnlp.annotate.labels.gold import Example
from govnlp.annotate.labels.linear.train import TrainSettings, prepare, train
from govnlp.annotate.labels.rollups import roll_ups
from govnlp.errors import UsageError

if TYPE_CHECKING:
    import pandas as pd

    from govnlp.annotate.lexicon import Lexicon

SHARES = (0.1, 0.25, 0.5, 0.75, 1.0)


@dataclass(frozen=True, eq=False)
class LabelEvaluation:
    """Tables of an evaluation; each has a column ``model``.

    Parameters
    ----------
    summary : pandas.DataFrame
        One row a model and set of paragraphs (``all``, ``hard``): ``paragraphs``, ``issuers``, ``macro_f1``
        with the bounds ``low`` and ``high`` of its 95% interval by cluster bootstrap over issuers,
        ``micro_f1``, ``roll_up_f1`` (macro over the four topics), ``exact`` (all labels right),
        ``coverage`` (share not abstained on), ``brier``, ``ece``.
    labels : pandas.DataFrame
        One row a model and label: precision, recall, F1, support, number given.
    roll_ups : pandas.DataFrame
        The same for the four topics.
    confusion : pandas.DataFrame
        Which labels were given where others were missed.
    calibration : pandas.DataFrame
        Mean score and share true by bin of scores.
    """

    summary: pd.DataFrame
    labels: pd.DataFrame
    roll_ups: pd.DataFrame
    confusion: pd.DataFrame
    calibration: pd.DataFrame


def evaluate_labels(
    examples: Sequence[Example],
    models: Sequence[str] = MODELS,
    *,
    folds: int = 5,
    draws: int = 2_000,
    seed: int = 0,
    lexicon: Lexicon | None = None,
) -> LabelEvaluation:
    """Judge models on labelled paragraphs, each paragraph by a model that has not seen its issuer.

    Parameters
    ----------
    examples : sequence of Example
        Labelled paragraphs, as `govnlp.annotate.labels.gold.read_gold` gives them.
    models : sequence of str
        Of `MODELS`.
    folds : int
        Folds, dealt by issuer. Paragraphs that nearly duplicate a held-out one are not learnt from either.
    draws : int
        Bootstrap draws of issuers.
    seed : int
        Of the draws.
    lexicon : Lexicon, optional
        The package's own by default.

    Returns
    -------
    LabelEvaluation
        All tables.

    Raises
    ------
    UsageError
        If there is no such model, or too little gold.
    """
    if not examples:
        raise UsageError("no labelled paragraphs")
    gold, labels = truth(examples, all_labels(examples)), all_labels(examples)
    found = [held_out(examples, model, folds=folds, lexicon=lexicon) for model in models]
    issuers = [example.issuer for example in examples]
    hard = np.array([example.hard for example in examples])
    sets = {"all": np.ones(len(examples), dtype=bool)} | ({"hard": hard} if hard.any() else {})
    summary = [
        {"model": each.model, "set": name} | _summary(gold, each, labels, issuers, chosen, draws, seed)
        for each in found
        for name, chosen in sets.items()
    ]
    return LabelEvaluation(
        summary=_frame(summary),
        labels=_stack({f.model: metrics.per_label(gold, f.given, labels) for f in found}),
        roll_ups=_stack(
            {
                f.model: metrics.per_label(
                    metrics.rolled_up(gold, labels), metrics.rolled_up(f.given, labels), list(roll_ups())
                )
                for f in found
            }
        ),
        confusion=_stack({f.model: metrics.confusion(gold, f.given, labels) for f in found}),
        calibration=_stack({f.model: metrics.reliability(gold, f.scores) for f in found}),
    )


def learning_curve(
    examples: Sequence[Example],
    shares: Sequence[float] = SHARES,
    *,
    folds: int = 5,
    lexicon: Lexicon | None = None,
) -> pd.DataFrame:
    """Judge the linear model by how much it learns from.

    Parameters
    ----------
    examples : sequence of Example
        Labelled paragraphs.
    shares : sequence of float
        Shares in (0, 1] of the issuers learnt from; the smaller sets are parts of the larger ones.
    folds : int
        Folds, dealt by issuer.
    lexicon : Lexicon, optional
        The package's own by default.

    Returns
    -------
    pandas.DataFrame
        One row a share: ``share``, mean ``paragraphs`` learnt from, ``macro_f1`` and ``micro_f1`` of the
        held-out paragraphs.
    """
    labels = all_labels(examples)
    gold = truth(examples, labels)
    rows = []
    for share in shares:
        given = np.zeros(gold.shape, dtype=bool)
        learnt: list[int] = []
        for inside, outside in splits(examples, folds):
            known = _part([examples[i] for i in outside], share)
            model = train(known, lexicon=lexicon, settings=TrainSettings())
            columns = [labels.index(label) for label in model.labels]
            parts = prepare([examples[i] for i in inside], model.labels, evidence=True, lexicon=lexicon)
            for place, row in zip(inside, model.scores(parts), strict=True):
                given[place, [columns[k] for k in model.decide(row)]] = True
            learnt.append(len(known))
        rows.append(
            {
                "share": share,
                "paragraphs": round(float(np.mean(learnt)), 1),
                "macro_f1": metrics.macro_f1(gold, given),
                "micro_f1": metrics.micro_f1(gold, given),
            }
        )
    return _frame(rows)


def _part(examples: Sequence[Example], share: float) -> list[Example]:
    """Take the paragraphs of a share of the issuers, at least two, in an order that means nothing."""
    issuers = sorted({e.issuer for e in examples}, key=lambda name: hashlib.sha256(name.encode()).digest())
    kept = set(issuers[: max(round(share * len(issuers)), 2)])
    return [e for e in examples if e.issuer in kept]


def _summary(
    gold: metrics.Bools,
    found: HeldOut,
    labels: Sequence[str],
    issuers: Sequence[str],
    chosen: metrics.Bools,
    draws: int,
    seed: int,
) -> dict[str, Any]:
    want, given, scores = gold[chosen], found.given[chosen], found.scores[chosen]
    who = [issuer for issuer, take in zip(issuers, chosen, strict=True) if take]
    low, high = metrics.interval(want, given, who, draws=draws, seed=seed)
    return {
        "paragraphs": len(want),
        "issuers": len(set(who)),
        "macro_f1": metrics.macro_f1(want, given),
        "low": low,
        "high": high,
        "micro_f1": metrics.micro_f1(want, given),
        "roll_up_f1": metrics.macro_f1(metrics.rolled_up(want, labels), metrics.rolled_up(given, labels)),
        "exact": metrics.exact_match(want, given),
        "coverage": metrics.coverage(given),
        "brier": metrics.brier(want, scores),
        "ece": metrics.calibration_error(want, scores),
    }


def _frame(rows: Sequence[dict[str, Any]]) -> pd.DataFrame:
    import pandas as pd

    return pd.DataFrame(rows)


def _stack(frames: dict[str, pd.DataFrame]) -> pd.DataFrame:
    import pandas as pd

    parts = [frame.assign(model=model) for model, frame in frames.items()]
    whole = pd.concat(parts, ignore_index=True)
    return whole[["model", *(name for name in whole.columns if name != "model")]]
