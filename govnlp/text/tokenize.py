"""Words of a text, with their places in it.

Two backends give the same tokens: jieba, the reference, and rjieba, which is many times faster. Both are
private: nothing that a program does to the global jieba changes our tokens, and no cache file is written.
"""

from __future__ import annotations

import importlib.util
import re
import sys
import warnings
from collections.abc import Callable, Iterable
from functools import cache
from pathlib import Path
from typing import Any, Literal, NamedTuple, Protocol

from govnlp.errors import UsageError
from govnlp.resources import load_csv

Backend = Literal["rjieba", "jieba"]
DICTIONARY = "tokens/domain.csv"
STOP_WORDS = "tokens/stopwords.csv"
_PRIVATE = "_govnlp_jieba"
_HAN = re.compile(r"[\u3400-\u9fff]")
# What jieba holds together in a run of other characters: 2.5%, 12345, IPv6; the rest of the run comes apart.
_RUN = re.compile(r"[0-9A-Za-z+#&._%\-]+")
_PIECE = re.compile(r"[0-9A-Za-z]+(?:\.[0-9]+)?%?")


class Token(NamedTuple):
    """A word and where it stands.

    Parameters
    ----------
    text : str
        The surface.
    start, end : int
        Half-open offsets into the text.
    """

    text: str
    start: int
    end: int


class Tokenizer(Protocol):
    """Anything that cuts a text into words that tile it."""

    def words(self, text: str) -> list[str]:
        """Cut a text into words; joined they are the text."""
        ...

    def tokens(self, text: str) -> list[Token]:
        """Cut a text into words with their offsets."""
        ...


class JiebaTokenizer:
    """Word segmentation by jieba or rjieba with the domain dictionary.

    Parameters
    ----------
    words : iterable of str
        More words to keep whole, each with at least one Chinese character; their order does not matter.
    hmm : bool
        Whether words that are in no dictionary are looked for, as jieba does by default.
    backend : str
        ``rjieba`` (the default) or ``jieba``: the tokens are the same.
    domain : bool
        Whether the domain dictionary is used.

    Raises
    ------
    UsageError
        If the backend is unknown, or a word has no Chinese character or has white space in it.
    """

    def __init__(
        self,
        words: Iterable[str] = (),
        *,
        hmm: bool = True,
        backend: Backend = "rjieba",
        domain: bool = True,
    ) -> None:
        if backend not in ("rjieba", "jieba"):
            raise UsageError(f"no tokenizer backend '{backend}'", hint="rjieba or jieba")
        extra = {row["word"] for row in load_csv(DICTIONARY)} if domain else set()
        extra.update(words)
        for word in extra:
            if not _HAN.search(word) or re.search(r"\s", word):
                raise UsageError(f"'{word}' cannot be a word of the tokenizer's dictionary")
        self._cut = (_fast if backend == "rjieba" else _reference)(sorted(extra), hmm)

    def words(self, text: str) -> list[str]:
        """Cut a text into words.

        Parameters
        ----------
        text : str
            Any text.

        Returns
        -------
        list of str
            Words, numbers, marks and white space; joined they are the text.
        """
        return self._cut(text)

    def tokens(self, text: str) -> list[Token]:
        """Cut a text into words with their offsets.

        Parameters
        ----------
        text : str
            Any text.

        Returns
        -------
        list of Token
            They tile the text.
        """
        made = []
        start = 0
        for word in self._cut(text):
            end = start + len(word)
            made.append(Token(word, start, end))
            start = end
        return made


@cache
def default_tokenizer() -> JiebaTokenizer:
    """Give the package's own tokenizer; it is made once."""
    return JiebaTokenizer()


@cache
def stop_words() -> frozenset[str]:
    """Give the function words that carry no topic."""
    return frozenset(row["word"] for row in load_csv(STOP_WORDS))


def is_word(token: str) -> bool:
    """Say whether a token has a letter, a digit or a Chinese character in it."""
    return token.isalnum() or any(map(str.isalnum, token))


def _frequencies(words: list[str]) -> list[tuple[str, int]]:
    """Give the frequency that keeps each word whole, of those that do not stay whole by themselves.

    It is asked of one backend for both, as their roundings differ, and before any word is added, so that no
    word's frequency depends on another's.
    """
    import rjieba

    plain = rjieba.Jieba()
    return [(word, plain.suggest_freq(word)) for word in words if plain.cut(word, hmm=False) != [word]]


def _fast(extra: list[str], hmm: bool) -> Callable[[str], list[str]]:
    import rjieba

    jieba = rjieba.Jieba()
    for word, frequency in _frequencies(extra):
        jieba.add_word(word, frequency, None)
    cut: Callable[..., list[str]] = jieba.cut
    if not hmm:
        return lambda text: cut(text, hmm=False)

    def words(text: str) -> list[str]:
        found = cut(text)
        return _as_jieba(found) if _RUN.search(text) else found

    return words


def _as_jieba(words: Iterable[str]) -> list[str]:
    """Cut runs of letters, digits and their marks as jieba does; rjieba keeps some of them whole."""
    made: list[str] = []
    run = ""
    for word in words:
        if word.isascii() and _RUN.fullmatch(word):
            run += word
            continue
        if run:
            made += _pieces(run)
            run = ""
        made.append(word)
    return made + _pieces(run) if run else made


def _pieces(run: str) -> list[str]:
    made: list[str] = []
    done = 0
    for match in _PIECE.finditer(run):
        if match.start() > done:
            made.append(run[done : match.start()])
        made.append(match.group())
        done = match.end()
    if done < len(run):
        made.append(run[done:])
    return made


def _reference(extra: list[str], hmm: bool) -> Callable[[str], list[str]]:
    package = _private_jieba()
    jieba = package.Tokenizer()
    # Loaded here rather than by `initialize`, which writes a cache file and talks.
    with (Path(package.__file__).parent / "dict.txt").open("rb") as handle:
        jieba.FREQ, jieba.total = jieba.gen_pfdict(handle)
    jieba.initialized = True
    for word, frequency in _frequencies(extra):
        jieba.total += frequency
        jieba.FREQ[word] = frequency
        for end in range(1, len(word)):
            jieba.FREQ.setdefault(word[:end], 0)
    cut: Callable[..., list[str]] = jieba.lcut
    return lambda text: cut(text, HMM=hmm)


@cache
def _private_jieba() -> Any:
    """Load a copy of the jieba package of our own: its HMM keeps words to split in a module variable."""
    found = importlib.util.find_spec("jieba")
    assert found is not None
    assert found.origin is not None
    spec = importlib.util.spec_from_file_location(
        _PRIVATE, found.origin, submodule_search_locations=list(found.submodule_search_locations or ())
    )
    assert spec is not None
    assert spec.loader is not None
    module = sys.modules[_PRIVATE] = importlib.util.module_from_spec(spec)
    with warnings.catch_warnings():
        warnings.simplefilter("ignore")  # its regular expressions have invalid escapes
        spec.loader.exec_module(module)
    return module
