"""Similarity of pairs of texts, by alignment and by common tiles, compiled like `govnlp.reuse.kernels`."""

from __future__ import annotations

from collections.abc import Sequence
from typing import NamedTuple

import numpy as np
from numpy.typing import NDArray

from govnlp.reuse.kernels import U64, Codes, Index, Kinds, Numbers, compiled

_ONE = np.uint64(1)
_ALL = np.uint64(0xFFFF_FFFF_FFFF_FFFF)
_WORD = 64
TILE = 3
Scores = NDArray[np.float32]
Letters = tuple[np.uint64, np.uint64]


class Room(NamedTuple):
    """What comparing works in.

    Parameters
    ----------
    bits : array of uint64
        A place for every character, all 0 before and after.
    carry : array of uint8
        A place for each character of the longest text.
    """

    bits: U64
    carry: Kinds


class Pool(NamedTuple):
    """Texts, end to end.

    Parameters
    ----------
    codes : array of uint16
        Their characters.
    start, size : array
        One a text: where it is.
    letters : array of uint64, 2 columns
        One a text: the set of its characters.
    """

    codes: Codes
    start: Index
    size: Numbers
    letters: U64


def pool_of(parts: Sequence[tuple[Codes, Index]]) -> Pool:
    """Lay texts end to end: some at a time, each part with its bounds."""
    sizes = [np.diff(bounds).astype(np.int32) for _, bounds in parts]
    size = np.concatenate([*sizes, np.empty(0, np.int32)])
    letters = np.empty((len(size), 2), np.uint64)
    done = 0
    for codes, bounds in parts:
        letters_into(codes, bounds, letters[done : done + len(bounds) - 1])
        done += len(bounds) - 1
    codes = np.concatenate([*(codes for codes, _ in parts), np.empty(0, np.uint16)])
    return Pool(codes, np.cumsum(size, dtype=np.int64) - size, size, letters)


def compare(pool: Pool, left: Numbers, right: Numbers, least: float) -> Scores:
    """Give the similarity of pairs of texts, as `govnlp.reuse.forms.similarities` does.

    Parameters
    ----------
    pool : Pool
        The texts.
    left, right : array of int32
        The pairs.
    least : float
        What is below it is given as 0.

    Returns
    -------
    array of float32
        One a pair, in [0, 1].
    """
    made = np.empty(len(left), np.float32)
    compare_into(pool, left, right, least, room_of(pool), made)
    return made


def room_of(pool: Pool) -> Room:
    """Give the room that comparing texts works in."""
    return Room(np.zeros(1 << 16, np.uint64), np.zeros(int(pool.size.max(initial=0)), np.uint8))


class Others(NamedTuple):
    """Some texts with their summaries side by side, as nearly all pairs are ruled out by them.

    Parameters
    ----------
    number : array of int32
        Which ones.
    size, letters : array
        As in `Pool`.
    """

    number: Numbers
    size: Numbers
    letters: U64


class Pairs(NamedTuple):
    """Pairs of texts that were found similar.

    Parameters
    ----------
    left, right : array of int64
        Their places in what was compared.
    similarity : array of float32
        One a pair.
    """

    left: Index
    right: Index
    similarity: NDArray[np.float32]


@compiled
def letters_into(codes: Codes, bounds: Index, letters: U64) -> None:
    """Give for each text the set of its characters, folded into 128 bits."""
    for text in range(len(bounds) - 1):
        low = high = np.uint64(0)
        for at in range(bounds[text], bounds[text + 1]):
            place = (np.uint64(codes[at]) * np.uint64(0x9E37_79B9)) >> np.uint64(20)
            bit = _ONE << (place & np.uint64(63))
            if place & np.uint64(64):
                high |= bit
            else:
                low |= bit
        letters[text, 0], letters[text, 1] = low, high


@compiled
def ones(word: np.uint64) -> int:
    """Count the bits that are set."""
    word -= (word >> _ONE) & np.uint64(0x5555_5555_5555_5555)
    pairs = np.uint64(0x3333_3333_3333_3333)
    word = (word & pairs) + ((word >> np.uint64(2)) & pairs)
    word = (word + (word >> np.uint64(4))) & np.uint64(0x0F0F_0F0F_0F0F_0F0F)
    return int((word * np.uint64(0x0101_0101_0101_0101)) >> np.uint64(56))


@compiled
def may_be_similar(a: int, b: int, left: Letters, right: Letters, least: float) -> bool:
    """Tell whether two texts of lengths ``a`` and ``b`` may be similar, by lengths and letters.

    The alignment of two similar texts leaves at most ``(1 - least) * (a + b)`` characters out, and a letter
    that only one of them has is among these; it keeps ``least * (a + b) / 2`` of each. No similar pair is
    ruled out.
    """
    spare = int((a + b) * (1 - least) + 1e-3)
    if abs(a - b) > spare:
        return False
    low, high = left[0] ^ right[0], left[1] ^ right[1]
    if ones(low) + ones(high) > spare:
        return False
    kept = least / 2 * (a + b) - 1e-3
    only_left = ones(low & left[0]) + ones(high & left[1])
    return only_left <= a - kept and ones(low) + ones(high) - only_left <= b - kept


