"""What is kept of texts seen before changes no result, and what is made faster is made the same."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import FrozenInstanceError, replace

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from govnlp.annotate.labels import classify, load_model
from govnlp.annotate.labels.linear import sums
from govnlp.annotate.labels.linear.sums import ClauseSums
from govnlp.annotate.lexicon import load_lexicon, matcher
from govnlp.model import Evidence, Label
from govnlp.model.quick import maker

TEXT = (
    "全年受理政府信息公开申请12件，均按期答复；主动公开信息1,209条。存在解读材料少的问题，下一步将加强培训。"
)
CLAUSES = st.lists(st.sampled_from(["受理申请0件", "均按期答复", "甲" * 200, "公开信息0条", ""]), max_size=12)


def forget() -> None:
    load_lexicon().matcher.forget()
    load_model().forget()


@pytest.mark.parametrize("kept", [1, 8_192])
def test_labels_are_the_same_however_much_is_kept(kept: int, monkeypatch: pytest.MonkeyPatch) -> None:
    forget()
    anew = classify(TEXT)
    monkeypatch.setattr(matcher, "_KEPT", kept)
    monkeypatch.setattr(sums, "KEPT", kept)
    assert classify(TEXT) == anew
    classify("今年" + TEXT + "另有其他事项。")
    assert classify(TEXT) == anew
    forget()


def lengths(texts: Sequence[str]) -> np.ndarray:
    return np.array([[len(text), text.count("0")] for text in texts], dtype=float).reshape(-1, 2)


@given(st.lists(CLAUSES, max_size=6))
def test_rows_of_clauses_are_those_of_each_clause(batches: list[list[str]]) -> None:
    rows = ClauseSums(lengths, 2)
    for batch in batches:
        np.testing.assert_array_equal(rows(batch), lengths(batch))


def test_a_record_made_fast_is_the_record() -> None:
    make = maker(Label)
    evidence = (maker(Evidence)("r", "for:公开=0.5", "公开", 0, 2),)
    made = make("r:p0001", "fees", 0.5, evidence, reason="no_cue")
    assert made == Label("r:p0001", "fees", 0.5, evidence, "keyword", "no_cue")
    assert type(made) is Label
    assert hash(made) == hash(replace(made))
    with pytest.raises(FrozenInstanceError):
        made.score = 1.0  # type: ignore[misc]
