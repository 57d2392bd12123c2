"""Gold texts for numeric claims: JSON Lines with the spans in ⟦ ⟧.

One object a line: ``text`` with each claim's span in ``⟦`` and ``⟧``, ``year`` of the report, ``tags`` of
phenomena, ``claims``, one object a pair of brackets in order, and ``non_claims``, pairs of surface and
reason. A claim has ``value`` (a decimal or a fraction, as text), ``unit``, ``object`` and ``predicate``;
the other fields only where they are not the default. ``low`` or ``high`` is ``"open"`` where that side is,
``time`` a pair of days (null where open), and ``whole`` the number of a claim of the same text, from 1.
"""

from __future__ import annotations

import json
from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from govnlp.errors import UsageError

_OPEN, _CLOSE = "⟦", "⟧"


@dataclass(frozen=True, slots=True)
class GoldText:
    """A text without its brackets, and what is known of it.

    Parameters
    ----------
    where : str
        File and line.
    text : str
        The text.
    year : int or None
        Year of the report it stands for.
    tags : tuple of str
        Phenomena.
    spans : tuple of (int, int)
        Half-open offsets of the claims.
    claims : tuple of mapping
        Their fields, as written.
    non_claims : tuple of (str, str)
        Surfaces that are no claims, with their reasons.
    """

    where: str
    text: str
    year: int | None
    tags: tuple[str, ...]
    spans: tuple[tuple[int, int], ...]
    claims: tuple[Mapping[str, Any], ...]
    non_claims: tuple[tuple[str, str], ...]


def load_gold(path: Path) -> list[GoldText]:
    """Load a file of gold texts.

    Parameters
    ----------
    path : Path
        JSON Lines, UTF-8.

    Returns
    -------
    list of GoldText
        One a line; empty lines left out.

    Raises
    ------
    UsageError
        If it cannot be read, or a line is malformed; the message names the line.
    """
    try:
        lines = path.read_text("utf-8-sig").splitlines()
    except (OSError, UnicodeDecodeError) as error:
        raise UsageError(f"cannot be read: {error}", source=str(path)) from error
    return [_gold(f"{path.name}:{n}", line) for n, line in enumerate(lines, 1) if line.strip()]


def _gold(where: str, line: str) -> GoldText:
    try:
        row = json.loads(line)
        text, spans = _spans(row["text"])
        claims = tuple(row["claims"])
        non_claims = tuple((str(surface), str(reason)) for surface, reason in row.get("non_claims", ()))
        year = row.get("year")
        tags = tuple(row.get("tags", ()))
    except (ValueError, KeyError, TypeError) as error:
        raise UsageError(f"malformed gold text: {error!r}", source=where) from error
    if len(spans) != len(claims):
        raise UsageError(f"{len(spans)} pairs of brackets, {len(claims)} claims", source=where)
    if any("value" not in claim or "unit" not in claim for claim in claims):
        raise UsageError("a claim without value or unit", source=where)
    return GoldText(where, text, year, tags, spans, claims, non_claims)


def _spans(marked: str) -> tuple[str, tuple[tuple[int, int], ...]]:
    text: list[str] = []
    spans: list[tuple[int, int]] = []
    start: int | None = None
    for character in marked:
        if character == _OPEN:
            if start is not None:
                raise ValueError("brackets inside brackets")
            start = len(text)
        elif character == _CLOSE:
            if start is None:
                raise ValueError("a bracket closed that was not opened")
            spans.append((start, len(text)))
            start = None
        else:
            text.append(character)
    if start is not None:
        raise ValueError("a bracket that is not closed")
    return "".join(text), tuple(spans)
