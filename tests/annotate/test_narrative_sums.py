"""Parts and wholes, shares, changes."""

from __future__ import annotations

from dataclasses import replace

import pytest

from govnlp.annotate.checks import check
from govnlp.annotate.checks.narrative_values import half_step, interval
from govnlp.annotate.claims import extract_claims
from govnlp.model import Check
from govnlp.read.report import read_text


def found(text: str, kind: str) -> list[Check]:
    report = replace(read_text(text, report_id="t"), report_year=2021)
    return [c for c in check(report) if c.kind == f"narrative_{kind}"]


def statuses(text: str, kind: str) -> list[str]:
    return [c.status for c in found(text, kind)]


@pytest.mark.parametrize(
    ("text", "status"),
    [
        ("全年公开信息130条，其中网站80条、公众号50条。", "holds"),
        ("全年公开信息130条，其中网站80条、公众号60条。", "fails"),
        ("全年公开信息130条，其中网站80条、公众号45条。", "fails"),
        ("全年公开信息130条，其中网站50条、公众号20条。", "not_assessable"),
        ("全年公开信息130条，其中网站80条、公众号40条等。", "not_assessable"),
        ("全年公开信息130余条，其中网站80条、公众号50条。", "not_assessable"),
        ("全年公开信息约130条，其中网站180条、公众号50条。", "fails"),
        ("公开信息由98条增加到130条，其中网站80条、公众号50条。", "holds"),
        ("收到意见41条，采纳38条，其余3条正在研究。", "holds"),
        ("收到意见41条，采纳38条，其余5条正在研究。", "fails"),
        ("办理建议12件、提案13件，合计25件。", "holds"),
        ("办理建议12件、提案13件，合计26件。", "fails"),
    ],
)
def test_parts_and_their_whole(text: str, status: str) -> None:
    assert statuses(text, "part_sum") == [status]


@pytest.mark.parametrize(
    "text",
    [
        "培训240人次，其中专题班6期。",
        "公开信息130条，其中网站80条，比上年增加60条。",
        "2019年公开118条，2020年公开204条，2021年公开322条。",
        "办理许可800件，其中网上办理620件，当日办结590件，涉企业务410件。",
    ],
)
def test_what_is_no_partition_does_not_fail(text: str) -> None:
    assert "fails" not in statuses(text, "part_sum")


@pytest.mark.parametrize(
    ("text", "kind", "status"),
    [
        ("公开信息300条，其中网站246条，占82%。", "share", "holds"),
        ("公开信息300条，其中网站246条，占85%。", "share", "fails"),
        ("公开信息300条，其中网站近246条，占82%。", "share", "not_assessable"),
        ("承办转办件400件，按期办结396件，按期办结率99%。", "share", "holds"),
        ("承办转办件400件，按期办结396件，按期办结率97%。", "share", "fails"),
        ("抽检1520批次，不合格33批次，合格率97.8%。", "share", "holds"),
        ("网站占51.3%，微信占33.4%，微博占15.3%。", "share_sum", "holds"),
        ("网站占51.3%，微信占33.4%，其余25.3%为微博。", "share_sum", "fails"),
        ("网站占51.3%，微信占33.4%。", "share_sum", "not_assessable"),
        ("申请由120件增加到156件，增长30%。", "change", "holds"),
        ("申请由120件增加到156件，增长36%。", "change", "fails"),
        ("接待由2.6万人次增加到3.1万人次，增长19.2%。", "change", "holds"),
        ("公开信息267条，比上年增加32条，增长13.6%。", "change", "holds"),
        ("公开信息267条，比上年减少32条，下降13.6%。", "change", "fails"),
        ("专区由12个增加到19个，增加7个。", "change", "holds"),
    ],
)
def test_shares_and_changes(text: str, kind: str, status: str) -> None:
    assert statuses(text, kind) == [status]


def test_shares_that_divide_one_whole_twice_are_two_sums() -> None:
    text = (
        "共收到申请300件。其中，网上提交的200件，占66.7%；信函提交的100件，占33.3%。"
        "公民提出290件，占96.7%；法人提出10件，占3.3%。"
    )
    assert set(statuses(text, "share_sum")) == {"holds"}
    assert statuses("网站占62%，微信占33%，微博占15%。", "share_sum") == ["fails"]


def test_a_share_rounded_so_that_all_make_a_hundred_is_no_contradiction() -> None:
    text = "共收到申请1046件。其中，网上提交862件，占82.4%；信函提交171件，占16.3%；当面提交13件，占{}。"
    assert statuses(text.format("1.3%"), "share") == ["holds", "holds", "not_assessable"]
    assert statuses(text.format("2.3%"), "share") == ["holds", "holds", "fails"]


@pytest.mark.parametrize(
    ("text", "step", "low", "high"),
    [
        ("接待2.6万人次", 500, 25500, 26500),
        ("公开120条", 0, 120, 120),
        ("增长13.6%", "0.05", "13.55", "13.65"),
        ("公开100余条", 0, 100, 120),
        ("公开约100条", 0, 90, 110),
    ],
)
def test_what_a_printed_quantity_commits_to(text: str, step: object, low: object, high: object) -> None:
    (claim,) = extract_claims(text)
    assert str(half_step(claim).normalize()) == str(step) or half_step(claim) == step
    assert [float(b) for b in interval(claim)] == [float(str(low)), float(str(high))]
