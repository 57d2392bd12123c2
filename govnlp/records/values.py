"""Exact numbers in JSON and in tables."""

from __future__ import annotations

from decimal import Decimal
from typing import Any

Row = dict[str, Any]


def json_number(value: Decimal | None) -> int | float | str | None:
    """Give a decimal as a JSON number; as text where a double would lose digits.

    Parameters
    ----------
    value : Decimal or None
        Any finite decimal.

    Returns
    -------
    int, float, str or None
        A number that reads back as the same value, else its text.
    """
    if value is None:
        return None
    if value == value.to_integral_value():
        return int(value) if abs(value) < 2**53 else str(int(value))
    double = float(value)
    return double if Decimal(repr(double)) == value else str(value)


def exact(value: Decimal | None) -> str | None:
    """Give a decimal as plain text, without an exponent."""
    return None if value is None else format(value, "f")
