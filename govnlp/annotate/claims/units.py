"""Units of claims: surfaces, what they are normalised to, how far a numeral before them can be trusted."""

from __future__ import annotations

from dataclasses import dataclass
from decimal import Decimal, InvalidOperation
from functools import cache

from govnlp.errors import ResourceError
from govnlp.resources import load_csv, read_bytes

FILE = "units.csv"
DIMENSIONS = (
    "count",
    "share",
    "percentage_point",
    "ratio",
    "multiple",
    "money",
    "area",
    "length",
    "volume",
    "duration",
    "frequency",
    "rank",
    "score",
    "mass",
    "data",
)
RISKS = ("safe", "arabic", "score")


@dataclass(frozen=True, slots=True)
class Unit:
    """A unit as printed.

    Parameters
    ----------
    surface : str
        As printed, folded.
    unit : str
        Normalised unit.
    dimension : str
        One of `DIMENSIONS`.
    factor : Decimal
        What a printed number is multiplied with (成: 10, for the unit is %).
    risk : str
        One of `RISKS`: which numerals before it make a quantity.
    """

    surface: str
    unit: str
    dimension: str
    factor: Decimal
    risk: str


@cache
def load_units() -> dict[str, Unit]:
    """Load the units.

    Returns
    -------
    dict of str to Unit
        By surface. Cached: do not change it.

    Raises
    ------
    ResourceError
        If a row is no unit; names file and line.
    """
    rows = load_csv(FILE)
    header = read_bytes(FILE).decode("utf-8").splitlines()
    first = sum(line.startswith("#") for line in header) + 2
    units: dict[str, Unit] = {}
    for number, row in enumerate(rows, start=first):
        problem = _problem(row, units)
        if problem:
            raise ResourceError(problem, source=f"govnlp/data/{FILE}", where=f"line {number}")
        units[row["surface"]] = Unit(
            row["surface"], row["unit"], row["dimension"], Decimal(row["factor"]), row["risk"]
        )
    return units


def _problem(row: dict[str, str], known: dict[str, Unit]) -> str:
    if not row["surface"] or row["surface"] in known:
        return f"surface {row['surface']!r} is empty or stands twice"
    if not row["unit"] or not row["source"]:
        return "unit and source must be given"
    if row["dimension"] not in DIMENSIONS:
        return f"unknown dimension {row['dimension']!r}; one of {', '.join(DIMENSIONS)}"
    if row["risk"] not in RISKS:
        return f"unknown risk {row['risk']!r}; one of {', '.join(RISKS)}"
    try:
        positive = Decimal(row["factor"]) > 0
    except InvalidOperation:
        positive = False
    return "" if positive else f"factor {row['factor']!r} must be a positive number"
