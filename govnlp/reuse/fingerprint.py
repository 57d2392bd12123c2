"""Sentences to hashes, many at once: folded, spaces out, numbers kept and numbers masked.

Everything here works on arrays of character codes of many sentences laid end to end. A hash of a stretch is
the difference of two running sums of ``value[character] * base ** position`` modulo 2**64, shifted back to
position 0, so that every stretch of every length costs the same: one subtraction, one product.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from functools import cache
from typing import Any

import numpy as np
from numpy.typing import NDArray

from govnlp.resources import load_csv
from govnlp.text.normalize import fold

U64 = NDArray[np.uint64]
Codes = NDArray[np.uint16]
Index = NDArray[np.int64]

_BMP = 0x1_0000
_BASE = 0x9E37_79B9_7F4A_7C15 | 1
_INVERSE = pow(_BASE, -1, 1 << 64)
_NUMBER = ord("0")
_DROPPED, _NUMERAL = 1, 2
_QUOTES = "“”‘’「」『』'＂＇"


@dataclass(frozen=True, slots=True)
class Digest:
    """Hashes of sentences.

    Parameters
    ----------
    exact, masked : array of uint64
        One hash a sentence: of its folded characters without spaces; the same with each number as one mark.
    codes : array of uint16
        The folded characters without spaces, sentence after sentence.
    bounds : array of int64
        Where each sentence starts in ``codes``, and the end.
    """

    exact: U64
    masked: U64
    codes: Codes
    bounds: Index


@cache
def _tables() -> tuple[Codes, NDArray[np.uint8], U64]:
    """Give for each character what it folds to, of what kind it is, and a random value."""
    chars = [chr(code) if not 0xD800 <= code < 0xE000 else " " for code in range(_BMP)]
    folded = fold("".join(chars)).translate(dict.fromkeys(map(ord, _QUOTES), '"'))
    table = np.array([ord(char) if ord(char) < _BMP else code for code, char in enumerate(folded)], np.uint16)
    kinds = np.zeros(_BMP, np.uint8)
    # Characters beyond the plane come in as private ones; they stay.
    for code, char in enumerate(chars):
        if (char.isspace() or not char.isprintable()) and not 0xE000 <= code < 0xF900:
            kinds[code] = _DROPPED
    for row in load_csv("numerals.csv"):
        if row["kind"] in ("digit", "power") and len(row["surface"]) == 1:
            kinds[ord(row["surface"])] = _NUMERAL
    kinds[ord("0") : ord("9") + 1] = _NUMERAL
    values = np.random.Generator(np.random.PCG64(2019)).integers(0, 1 << 64, _BMP, np.uint64)
    return table, kinds, values


class _Powers:
    """Powers of the base and of its inverse, grown as needed."""

    def __init__(self) -> None:
        self.up = self.down = np.ones(1, np.uint64)

    def upto(self, size: int) -> tuple[U64, U64]:
        """Give the powers 0 to ``size`` of both."""
        if len(self.up) <= size:
            size = max(size, 1 << 16)
            self.up, self.down = (_powers(base, size + 1) for base in (_BASE, _INVERSE))
        return self.up, self.down


def _powers(base: int, size: int) -> U64:
    made = np.full(size, base, np.uint64)
    made[0] = 1
    return np.cumprod(made, dtype=np.uint64)


_POWERS = _Powers()


def encode(text: str) -> Codes:
    """Give the codes of a text, one a character; those beyond the basic plane are folded into it."""
    data = np.frombuffer(text.encode("utf-16-le", "surrogatepass"), np.uint16)
    if len(data) == len(text):
        return data
    wide = np.frombuffer(text.encode("utf-32-le", "surrogatepass"), np.uint32)
    return np.where(wide < _BMP, wide, 0xE000 + wide % 0x1900).astype(np.uint16)


def decode(codes: Codes) -> str:
    """Give back text of codes."""
    return codes.tobytes().decode("utf-16-le", "surrogatepass")


def digest(sentences: Sequence[str]) -> Digest:
    """Fold and hash sentences.

    Parameters
    ----------
    sentences : sequence of str
        Any text each.

    Returns
    -------
    Digest
        Hashes with and without numbers, and the folded text.
    """
    codes, bounds = folded(sentences)
    masked, masked_bounds = mask(codes, bounds)
    return Digest(hashes(codes, bounds), hashes(masked, masked_bounds), codes, bounds)


def folded(sentences: Sequence[str]) -> tuple[Codes, Index]:
    """Give the folded characters of sentences, spaces out, and where each starts, with the end."""
    table, kinds, _ = _tables()
    raw = encode("".join(sentences))
    bounds = np.zeros(len(sentences) + 1, np.int64)
    np.cumsum(np.fromiter(map(len, sentences), np.int64, len(sentences)), out=bounds[1:])
    return _without(table[raw], bounds, np.flatnonzero(kinds[raw] == _DROPPED))


def visible_characters(text: str) -> Index:
    """Give the places of the characters that the folded text keeps."""
    places: Index = np.flatnonzero(_tables()[1][encode(text)] != _DROPPED)
    return places


def _without(codes: Codes, bounds: Index, places: Index) -> tuple[Codes, Index]:
    """Leave out the characters at some places, ascending."""
    if not len(places):
        return codes, bounds
    gone = np.zeros(len(codes) + 1, np.int32)
    gone[places + 1] = 1
    keep = gone[1:] == 0
    return codes[keep], bounds - np.cumsum(gone, dtype=np.int32)[bounds]


def mask(codes: Codes, bounds: Index) -> tuple[Codes, Index]:
    """Put one mark for each number, in figures or in Chinese numerals.

    Parameters
    ----------
    codes : array of uint16
        Folded text.
    bounds : array of int64
        Starts of the sentences and the end.

    Returns
    -------
    codes, bounds
        The same text with ``0`` for every run of numerals, points and commas between digits included.
    """
    # Numerals are one character in twenty, so the work is done on their places.
    places = np.flatnonzero(_tables()[1][codes] == _NUMERAL)
    made = codes.copy()
    made[places] = _NUMBER
    gap = np.diff(places)
    inner = places[:-1][gap == 2]
    between, left, right = codes[inner + 1], codes[inner], codes[inner + 2]
    point = (between == ord(".")) | (between == ord(","))
    point &= (left <= ord("9")) & (right <= ord("9"))
    points = inner[point] + 1
    out = np.zeros(len(codes) + 1, bool)
    out[places[1:][gap == 1]] = True
    out[points + 1] = True
    out[bounds[:-1]] = False
    out[points] = True
    return _without(made, bounds, np.flatnonzero(out[:-1]))


def _running(codes: Codes) -> tuple[U64, U64]:
    values = _tables()[2]
    up, down = _POWERS.upto(len(codes))
    sums = np.zeros(len(codes) + 1, np.uint64)
    np.cumsum(values[codes] * up[: len(codes)], out=sums[1:])
    return sums, down


def hashes(codes: Codes, bounds: Index) -> U64:
    """Hash stretches laid end to end.

    Parameters
    ----------
    codes : array of uint16
        Their characters.
    bounds : array of int64
        Starts of the stretches and the end.

    Returns
    -------
    array of uint64
        One hash a stretch.
    """
    sums, down = _running(codes)
    found = (sums[bounds[1:]] - sums[bounds[:-1]]) * down[bounds[:-1]]
    return _mixed(found + np.diff(bounds).astype(np.uint64))


def gram_hashes(codes: Codes, size: int) -> U64:
    """Hash every n-gram of a text, also those that run over the end of a sentence."""
    if len(codes) < size:
        return np.empty(0, np.uint64)
    sums, down = _running(codes)
    return _mixed((sums[size:] - sums[:-size]) * down[: len(codes) - size + 1])


def hash_grams(units: NDArray[np.uint32], size: int) -> U64:
    """Hash every n-gram of a sequence of numbers, also those that run over the end of a sentence."""
    count = len(units) - size + 1
    if count <= 0:
        return np.empty(0, np.uint64)
    made = np.zeros(count, np.uint64)
    for place in range(size):
        made *= np.uint64(_BASE)
        made += _mixed((units[place : place + count] + np.uint32(1)).astype(np.uint64) * np.uint64(_BASE))
    return _mixed(made)


def _mixed(values: U64) -> U64:
    """Spread the bits (the finaliser of SplitMix64, one round)."""
    values ^= values >> np.uint64(31)
    values *= np.uint64(0xBF58_476D_1CE4_E5B9)
    values ^= values >> np.uint64(29)
    return values


def distinct(values: NDArray[Any]) -> NDArray[Any]:
    """Give each value once, ascending. Sorting beats the hash table of `numpy.unique` on packed numbers."""
    ordered = np.sort(values)
    new = np.ones(len(ordered), bool)
    new[1:] = ordered[1:] != ordered[:-1]
    return ordered[new]


def gather(pool: NDArray[Any], starts: Index, sizes: Index) -> tuple[NDArray[Any], Index]:
    """Take stretches out of a pool and lay them end to end.

    Parameters
    ----------
    pool : array
        Where they are.
    starts, sizes : array of int64
        Which ones.

    Returns
    -------
    array, bounds
        The stretches, and where each starts, with the end.
    """
    bounds = np.zeros(len(starts) + 1, np.int64)
    np.cumsum(sizes, out=bounds[1:])
    places = np.arange(bounds[-1], dtype=np.int64)
    places += np.repeat(starts - bounds[:-1], sizes)
    return pool[places], bounds
