"""Loops over characters and sentences, compiled to machine code by numba when first called.

The machine code is kept beside this file, or in the user's cache folder, so that it is made once. All arrays
are contiguous; nothing here allocates, so that a caller sees what memory a step takes.
"""

from __future__ import annotations

from collections.abc import Callable
from typing import ParamSpec, TypeVar, cast

import numpy as np
from numba import njit
from numpy.typing import NDArray

Params = ParamSpec("Params")
Result = TypeVar("Result")
U64 = NDArray[np.uint64]
Codes = NDArray[np.uint16]
Index = NDArray[np.int64]
Numbers = NDArray[np.int32]
Kinds = NDArray[np.uint8]

NUMERAL = 1
LISTED, COUNTED = 1, 2
MARK = np.uint16(ord("0"))
_NINE, _POINT, _COMMA = ord("9"), ord("."), ord(",")
_STEP = np.uint64(0x9E37_79B9_7F4A_7C15)
_SPREAD = np.uint64(0xBF58_476D_1CE4_E5B9)
_HALF, _HIGH, _ONE = np.uint64(32), np.uint64(29), np.uint64(1)
_ALL = np.uint64(0xFFFF_FFFF_FFFF_FFFF)


def compiled(function: Callable[Params, Result]) -> Callable[Params, Result]:
    """Compile a function when it is first called; keep the machine code where there is a place for it."""
    try:
        made = njit(function, cache=True)
    except RuntimeError:  # neither beside this file nor in the user's cache folder can be written
        made = njit(function)
    return cast("Callable[Params, Result]", made)


@compiled
def mixed(value: np.uint64) -> np.uint64:
    """Spread the bits (the finaliser of SplitMix64, one round)."""
    value ^= value >> _HALF
    value *= _SPREAD
    return value ^ (value >> _HIGH)


@compiled
def _stirred(value: np.uint64, more: np.uint64) -> np.uint64:
    """Take more into a hash."""
    value = (value ^ more) * _STEP
    return value ^ (value >> _HALF)


@compiled
def _packed(codes: Codes, at: int) -> np.uint64:
    """Put four characters into one word."""
    low = np.uint64(codes[at]) | np.uint64(codes[at + 1]) << np.uint64(16)
    return low | np.uint64(codes[at + 2]) << np.uint64(32) | np.uint64(codes[at + 3]) << np.uint64(48)


@compiled
def fold_into(raw: Codes, edges: Index, table: Codes, codes: Codes, bounds: Index) -> int:
    """Fold the characters of sentences, leave out those that fold to 0; give how many there are."""
    size = 0
    for sentence in range(len(edges) - 1):
        bounds[sentence] = size
        for at in range(edges[sentence], edges[sentence + 1]):
            code = table[raw[at]]
            # Kept unless the next one is written over it: no branch.
            codes[size] = code
            size += code != 0
    bounds[len(edges) - 1] = size
    return size


@compiled
def mask_into(codes: Codes, bounds: Index, kinds: Kinds, masked: Codes, edges: Index) -> int:
    """Put one mark for each number, points and commas between its figures included; give the size."""
    # Unsigned places need no look at whether they count from the end, which halves the time.
    size = np.uint64(0)
    for sentence in range(len(bounds) - 1):
        edges[sentence] = size
        at, stop = np.uint64(bounds[sentence]), np.uint64(bounds[sentence + 1])
        while at < stop:
            if kinds[codes[at]] == NUMERAL:
                masked[size] = MARK
                at += _ONE
                while at < stop and (kinds[codes[at]] == NUMERAL or _inside_number(codes, at, stop, kinds)):
                    at += _ONE
            else:
                masked[size] = codes[at]
                at += _ONE
            size += _ONE
    edges[len(bounds) - 1] = size
    return int(size)


