"""Golden sentences for claims: spans stand in ⟦ ⟧, one object a pair of brackets, in order."""

from __future__ import annotations

import json
from dataclasses import dataclass
from pathlib import Path
from typing import Any

FOLDER = Path(__file__).parent / "claims"


@dataclass(frozen=True, slots=True)
class Case:
    """A text without its brackets, the spans they marked, and what is known of each."""

    where: str
    text: str
    year: int
    tags: tuple[str, ...]
    spans: tuple[tuple[int, int], ...]
    claims: tuple[dict[str, Any], ...]
    non_claims: tuple[tuple[str, str], ...]


def load_cases(name: str) -> list[Case]:
    """Load one file of golden sentences."""
    lines = (FOLDER / name).read_text("utf-8").splitlines()
    return [_case(f"{name}:{n}", json.loads(line)) for n, line in enumerate(lines, 1)]


def _case(where: str, row: dict[str, Any]) -> Case:
    text, spans, start = "", [], None
    for character in row["text"]:
        if character == "⟦":
            assert start is None, where
            start = len(text)
        elif character == "⟧":
            assert start is not None, where
            spans.append((start, len(text)))
            start = None
        else:
            text += character
    assert start is None, where
    return Case(
        where,
        text,
        row["year"],
        tuple(row["tags"]),
        tuple(spans),
        tuple(row["claims"]),
        tuple((surface, reason) for surface, reason in row.get("non_claims", [])),
    )
