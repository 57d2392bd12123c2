"""Thresholds of text reuse; they are written into the manifest."""

from __future__ import annotations

from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class ReuseSettings:
    """Choices that change what counts as reuse, and whose.

    Parameters
    ----------
    similarity : float
        Least aligned character similarity of an edited copy, numbers masked, in (0, 1]; between different
        units it holds for what is left without formulas too.
    min_characters : int
        Shortest sentence (folded, without spaces) that can be reused.
    min_content, min_edited_content : int
        Characters beside the formulas of the report that sentences of different units must share: where they
        are equal but for numbers, and where one is edited.
    prior_similarity : float
        Least similarity to a sentence of the unit's own last report, formulas included.
    reworded_similarity, prior_content : float, int
        Or else: least similarity, formulas included, and characters beside formulas that it shares with it,
        being similar by ``similarity`` without formulas.
    partial_similarity, partial_content : float, int
        Or else: similarity, with and without formulas, and characters shared, of a sentence partly taken
        over.
    moved_similarity : float
        Or else: characters of content that stand in the other sentence too, in any order, over all
        characters; `govnlp.reuse.moved.match_moved`.
    national_issuers : int
        Issuers from which on a phrase may be national stock.
    national_regions : int
        Regions over which these must spread, where regions are known.
    chance : float
        A phrase of the national stock is put down to a region or superior only if finding it there is less
        likely than this by the phrase's rate among all other issuers.
    prior_gap : int
        Years that the unit's last report may lie back.
    passage_gap : int
        Sentences that a passage may leave out on either side between two reused ones.
    promise_years : int
        Years in a row from which on a problem or plan counts as promised again.
    boilerplate_common, boilerplate_minimum : float
        Document shares for a template n-gram (Lang & Stice-Lawrence 2015): dropped at ``common`` or more,
        kept at ``minimum`` or more; Dyer et al. (2017) keep those at ``common`` or more.
    boilerplate_group : int
        Issuers of one year and level that are needed to measure boilerplate at all.
    """

    similarity: float = 0.72
    min_characters: int = 6
    min_content: int = 8
    min_edited_content: int = 10
    prior_similarity: float = 0.8
    reworded_similarity: float = 0.65
    prior_content: int = 12
    partial_similarity: float = 0.6
    partial_content: int = 30
    moved_similarity: float = 0.5
    national_issuers: int = 3
    national_regions: int = 3
    chance: float = 0.05
    prior_gap: int = 1
    passage_gap: int = 2
    promise_years: int = 2
    boilerplate_common: float = 0.75
    boilerplate_minimum: float = 0.30
    boilerplate_group: int = 5
