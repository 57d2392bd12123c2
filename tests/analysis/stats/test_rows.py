"""Each statistic on texts that can be counted by hand."""

from __future__ import annotations

import random
from collections import Counter
from collections.abc import Callable
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st
from stats_texts import text

from govnlp.analysis.stats.collocation import colloc_rows
from govnlp.analysis.stats.concordance import kwic_rows
from govnlp.analysis.stats.contrast import REFERENCE, TARGET, keyness_by_group_rows, keyness_rows
from govnlp.analysis.stats.counts import Items, runs
from govnlp.analysis.stats.frequency import freq_rows
from govnlp.analysis.stats.legibility import readability_rows
from govnlp.analysis.stats.overview import summary_rows
from govnlp.analysis.stats.spread import dispersion_rows
from govnlp.analysis.stats.topics import attention_rows, read_terms
from govnlp.analysis.stats.variety import diversity_rows
from govnlp.errors import UsageError
from govnlp.text.legibility import default_tagger, readability
from govnlp.text.normalize import count_characters


def letters(surface: str) -> list[str]:
    """A tokenizer to count with: every character is a word."""
    return list(surface)


def test_words_are_cut_at_punctuation_and_folded() -> None:
    assert runs("甲乙，丙。２０２１", words=letters) == [["甲", "乙"], ["丙"], ["2", "0", "2", "1"]]
    assert runs("政 务", "char") == [["政", "务"]]
    assert runs("，。") == []
    assert runs("共1,209件", "char", mask=True) == [["共", "#", "件"]]
    assert count_characters("共１２件，") == 4


def test_ngrams_do_not_run_over_punctuation() -> None:
    items = Items(n=2, words=letters)
    assert list(items.ngrams("甲乙丙，丁戊")) == ["甲 乙", "乙 丙", "丁 戊"]
    assert list(Items("char", 3).ngrams("甲乙丙丁，戊")) == ["甲乙丙", "乙丙丁"]


def test_frequencies_by_group() -> None:
    texts = [text("甲甲乙", 2020), text("甲", 2021, report="r2"), text("甲丙", 2020, report="r3")]
    rows = freq_rows(texts, ["report_year"], items=Items(words=letters))
    assert [(r["report_year"], r["item"], r["count"], r["total"], r["reports"]) for r in rows] == [
        (2020, "甲", 3, 5, 2),
        (2020, "丙", 1, 5, 1),
        (2020, "乙", 1, 5, 1),
        (2021, "甲", 1, 1, 1),
    ]
    assert rows[0]["per_million"] == 600_000
    assert rows[0]["reports_total"] == 2
    asked = freq_rows(texts, ["report_year"], items=Items(words=letters), only=["乙"])
    assert [(r["report_year"], r["count"]) for r in asked] == [(2020, 1), (2021, 0)]


def test_stop_words_leave_the_total_as_it_is() -> None:
    (row, *_) = freq_rows([text("我们的窗口")], items=Items(drop_stop_words=True))
    assert (row["item"], row["total"]) == ("窗口", 3)


def test_missing_values_are_a_group_of_their_own_and_last() -> None:
    rows = freq_rows(
        [text("甲", None), text("甲", "b"), text("甲", "a")], ["level"], items=Items(words=letters)
    )
    assert [row["level"] for row in rows] == ["a", "b", None]


def test_keyness_of_two_groups_and_of_each_against_the_rest() -> None:
    pair = [text("甲" * 12 + "乙" * 88, TARGET), text("甲" * 6 + "乙" * 94, REFERENCE)]
    rows = keyness_rows(pair, items=Items(words=letters), min_count=1)
    assert [row["item"] for row in rows] == ["甲", "乙"]
    assert rows[0]["log_ratio"] == 1
    assert rows[0]["ll_two_cell"] > 0 > rows[1]["ll_two_cell"]
    assert rows[0]["ll_two_cell"] + abs(rows[1]["ll_two_cell"]) == pytest.approx(rows[0]["ll_four_cell"])
    groups = [text("甲甲乙", "a"), text("乙乙", "b"), text("丙", "c")]
    by = keyness_by_group_rows(groups, "level", items=Items(words=letters), min_count=1)
    first = next(row for row in by if row["level"] == "a" and row["item"] == "甲")
    assert (first["target_count"], first["reference_count"], first["reference_total"]) == (2, 0, 3)
    with pytest.raises(UsageError, match="1 value"):
        keyness_by_group_rows(groups[:1], "level", items=Items(words=letters))
    with pytest.raises(UsageError, match="reference group has no text"):
        keyness_rows(pair[:1], items=Items(words=letters))


