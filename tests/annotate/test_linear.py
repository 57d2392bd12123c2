"""The linear model: what it learns, that it is plain data, that the shipped one is of this gold."""

from __future__ import annotations

import json
import subprocess
import sys
from dataclasses import replace
from pathlib import Path

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

import govnlp as gn
from corpora import train_labels
from govnlp.annotate.labels import classify, load_model
from govnlp.annotate.labels.gold import Example, read_gold, report_examples
from govnlp.annotate.labels.groups import duplicate_clusters, issuer_folds
from govnlp.annotate.labels.linear.features import evidence_names, take_apart
from govnlp.annotate.labels.linear.index import GramIndex
from govnlp.annotate.labels.linear.lessons import cues_of
from govnlp.annotate.labels.linear.model import LinearModel, from_bytes, save_model, to_bytes
from govnlp.annotate.labels.linear.train import (
    TrainSettings,
    keyword_scores,
    prepare,
    thresholds,
    train,
    weak_examples,
)
from govnlp.errors import ResourceError, UsageError
from govnlp.resources import load_toml, read_bytes

PLAIN = TrainSettings(evidence=False, folds=2)


def toy(count: int = 40) -> list[Example]:
    """Paragraphs of two topics, from four issuers."""
    made = []
    for n in range(count):
        where = ("甲", "乙", "丙", "丁")[n % 4]
        text, label = (
            (f"大厅设{n}个窗口，受理群众办事{n}件。", "service_window"),
            (f"组织业务培训{n}期，检查{n}次。", "supervision"),
        )[n // 4 % 2]
        text, labels = (f"{text}本年度没有收费。", {label, "fees"}) if n % 3 == 0 else (text, {label})
        made.append(Example(f"x{n}", f"{where}局", text, "overview", "", labels=frozenset(labels)))
    return made


@pytest.fixture(scope="module")
def model() -> LinearModel:
    return train(toy(), settings=PLAIN)


def labels_of(model: LinearModel, text: str) -> set[str]:
    (part,) = prepare([Example("", "", text)], model.labels, model.uses_evidence)
    return {model.labels[k] for k in model.decide(model.scores([part])[0])}


def test_it_learns_topics_and_one_clause_is_enough(model: LinearModel) -> None:
    assert labels_of(model, "新增窗口2个。") == {"service_window"}
    assert labels_of(model, "开展培训，组织检查。本年度没有收费。") == {"supervision", "fees"}
    assert labels_of(model, "") == labels_of(model, "") <= {"service_window", "supervision", "fees"}


def test_the_clause_that_decided_is_the_evidence(model: LinearModel) -> None:
    text = "组织业务培训3期，检查2次。大厅设9个窗口，受理群众办事8件。"
    given = {label.label: label for label in classify(text, model=model)}
    assert set(given) == {"service_window", "supervision"}
    assert all(label.rule == "linear" for label in given.values())
    for label in given.values():
        for evidence in label.evidence:
            assert text[evidence.start : evidence.end] == evidence.text


def test_figures_are_not_learnt(model: LinearModel) -> None:
    assert not any(char.isdigit() and char != "0" for name in model.names for char in name)


def test_a_saved_model_is_the_same_model(model: LinearModel, tmp_path: Path) -> None:
    save_model(model, tmp_path / "m.npz")
    back = load_model(tmp_path / "m.npz")
    parts = prepare(toy(8), model.labels, evidence=False)
    assert to_bytes(back) == to_bytes(model)
    np.testing.assert_allclose(back.scores(parts), model.scores(parts), atol=1e-6)
    assert back.about["settings"]["folds"] == 2


def test_training_twice_gives_the_same_bytes(model: LinearModel) -> None:
    assert to_bytes(train(toy(), settings=PLAIN)) == to_bytes(model)


def test_a_pickle_is_never_loaded(tmp_path: Path) -> None:
    np.savez(tmp_path / "bad.npz", about=np.array([{"format": 1}], dtype=object))
    with pytest.raises(ResourceError, match="no model of labels"):
        load_model(tmp_path / "bad.npz")


@pytest.mark.parametrize("data", [b"", b"PK\x03\x04", b"\x93NUMPY"])
def test_what_is_no_model_is_told(data: bytes, tmp_path: Path) -> None:
    (tmp_path / "m.npz").write_bytes(data)
    with pytest.raises(ResourceError, match="no model of labels"):
        load_model(tmp_path / "m.npz")
    with pytest.raises(UsageError, match="cannot be read"):
        load_model(tmp_path / "none.npz")


def test_arrays_that_do_not_fit_are_told(model: LinearModel) -> None:
    short = replace(model, thresholds=model.thresholds[:-1])
    with pytest.raises(ResourceError, match="do not fit"):
        from_bytes(to_bytes(short), "short")


def test_too_little_to_learn_from() -> None:
    with pytest.raises(UsageError, match="too little"):
        train(toy(1), settings=PLAIN)
    with pytest.raises(UsageError, match="too little"):
        train([replace(e, issuer="甲局") for e in toy()], settings=PLAIN)


def test_cues_stand_in_for_evidence_that_is_not_marked() -> None:
    text = "全年召开会议3次。大厅设5个窗口，受理群众办事80件。"
    (scored,) = keyword_scores([Example("", "", text, "overview")])
    cues = cues_of(scored, ["fees", "service_window"])
    assert cues["fees"] == ()
    found = "".join(text[start:end] for start, end in cues["service_window"])
    assert "窗口" in found
    assert "会议" not in found


def test_weak_labels_are_learnt_from_with_less_weight() -> None:
    bare = [replace(e, labels=frozenset()) for e in toy()]
    weak = weak_examples(bare)
    assert weak
    assert {e.weight for e in weak} == {TrainSettings().weak_weight}
    assert any("service_window" in e.labels for e in weak)
    learnt = train(weak, settings=PLAIN)
    assert learnt.about["weak"] == len(weak)
    assert "service_window" in labels_of(learnt, "新增窗口2个，受理群众办事5件。")


def test_thresholds_of_perfect_scores_part_them() -> None:
    gold = np.array([[True, False], [False, True], [True, True], [False, False]])
    found = thresholds(np.where(gold, 0.8, 0.3), gold)
    assert ((found > 0.3) & (found <= 0.8)).all()


def test_clauses_are_cut_at_commas_but_not_inside_figures() -> None:
    text = "一是培训1,209人；二是“检查”，共3次:10:30止。"
    units = take_apart(Example("", "", text), None, ())
    assert [text[start:end] for start, end in units.clauses] == [
        "一是培训1,209人；",
        "二是“检查”，",
        "共3次:",
        "10:30止。",
    ]
    assert units.texts[0] == "一是培训0人;"


@given(st.text(alphabet="一二是公开，。；：,:0129\n \u3000”）a😀", max_size=60))
def test_clauses_are_in_order_and_hold_all_that_is_printed(text: str) -> None:
    units = take_apart(Example("", "", text), None, ())
    ends = [0, *(end for _, end in units.clauses)]
    assert all(start >= end for (start, _), end in zip(units.clauses, ends[:-1], strict=True))
    kept = "".join(text[start:end] for start, end in units.clauses)
    assert "".join(kept.split()) == "".join(text.split())


def test_columns_of_many_texts_are_those_of_each() -> None:
    index = GramIndex(["公", "公开", "政务公", "务公开", "😀"])
    texts = ["政务公开", "", "公开公", "😀x"]
    columns, starts = index.find(texts)
    found = [sorted(part.tolist()) for part in np.split(columns, starts[1:])]
    assert found == [[0, 1, 2, 3, 4], [0], [0, 1, 1, 2], [0, 5]]


def test_an_index_of_nothing_finds_nothing() -> None:
    assert GramIndex([]).find(["公开"])[0].tolist() == [0]
    assert GramIndex(["公"]).find([""])[0].tolist() == [0]


def test_folds_keep_issuers_together_and_are_even() -> None:
    issuers = ["a"] * 5 + ["b"] * 4 + ["c"] * 3 + ["d"] * 2
    fold = issuer_folds(issuers, 2)
    assert len({(name, number) for name, number in zip(issuers, fold.tolist(), strict=True)}) == 4
    assert np.bincount(fold).tolist() == [7, 7]


def test_near_duplicates_are_one_cluster() -> None:
    texts = [
        "全年主动公开政府信息120条，其中政策文件15条，均在门户网站发布。",
        "全年主动公开政府信息98条，其中政策文件7条，均在门户网站发布。",
        "未收到政府信息公开申请。",
    ]
    first, second, third = duplicate_clusters(texts).tolist()
    assert first == second != third


def test_gold_is_read_with_and_without_text(tmp_path: Path) -> None:
    path = tmp_path / "gold.jsonl"
    reports = [gn.read_report(train_labels.HERE / "sample" / "liuqiao" / "2021.html")]
    known = report_examples(reports[0])[0]
    rows = [
        {"paragraph_id": known.paragraph_id, "labels": ["preamble"]},
        {
            "paragraph_id": "n1",
            "text": "无。",
            "labels": ["none_reported"],
            "evidence": {"none_reported": ["无"]},
        },
    ]
    path.write_text("".join(json.dumps(row, ensure_ascii=False) + "\n" for row in rows), "utf-8")
    first, second = read_gold([path], reports)
    assert first == replace(known, labels=frozenset({"preamble"}))
    assert second.evidence == {"none_reported": ((0, 1),)}
    for line in ("{", "[]", '{"labels": ["a"]}', '{"paragraph_id": "x", "labels": "a", "text": "b"}'):
        path.write_text(f"\n{line}\n", "utf-8")
        with pytest.raises(UsageError, match="line 2"):
            read_gold([path])
    path.write_text('{"paragraph_id": "x", "labels": ["a"], "text": "b"}\n' * 2, "utf-8")
    with pytest.raises(UsageError, match="comes twice"):
        read_gold([path])


def test_the_shipped_model_is_small_and_of_this_gold() -> None:
    shipped = load_model()
    assert len(read_bytes("models/labels.npz")) < 2_000_000
    assert len(shipped.labels) == 18
    assert shipped.about["data_sha256"] == load_toml("models/labels.toml")["data_sha256"]


def test_labels_need_no_scikit_learn() -> None:
    code = (
        "import sys, govnlp.annotate.labels as a; a.classify('全年未收取费用。', model='linear');"
        " print([m for m in ('sklearn', 'scipy', 'pandas', 'jieba') if m in sys.modules])"
    )
    done = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True)
    assert done.stdout.strip() == "[]"


def test_evidence_is_known_by_name(monkeypatch: pytest.MonkeyPatch) -> None:
    model = train(toy(), settings=TrainSettings(folds=2))
    data = to_bytes(model)
    names = evidence_names(model.labels)
    monkeypatch.setattr(
        "govnlp.annotate.labels.linear.model.evidence_names", lambda labels: ["new", *names[:0:-1]]
    )
    back = from_bytes(data, "m")
    assert not back.evidence[0].any()
    np.testing.assert_array_equal(back.evidence[-1], model.evidence[1])
