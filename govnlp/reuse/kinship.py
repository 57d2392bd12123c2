"""Who else has a sentence: first uses in a region, a superior's use, spread over issuers."""

from __future__ import annotations

import numpy as np
from numpy.typing import NDArray

from govnlp.reuse import kernels
from govnlp.reuse.fingerprint import Index, numbered, paired
from govnlp.reuse.ranked import Ranked

# First users of a sentence in a region that are looked at: of three, one is neither the unit nor its
# superior.
_USERS = 3

Column = NDArray[np.int32]


def issuer_of_rows(ranked: Ranked) -> Column:
    """Give the issuer of each row; where it is unknown each document is one of its own."""
    known = ranked.issuer >= 0
    issuer = np.where(known, ranked.issuer, ranked.issuer.max(initial=-1) + 1 + np.arange(len(known)))
    return issuer[ranked.document].astype(np.int32)


def first_users(group: Column, place: Column, issuer: Column, rows: Index) -> Index:
    """Find the first row of each of the first issuers of a sentence in a place.

    Parameters
    ----------
    group, place, issuer : array of int32
        One a row: its sentence, place (-1 where unknown) and issuer; rows in rank order.
    rows : array of int64
        Rows that count.

    Returns
    -------
    array of int64, 3 columns
        One a row: first rows of the first issuers, -1 where there are fewer or the place is unknown.
    """
    made = np.full((len(group), _USERS), -1, np.int64)
    rows = rows[place[rows] >= 0]
    numbers, first = numbered(paired(group[rows], place[rows]))
    users = np.full((len(first), _USERS), -1, np.int64)
    kernels.users_into(numbers, issuer[rows], rows, np.empty((len(first), _USERS), np.int32), users)
    made[rows] = users[numbers]
    return made


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
    asking = rows[(superior[rows] >= 0) & (year[rows] > 0) & (superior[rows] != issuer[rows])]
    units = np.concatenate([issuer[used], superior[asking]])
    numbers, first = numbered(paired(group[np.concatenate([used, asking])], units))
    # Rows are ranked by year.
    latest, place = np.full(len(first), -1, np.int64), np.empty(len(asking), np.int64)
    kernels.latest_into(
        *(numbers[: len(used)], year[used], numbers[len(used) :], year[asking], latest, place)
    )
    there = place >= 0
    found[asking[there]] = used[place[there]]
    return found


def spread_over(group: Column, members: Column, rows: Index) -> Column:
    """Count the different members (issuers, regions) of each sentence; unknown ones (-1) are not counted."""
    rows = rows[members[rows] >= 0]
    rows = rows[numbered(paired(group[rows], members[rows]))[1]]
    return np.bincount(group[rows], minlength=int(group.max(initial=-1)) + 1).astype(np.int32)


def count_pairs(group: Column, place: Column, members: Column, rows: Index) -> Column:
    """Count for each row the different members that have its sentence in its place; 0 if unknown."""
    made = np.zeros(len(group), np.int32)
    rows = rows[(place[rows] >= 0) & (members[rows] >= 0)]
    numbers, first = numbered(paired(group[rows], place[rows]))
    once = numbered(paired(numbers, members[rows]))[1]
    made[rows] = np.bincount(numbers[once], minlength=len(first))[numbers]
    return made
