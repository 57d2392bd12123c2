"""Terms found in text as printed are those found in its matching view."""

from __future__ import annotations

import re

import pytest
from hypothesis import given
from hypothesis import strategies as st

from govnlp.text.normalize import normalize, spelled


@pytest.mark.parametrize(
    ("term", "surface", "found"),
    [
        ("窗口", "设窗口、窗 口、窗\u3000口、窗(chuāng)口", ["窗口", "窗 口", "窗\u3000口", "窗(chuāng)口"]),
        ("窗口", "窗\n口", []),
        ("12345热线", "１２３４５熱線", ["１２３４５熱線"]),
        ("政务公开", "政務公開", ["政務公開"]),
        ("a.b", "a.b axb ａ．ｂ", ["a.b", "ａ．ｂ"]),
        ("第 3 次", "第3次 第 ３ 次", ["第3次", "第 ３ 次"]),
        ("new media", "new  media newmedia", ["new  media"]),
        ("[(^-]", "x[(^-]y", ["[(^-]"]),
    ],
)
def test_spellings(term: str, surface: str, found: list[str]) -> None:
    assert [match.group() for match in re.finditer(spelled(term), surface)] == found


def test_re2_takes_the_same_expression() -> None:
    pa, pc = pytest.importorskip("pyarrow"), pytest.importorskip("pyarrow.compute")
    texts = ["设窗 口", "设窗\u3000口", "窗子", "窗\u200b口"]
    found = pc.match_substring_regex(pa.array(texts), spelled("窗口")).to_pylist()
    assert found == [bool(re.search(spelled("窗口"), text)) for text in texts] == [True, True, False, True]


@given(st.text("窗口務 １1a　\u200b", max_size=12), st.text("窗口务1a", min_size=1, max_size=3))
def test_found_where_the_view_has_it(surface: str, term: str) -> None:
    found = re.search(spelled(term), surface)
    in_view = normalize(term).text in normalize(surface).text
    # A year printed digit by digit is the one case in which the view joins more than the expression does.
    assert bool(found) == in_view
    if found:
        assert normalize(found.group()).text == normalize(term).text
