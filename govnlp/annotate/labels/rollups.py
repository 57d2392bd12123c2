"""The roll-ups: four topics over the labels."""

from __future__ import annotations

from collections.abc import Mapping
from functools import cache

from govnlp.resources import load_toml


@cache
def roll_ups() -> Mapping[str, tuple[str, ...]]:
    """Give the labels of each roll-up; a paragraph has the roll-up if it has any of them."""
    return {name: tuple(labels) for name, labels in load_toml("rollups.toml")["roll_ups"].items()}


@cache
def roll_up_of(label: str | None) -> str | None:
    """Give the roll-up of a label, None where it is in none."""
    return next((name for name, labels in roll_ups().items() if label in labels), None)