def test_collocations_in_a_window() -> None:
    # Window 1 left, 1 right: 乙 is met twice beside 甲, 丁 never; 丙 beside 甲 only in the second sentence.
    rows = colloc_rows([text("乙甲乙丁。丙甲。")], "甲", window=(1, 1), min_count=1, words=letters)
    found = {row["collocate"]: row for row in rows}
    assert set(found) == {"乙", "丙"}
    assert (found["乙"]["count"], found["乙"]["left"], found["乙"]["right"]) == (2, 1, 1)
    assert (found["乙"]["node_count"], found["乙"]["collocate_count"]) == (2, 2)
    assert found["乙"]["expected"] == pytest.approx(2 * 2 * 2 / 6)
    assert found["乙"]["log_dice"] == 14
    assert found["乙"]["mi"] == pytest.approx(0.5849625)  # log2(2 / (8/6))
    assert found["丙"]["log_dice"] == pytest.approx(14 + 0 - 0.5849625)  # 2 * 1 / (2 + 1)


def test_collocations_in_a_sentence() -> None:
    rows = colloc_rows([text("甲乙乙。甲丙。乙。")], "甲", span="sentence", min_count=1, words=letters)
    found = {row["collocate"]: row for row in rows}
    assert (found["乙"]["count"], found["乙"]["node_count"], found["乙"]["collocate_count"]) == (1, 2, 2)
    assert found["乙"]["expected"] == pytest.approx(2 * 2 / 3)
    assert found["乙"]["t"] == pytest.approx(1 - 4 / 3)


def test_a_node_may_be_several_words_but_no_part_of_one() -> None:
    def cut(surface: str) -> list[str]:
        return surface.split("|")

    texts = [text("政府|信息|公开|窗口")]
    rows = colloc_rows(texts, "信息公开", min_count=1, words=cut)
    assert {row["collocate"] for row in rows} == {"政府", "窗口"}
    assert colloc_rows(texts, "府信息", min_count=1, words=cut) == []
    with pytest.raises(UsageError):
        colloc_rows(texts, " ", words=cut)
    with pytest.raises(UsageError):
        colloc_rows(texts, "甲", window=(0, 0), words=cut)


def test_concordance_lines_are_stretches_of_the_text() -> None:
    surface = "设窗口3个，窗 口接待。"
    (first, second) = kwic_rows([text(surface)], "窗口", width=3)
    assert (first["left"], first["hit"], first["right"]) == ("设", "窗口", "3个，")
    assert second["hit"] == "窗 口"
    for row in (first, second):
        assert surface[row["start"] : row["end"]] == row["hit"]
    backwards = kwic_rows([text("乙窗口。甲窗口。")], "窗口", sort="left")
    assert [row["left"][-1] for row in backwards] == ["乙", "甲"]
    assert [r["right"][:1] for r in kwic_rows([text("窗口丙，窗口丁")], "窗口", sort="right")] == ["丁", "丙"]
    assert [r["hit"] for r in kwic_rows([text("共１２件")], r"\d+", regex=True)] == ["１２"]
    for wrong in (
        {"term": ""},
        {"term": "(", "regex": True},
        {"term": "a", "sort": "x"},
        {"term": "a", "width": -1},
    ):
        with pytest.raises(UsageError):
            kwic_rows([text("a")], **wrong)  # type: ignore[arg-type]


def test_dispersion_over_reports_of_a_group() -> None:
    texts = [
        text("甲甲甲甲乙乙", "x"),
        text("甲乙", "x", report="r2"),
        text("，", "x", report="r3"),
        text("甲", "y", report="r4"),
    ]
    rows = dispersion_rows(texts, ["level"], items=Items(words=letters), min_count=1)
    first = rows[0]
    assert (first["item"], first["count"], first["range"], first["parts"]) == ("甲", 5, 2, 2)
    assert first["dp"] == pytest.approx(abs(4 / 5 - 6 / 8) / 2 + abs(1 / 5 - 2 / 8) / 2)
    alone = rows[-1]
    assert (alone["level"], alone["dp_norm"], alone["juilland_d"]) == ("y", None, None)


