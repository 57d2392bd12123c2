"""The matching view."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from govnlp.text.normalize import fold, fold_once, normalize, squeeze


@pytest.mark.parametrize(
    ("text", "view"),
    [
        ("２０２４年（一）", "2024年(一)"),
        ("2024 年 1 月 1 日", "2024年1月1日"),
        ("2 0 2 4 年", "2024年"),
        ("2017 1 1 日", "2017 1 1日"),
        ("0 0 0", "0 0 0"),
        ("以下简 称", "以下简称"),
        ("⼯作⼀⼒", "工作一力"),
        ("﹝2021﹞30号", "〔2021〕30号"),
        ("公\u200b开", "公开"),
        ("OA 平台 AB 岗", "OA平台AB岗"),
        ("open data", "open data"),
        ("政府信息公開年度報告(bào)", "政府信息公开年度报告"),
        ("行政復(fù)議", "行政复议"),
        ("(一)公开(a)", "(一)公开(a)"),
        ("一行\n二行", "一行\n二行"),
        ("", ""),
    ],
)
def test_view(text: str, view: str) -> None:
    assert normalize(text).text == view


def test_spans_map_back_without_the_spaces_around() -> None:
    text = "共 2 168 个，"
    view = normalize(text)
    start = view.text.index("个")
    assert text[slice(*view.span(start, start + 1))] == "个"
    assert text[slice(*view.span(0, 1))] == "共"


def test_squeeze_takes_out_all_spaces() -> None:
    assert squeeze(" 总 计　\xa0") == "总计"


@given(st.text(st.sampled_from("公開，（１２）\u2f00\ud800 a\u3000𠀀報"), max_size=200))
def test_long_texts_fold_as_their_characters_do(text: str) -> None:
    assert fold(text) == fold_once(text) == "".join(map(fold, text))
