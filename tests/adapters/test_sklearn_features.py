"""The transformers give what the functions give, and behave as scikit-learn wants it."""

from __future__ import annotations

import pickle
import warnings
from collections import Counter
from pathlib import Path
from typing import Any

import numpy as np
import pandas as pd
import pytest
from sklearn.base import clone
from sklearn.compose import ColumnTransformer
from sklearn.exceptions import NotFittedError
from sklearn.linear_model import LogisticRegression
from sklearn.pipeline import make_pipeline
from sklearn.utils import estimator_checks

import govnlp as gn
from govnlp.adapters.sklearn_features import ClaimCounts, ReportFeatures, TokenCounts, TopicScores
from govnlp.analysis.stats.counts import Items
from govnlp.errors import UsageError
from govnlp.features import features_of

SAMPLE = Path(__file__).parents[2] / "corpora/sample"
TEXTS = [
    "全年办理人大代表建议12件，全部办结，办结率100%。",
    "设立窗口3个，接待群众20人次，同比增长5%。",
    "存在的主要问题：公开内容还不够丰富。",
    "全年公开信息120条，其中政策解读10条。",
]
ALL = [ReportFeatures, TopicScores, ClaimCounts, TokenCounts]
CHECKS = (
    "check_estimator_cloneable",
    "check_estimator_tags_renamed",
    "check_valid_tag_types",
    "check_estimator_repr",
    "check_no_attributes_set_in_init",
    "check_estimators_unfitted",
    "check_do_not_raise_errors_in_init_or_set_params",
    "check_n_features_in_after_fitting",
    "check_mixin_order",
    "check_transformer_n_iter",
    "check_parameters_default_constructible",
    "check_get_params_invariance",
    "check_set_params",
)
# Checks that scikit-learn does not run on estimators of text: all of them feed a matrix of numbers.
# Beside each, the test below that asks the same of texts; "-" where it asks nothing that text has.
SKIPPED = {
    "check_fit_score_takes_y": "test_fit_takes_y_and_returns_itself",
    "check_estimators_overwrite_params": "test_fitting_changes_no_parameter_and_can_be_repeated",
    "check_dont_overwrite_parameters": "test_fitting_changes_no_parameter_and_can_be_repeated",
    "check_estimators_fit_returns_self": "test_fit_takes_y_and_returns_itself",
    "check_readonly_memmap_input": "-",
    "check_positive_only_tag_during_fit": "-",
    "check_estimators_dtypes": "test_all_kinds_of_columns_are_taken",
    "check_complex_data": "test_what_is_no_text_is_refused",
    "check_dtype_object": "test_all_kinds_of_columns_are_taken",
    "check_estimators_empty_data_messages": "test_no_text_at_all",
    "check_pipeline_consistency": "test_in_a_pipeline",
    "check_estimators_nan_inf": "test_what_is_no_text_is_refused",
    "check_estimator_sparse_tag": "test_what_is_no_text_is_refused",
    "check_estimator_sparse_array": "test_what_is_no_text_is_refused",
    "check_estimator_sparse_matrix": "test_what_is_no_text_is_refused",
    "check_estimators_pickle": "test_cloned_and_pickled",
    "check_array_api_input": "-",
    "check_f_contiguous_array_estimator": "-",
    "check_transformer_data_not_an_array": "test_all_kinds_of_columns_are_taken",
    "check_transformer_general": "test_all_kinds_of_columns_are_taken",
    "check_transformer_preserve_dtypes": "-",
    "check_transformers_unfitted": "test_only_words_have_to_be_learnt",
    "check_methods_sample_order_invariance": "test_each_row_is_for_itself",
    "check_methods_subset_invariance": "test_each_row_is_for_itself",
    "check_fit2d_1sample": "test_each_row_is_for_itself",
    "check_fit2d_1feature": "test_all_kinds_of_columns_are_taken",
    "check_dict_unchanged": "test_fitting_changes_no_parameter_and_can_be_repeated",
    "check_fit_idempotent": "test_fitting_changes_no_parameter_and_can_be_repeated",
    "check_fit_check_is_fitted": "test_only_words_have_to_be_learnt",
    "check_n_features_in": "-",
    "check_fit1d": "-",
    "check_fit2d_predict1d": "-",
}


