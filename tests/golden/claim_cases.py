"""Golden sentences for claims: spans stand in ⟦ ⟧, one object a pair of brackets, in order."""

from __future__ import annotations

from pathlib import Path

from govnlp.analysis.gold_claims import GoldText, load_gold

FOLDER = Path(__file__).parent / "claims"


def load_cases(name: str) -> list[GoldText]:
    """Load one file of golden sentences."""
    return load_gold(FOLDER / name)