@compiled
def _inside_number(codes: Codes, at: np.uint64, stop: np.uint64, kinds: Kinds) -> bool:
    """Tell whether a character behind a numeral is a point or a comma between two figures."""
    if codes[at] not in (_POINT, _COMMA) or at + _ONE == stop or codes[at - _ONE] > _NINE:
        return False
    return bool(kinds[codes[at + _ONE]] == NUMERAL and codes[at + _ONE] <= _NINE)


@compiled
def hash_into(codes: Codes, bounds: Index, hashes: U64) -> None:
    """Hash stretches laid end to end."""
    for stretch in range(len(bounds) - 1):
        start, stop = bounds[stretch], bounds[stretch + 1]
        value = np.uint64(stop - start)
        whole = stop - (stop - start) % 4
        # Each step waits for the one before, so four characters are taken in one.
        for at in range(start, whole, 4):
            value = _stirred(value, _packed(codes, at))
        for at in range(whole, stop):
            value = _stirred(value, np.uint64(codes[at]))
        hashes[stretch] = mixed(value)


@compiled
def grams_into(codes: Codes, size: int, hashes: U64) -> None:
    """Hash every n-gram, also those that run over the end of a sentence."""
    for at in range(len(hashes)):
        value = _ONE
        for place in range(at, at + size):
            value = _stirred(value, np.uint64(codes[place]))
        hashes[at] = mixed(value)


@compiled
def gather_into(pool: Codes, starts: Index, places: Index, sizes: Index, codes: Codes) -> None:
    """Copy stretches of a pool to the places where they shall lie."""
    for stretch in range(len(starts)):
        source, place = starts[stretch], places[stretch]
        for at in range(sizes[stretch]):
            codes[place + at] = pool[source + at]


@compiled
def number_into(values: U64, keys: U64, slots: Numbers, number: Numbers, first: Index) -> int:
    """Number the distinct values in the order in which they come; give how many there are.

    ``keys`` and ``slots`` are the table of an open hash, as long as a power of two, ``slots`` all -1.
    """
    count = 0
    last = np.uint64(len(keys) - 1)
    for row in range(len(values)):
        value = values[row]
        slot = mixed(value * _STEP) & last
        while slots[slot] >= 0 and keys[slot] != value:
            slot = (slot + _ONE) & last
        if slots[slot] < 0:
            slots[slot] = count
            keys[slot] = value
            first[count] = row
            count += 1
        number[row] = slots[slot]
    return count


@compiled
def spread_into(form: Numbers, document: Numbers, latest: Numbers, spread: Numbers) -> None:
    """Count the documents that have each form; rows are ordered by document, ``latest`` is all -1."""
    for row in range(len(form)):
        if latest[form[row]] != document[row]:
            latest[form[row]] = document[row]
            spread[form[row]] += 1


@compiled
def users_into(number: Numbers, issuer: Numbers, rows: Index, who: Numbers, users: Index) -> None:
    """Note the first row of each of the first issuers of each number; all -1 before, a column for each."""
    for place in range(len(rows)):
        group = number[place]
        for turn in range(users.shape[1]):
            if users[group, turn] < 0:
                who[group, turn], users[group, turn] = issuer[place], rows[place]
                break
            if who[group, turn] == issuer[place]:
                break


@compiled
def latest_into(
    used: Numbers, used_year: Numbers, asked: Numbers, asked_year: Numbers, latest: Index, found: Index
) -> None:
    """Find for each number that is asked for its first use in the latest year up to the one asked.

    Uses and questions come by year; ``latest`` is a table of all numbers, all -1. ``found`` gets places of
    uses, -1 for none.
    """
    use = 0
    for place in range(len(asked)):
        while use < len(used) and used_year[use] <= asked_year[place]:
            before = latest[used[use]]
            if before < 0 or used_year[before] < used_year[use]:
                latest[used[use]] = use
            use += 1
        found[place] = latest[asked[place]]


