"""How hard reports are to read, after Xu, Yao and Chen (2021)."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable, Sequence
from functools import cache, lru_cache
from typing import NamedTuple

from govnlp.resources import load_toml
from govnlp.text.normalize import normalize
from govnlp.text.segment import sentence_spans
from govnlp.text.tokenize import default_tokenizer, is_word

Tagger = Callable[[str], Sequence[tuple[str, str]]]
RESOURCE = "readability.toml"
UNKNOWN = "x"


class Readability(NamedTuple):
    """Readability of one text.

    Parameters
    ----------
    clause_length : float or None
        Characters a clause; positive. None where the text has no clause.
    function_share : float or None
        Mean over sentences of the share of adverbs and conjunctions among the words; in [0, 1]. None where
        the text has no sentence.
    sentences, clauses : int
        What the means are over.
    """

    clause_length: float | None
    function_share: float | None
    sentences: int
    clauses: int

    @property
    def average(self) -> float | None:
        """Arithmetic mean of the two."""
        if self.clause_length is None or self.function_share is None:
            return None
        return (self.clause_length + self.function_share) / 2


def readability(texts: Iterable[str], tagger: Tagger | None = None) -> Readability:
    r"""Measure how hard a text is to read; higher is harder, throughout.

    .. math:: R_1 = \frac{characters}{clauses}, \quad
              R_2 = \frac{1}{S} \sum_{s=1}^{S} \frac{adverbs_s + conjunctions_s}{words_s}, \quad
              R_3 = \frac{R_1 + R_2}{2}

    Parameters
    ----------
    texts : iterable of str
        The paragraphs of the text.
    tagger : callable, optional
        Gives the words of a sentence with their parts of speech; see `default_tagger`.

    Returns
    -------
    Readability
        R1, R2, and R3 as `Readability.average`.

    Notes
    -----
    The abstract of the reference defines the three measures in words. What it leaves open is ours:
    characters are Chinese characters, letters and digits; clauses end at the marks in
    ``data/readability.toml``; the share in R2 is of words, between 0 and 1, not percent, and parts of speech
    are jieba's. R3 adds two scales, as the reference does, so that R1 decides it almost alone.

    References
    ----------
    徐巍, 姚振晔, 陈冬华 (2021). 中文年报可读性：衡量与检验. 会计研究 2021(3), 28-44.
    """
    tag = tagger or default_tagger()
    data = load_toml(RESOURCE)
    counted = {*data["adverbs"], *data["conjunctions"]}
    cut = _clause_border()
    characters = clauses = sentences = 0
    shares = 0.0
    for text in texts:
        view = normalize(text).text
        for start, end in sentence_spans(view):
            sentence = view[start:end]
            # As `count_characters` does, of what is normalised already.
            lengths = [n for piece in cut.split(sentence) if (n := sum(map(str.isalnum, piece)))]
            if not lengths:
                continue
            characters += sum(lengths)
            clauses += len(lengths)
            sentences += 1
            tags = [part for word, part in tag(sentence) if is_word(word)]
            shares += sum(part in counted for part in tags) / len(tags) if tags else 0.0
    if not sentences:
        return Readability(None, None, 0, 0)
    return Readability(characters / clauses, shares / sentences, sentences, clauses)


@cache
def _clause_border() -> re.Pattern[str]:
    marks = "".join(map(re.escape, load_toml(RESOURCE)["clause_ends"]))
    # A mark between digits, as in 1,209 and 9:30, ends nothing.
    return re.compile(rf"(?<![0-9])[{marks}]|[{marks}](?![0-9])")


@cache
def default_tagger() -> Tagger:
    """Give words with the part of speech that jieba's dictionary has for each.

    Returns
    -------
    callable
        Takes a sentence. Words are those of the package's tokenizer, so that 依申请公开 stays whole; what the
        dictionary has wrong is put right in ``data/readability.toml``, and a word that it lacks has the part
        ``x`` rather than a guess.
    """
    import rjieba

    dictionary = rjieba.Jieba()
    data = load_toml(RESOURCE)
    known = dict.fromkeys(data["not_counted"], UNKNOWN)
    known |= dict.fromkeys(data["also_adverbs"], "d") | dict.fromkeys(data["also_conjunctions"], "c")
    words = default_tokenizer().words

    @lru_cache(maxsize=1 << 17)
    def part(word: str) -> str:
        if word in known or not dictionary.has_word(word):
            return known.get(word, UNKNOWN)
        found: list[tuple[str, str]] = dictionary.tag(word)
        return found[0][1] if len(found) == 1 else UNKNOWN

    return lambda sentence: [(word, part(word)) for word in words(sentence)]
