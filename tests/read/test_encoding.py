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


@given(st.text(alphabet=st.characters(exclude_categories=("Cs", "Cc")), min_size=1).filter(str.strip))
def test_utf8_comes_back(text: str) -> None:
    assert decode(text.encode(), "x") == text.removeprefix("\ufeff") or not text.strip("\ufeff \u3000\xa0")