@compiled
def content_into(
    codes: Codes,
    bounds: Index,
    classes: Codes,
    steps: Numbers,
    ends: Kinds,
    kinds: Kinds,
    content: Codes,
    edges: Index,
) -> int:
    """Leave out of texts the words of a trie, numbers with their units, and what is unlisted; give the size.

    ``steps`` gives for each node of the trie and class of a character the next node, 0 for none; ``ends``
    whether a word ends there; ``kinds`` which characters are `LISTED` and `COUNTED`.
    """
    size = 0
    for text in range(len(bounds) - 1):
        edges[text] = size
        at, stop = bounds[text], bounds[text + 1]
        while at < stop:
            code = codes[at]
            after = at
            node = steps[0, classes[code]]
            step = at + 1
            while node > 0:
                if ends[node]:
                    after = step
                if step == stop:
                    break
                node = steps[node, classes[codes[step]]]
                step += 1
            if after > at:
                at = after
                continue
            at += 1
            if code == MARK:
                while at < stop and kinds[codes[at]] & COUNTED:
                    at += 1
            elif kinds[code] & LISTED:
                content[size] = code
                size += 1
    edges[len(bounds) - 1] = size
    return size


@compiled
def find_into(
    first: Index, form: Numbers, text: Numbers, documents: Numbers, rows: Index, found: Index
) -> None:
    """Find in a document the sentence of a row: the same text, else the first of the same form, else -1."""
    for pair in range(len(rows)):
        row = rows[pair]
        found[pair] = -1
        for other in range(first[documents[pair]], first[documents[pair] + 1]):
            if form[other] == form[row]:
                if text[other] == text[row]:
                    found[pair] = other
                    break
                if found[pair] < 0:
                    found[pair] = other


@compiled
def sample_into(
    pool: Codes, starts: Index, sizes: Numbers, shortest: int, sample: int, keys: U64, edges: Index
) -> int:
    """Keep the hashes of about ``sample`` of the 4-grams of each text; give how many were kept.

    What is kept hangs on the hash alone and the length, so that two texts of one length keep the same.
    ``edges`` gets where the hashes of each text start, and the end.
    """
    count = 0
    for text in range(len(starts)):
        edges[text] = count
        grams = sizes[text] - 3
        if grams < 1 or sizes[text] < shortest:
            continue
        bound = _ALL if grams <= sample else (_ALL // np.uint64(grams)) * np.uint64(sample)
        for at in range(starts[text], starts[text] + grams):
            value = mixed(_packed(pool, at) * _STEP)
            if value <= bound:
                keys[count] = value
                count += 1
    edges[len(starts)] = count
    return count


@compiled
def meet_into(
    keys: U64,
    edges: Index,
    table: Numbers,
    text: Numbers,
    head: Numbers,
    member: Numbers,
    neighbour: Numbers,
) -> tuple[int, int]:
    """Pair each text with the first one, and the last one before it, that has one of its keys.

    Each pair once. ``table`` is an open hash, as long as a power of two, of rows of three: part of the key,
    the first text, the last one, counted from 1; all 0. Give how many pairs of both kinds there are.
    """
    heads = neighbours = 0
    last = np.uint64(len(table) - 1)
    for number in range(len(edges) - 1):
        begin, start = heads, neighbours
        for at in range(edges[number], edges[number + 1]):
            slot = keys[at] & last
            part = np.int32(keys[at] >> np.uint64(33))
            while table[slot, 1] > 0 and table[slot, 0] != part:
                slot = (slot + _ONE) & last
            one, two = table[slot, 1] - 1, table[slot, 2] - 1
            table[slot, 2] = number + 1
            if one < 0:
                table[slot, 0], table[slot, 1] = part, number + 1
            elif two != number:
                heads = _noted(head, begin, heads, one)
                if two != one:
                    neighbours = _noted(neighbour, start, neighbours, two)
        text[begin:heads] = number
        member[start:neighbours] = number
    return heads, neighbours


@compiled
def _noted(values: Numbers, start: int, stop: int, value: int) -> int:
    """Add a value to a stretch if it is not there; give where the stretch ends."""
    for at in range(start, stop):
        if values[at] == value:
            return stop
    values[stop] = value
    return stop + 1
