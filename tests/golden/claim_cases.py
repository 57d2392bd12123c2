"""Golden sentences for claims: spans stand in ⟦ ⟧, one object a pair of brackets, in order."""

from __future__ import annotations

from pathlib import Path

from govnlp.analysis.gold_claims import GoldText as Case
from govnlp.analysis.gold_claims import load_gold

__all__ = ["FOLDER", "Case", "load_cases"]

FOLDER = Path(__file__).parent / "claims"


def load_cases(name: str) -> list[Case]:
    """Load one file of golden sentences."""
    return load_gold(FOLDER / name)
