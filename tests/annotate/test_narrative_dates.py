"""Dates and periods that cannot be."""

from __future__ import annotations

from dataclasses import replace

import pytest
from builders import report_text

from govnlp.annotate.checks import check
from govnlp.model import Check
from govnlp.read.report import read_text


def found(text: str, year: int | None = 2021) -> list[Check]:
    report = replace(read_text(text, report_id="t"), report_year=year)
    return [c for c in check(report) if c.kind == "narrative_date"]


@pytest.mark.parametrize(
    ("text", "reason"),
    [
        ("2021年2月29日召开会议。", "no_such_day"),
        ("会议于2021年13月召开。", "no_such_day"),
        ("截至11月31日共120条。", "no_such_day"),
        ("二〇二一年四月三十一日印发。", "no_such_day"),
        ("２０２１年６月３１日印发。", "no_such_day"),
        ("活动从2021年5月1日至2021年3月1日。", "end_before_start"),
        ("本报告统计期限为2020年1月1日至2020年12月31日。", "period_of_another_year"),
    ],
)
def test_what_cannot_be_fails(text: str, reason: str) -> None:
    (wrong,) = found(text)
    assert (wrong.status, wrong.reason) == ("fails", reason)
    (evidence,) = wrong.evidence
    assert text[evidence.start : evidence.end] == evidence.text


@pytest.mark.parametrize(
    "text",
    [
        "2020年2月29日召开会议，2月28日通知。",
        "本报告统计期限自2021年1月1日起，至12月31日止。",
        "采暖期为11月15日至次年3月15日。",
        "2020年11月15日至2021年3月15日开展整治。",
        "历时13个月完成，比例为12月的1.5倍。",
        "24小时服务，电话0311-68009295，2021.13版。",
        "2019年制定的办法2020年1月1日至2025年12月31日有效。",
    ],
)
def test_what_can_be_is_silent(text: str) -> None:
    assert not found(text)


def test_a_period_over_two_years_is_not_assessable() -> None:
    (odd,) = found("本报告数据统计期限为2020年12月1日至2021年11月30日。")
    assert (odd.status, odd.reason) == ("not_assessable", "period_spans_years")


def test_a_day_after_publication() -> None:
    text = report_text(overview="截至2022年3月31日，公开信息120条。截至2021年12月31日，公开80条。")
    (wrong,) = found(text)
    assert (wrong.reason, wrong.evidence[0].text) == ("after_publication", "2022年3月31日")


@pytest.mark.parametrize(
    ("plan", "fails"),
    [
        ("2021年，街道将从三个方面加以改进。", True),
        ("2021年度，我局将进一步加强培训。", True),
        ("2021年工作打算：加强培训。", True),
        ("2022年，街道将从三个方面加以改进。", False),
        ("2021年，我局将政务公开纳入年度考核。", False),
        ("2021年存在的主要问题是内容少。", False),
    ],
)
def test_a_plan_is_for_a_year_to_come(plan: str, fails: bool) -> None:
    checks = found(report_text(problems=plan))
    assert [c.reason for c in checks] == (["plan_for_a_past_year"] if fails else [])


def test_without_a_year_nothing_is_said_of_periods() -> None:
    assert not found("本报告统计期限为2020年1月1日至2020年12月31日。", None)
