"""Claims in the making: mutable, in offsets of the matching view of one paragraph."""

from __future__ import annotations

from dataclasses import dataclass, field
from datetime import date
from decimal import Decimal

from govnlp.model import Modifier

View = tuple[int, int]


@dataclass(slots=True)
class Draft:
    """A quantity and what is known of it so far. Offsets are into the view."""

    start: int
    end: int
    value: Decimal
    low: Decimal | None
    high: Decimal | None
    unit: str
    dimension: str
    modifier: Modifier
    rule: str
    implicit: bool = False
    ordinal: bool = False
    word_end: int = 0
    sentence: int = 0
    role: str = "level"
    direction: str | None = None
    modality: str = "fact"
    aggregate: str = "none"
    object: str | None = None
    object_at: View | None = None
    predicate: str | None = None
    predicate_at: View | None = None
    time: tuple[date | None, date | None] | None = None
    whole: int | None = None
    marks: list[tuple[str, int, int]] = field(default_factory=list)


@dataclass(slots=True)
class NonDraft:
    """Numerals that state no quantity. Offsets are into the view."""

    start: int
    end: int
    reason: str
    rule: str