class _OfNumbers(TokenCounts):
    """Says that it takes numbers, so that scikit-learn names all its checks."""

    def __sklearn_tags__(self) -> Any:
        tags = super().__sklearn_tags__()
        tags.input_tags.two_d_array, tags.no_validation = True, False
        return tags


def _checks(estimator: Any) -> set[str]:
    with warnings.catch_warnings():
        warnings.simplefilter("ignore")  # that text is not tested
        listed = estimator_checks.estimator_checks_generator(estimator)
        return {getattr(check, "func", check).__name__ for _, check in listed}


def test_every_check_is_run_or_has_its_counterpart() -> None:
    assert _checks(_OfNumbers()) == {*CHECKS, *SKIPPED}
    assert {test for test in SKIPPED.values() if test != "-"} <= set(globals())
    for estimator in ALL:
        assert _checks(estimator()) <= set(CHECKS)


@pytest.mark.parametrize("name", CHECKS)
@pytest.mark.parametrize("estimator", ALL)
def test_scikit_learns_own_checks(estimator: Any, name: str) -> None:
    getattr(estimator_checks, name)(estimator.__name__, estimator())


def dense(made: Any) -> Any:
    return made.toarray() if hasattr(made, "toarray") else made


@pytest.mark.parametrize("estimator", ALL)
def test_fit_takes_y_and_returns_itself(estimator: Any) -> None:
    made = estimator()
    assert made.fit(TEXTS, [0, 1, 0, 1]) is made
    shape = made.fit_transform(TEXTS, [0, 1, 0, 1]).shape
    assert shape == (len(TEXTS), len(made.get_feature_names_out()))


@pytest.mark.parametrize("estimator", ALL)
def test_fitting_changes_no_parameter_and_can_be_repeated(estimator: Any) -> None:
    made = estimator()
    before = made.get_params()
    first = dense(made.fit(TEXTS).transform(TEXTS))
    state = dict(made.__dict__)
    second = dense(made.fit(TEXTS).transform(TEXTS))
    assert made.get_params() == before
    assert made.__dict__ == state
    np.testing.assert_array_equal(first, second)


@pytest.mark.parametrize("estimator", ALL)
def test_all_kinds_of_columns_are_taken(estimator: Any) -> None:
    wanted = dense(estimator().fit(TEXTS).transform(TEXTS))
    series = pd.Series(TEXTS)
    for given in (tuple(TEXTS), iter(TEXTS), series, series.to_frame("t"), np.array(TEXTS, dtype=object)):
        np.testing.assert_array_equal(dense(estimator().fit(TEXTS).transform(given)), wanted)
    reports = [gn.read_text(text) for text in TEXTS]
    assert dense(estimator().fit(reports).transform(reports)).shape == wanted.shape


@pytest.mark.parametrize("estimator", ALL)
def test_what_is_no_text_is_refused(estimator: Any) -> None:
    for wrong in (
        "一段文字",
        [1.5],
        [None],
        [float("nan")],
        [["甲", "乙"]],
        np.eye(2),
        pd.DataFrame([["甲", "乙"]]),
    ):
        with pytest.raises(UsageError) as caught:
            estimator().fit(wrong)
        assert isinstance(caught.value, ValueError)


@pytest.mark.parametrize("estimator", ALL)
def test_no_text_at_all(estimator: Any) -> None:
    made = estimator().fit(TEXTS)
    assert made.transform([]).shape == (0, len(made.get_feature_names_out()))
    assert dense(made.transform([""])).shape[0] == 1


@pytest.mark.parametrize("estimator", ALL)
def test_each_row_is_for_itself(estimator: Any) -> None:
    made = estimator().fit(TEXTS)
    whole = dense(made.transform(TEXTS))
    for number, text in enumerate(TEXTS):
        np.testing.assert_array_equal(dense(made.transform([text]))[0], whole[number])
    np.testing.assert_array_equal(dense(made.transform(TEXTS[::-1])), whole[::-1])


