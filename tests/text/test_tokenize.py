"""Tokens tile the text, are the same from both backends, and depend on nothing that ran before."""

from __future__ import annotations

import subprocess
import sys
import tempfile
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

import govnlp as gn
from corpora import paragraphs
from govnlp.errors import UsageError
from govnlp.resources import load_csv
from govnlp.text.tokenize import DICTIONARY, JiebaTokenizer, default_tokenizer, is_word, stop_words

SAMPLE = Path(__file__).parents[2] / "corpora" / "sample"
MIXED = st.text(
    st.sampled_from("政府信息公开窗口受理申请的了在年月0123456789.%-+#&_ab12，。（） \n　"),
    max_size=40,
)


@pytest.fixture(scope="module")
def texts() -> list[str]:
    reports = [report.text for report in gn.load_corpus(SAMPLE)]
    return reports + [row["text"] for row in paragraphs.read_lines(paragraphs.GOLD)]


@pytest.fixture(scope="module")
def reference() -> JiebaTokenizer:
    return JiebaTokenizer(backend="jieba")


@pytest.mark.parametrize("hmm", [True, False])
def test_both_backends_give_the_same_tokens_on_our_corpora(texts: list[str], hmm: bool) -> None:
    fast, slow = JiebaTokenizer(hmm=hmm), JiebaTokenizer(hmm=hmm, backend="jieba")
    for text in texts:
        assert fast.words(text) == slow.words(text)


def test_both_backends_agree_with_user_words_known_and_new(texts: list[str]) -> None:
    # Of these jieba knows some already; their frequency is raised.
    words = ["公开工作", "办公室", "群众满意度", "一窗", "办理", "12345热线", "信息公开申请受理点"]
    fast, slow = JiebaTokenizer(words), JiebaTokenizer(reversed(words), backend="jieba")
    for text in texts[:12]:
        assert fast.words(text) == slow.words(text)


@given(text=MIXED)
def test_tokens_tile_any_text_and_are_the_same(text: str, reference: JiebaTokenizer) -> None:
    tokens = default_tokenizer().tokens(text)
    assert "".join(token.text for token in tokens) == text
    assert all(text[t.start : t.end] == t.text for t in tokens)
    assert [t.start for t in tokens] == [0, *(t.end for t in tokens)][: len(tokens)]
    assert [t.text for t in tokens] == reference.words(text)


def test_words_of_the_domain_stay_whole() -> None:
    words = default_tokenizer().words("镇便民服务中心设政务公开专区，受理政府信息公开申请3件。")
    assert {"便民服务中心", "政府信息公开申请"} <= set(words)
    plain = JiebaTokenizer(domain=False).words("镇便民服务中心")
    assert "便民服务中心" not in plain


def test_user_words_stay_whole() -> None:
    assert "澜亭小区" in JiebaTokenizer(["澜亭小区"]).words("走访澜亭小区居民。")


@pytest.mark.parametrize("word", ["abc", "", "政 府", "12"])
def test_words_without_chinese_are_refused(word: str) -> None:
    with pytest.raises(UsageError, match="cannot be a word"):
        JiebaTokenizer([word])


def test_an_unknown_backend_is_refused() -> None:
    with pytest.raises(UsageError, match="no tokenizer backend"):
        JiebaTokenizer(backend="pkuseg")  # type: ignore[arg-type]


def test_what_is_done_to_the_global_jieba_changes_nothing_and_no_cache_is_written() -> None:
    code = """
import warnings; warnings.simplefilter("ignore")
import sys, tempfile
tempfile.tempdir = sys.argv[1]
if sys.argv[2] == "meddle":
    import jieba
    jieba.setLogLevel(60)
    jieba.dt.tmp_dir = "/nonexistent"
    for word in ("柳桥", "受理", "澜亭"): jieba.del_word(word)
    jieba.add_word("街道受理", 10**9)
warnings.simplefilter("error")
from govnlp.text.tokenize import JiebaTokenizer
for backend in ("jieba", "rjieba"):
    print("/".join(JiebaTokenizer(backend=backend).words("澜亭柳桥街道受理申请，徐汝澜经办")))
"""
    seen = set()
    for how in ("meddle", "alone"):
        with tempfile.TemporaryDirectory() as folder:
            done = subprocess.run(
                [sys.executable, "-c", code, folder, how], capture_output=True, text=True, check=True
            )
            assert done.stderr == ""
            if how == "alone":
                assert list(Path(folder).iterdir()) == []
        seen.update(done.stdout.splitlines())
    assert len(seen) == 1


def test_the_dictionary_names_a_kind_and_a_source_for_every_word() -> None:
    rows = load_csv(DICTIONARY)
    assert len({row["word"] for row in rows}) == len(rows) > 300
    assert {row["kind"] for row in rows} == {"term", "body", "law", "phrase"}
    assert all(row["source"] for row in rows)


def test_stop_words_carry_no_topic() -> None:
    words = stop_words()
    assert {"的", "和", "以及", "进行"} <= words
    assert not words & {"公开", "窗口", "申请", "问题", "培训"}
    assert is_word("公开")
    assert not is_word("，")
