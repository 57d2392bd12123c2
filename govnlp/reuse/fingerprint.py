"""Sentences to hashes, many at once: folded, spaces out, numbers kept and numbers masked.

Everything here works on arrays of character codes of many sentences laid end to end.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from functools import cache
from itertools import pairwise
from typing import Any

import numpy as np
from numpy.typing import NDArray

from govnlp.resources import load_csv
from govnlp.reuse import kernels
from govnlp.text.normalize import fold

U64 = NDArray[np.uint64]
Codes = NDArray[np.uint16]
Index = NDArray[np.int64]
Numbers = NDArray[np.int32]

_BMP = 0x1_0000
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
def _tables() -> tuple[Codes, NDArray[np.uint8]]:
    """Give for each character what it folds to, 0 where it is left out, and whether it is a numeral."""
    chars = [chr(code) if not 0xD800 <= code < 0xE000 else " " for code in range(_BMP)]
    folded = fold("".join(chars)).translate(dict.fromkeys(map(ord, _QUOTES), '"'))
    table = np.array([ord(char) if ord(char) < _BMP else code for code, char in enumerate(folded)], np.uint16)
    # Characters beyond the plane come in as private ones; they stay.
    for code, char in enumerate(chars):
        if (char.isspace() or not char.isprintable()) and not 0xE000 <= code < 0xF900:
            table[code] = 0
    kinds = np.zeros(_BMP, np.uint8)
    for row in load_csv("numerals.csv"):
        if row["kind"] in ("digit", "power") and len(row["surface"]) == 1:
            kinds[ord(row["surface"])] = kernels.NUMERAL
    kinds[ord("0") : ord("9") + 1] = kernels.NUMERAL
    return table, kinds


def encode(text: str) -> Codes:
    """Give the codes of a text, one a character; those beyond the basic plane are folded into it."""
    # A bytearray makes an array that can be written, as all others are: one machine code serves them all.
    data = np.frombuffer(bytearray(text.encode("utf-16-le", "surrogatepass")), np.uint16)
    if len(data) == len(text):
        return data
    wide = np.frombuffer(text.encode("utf-32-le", "surrogatepass"), np.uint32)
    return np.where(wide < _BMP, wide, 0xE000 + wide % 0x1900).astype(np.uint16)


def decode(codes: Codes) -> str:
    """Give back text of codes."""
    return codes.tobytes().decode("utf-16-le", "surrogatepass")


def split(codes: Codes, bounds: Index) -> list[str]:
    """Give back the texts that are laid end to end."""
    text = decode(codes)
    return [text[start:end] for start, end in pairwise(bounds.tolist())]


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
    raw = encode("".join(sentences))
    edges = np.zeros(len(sentences) + 1, np.int64)
    np.cumsum(np.fromiter(map(len, sentences), np.int64, len(sentences)), out=edges[1:])
    codes, bounds = np.empty(len(raw) + 1, np.uint16), np.empty_like(edges)
    size = kernels.fold_into(raw, edges, _tables()[0], codes, bounds)
    return codes[:size], bounds


def visible_characters(text: str) -> Index:
    """Give the places of the characters that the folded text keeps."""
    places: Index = np.flatnonzero(_tables()[0][encode(text)])
    return places


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
    masked, edges = np.empty_like(codes), np.empty_like(bounds)
    size = kernels.mask_into(codes, bounds, _tables()[1], masked, edges)
    return masked[:size], edges


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
    made = np.empty(len(bounds) - 1, np.uint64)
    kernels.hash_into(codes, bounds, made)
    return made


def gram_hashes(units: NDArray[Any], size: int) -> U64:
    """Hash every n-gram of characters or numbers, also those that run over the end of a sentence."""
    made = np.empty(max(len(units) - size + 1, 0), np.uint64)
    kernels.grams_into(units, size, made)
    return made


def distinct(values: NDArray[Any]) -> NDArray[Any]:
    """Give each value once, ascending. Sorting beats the hash table of `numpy.unique` on packed numbers."""
    ordered = np.sort(values)
    new = np.ones(len(ordered), bool)
    new[1:] = ordered[1:] != ordered[:-1]
    return ordered[new]


def numbered(values: U64) -> tuple[Numbers, Index]:
    """Number the distinct values as they come, without sorting.

    Parameters
    ----------
    values : array of uint64
        Hashes, or pairs as `paired` packs them.

    Returns
    -------
    number : array of int32
        One a value.
    first : array of int64
        One a number: where it comes first.
    """
    room = open_hash_room(len(values))
    numbers, first = np.empty(len(values), np.int32), np.empty(len(values), np.int64)
    keys, slots = np.empty(room, np.uint64), np.full(room, -1, np.int32)
    count = kernels.number_into(values, keys, slots, numbers, first)
    return numbers, first[:count].copy()


def open_hash_room(count: int) -> int:
    """Give the length of an open hash: a power of two, at most four fifths of it filled."""
    return 1 << (count + count // 4).bit_length()


def paired(left: NDArray[Any], right: NDArray[Any]) -> U64:
    """Pack pairs of numbers below 2**32 into one each."""
    return (left.astype(np.uint64) << np.uint64(32)) | right.astype(np.uint64)


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
    made = np.empty(bounds[-1], pool.dtype)
    kernels.gather_into(pool, starts, bounds[:-1], sizes, made)
    return made, bounds
