"""A view of the text for matching, and the way back to the text.

The view folds what print varies without meaning it: full width and half width, Kangxi radicals and
compatibility ideographs, small and bracket variants, the Traditional forms of characters that rules
name; it leaves out spaces beside Chinese characters, pinyin glosses and zero-width characters.
`Report.text` itself is never changed.
"""

from __future__ import annotations

import re
import sys
import unicodedata
from bisect import bisect_right
from dataclasses import dataclass
from functools import cache, lru_cache
from typing import TYPE_CHECKING

from govnlp.resources import load_csv

if TYPE_CHECKING:
    import numpy as np
    from numpy.typing import NDArray

_FOLDED_RANGES = (
    (0xFF01, 0xFF5F),  # full-width ASCII
    (0x2E9F, 0x2EA0),  # the two radicals of the supplement that Unicode folds
    (0x2EF3, 0x2EF4),
    (0x2F00, 0x2FD6),  # Kangxi radicals
    (0xF900, 0xFB00),  # compatibility ideographs
    (0xFE50, 0xFE6C),  # small forms
)
_BRACKETS = str.maketrans("﹝﹞【】［］〈〉﹤﹥", "〔〕[][]<><>")
_ZERO_WIDTH = "\u200b\u200c\u200d\u2060\ufeff\u00ad\u200e\u200f"
_NO_ZERO_WIDTH = dict.fromkeys(map(ord, _ZERO_WIDTH))
_SPACE = r"[^\S\n]"
# Pinyin in brackets behind a character, as hijacked copies have it: 报(bào).
_TONES = "āáǎàōóǒòēéěèīíǐìūúǔùǖǘǚǜ"
_GLOSS = rf"\([a-zü]{{0,5}}[{_TONES}][a-zü]{{0,5}}\)"
_WORD = r"[0-9A-Za-z]"
# A space stays only between two words of letters or digits; a year printed digit by digit has none.
_DROPPED = re.compile(
    rf"[{_ZERO_WIDTH}]+|{_GLOSS}"
    rf"|(?<=\d)(?<!\d\d){_SPACE}(?=(?:\d{_SPACE}){{0,2}}\d{_SPACE}?年)"
    rf"|(?<!{_WORD}){_SPACE}+|{_SPACE}+(?!{_WORD}|{_SPACE})"
)
# White space but for line ends written out, for engines whose white space is that of ASCII.
_SPACES = " \t\r\f\v\x1c-\x1f\x85\xa0\u1680\u2000-\u200a\u2028\u2029\u202f\u205f\u3000"
# One set of characters is searched far faster than alternatives.
_MAYBE_DROPPED = re.compile(f"[{_SPACES}{_ZERO_WIDTH}]")
_PRINTED_GLOSS = rf"[(（][a-zü]{{0,5}}[{_TONES}][a-zü]{{0,5}}[)）]"


_GLOSSES = re.compile(_GLOSS)
# From this length on an array is the faster table: `str.translate` looks characters up one by one.
_LONG = 48


# Runs of a text of which nothing was left out.
_WHOLE = ((0, 0),)


@dataclass(frozen=True, slots=True)
class View:
    """Text as it is matched.

    Parameters
    ----------
    text : str
        The folded text.
    runs : tuple of (int, int)
        Starts of the runs that were copied: offset in the view and in the original text, ascending.
    length : int
        Length of the original text.
    """

    text: str
    runs: tuple[tuple[int, int], ...]
    length: int

    @property
    def is_plain(self) -> bool:
        """Whether nothing was left out, so that offsets are those of the original text."""
        return self.runs is _WHOLE

    def origin(self, offset: int) -> int:
        """Give the offset in the original text of the character at ``offset`` of the view."""
        if offset >= len(self.text):
            return self.length
        start, origin = self.runs[bisect_right(self.runs, (offset, self.length)) - 1]
        return origin + offset - start

    def span(self, start: int, end: int) -> tuple[int, int]:
        """Map a half-open span of the view to the original text, dropped characters outside of it."""
        if end <= start:
            at = self.origin(start)
            return at, at
        if len(self.runs) == 1:
            # Nothing was left out but at the ends.
            origin = self.runs[0][1]
            return start + origin, end + origin
        return self.origin(start), self.origin(end - 1) + 1


