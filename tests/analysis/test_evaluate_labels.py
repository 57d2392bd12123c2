"""Measures of labels against counts made by hand; nothing learnt from what it is judged on; agreement."""

from __future__ import annotations

import math
from dataclasses import replace

import numpy as np
import pytest

from govnlp.analysis import label_metrics as metrics
from govnlp.analysis.agreement import agreement, masi_distance
from govnlp.analysis.evaluate_labels import evaluate_labels, learning_curve
from govnlp.analysis.label_models import MODELS, all_labels, held_out, splits, truth
from govnlp.annotate.labels.gold import Example
from govnlp.errors import UsageError

LABELS = ("organization", "problem", "improvement")
GOLD = np.array([[1, 0, 0], [1, 1, 0], [0, 0, 1], [0, 1, 1]], dtype=bool)
GIVEN = np.array([[1, 0, 0], [0, 1, 1], [0, 0, 1], [0, 0, 0]], dtype=bool)


def paragraphs() -> list[Example]:
    texts = {
        "service_window": "大厅设窗口{}个，受理群众办事{}件，{}。",
        "supervision": "组织业务培训{}期，检查{}次，{}。",
        "fees": "本年度没有收取任何费用，减免{}人{}次，{}。",
    }
    tails = ("全年运行平稳", "比上年有所增加", "得到群众认可", "逐月通报结果", "由办公室承办", "按规定归档")
    return [
        Example(f"x{n}{label}", f"局{n}", text.format(n, n + 1, tails[n]), labels=frozenset({label}))
        for n in range(6)
        for label, text in texts.items()
    ]


def test_precision_recall_and_f1_of_each_label() -> None:
    table = metrics.per_label(GOLD, GIVEN, LABELS).set_index("label")
    assert table.loc["organization", ["precision", "recall", "support"]].tolist() == [1, 0.5, 2]
    assert table.loc["organization", "f1"] == pytest.approx(2 / 3)
    assert table.loc["improvement", ["precision", "recall"]].tolist() == [0.5, 0.5]
    assert metrics.micro_f1(GOLD, GIVEN) == pytest.approx(2 * 3 / (6 + 4))
    assert metrics.macro_f1(GOLD, GIVEN) == pytest.approx((2 / 3 + 2 / 3 + 1 / 2) / 3)


def test_a_label_that_is_neither_given_nor_true_has_no_score_and_counts_in_no_mean() -> None:
    gold = np.array([[True, False]])
    table = metrics.per_label(gold, gold, ("a", "b"))
    assert table["f1"].isna().tolist() == [False, True]
    assert metrics.macro_f1(gold, gold) == 1


def test_roll_ups_join_problem_and_improvement() -> None:
    rolled = metrics.rolled_up(GOLD, LABELS)
    assert rolled[:, 0].tolist() == [True, True, False, False]
    assert rolled[:, 3].tolist() == [False, True, True, True]
    assert not rolled[:, 1:3].any()


def test_confusion_pairs_what_was_missed_with_what_was_given() -> None:
    table = metrics.confusion(GOLD, GIVEN, LABELS)
    rows = {(r.missed, r.given): r.paragraphs for r in table.itertuples()}
    assert rows == {("organization", "improvement"): 1, ("problem", ""): 1, ("improvement", ""): 1}


def test_coverage_exact_match_and_calibration() -> None:
    assert metrics.coverage(GIVEN) == 0.75
    assert metrics.exact_match(GOLD, GIVEN) == 0.5
    gold = np.array([[True], [True], [False], [False]])
    scores = np.array([[0.85], [0.85], [0.85], [0.05]])
    assert metrics.brier(gold, scores) == pytest.approx((2 * 0.15**2 + 0.85**2 + 0.05**2) / 4)
    assert metrics.calibration_error(gold, scores) == pytest.approx(0.75 * (0.85 - 2 / 3) + 0.25 * 0.05)
    assert metrics.calibration_error(gold, gold.astype(float)) == 0


