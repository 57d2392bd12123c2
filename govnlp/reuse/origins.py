"""Where each sentence comes from: one origin, decided in a fixed order, and the row it was taken from."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from govnlp.reuse.compare import Families, with_content
from govnlp.reuse.content import Contents
from govnlp.reuse.fingerprint import Index, Numbers, numbered, paired
from govnlp.reuse.forms import Forms
from govnlp.reuse.kinship import (
    Column,
    count_pairs,
    first_users,
    issuer_of_rows,
    regional_source,
    spread_over,
    superior_source,
)
from govnlp.reuse.mandated import kinds_of_forms
from govnlp.reuse.prior import Prior
from govnlp.reuse.ranked import Ranked, spread_of
from govnlp.reuse.settings import ReuseSettings

ORIGINS = ("mandated", "self_prior", "same_region", "superior", "national", "internal", "novel")
_MANDATED, _SELF, _REGION, _SUPERIOR, _NATIONAL, _INTERNAL, _NOVEL = range(len(ORIGINS))


@dataclass(frozen=True, slots=True)
class Origins:
    """The origin of each row.

    Parameters
    ----------
    origin : array of int8
        Place in `ORIGINS`.
    source : array of int64
        Row it was taken from, -1 for none.
    mandated : array of int16
        Which mandated rule, -1 for none.
    rules : tuple of str
        Names of the mandated rules.
    recurs : array of bool
        Whether another report has the sentence, in any form, at any time.
    """

    origin: NDArray[np.int8]
    source: Index
    mandated: NDArray[np.int16]
    rules: tuple[str, ...]
    recurs: NDArray[np.bool_]


def decide(
    ranked: Ranked,
    forms: Forms,
    contents: Contents,
    families: Families,
    prior: Prior,
    settings: ReuseSettings,
) -> Origins:
    """Decide the origin of every sentence.

    Parameters
    ----------
    ranked : Ranked
        The sentences.
    forms : Forms
        Their masked texts.
    contents : Contents
        What they say beside formulas.
    families : Families
        Their relatives.
    prior : Prior
        Where they stood in the last report.
    settings : ReuseSettings
        Thresholds.

    Returns
    -------
    Origins
        In this order: mandated; the unit's last report; the same region (same or earlier year); the superior
        (same or earlier year); national stock; repeated inside the report; novel. A copy that is equal,
        numbers masked, goes before an edited one when region and superior compete. Stock phrases are not put
        down to region or superior by chance, see `_stock`. Run-in headings and sentences that are little but
        formula count only beside another sentence that comes from the same place.
    """
    form = ranked.form
    close = with_content(forms, contents, families, settings.similarity, settings.min_edited_content)
    family = close.family[form]
    numbers, names, leads = kinds_of_forms(ranked, forms)
    sound = (forms.size >= settings.min_characters) & ~leads
    rich = sound & (contents.pool.size >= settings.min_content)
    rows = np.flatnonzero(rich[form])
    issuer = issuer_of_rows(ranked)
    origin = np.full(len(form), _NOVEL, np.int8)
    source = np.full(len(form), -1, np.int64)

    internal = _above(ranked, rows)
    _put(origin, source, internal >= 0, _INTERNAL, internal)
    stock, regional_ok, superior_ok = _stock(ranked, family, rows, settings)
    first = first_users(family, np.zeros_like(family), issuer, rows)
    _put(origin, source, stock, _NATIONAL, _first_of_others(ranked, issuer, first))

    region = ranked.region[ranked.document]
    for group, exact in ((family, False), (form, True)):
        users = regional_source(ranked, issuer, first_users(group, region, issuer, rows))
        regional = _first_similar(ranked, forms, users, settings.similarity, exact)
        above = superior_source(ranked, group, rows)
        above = _first_similar(ranked, forms, above[:, None], settings.similarity, exact)
        _put(origin, source, (above >= 0) & superior_ok, _SUPERIOR, above)
        _put(origin, source, (regional >= 0) & regional_ok, _REGION, regional)
    # In the unit's own last report a heading counts too, if it is the same.
    same = ranked.text[np.maximum(prior.source, 0)] == ranked.text
    long_enough = (forms.size >= settings.min_characters)[form]
    _put(origin, source, (prior.source >= 0) & long_enough & (sound[form] | same), _SELF, prior.source)
    _beside(ranked, origin, source)
    mandated = numbers[form]
    _put(origin, source, mandated >= 0, _MANDATED, np.full(len(form), -1))
    recurs = _recurs(ranked, families.family[form], prior)
    return Origins(origin, source, mandated, names, recurs)


def _beside(ranked: Ranked, origin: NDArray[np.int8], source: Index) -> None:
    """Give what stands beside a copied sentence its origin, if the same stands beside the source."""
    document = ranked.document
    size = len(document)
    for step in (1, -1, 1, -1):
        rows = np.flatnonzero(origin == _NOVEL)
        beside = rows + step
        rows = rows[(beside >= 0) & (beside < size)]
        beside = rows + step
        from_there = source[beside] - step
        good = (document[beside] == document[rows]) & (source[beside] >= 0) & (origin[beside] <= _SUPERIOR)
        good &= (from_there >= 0) & (from_there < size)
        rows, beside, from_there = rows[good], beside[good], from_there[good]
        good = document[from_there] == document[source[beside]]
        good &= ranked.form[from_there] == ranked.form[rows]
        rows, beside, from_there = rows[good], beside[good], from_there[good]
        origin[rows], source[rows] = origin[beside], from_there


def _put(origin: NDArray[np.int8], source: Index, where: NDArray[np.bool_], what: int, rows: Index) -> None:
    """Write an origin over the weaker ones written before."""
    origin[where] = what
    source[where] = rows[where]


def _above(ranked: Ranked, rows: Index) -> Index:
    """Find for each row the first earlier row of its report with the same form."""
    found = np.full(len(ranked.form), -1, np.int64)
    numbers, first = numbered(paired(ranked.document[rows], ranked.form[rows]))
    earliest = rows[first[numbers]]
    found[rows] = np.where(earliest < rows, earliest, -1)
    return found


def _first_of_others(ranked: Ranked, issuer: Column, users: Index) -> Index:
    """Give the first use of a sentence by another issuer, if it is not of a later year."""
    made = np.full(len(users), -1, np.int64)
    year = ranked.year[ranked.document]
    for turn in range(users.shape[1])[::-1]:
        at = np.maximum(users[:, turn], 0)
        good = (users[:, turn] >= 0) & (issuer[at] != issuer) & (year[at] <= year)
        made[good] = users[good, turn]
    return made


def _first_similar(ranked: Ranked, forms: Forms, sources: Index, least: float, exact: bool) -> Index:
    """Take of several sources of each row the first one that is similar enough itself."""
    chosen = np.full(len(sources), -1, np.int64)
    for turn in range(sources.shape[1]):
        open_rows = np.flatnonzero((chosen < 0) & (sources[:, turn] >= 0))
        found = sources[open_rows, turn]
        if not exact:
            good = _similar(forms, ranked.form[open_rows], ranked.form[found], least)
            open_rows, found = open_rows[good], found[good]
        chosen[open_rows] = found
    return chosen


def _similar(forms: Forms, left: Numbers, right: Numbers, least: float) -> NDArray[np.bool_]:
    """Compare pairs of forms, each different pair once."""
    numbers, first = numbered(paired(left, right))
    scores = forms.compare(left[first], right[first], least)
    found: NDArray[np.bool_] = (scores > 0)[numbers]
    return found


def _stock(
    ranked: Ranked, family: Column, rows: Index, settings: ReuseSettings
) -> tuple[NDArray[np.bool_], NDArray[np.bool_], NDArray[np.bool_]]:
    """Find the rows whose sentence is national stock, and whether region and superior still explain more.

    Stock is what enough issuers of enough regions have. Such a phrase is found in a unit's region by
    chance; it is put down to the region only if as many of the unit's neighbours having it is unlikely at
    the rate of the issuers elsewhere, and to the superior only if that rate is low.
    """
    issuer, region = ranked.issuer[ranked.document], ranked.region[ranked.document]
    issuers = spread_over(family, issuer, rows)[family]
    regions = spread_over(family, region, rows)[family]
    spread = (issuers >= settings.national_issuers) & (
        (regions >= settings.national_regions) | (ranked.region < 0).all()
    )
    stock = np.zeros(len(family), bool)
    stock[rows] = spread[rows]
    regional = np.ones(len(family), bool)
    superior = np.ones(len(family), bool)
    some = np.flatnonzero(stock & (issuer >= 0))
    if not some.size:
        return stock, regional, superior
    # Slow to import, and a small corpus has no national stock.
    from scipy.stats import binom

    total = len(np.unique(ranked.issuer[ranked.issuer >= 0]))
    units = np.unique(
        np.stack([ranked.region, ranked.issuer])[:, (ranked.issuer >= 0) & (ranked.region >= 0)], axis=1
    )
    in_region = np.bincount(units[0], minlength=int(ranked.region.max(initial=-1)) + 1)
    here = count_pairs(family, region, issuer, rows)[some]
    neighbours = np.where(region[some] >= 0, in_region[region[some]], 0) if len(in_region) else here
    outside = np.maximum(total - neighbours, 1)
    rate = np.clip((issuers[some] - here) / outside, 0, 1)
    chance = binom.sf(here - 2, np.maximum(neighbours - 1, 0), rate)
    regional[some] = chance < settings.chance
    superior[some] = (issuers[some] - 1) / max(total - 1, 1) < settings.chance
    return stock, regional, superior


def _recurs(ranked: Ranked, family: Column, prior: Prior) -> NDArray[np.bool_]:
    """Tell which sentences another report has too."""
    homes = spread_of(family, ranked.document)
    found: NDArray[np.bool_] = (homes[family] > 1) | (prior.source >= 0)
    found[prior.source[prior.source >= 0]] = True
    return found
