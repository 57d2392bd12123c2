"""Sentence borders."""

from __future__ import annotations

import pytest

from govnlp.text.segment import sentence_spans


@pytest.mark.parametrize(
    ("text", "sentences"),
    [
        ("全年公开120条。其中网站100条。", ["全年公开120条。", "其中网站100条。"]),
        ("做到“应公开、尽公开。”并接受监督。", ["做到“应公开、尽公开。”", "并接受监督。"]),
        ("（以上均含下属单位。）下同。", ["（以上均含下属单位。）", "下同。"]),
        ("一是不足；二是单一", ["一是不足；二是单一"]),
        ("真的吗？！是。", ["真的吗？！", "是。"]),
        ("好!再来", ["好!", "再来"]),
        ("见 index.asp?id=3 页", ["见 index.asp?id=3 页"]),
        ("增长3.5%。", ["增长3.5%。"]),
        ("无。\n", ["无。\n"]),
        ("", []),
    ],
)
def test_sentences(text: str, sentences: list[str]) -> None:
    assert [text[start:end] for start, end in sentence_spans(text)] == sentences