def test_diversity_is_the_mean_over_reports() -> None:
    texts = [text("甲乙甲乙", 1), text("甲乙丙甲", 1, report="r2"), text("甲", 1, report="r3")]
    (row,) = diversity_rows(texts, ["x"], window=4, words=letters)
    assert row["mattr"] == pytest.approx((0.5 + 0.75) / 2)
    assert (row["reports"], row["mattr_reports"], row["mtld_reports"]) == (3, 2, 2)
    assert row["mtld"] == pytest.approx((4 + 4.48) / 2)


def tagger(sentence: str) -> list[tuple[str, str]]:
    tags = {"很": "d", "并": "c", "公": "ad"}
    return [(char, tags.get(char, "x")) for char in sentence]


def test_readability_as_defined() -> None:
    # Clauses of 3, 2 and 4 characters; shares 1/5 in the first sentence and 1/4 in the second.
    found = readability(["甲很乙，丙丁。并1,2。"], tagger)
    assert (found.sentences, found.clauses) == (2, 3)
    assert found.clause_length == pytest.approx(8 / 3)
    assert found.function_share == pytest.approx((1 / 5 + 1 / 3) / 2)
    assert found.average == pytest.approx((8 / 3 + (1 / 5 + 1 / 3) / 2) / 2)
    assert readability(["，。"], tagger).average is None
    rows = readability_rows([text("甲很。", 1), text("甲。", 1, report="r2")], ["x"], tagger=tagger)
    assert rows[0]["readability2"] == 0.25
    assert rows[0]["readability1"] == 1.5


def test_adverbs_and_conjunctions_are_those_of_the_dictionary() -> None:
    tags = dict(default_tagger()("并进一步规范依申请公开，及时更新，可以提高公开率，仍未完成批次工作。"))
    assert (tags["并"], tags["进一步"], tags["仍"], tags["未"]) == ("c", "d", "d", "d")
    assert {tags[word] for word in ("依申请公开", "更新", "可以", "批次")} == {"x"}
    assert tags["规范"] not in ("c", "d")


def test_attention_to_labels_and_terms() -> None:
    texts = [
        text("甲甲甲", "problem"),
        text("甲甲甲", "improvement"),
        text("乙乙乙乙乙", "framing", number=2),
        text("丙丙", None, number=3),
    ]
    rows = attention_rows(texts, terms={"词": ["甲甲", "甲", "丁"]})
    found = {(row["kind"], row["topic"]): row for row in rows}
    both = found["rollup", "problems_improvements"]
    assert (both["paragraphs"], both["paragraphs_total"]) == (1, 3)
    assert (both["characters"], both["characters_total"], both["character_share"]) == (3, 10, 0.3)
    assert found["label", "problem"]["paragraphs"] == found["label", "improvement"]["paragraphs"] == 1
    assert found["none", None]["paragraph_share"] == pytest.approx(1 / 3)
    assert found["rollup", "service_windows"]["paragraph_share"] == 0
    assert found["terms", "词"]["hits"] == 2  # 甲甲 and 甲
    assert found["terms", "词"]["hits_per_thousand"] == 200
    assert found["label", "framing"]["hits"] is None


def test_lists_of_terms(tmp_path: Any) -> None:
    (tmp_path / "数字.txt").write_text("\ufeff# 说明\n平台\n\n网站\n", "utf-8")
    assert read_terms(tmp_path / "数字.txt") == {"数字": ["平台", "网站"]}
    (tmp_path / "two.csv").write_text("list,term\na,平台\nb,窗口\na,网站\n", "utf-8")
    assert read_terms(tmp_path / "two.csv") == {"a": ["平台", "网站"], "b": ["窗口"]}
    for name, content in (("empty.txt", "# nothing\n"), ("bad.csv", "word\nx\n")):
        (tmp_path / name).write_text(content, "utf-8")
        with pytest.raises(UsageError):
            read_terms(tmp_path / name)
    with pytest.raises(UsageError):
        read_terms(tmp_path / "nowhere.txt")