@pytest.mark.parametrize("estimator", ALL)
def test_cloned_and_pickled(estimator: Any) -> None:
    made = estimator().fit(TEXTS)
    again = pickle.loads(pickle.dumps(made))
    np.testing.assert_array_equal(dense(again.transform(TEXTS)), dense(made.transform(TEXTS)))
    assert clone(made).get_params() == made.get_params()


def test_only_words_have_to_be_learnt() -> None:
    for estimator in (ReportFeatures, TopicScores, ClaimCounts):
        assert estimator().transform(TEXTS).shape[0] == len(TEXTS)
    for call in (TokenCounts().get_feature_names_out, lambda: TokenCounts().transform(TEXTS)):
        with pytest.raises(NotFittedError):
            call()
    with pytest.raises(ValueError, match="vocabulary"):
        TokenCounts().fit(["，。"])


def test_report_features_are_those_of_the_function() -> None:
    report = gn.read_report(next(SAMPLE.glob("liuqiao/2021.*")))
    made = ReportFeatures()
    row = features_of(report)
    for name, value in zip(made.get_feature_names_out(), made.transform([report])[0], strict=True):
        assert value == row[name] if row[name] is not None else np.isnan(value), name
    assert "disclosure_rate" in made.get_feature_names_out()
    assert "share_novel" not in made.get_feature_names_out()


def test_topic_scores_are_those_of_classify() -> None:
    made = TopicScores()
    names = list(made.get_feature_names_out())
    for text, scores in zip(TEXTS, made.transform(TEXTS), strict=True):
        given = {f"topic_{label.label}": label.score for label in gn.classify(text) if label.label}
        assert {name: score for name, score in zip(names, scores, strict=True) if score} == given


@pytest.mark.parametrize("by", ["dimension", "role", "modality"])
def test_claim_counts_are_those_of_extract_claims(by: str) -> None:
    made = ClaimCounts(by)
    names = [name.split("_", 2)[-1] for name in made.get_feature_names_out()]
    for text, counts in zip(TEXTS, made.transform(TEXTS), strict=True):
        claims = gn.extract_claims(text)
        wanted = Counter(getattr(claim, by) for claim in claims)
        assert dict(zip(names, counts, strict=True)) == {n: wanted[n] for n in names} | {
            "claims": len(claims)
        }
    with pytest.raises(UsageError):
        ClaimCounts("colour").transform(TEXTS)
    letters = sum(map(str.isalnum, TEXTS[3]))
    assert ClaimCounts(by, per_thousand=True).transform(TEXTS[3:])[0, 0] == 2000 / letters


def test_token_counts_are_those_of_the_tokenizer() -> None:
    made = TokenCounts(n=2, drop_stop_words=True).fit(TEXTS)
    items = Items(n=2, drop_stop_words=True, mask_numbers=True)
    names = made.get_feature_names_out()
    for text, counts in zip(TEXTS, made.transform(TEXTS).toarray(), strict=True):
        wanted = Counter(item for item in items.ngrams(text) if items.is_wanted(item))
        assert {name: count for name, count in zip(names, counts, strict=True) if count} == wanted


def test_in_a_pipeline() -> None:
    answers = [0, 0, 1, 0]
    for estimator in (TopicScores(), ClaimCounts(), TokenCounts()):
        model = make_pipeline(estimator, LogisticRegression(C=1000)).fit(TEXTS, answers)
        assert model.predict(TEXTS).tolist() == answers or isinstance(estimator, ClaimCounts)


def test_in_a_column_transformer_with_pandas_output() -> None:
    frame = pd.DataFrame({"text": TEXTS, "year": [2019, 2020, 2021, 2022]}, index=list("abcd"))
    parts = [
        ("topics", TopicScores(), "text"),
        ("claims", ClaimCounts(), ["text"]),
        ("words", TokenCounts(sparse_output=False), "text"),
        ("year", "passthrough", ["year"]),
    ]
    made = ColumnTransformer(parts).set_output(transform="pandas").fit_transform(frame)
    assert list(made.index) == list("abcd")
    assert {"topics__topic_platform", "claims__claims_dim_count", "words__窗口", "year__year"} <= set(made)
    alone = ReportFeatures().set_output(transform="pandas").fit_transform(frame["text"])
    assert list(alone) == list(ReportFeatures().get_feature_names_out())
    assert list(alone.index) == list("abcd")
