"""Who else has a sentence: first uses in a region, a superior's use, spread over issuers."""

from __future__ import annotations

import numpy as np
from numpy.typing import NDArray

from govnlp.reuse.fingerprint import Index, distinct
from govnlp.reuse.ranked import Ranked

# First users of a sentence in a region that are looked at: of three, one is neither the unit nor its
# superior.
_USERS = 3
_YEAR_BITS = 12
_ISSUER_BITS = 22

Column = NDArray[np.int32]


def issuer_of_rows(ranked: Ranked) -> Column:
    """Give the issuer of each row; where it is unknown each document is one of its own."""
    known = ranked.issuer >= 0
    issuer = np.where(known, ranked.issuer, ranked.issuer.max(initial=-1) + 1 + np.arange(len(known)))
    return issuer[ranked.document].astype(np.int32)


def first_users(group: Column, place: Column, issuer: Column, rows: Index) -> tuple[Index, Index]:
    """Find the first row of each of the first issuers of a sentence in a place.

    Parameters
    ----------
    group, place, issuer : array of int32
        One a row: its sentence, place (-1 where unknown) and issuer; rows in rank order.
    rows : array of int64
        Rows that count.

    Returns
    -------
    users : array of int64, 3 columns
        One a row: first rows of the first issuers, -1 where there are fewer or the place is unknown.
    rows_of : array of int64
        Same as the index of ``users``: all rows.
    """
    users = np.full((len(group), _USERS), -1, np.int64)
    rows = rows[place[rows] >= 0]
    keys = (group[rows].astype(np.int64) << 32) | place[rows]
    unique, number = np.unique(keys, return_inverse=True)
    pairs = (number.astype(np.int64) << 32) | issuer[rows]
    _, first = np.unique(pairs, return_index=True)
    # Ordered by group, then by rank.
    order = np.lexsort((first, number[first]))
    first = first[order]
    group_of = number[first]
    start = np.searchsorted(group_of, np.arange(len(unique) + 1))
    for turn in range(_USERS):
        at = start[:-1] + turn
        there = at < start[1:]
        column = np.full(len(unique), -1, np.int64)
        column[there] = rows[first[at[there]]]
        users[rows, turn] = column[number]
    return users, rows


def regional_source(ranked: Ranked, issuer: Column, users: Index) -> Index:
    """Choose of the first users in the region one that is neither the unit itself nor its superior.

    Parameters
    ----------
    ranked : Ranked
        The sentences.
    issuer : array of int32
        One a row.
    users : array of int64
        As `first_users` gives them.

    Returns
    -------
    array of int64, 3 columns
        One a row: the same with those that cannot be the source as -1: the unit itself, its superior, and
        reports of later years.
    """
    year = ranked.year[ranked.document]
    superior = ranked.superior[ranked.document]
    made = users.copy()
    for turn in range(users.shape[1]):
        source = users[:, turn]
        at = np.maximum(source, 0)
        bad = (issuer[at] == issuer) | (issuer[at] == superior) | (year[at] > year)
        made[bad | (year == 0) | (year[at] == 0), turn] = -1
    return made


def superior_source(ranked: Ranked, group: Column, rows: Index) -> Index:
    """Find the superior's latest use of each sentence, not later than the row's year.

    Parameters
    ----------
    ranked : Ranked
        The sentences.
    group : array of int32
        One a row: its sentence.
    rows : array of int64
        Rows that count.

    Returns
    -------
    array of int64
        One a row: the superior's row, -1 for none.
    """
    found = np.full(len(group), -1, np.int64)
    issuer, year = ranked.issuer[ranked.document], ranked.year[ranked.document]
    superior = ranked.superior[ranked.document]
    used = rows[(issuer[rows] >= 0) & (year[rows] > 0)]
    keys = _superior_key(group[used], issuer[used], year[used])
    order = np.argsort(keys, kind="stable")
    used, keys = used[order], keys[order]
    asking = rows[(superior[rows] >= 0) & (year[rows] > 0)]
    if not len(used) or not len(asking):
        return found
    sought = _superior_key(group[asking], superior[asking], year[asking])
    at = np.searchsorted(keys, sought, side="right") - 1
    same = (keys[np.maximum(at, 0)] >> _YEAR_BITS) == (sought >> _YEAR_BITS)
    good = (at >= 0) & same & (superior[asking] != issuer[asking])
    # Of several uses in the latest year, the first.
    first = np.searchsorted(keys, keys[np.maximum(at, 0)])
    found[asking[good]] = used[first[good]]
    return found


def _superior_key(group: Column, issuer: Column, year: Column) -> Index:
    issuer_and_year = (issuer.astype(np.int64) << _YEAR_BITS) | year
    return (group.astype(np.int64) << (_YEAR_BITS + _ISSUER_BITS)) | issuer_and_year


def spread_over(group: Column, members: Column, rows: Index) -> Column:
    """Count the different members (issuers, regions) of each sentence; unknown ones (-1) are not counted."""
    rows = rows[members[rows] >= 0]
    pairs = distinct((group[rows].astype(np.int64) << 32) | members[rows])
    return np.bincount(pairs >> 32, minlength=int(group.max(initial=-1)) + 1).astype(np.int32)


def count_pairs(group: Column, place: Column, members: Column, rows: Index) -> Column:
    """Count for each row the different members that have its sentence in its place; 0 if unknown."""
    made = np.zeros(len(group), np.int32)
    rows = rows[(place[rows] >= 0) & (members[rows] >= 0)]
    keys = (group[rows].astype(np.int64) << 32) | place[rows]
    unique, number = np.unique(keys, return_inverse=True)
    pairs = distinct((number.astype(np.int64) << 32) | members[rows])
    made[rows] = np.bincount(pairs >> 32, minlength=len(unique))[number]
    return made