def test_summary_counts_what_it_says() -> None:
    texts = [
        text("甲乙。丙，丁。", "street", "i1", 2020),
        text("甲。", "street", None, None, report="r2"),
    ]
    (row,) = summary_rows(texts, ["level"], words=letters)
    assert {name: row[name] for name in ("reports", "issuers", "paragraphs", "sentences")} == {
        "reports": 2,
        "issuers": 1,
        "paragraphs": 2,
        "sentences": 3,
    }
    assert (row["characters"], row["words"], row["types"]) == (5, 5, 4)
    assert (row["first_year"], row["characters_mean"], row["characters_median"]) == (2020, 2.5, 2.5)


STATISTICS: list[Callable[[Any], list[dict[str, Any]]]] = [
    lambda texts: freq_rows(texts, ["k"], items=Items(words=letters)),
    lambda texts: keyness_by_group_rows(texts, "k", items=Items(words=letters), min_count=1),
    lambda texts: colloc_rows(texts, "甲", ["k"], min_count=1, words=letters),
    lambda texts: kwic_rows(texts, "甲", ["k"], sort="left"),
    lambda texts: dispersion_rows(texts, ["k"], items=Items(words=letters), min_count=1),
    lambda texts: diversity_rows(texts, ["k"], window=2, words=letters),
    lambda texts: readability_rows(texts, ["k"], tagger=tagger),
    lambda texts: attention_rows(texts, ["k"], terms={"t": ["甲乙"]}, labels=False),
]


@pytest.mark.parametrize("statistic", STATISTICS)
def test_the_order_of_reports_does_not_matter(statistic: Callable[[Any], list[dict[str, Any]]]) -> None:
    chance = random.Random(7)
    texts = [
        text("".join(chance.choices("甲乙丙丁，。", k=30)), "ab"[n % 2], report=f"r{n}") for n in range(8)
    ]
    shuffled = chance.sample(texts, len(texts))
    for left, right in zip(statistic(texts), statistic(shuffled), strict=True):
        assert left == pytest.approx(right)


@given(st.lists(st.text("甲乙丙，。 12", max_size=20), min_size=1, max_size=6))
def test_counts_add_up(surfaces: list[str]) -> None:
    texts = [text(surface, n % 2, report=f"r{n}") for n, surface in enumerate(surfaces)]
    rows = freq_rows(texts, ["k"], items=Items(words=letters))
    for key in {row["k"] for row in rows}:
        own = [row for row in rows if row["k"] == key]
        assert sum(row["count"] for row in own) == own[0]["total"]
        assert sum(row["per_million"] for row in own) == pytest.approx(1_000_000)
    together = Counter(item for surface in surfaces for item in Items(words=letters).ngrams(surface))
    assert (
        Counter(
            {
                r["item"]: r["count"]
                for r in freq_rows([t._replace(keys=()) for t in texts], items=Items(words=letters))
            }
        )
        == together
    )


@given(st.lists(st.text("甲乙丙丁。", min_size=1, max_size=15), min_size=1, max_size=4), st.integers(1, 3))
def test_windows_against_a_count_word_by_word(surfaces: list[str], size: int) -> None:
    texts = [text(surface, report=f"r{n}") for n, surface in enumerate(surfaces)]
    rows = colloc_rows(texts, "甲", window=(size, size), min_count=1, words=letters)
    expected: Counter[str] = Counter()
    for sentence in (part for surface in surfaces for part in surface.split("。")):
        for at, word in enumerate(sentence):
            around = [*sentence[max(0, at - size) : at], *sentence[at + 1 : at + 1 + size]]
            expected[word] += "甲" in around
    assert {row["collocate"]: row["count"] for row in rows} == +expected
    for row in rows:
        assert row["left"] + row["right"] == row["count"]
        assert row["count"] <= row["collocate_count"]


@given(st.lists(st.text("甲乙丙。", max_size=15), min_size=1, max_size=5))
def test_sentence_spans_keep_log_dice_below_its_maximum(surfaces: list[str]) -> None:
    texts = [text(surface, report=f"r{n}") for n, surface in enumerate(surfaces)]
    for row in colloc_rows(texts, "甲", span="sentence", min_count=1, words=letters):
        assert row["log_dice"] <= 14
        assert row["count"] <= min(row["node_count"], row["collocate_count"])
        assert row["reports"] <= row["count"]
