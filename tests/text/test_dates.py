"""Dates and years as printed."""

from __future__ import annotations

from datetime import date

import pytest

from govnlp.text.dates import find_dates, find_period_year, find_year


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("发布时间:2021年02月10日 15:29", [date(2021, 2, 10)]),
        ("2022-01-20", [date(2022, 1, 20)]),
        ("2022/1/5", [date(2022, 1, 5)]),
        ("2022.1.5", [date(2022, 1, 5)]),
        ("２０２２年１月５日", [date(2022, 1, 5)]),
        ("2022 年 1 月 20 日", [date(2022, 1, 20)]),
        ("二〇二二年一月二十日", [date(2022, 1, 20)]),
        ("二○二二年十二月三十一日", [date(2022, 12, 31)]),
        ("20220120", [date(2022, 1, 20)]),
        ("2021年2月30日", []),
        ("电话 0311-68009295", []),
        ("2021年12月", []),
        ("编号 990301/2022-00012", []),
    ],
)
def test_dates(text: str, expected: list[date]) -> None:
    assert [found.value for found in find_dates(text)] == expected


def test_dates_point_at_their_print() -> None:
    text = "发布于 2022 年 1 月 20 日。"
    (found,) = find_dates(text)
    assert text[found.start : found.end] == "2022 年 1 月 20 日"


@pytest.mark.parametrize(
    ("text", "year"),
    [
        ("柳桥街道2021年度报告", 2021),
        ("２０２１年", 2021),
        ("2 0 2 1 年", 2021),
        ("二〇二一年", 2021),
        ("国办发〔2021〕12号", None),
        ("第20210号", None),
    ],
)
def test_year(text: str, year: int | None) -> None:
    assert find_year(text) == year


@pytest.mark.parametrize(
    ("text", "year"),
    [
        ("统计期限自2020年1月1日起至2020年12月31日止", 2020),
        ("自 2020 年 1 月 1 日至 12 月 31 日", 2020),
        ("2020年1月1日—2020年12月31日", 2020),
        ("2008年5月1日至2008年12月31日", None),
        ("2008年1月1日至2010年12月31日", None),
    ],
)
def test_period(text: str, year: int | None) -> None:
    assert find_period_year(text) == year
