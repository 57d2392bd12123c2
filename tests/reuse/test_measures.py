"""Published measures: a worked example, their ranges, identical and disjoint reports."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from govnlp.reuse.index import Document, ReuseIndex
from govnlp.reuse.measures import Measures
from govnlp.reuse.result import Reuse

FIRST = "街道组织社区工作者逐户走访独居老人，登记需求并安排志愿者结对帮扶。"
SECOND = "水务站对辖区河道开展清淤疏浚，沿岸新栽垂柳并安装夜间照明设施。"
THIRD = "档案室完成历年卷宗扫描，建立检索目录供居民现场查阅使用。"
IN_RANGE = (
    "coverage",
    "cosine",
    "jaccard",
    "edit_similarity",
    "modification",
    "novelty",
    *(
        f"{name}_{unit}"
        for name in ("boilerplate_lang", "boilerplate_dyer", "stickiness", "redundancy")
        for unit in ("characters", "words")
    ),
)


def measured(reports: Sequence[tuple[Document, Sequence[str]]]) -> dict[str, dict[str, Any]]:
    """Measures of whole reports, by report."""
    index = ReuseIndex()
    index.add((d, [(n, n + 1, text, "overview") for n, text in enumerate(texts)]) for d, texts in reports)
    measures = Measures(Reuse(index))
    made = {}
    for document, texts in reports:
        rows = measures.rows(document.report_id, ["p"] * len(texts), [("x", "overview")] * len(texts))
        assert [row["scope"] for row in rows] == ["report", "section", "paragraph"][: len(rows)]
        made[document.report_id] = rows[0]
    return made


def pair(left: Sequence[str], right: Sequence[str]) -> dict[str, Any]:
    """Measures of the second of two reports of one unit."""
    reports = [(Document("a", "u", "r", None, 2020), left), (Document("b", "u", "r", None, 2021), right)]
    return measured(reports)["b"]


def test_identical_reports() -> None:
    found = pair([FIRST, SECOND, "无。"], [FIRST, SECOND, "无。"])
    for name in ("coverage", "cosine", "jaccard", "edit_similarity"):
        assert found[name] == 1
    assert found["stickiness_characters"] == found["stickiness_words"] == 1
    assert found["modification"] == found["novelty"] == found["share_novel"] == 0


def test_disjoint_reports() -> None:
    found = pair(["全年召开会议3次。"], ["水务站清淤疏浚河道5条！"])
    for name in ("coverage", "cosine", "jaccard", "stickiness_characters", "stickiness_words"):
        assert found[name] == 0
    assert found["modification"] == found["novelty"] == found["share_novel"] == 1


def test_nothing_is_guessed_without_a_last_report() -> None:
    found = measured([(Document("a"), [FIRST])])["a"]
    missing = ("share_self_prior", "share_same_region", "share_superior", "stickiness_words", "cosine")
    assert all(found[name] is None for name in missing)
    assert found["boilerplate_lang_words"] is None
    assert found["reason"] == "no_prior_report;too_few_issuers"


def test_worked_example() -> None:
    """The example of docs/reuse.md, computed by hand."""
    found = pair([FIRST, SECOND], [FIRST, THIRD])
    first, third = len(FIRST), len(THIRD)
    assert (first, len(SECOND), third) == (33, 31, 28)
    assert found["characters"] == 61
    assert found["share_self_prior"] == pytest.approx(33 / 61, abs=1e-6)
    assert found["share_novel"] == pytest.approx(28 / 61, abs=1e-6)
    assert found["coverage"] == pytest.approx(33 / 61, abs=1e-6)
    assert found["stickiness_characters"] == pytest.approx(33 / 61, abs=1e-6)
    assert found["redundancy_characters"] == 0
    assert found["modification"] == pytest.approx(1 - found["cosine"], abs=1e-6)


def test_boilerplate_has_two_cuts() -> None:
    everybody, some = FIRST, SECOND
    reports = [
        (
            Document(f"d{n}", f"u{n}", None, None, 2020, "", "street"),
            [everybody, *([some] if n < 4 else []), f"{'甲乙丙丁戊己庚辛壬癸'[n]}村自选动作。"],
        )
        for n in range(10)
    ]
    found = measured(reports)["d0"]
    total = found["characters"]
    assert found["boilerplate_dyer_characters"] == pytest.approx(len(everybody) / total, abs=1e-6)
    assert found["boilerplate_lang_characters"] == pytest.approx(len(some) / total, abs=1e-6)
    assert found["boilerplate_dyer_words"] > 0
    assert found["boilerplate_lang_words"] > 0
    assert measured(reports)["d9"]["boilerplate_lang_words"] == 0


def test_impact_rises_with_what_is_taken_up() -> None:
    reports = [
        (Document("old", "a", None, None, 2019), [SECOND]),
        (Document("new", "b", None, None, 2020), [FIRST]),
        (Document("plain", "c", None, None, 2020), [SECOND]),
        (Document("later", "d", None, None, 2021), [FIRST]),
    ]
    found = measured(reports)
    assert found["new"]["novelty"] > found["plain"]["novelty"]
    assert found["later"]["impact"] is None
    assert found["plain"]["impact"] < 1


SENTENCES = st.lists(
    st.sampled_from(
        [FIRST, SECOND, THIRD, "无。", "全年召开会议3次。", "全年召开会议12次。", "2021年，无。", "x"]
    ),
    max_size=6,
)


@settings(max_examples=40, deadline=None)
@given(st.lists(SENTENCES, min_size=1, max_size=7))
def test_shares_are_in_range(texts: list[list[str]]) -> None:
    reports = [
        (Document(f"d{n}", f"u{n % 6}", f"r{n % 2}", "u0", 2020 + n // 6, "", "street"), sentences)
        for n, sentences in enumerate(texts)
    ]
    for row in measured(reports).values():
        shares = [value for name, value in row.items() if name.startswith("share_") and value is not None]
        assert all(0 <= share <= 1 for share in shares)
        assert not shares or sum(shares) == pytest.approx(1, abs=1e-5)
        assert all(row[name] is None or 0 <= row[name] <= 1 for name in IN_RANGE)
        assert row["impact"] is None or row["impact"] >= 0