def test_intervals_draw_issuers_and_hold_the_value() -> None:
    issuers = [f"局{n % 10}" for n in range(200)]
    rng = np.random.default_rng(1)
    gold = rng.random((200, 3)) < 0.4
    given = gold ^ (rng.random((200, 3)) < 0.1)
    low, high = metrics.interval(gold, given, issuers, draws=500)
    assert low < metrics.macro_f1(gold, given) < high
    assert metrics.interval(gold, given, issuers, draws=500) == (low, high)
    assert math.isnan(metrics.interval(gold, given, ["one"] * 200)[0])


def test_no_issuer_and_no_near_duplicate_is_on_both_sides() -> None:
    examples = paragraphs()
    examples.append(replace(examples[0], paragraph_id="copy", issuer="局5"))
    seen: list[int] = []
    for inside, outside in splits(examples, 3):
        seen += inside
        assert not {examples[i].issuer for i in inside} & {examples[i].issuer for i in outside}
        assert not {examples[i].text for i in inside} & {examples[i].text for i in outside}
    assert sorted(seen) == list(range(len(examples)))
    with pytest.raises(UsageError, match="one issuer"):
        list(splits(examples[:1], 3))


@pytest.mark.parametrize("model", MODELS)
def test_every_model_labels_what_it_has_not_seen(model: str) -> None:
    examples = paragraphs()
    found = held_out(examples, model, folds=3)
    gold = truth(examples, all_labels(examples))
    assert found.given.shape == found.scores.shape == gold.shape
    assert ((found.scores >= 0) & (found.scores <= 1)).all()
    if model == "majority":
        assert found.given.sum() == len(examples)
    if model in ("text", "linear"):
        assert metrics.micro_f1(gold, found.given) > 0.8
    with pytest.raises(UsageError, match="no model"):
        held_out(examples, "oracle")


def test_an_evaluation_has_all_its_tables() -> None:
    examples = [replace(e, hard=n % 3 == 0) for n, e in enumerate(paragraphs())]
    found = evaluate_labels(examples, ("majority", "keyword"), folds=3, draws=50)
    assert found.summary[["model", "set"]].to_numpy().tolist() == [
        ["majority", "all"],
        ["majority", "hard"],
        ["keyword", "all"],
        ["keyword", "hard"],
    ]
    for table in (found.labels, found.roll_ups, found.confusion, found.calibration):
        assert next(iter(table)) == "model"
    with pytest.raises(UsageError, match="no labelled"):
        evaluate_labels([])


def test_a_learning_curve_grows_with_what_is_learnt_from() -> None:
    curve = learning_curve(paragraphs(), (0.4, 1.0), folds=2)
    assert curve["paragraphs"].is_monotonic_increasing
    assert curve["macro_f1"].between(0, 1).all()


def test_coders_that_agree_and_coders_that_do_not() -> None:
    first = [Example(f"p{n}", "", "", labels=frozenset({"ab"[n % 2]})) for n in range(10)]
    same = agreement([first, first]).set_index("label")
    assert same["alpha"].tolist() == [1, 1, 1]
    assert same["agree"].tolist() == [1, 1, 1]
    other = [replace(e, labels=frozenset({"ab"[n // 5]})) for n, e in enumerate(first)]
    mixed = agreement([first, other]).set_index("label")
    assert mixed.loc["a", "alpha"] < 0.3
    assert mixed.loc["a", "agree"] == pytest.approx(0.6)
    # A nominal alpha by the textbook's formula: 1 - (n - 1) * sum of disagreeing / (n_a * n_b) pairs.
    counts = [sum("a" in e.labels for e in coding) for coding in (first, other)]
    a, b = sum(counts), 20 - sum(counts)
    assert mixed.loc["a", "alpha"] == pytest.approx(1 - 19 * 4 / (a * b))
    with pytest.raises(UsageError, match="two coders"):
        agreement([first])


def test_the_distance_of_sets_is_masi() -> None:
    sets = [frozenset("a"), frozenset("ab"), frozenset("bc"), frozenset("d")]
    assert masi_distance(sets[0], sets[0]) == 0
    assert masi_distance(sets[0], sets[1]) == pytest.approx(1 - 2 / 3 * 1 / 2)
    assert masi_distance(sets[1], sets[2]) == pytest.approx(1 - 1 / 3 * 1 / 3)
    assert masi_distance(sets[0], sets[3]) == 1
