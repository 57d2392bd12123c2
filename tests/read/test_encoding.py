"""Bytes to text."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from govnlp.errors import ReadError
from govnlp.read.encoding import decode

TEXT = "柳桥街道2021年政府信息公开工作年度报告，公开120条。"


@pytest.mark.parametrize(
    "encoding", ["utf-8", "utf-8-sig", "gb18030", "gbk", "utf-16", "utf-16-le", "utf-16-be"]
)
def test_encodings(encoding: str) -> None:
    assert decode(TEXT.encode(encoding), "x") == TEXT


def test_big5_only_when_declared() -> None:
    text = "政府資訊公開年度報告"
    assert decode(text.encode("big5"), "x", "big5") == text


def test_a_few_broken_bytes_are_replaced() -> None:
    data = (TEXT * 50).encode()
    broken = data[:100] + b"\xff" + data[100:]
    assert decode(broken, "x").count("\ufffd") <= 3
    assert TEXT in decode(broken, "x")


@pytest.mark.parametrize(
    ("data", "code"), [(b"", "empty"), (b" \n\t", "empty"), (bytes(range(256)) * 8, "binary")]
)
def test_refused(data: bytes, code: str) -> None:
    with pytest.raises(ReadError) as caught:
        decode(data, "x")
    assert caught.value.code == code


@given(st.text(alphabet=st.characters(exclude_categories=("Cs", "Cc")), min_size=1))
def test_utf8_comes_back(text: str) -> None:
    if text.removeprefix("\ufeff").strip().strip("\ufeff").strip():
        assert decode(text.encode(), "x") == text.removeprefix("\ufeff")
    else:
        with pytest.raises(ReadError):
            decode(text.encode(), "x")


def test_truncated_utf8_is_not_taken_for_gb18030() -> None:
    data = TEXT.encode()
    assert decode(data[:-1], "x").startswith(TEXT[:-1])
    assert decode((TEXT * 3).encode() + b"\xe5", "x").startswith(TEXT * 3)


def test_utf8_goes_before_a_label_of_big5() -> None:
    assert decode(TEXT.encode(), "x", "big5") == TEXT
    assert decode(TEXT.encode("gb18030"), "x", "gb2312") == TEXT


def test_a_mark_of_utf8_before_gb18030() -> None:
    assert decode(b"\xef\xbb\xbf" + TEXT.encode("gb18030"), "x") == TEXT


def test_utf16_cut_in_the_middle_of_a_character() -> None:
    assert decode(("\n" + TEXT).encode("utf-16-le")[:-1], "x").startswith("\n" + TEXT[:-1])


def test_a_stray_nul_is_dropped_and_many_are_binary() -> None:
    data = (TEXT * 100).encode()
    assert decode(data[:3] + b"\0" + data[3:], "x") == TEXT * 100
    with pytest.raises(ReadError):
        decode(data + b"\0" * len(data), "x")
