"""What is said of a report: labels, claims, checks, matches; each with the evidence it rests on."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from typing import Literal

from govnlp import display
from govnlp.model.report import Evidence

Status = Literal["holds", "fails", "not_assessable"]
Modifier = Literal["exact", "about", "over", "under", "range"]
Role = Literal["level", "part", "share", "change", "from", "to", "target", "rate"]
Direction = Literal["up", "down"]
Modality = Literal["fact", "plan", "rule"]
Aggregate = Literal["total", "cumulative", "average", "each", "none"]
Origin = Literal["mandated", "self_prior", "same_region", "superior", "national", "internal", "novel"]


@dataclass(frozen=True, slots=True)
class Label:
    """A topic that a narrative paragraph is about, or the abstention on it.

    Parameters
    ----------
    paragraph_id : str
        Paragraph it is about.
    label : str or None
        Key of the label; None where the model abstains.
    score : float
        In [0, 1]; where the model abstains, the highest score of any label.
    evidence : tuple of Evidence
        Spans that speak for the label (``ref`` is ``for:`` and the cue's name) and against it
        (``against:`` and the name); ``weight`` is carried in the reference: ``for:cue=0.8``.
    rule : str
        Model that gave it: ``keyword`` or ``linear``.
    reason : str
        Why the model abstains; empty where there is a label.
    """

    paragraph_id: str
    label: str | None
    score: float
    evidence: tuple[Evidence, ...] = ()
    rule: str = "keyword"
    reason: str = ""

    def _repr_html_(self) -> str:
        return display.records_table([self])


@dataclass(frozen=True, slots=True)
class Claim:
    """A quantity that the narrative states about the world.

    Parameters
    ----------
    claim_id : str
        ``report_id:c0001`` and so on, in text order.
    paragraph_id : str or None
        Paragraph it stands in; None for a claim of a plain string.
    start, end : int
        Half-open offsets of the whole quantity expression.
    surface : str
        The expression as printed.
    value : Decimal
        Number in the base unit, multipliers applied; of a range its lower end.
    low, high : Decimal or None
        Bounds; both equal to ``value`` where it is exact, None where that side is open.
    unit : str
        Normalised unit (``人次``, ``元``, ``%``, ``次/周``); empty for a bare ratio.
    dimension : str
        ``count``, ``share``, ``percentage_point``, ``ratio``, ``multiple``, ``money``, ``area``,
        ``length``, ``volume``, ``duration``, ``frequency``, ``rank``, ``score``, ``mass`` or ``data``.
    modifier : str
        ``exact``, ``about``, ``over``, ``under`` or ``range``.
    role : str
        ``level``, ``part``, ``share``, ``change``, ``from``, ``to``, ``target`` or ``rate``.
    direction : str or None
        ``up`` or ``down`` of a change.
    modality : str
        ``fact``, ``plan`` or ``rule``.
    aggregate : str
        ``total``, ``cumulative``, ``average``, ``each`` or ``none``.
    implicit : bool
        Whether it is a zero in words.
    object : str or None
        What is counted.
    predicate : str or None
        Verb that governs it, with its aspect.
    time_start, time_end : date or None
        Period in force, days inclusive; as of a day where only the end is known.
    whole_id : str or None
        Claim of which this is a part or share.
    evidence : tuple of Evidence
        Where the fields were read: ``ref`` is ``object``, ``predicate``, ``time``, ``whole``, ``modality``,
        ``aggregate``, ``direction`` or ``role``.
    rule : str
        Rule that found it.
    """

    claim_id: str
    paragraph_id: str | None
    start: int
    end: int
    surface: str
    value: Decimal
    low: Decimal | None
    high: Decimal | None
    unit: str
    dimension: str
    modifier: Modifier = "exact"
    role: Role = "level"
    direction: Direction | None = None
    modality: Modality = "fact"
    aggregate: Aggregate = "none"
    implicit: bool = False
    object: str | None = None
    predicate: str | None = None
    time_start: date | None = None
    time_end: date | None = None
    whole_id: str | None = None
    evidence: tuple[Evidence, ...] = ()
    rule: str = ""

    def _repr_html_(self) -> str:
        return display.records_table([self])


@dataclass(frozen=True, slots=True)
class NonClaim:
    """Digits or numerals that state no quantity, recognised as what they are.

    Parameters
    ----------
    paragraph_id : str or None
        Paragraph it stands in; None in a plain string.
    start, end : int
        Half-open offsets.
    surface : str
        As printed.
    reason : str
        What it is: ``date``, ``document_number``, ``phone``, ``ordinal``, ``list_mark``, ``slogan``, ...
    rule : str
        Rule that recognised it.
    """

    paragraph_id: str | None
    start: int
    end: int
    surface: str
    reason: str
    rule: str = ""

    def _repr_html_(self) -> str:
        return display.records_table([self])


@dataclass(frozen=True, slots=True)
class Check:
    """One arithmetic statement tried on a report.

    Parameters
    ----------
    check_id : str
        ``report_id:k0001`` and so on.
    kind : str
        Of tables: ``table_outcome_sum``, ``table_flow``, ``table_row_sum``, ``table_block_sum``,
        ``table_cell``, ``year_table``, ``hierarchy``. Of text: ``narrative_part_sum``,
        ``narrative_share_sum``, ``narrative_share``, ``narrative_change``, ``narrative_table``,
        ``narrative_year``, ``narrative_enumeration``, ``narrative_parts_announced``, ``narrative_date``.
    status : str
        ``holds``, ``fails`` or ``not_assessable``.
    formula : str
        The statement in terms of cell keys and of claims by their surface.
    left, right : Decimal or None
        The values of both sides as far as they are known.
    delta : Decimal or None
        ``left - right``; None where a side is unknown.
    reason : str
        Why it fails or cannot be assessed; empty where it holds.
    evidence : tuple of Evidence
        The cells, claims and stretches of text used.
    """

    check_id: str
    kind: str
    status: Status
    formula: str
    left: Decimal | None
    right: Decimal | None
    delta: Decimal | None
    reason: str
    evidence: tuple[Evidence, ...]

    def _repr_html_(self) -> str:
        return display.records_table([self])


@dataclass(frozen=True, slots=True)
class Match:
    """Where a narrative sentence comes from.

    Parameters
    ----------
    report_id, sentence_id : str
        The sentence.
    start, end : int
        Half-open offsets into its report's text.
    text : str
        The sentence as printed.
    origin : str
        ``mandated``, ``self_prior``, ``same_region``, ``superior``, ``national``, ``internal`` or ``novel``.
    source_report_id : str or None
        Report it was taken from; None where novel.
    source_start, source_end : int or None
        Half-open offsets into that report's text.
    similarity : float or None
        Aligned character similarity to the source, in [0, 1]; 1 where equal after normalising.
    numbers_changed : bool or None
        Whether nothing but numbers differs from the source; None where novel.
    rule : str
        How it was matched: ``exact``, ``masked`` (numbers), ``names``, ``edited``, or the rule of the origin.
    reason : str
        Why an origin could not be tried (``no_prior_report``, ``no_region``, ...); joined by ``;``.
    """

    report_id: str
    sentence_id: str
    start: int
    end: int
    text: str
    origin: Origin
    source_report_id: str | None = None
    source_start: int | None = None
    source_end: int | None = None
    similarity: float | None = None
    numbers_changed: bool | None = None
    rule: str = ""
    reason: str = ""

    def _repr_html_(self) -> str:
        return display.records_table([self])