@compiled
def common(codes: Codes, a: int, m: int, b: int, n: int, room: Room) -> int:
    """Give the length of the longest common subsequence of two stretches, 64 characters of ``a`` at a time.

    Parameters
    ----------
    codes : array of uint16
        Characters.
    a, m, b, n : int
        Start and length of both.
    room : Room
        To work in.

    References
    ----------
    Hyyrö, H. (2004). Bit-parallel LCS-length computation revisited. AWOCA 2004.
    """
    kept = 0
    room.carry[:n] = 0
    for block in range(a, a + m, _WORD):
        stop = min(block + _WORD, a + m)
        for at in range(block, stop):
            room.bits[codes[at]] |= _ONE << np.uint64(at - block)
        state = _ALL
        for at in range(n):
            match = state & room.bits[codes[b + at]]
            carried = np.uint64(room.carry[at])
            total = state + match
            over = total < state
            total += carried
            room.carry[at] = over or total < carried
            state = total | (state - match)
        for at in range(block, stop):
            room.bits[codes[at]] = 0
        kept += ones(~state)
    return kept


@compiled
def similarity(codes: Codes, a: int, m: int, b: int, n: int, least: float, room: Room) -> float:
    """Give twice the common subsequence over both lengths; 0 where it is less than ``least``."""
    if m + n == 0:
        return 1.0
    score = 1.0 - (m + n - 2 * common(codes, a, m, b, n, room)) / (m + n)
    return score if score >= least else 0.0


@compiled
def compare_into(
    pool: Pool, left: Numbers, right: Numbers, least: float, room: Room, scores: NDArray[np.float32]
) -> None:
    """Give the similarity of pairs of texts; 0 where it is less than ``least``."""
    start, size, letters = pool.start, pool.size, pool.letters
    for pair in range(len(left)):
        a, b = left[pair], right[pair]
        scores[pair] = 0
        left_letters, right_letters = (letters[a, 0], letters[a, 1]), (letters[b, 0], letters[b, 1])
        if may_be_similar(size[a], size[b], left_letters, right_letters, least):
            scores[pair] = similarity(pool.codes, start[a], size[a], start[b], size[b], least, room)


@compiled
def similar_into(
    pool: Pool,
    texts: Numbers,
    others: Others,
    first: Index,
    last: Index,
    least: float,
    room: Room,
    found: Pairs,
) -> int:
    """Compare each of ``texts`` with its stretch of ``others``; give how many pairs are similar."""
    count = 0
    for number in range(len(texts)):
        a = texts[number]
        start, size, letters = pool.start[a], pool.size[a], (pool.letters[a, 0], pool.letters[a, 1])
        for place in range(first[number], last[number]):
            other_letters = others.letters[place, 0], others.letters[place, 1]
            if not may_be_similar(size, others.size[place], letters, other_letters, least):
                continue
            b = pool.start[others.number[place]]
            score = similarity(pool.codes, start, size, b, others.size[place], least, room)
            if score > 0:
                found.left[count], found.right[count], found.similarity[count] = number, place, score
                count += 1
    return count


@compiled
def moved_into(
    pool: Pool,
    whole: Numbers,
    new: Numbers,
    old: Numbers,
    stretches: tuple[Index, Index],
    least: tuple[int, float],
    marks: Numbers,
    found: Index,
) -> None:
    """Find for each new text the place of the best of its stretch of old ones, the first of equals, or -1.

    ``whole`` are the lengths that shares are of; ``least`` characters, and share, must be in common tiles.
    ``marks`` has a place for 16 bits, all 0.
    """
    codes = pool.codes
    for number in range(len(new)):
        a = new[number]
        own, own_size = pool.start[a], pool.size[a]
        for at in range(own, own + own_size - TILE + 1):
            marks[_mark(codes, at)] = number + 1
        found[number] = -1
        best = 0.0
        for place in range(stretches[0][number], stretches[1][number]):
            b = old[place]
            other, other_size = pool.start[b], pool.size[b]
            characters = whole[a] + whole[b]
            enough = max(least[0], least[1] * characters)
            # A letter that only one of them has is in no common tile.
            low, high = pool.letters[a, 0], pool.letters[a, 1]
            low_other, high_other = pool.letters[b, 0], pool.letters[b, 1]
            if own_size - ones(low & ~low_other) - ones(high & ~high_other) < enough:
                continue
            if other_size - ones(low_other & ~low) - ones(high_other & ~high) < enough:
                continue
            # Few different tiles have the same mark.
            if _marked(codes, other, other_size, marks, number + 1) < enough:
                continue
            kept = min(
                _covered(codes, own, own_size, other, other_size),
                _covered(codes, other, other_size, own, own_size),
            )
            if kept >= enough and kept / characters > best:
                best = kept / characters
                found[number] = place


@compiled
def _mark(codes: Codes, at: int) -> int:
    """Give 16 bits of a tile."""
    return int((codes[at] * 40_503 + codes[at + 1] * 31_153 + codes[at + 2] * 12_289) & 0xFFFF)


@compiled
def _marked(codes: Codes, start: int, size: int, marks: Numbers, mark: int) -> int:
    """Count the characters of a text in tiles that are marked."""
    count = 0
    done = start
    for at in range(start, start + size - TILE + 1):
        if marks[_mark(codes, at)] == mark:
            count += at + TILE - max(done, at)
            done = at + TILE
    return count


@compiled
def _covered(codes: Codes, start: int, size: int, other: int, other_size: int) -> int:
    """Count the characters of a text in tiles that another one has."""
    count = 0
    done = start
    for at in range(start, start + size - TILE + 1):
        for there in range(other, other + other_size - TILE + 1):
            if (
                codes[at] == codes[there]
                and codes[at + 1] == codes[there + 1]
                and codes[at + 2] == codes[there + 2]
            ):
                count += at + TILE - max(done, at)
                done = at + TILE
                break
    return count