@cache
def _table() -> dict[int, str]:
    table = {0x3000: " ", 0xA0: " ", 0x3002: "。"}
    for first, stop in _FOLDED_RANGES:
        for code in range(first, stop):
            folded = unicodedata.normalize("NFKC", chr(code))
            if len(folded) == 1:
                table[code] = folded
    table.update({key: chr(value) for key, value in _BRACKETS.items()})
    # Copies on foreign hosts are in Traditional characters.
    table.update({ord(row["traditional"]): row["simplified"] for row in load_csv("traditional.csv")})
    return table


@cache
def _codes() -> NDArray[np.uint32]:
    """The same table as an array over all characters."""
    import numpy as np

    codes = np.arange(sys.maxunicode + 1, dtype="<u4")
    for code, character in _table().items():
        codes[code] = ord(character)
    return codes


def fold(text: str) -> str:
    """Fold width, radicals and variants, one character to one; offsets stay as they are.

    Parameters
    ----------
    text : str
        Any text.

    Returns
    -------
    str
        Folded text of the same length.
    """
    if len(text) < _LONG:
        return text.translate(_table())
    import numpy as np

    codes = np.frombuffer(text.encode("utf-32-le", "surrogatepass"), dtype="<u4")
    found: bytes = _codes()[codes].tobytes()
    return found.decode("utf-32-le", "surrogatepass")


# Labels, claims, checks and features look at the same texts one after the other.
@lru_cache(maxsize=4)
def fold_once(text: str) -> str:
    """Fold a whole report: `fold`, done once for all that read it."""
    return fold(text)


@lru_cache(maxsize=128)
def normalize(text: str) -> View:
    """Make the matching view of a text.

    Parameters
    ----------
    text : str
        Any text.

    Returns
    -------
    View
        Folded text with needless spaces left out, and its way back. Line ends stay.
    """
    return view_of(fold(text))


def view_of(text: str) -> View:
    """Make the matching view of a text that is folded already, as a stretch of a report is by `fold_once`."""
    if not (_MAYBE_DROPPED.search(text) or ("(" in text and _GLOSSES.search(text))):
        return View(text, _WHOLE, len(text))
    parts: list[str] = []
    runs: list[tuple[int, int]] = []
    done = length = 0
    for match in _DROPPED.finditer(text):
        if match.start() > done:
            runs.append((length, done))
            parts.append(text[done : match.start()])
            length += match.start() - done
        done = match.end()
    if done < len(text) or not runs:
        runs.append((length, done))
        parts.append(text[done:])
    return View("".join(parts), tuple(runs), len(text))


def spelled(term: str) -> str:
    """Make a regular expression that finds a term as printed, without normalising what is searched.

    Parameters
    ----------
    term : str
        What is looked for, in any spelling.

    Returns
    -------
    str
        An expression for Python and for RE2; it matches in a text what the folded term matches in the
        text's view: other widths, radicals, Traditional forms, spaces and glosses between characters.

    Examples
    --------
    >>> bool(re.search(spelled("12345热线"), "１２３４５ 熱 线"))
    True
    """
    view = normalize(term.strip()).text
    parts: list[str] = []
    for before, char in zip("\0" + view, view, strict=False):
        if char == " ":
            parts.append(f"[{_SPACES}]+")
            continue
        if parts and before != " ":
            joined = before.isascii() and before.isalnum() and char.isascii() and char.isalnum()
            gap = f"[{_ZERO_WIDTH}]" if joined else f"[{_SPACES}{_ZERO_WIDTH}]"
            parts.append(f"(?:{gap}|{_PRINTED_GLOSS})*")
        parts.append("[" + "".join(map(re.escape, _variants().get(char, "") + char)) + "]")
    return "".join(parts)


@cache
def _variants() -> dict[str, str]:
    """Characters that fold to each character."""
    found: dict[str, str] = {}
    for code, char in _table().items():
        if chr(code) != char:
            found[char] = found.get(char, "") + chr(code)
    return found


def squeeze(text: str) -> str:
    """Fold a short text and take out all spaces, for comparing labels and names.

    Parameters
    ----------
    text : str
        A label, a heading, a name.

    Returns
    -------
    str
        Folded text without any white space or zero-width characters.
    """
    folded = fold(text).translate(_NO_ZERO_WIDTH)
    return "".join((_GLOSSES.sub("", folded) if "(" in folded else folded).split())


def count_characters(text: str) -> int:
    """Count Chinese characters, letters and digits; no punctuation, space or gloss."""
    return sum(map(str.isalnum, normalize(text).text))
