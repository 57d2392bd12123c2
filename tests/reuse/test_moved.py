"""Sentences of the last report whose clauses were moved, put in or left out."""

from __future__ import annotations

import pytest

from govnlp.reuse.index import Document, ReuseIndex
from govnlp.reuse.result import Reuse

FIRST = "组织社区工作者逐户走访独居老人"
SECOND = "水务站对辖区河道开展清淤疏浚"
THIRD = "档案室建立检索目录供居民现场查阅"
FOURTH = "新栽垂柳并安装夜间照明设施"


def origin(old: str, new: str) -> str:
    """Origin of a sentence, of which the last report has another one."""
    index = ReuseIndex()
    for name, year, text in (("a", 2020, old), ("b", 2021, new)):
        index.add([(Document(name, "u", None, None, year), [(0, len(text), text, "overview")])])
    return Reuse(index).matches("b", [new])[0].origin


def joined(*clauses: str) -> str:
    return "，".join(clauses) + "。"


@pytest.mark.parametrize(
    ("old", "new", "found"),
    [
        ((FIRST, SECOND, THIRD), (THIRD, FIRST, SECOND), "self_prior"),
        ((FIRST, SECOND, THIRD), (SECOND, FIRST), "self_prior"),
        ((FIRST, SECOND, THIRD), (FOURTH, THIRD, SECOND), "self_prior"),
        # Less than half of it.
        ((FIRST, SECOND, THIRD, FOURTH), (FOURTH, "全年共上门服务三百余户并建立回访台账"), "novel"),
        ((FIRST, SECOND), (THIRD, FOURTH), "novel"),
    ],
)
def test_clauses_are_found_in_any_order(old: tuple[str, ...], new: tuple[str, ...], found: str) -> None:
    assert origin(joined(*old), joined(*new)) == found


def test_formulas_are_no_content() -> None:
    """Figures stated as everybody states them are not copied because they are stated in another order."""
    old = "全年新收政府信息公开申请3件，结转下年度继续办理0件，予以公开2件。"
    new = "予以公开9件，结转下年度继续办理1件，全年新收政府信息公开申请10件。"
    assert origin(old, new) == "novel"


def test_short_sentences_are_left_alone() -> None:
    assert origin("走访独居老人，清淤河道。", "清淤河道，走访独居老人。") == "novel"
