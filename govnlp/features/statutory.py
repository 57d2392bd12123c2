"""Figures of the statutory tables, and rates of them."""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from decimal import Decimal
from functools import cache, lru_cache

from govnlp.annotate.checks import Blanks
from govnlp.features.concreteness import RESOURCE
from govnlp.model import Cell
from govnlp.records import Row
from govnlp.resources import load_toml

_EMPTY = ("blank", "dash")
Figures = Mapping[str, tuple[Decimal | None, str]]


def statutory_features(cells: Sequence[Cell], blanks: Blanks = "strict") -> Row:
    r"""Take the figures that are compared between reports, and the rates made of them.

    .. math:: disclosure = \frac{granted + partially\ granted}{processed}, \quad
              correction = \frac{corrected}{total - pending}

    Parameters
    ----------
    cells : sequence of Cell
        Cells of the report.
    blanks : str
        ``strict``: a blank or a dash is unknown. ``blank_as_zero``: it counts as 0.

    Returns
    -------
    dict
        Figures as printed, in sums where a figure has several cells, and rates in [0, 1]; None where a cell
        that is needed is not known. ``rate_reasons`` says why a rate is missing: the figure and the state of
        its cell, ``nothing_to_divide`` where the denominator is 0, ``out_of_range`` where what is
        printed gives no rate.
    """
    own: dict[str, list[Cell]] = {name: [] for name in load_toml(RESOURCE)["cells"]}
    for cell in cells:
        for name in _figures_with(cell.key):
            own[name].append(cell)
    figures = {name: _figure(found, blanks == "blank_as_zero") for name, found in own.items()}
    row: Row = {name: None if value is None else float(value) for name, (value, _) in figures.items()}
    reasons = []
    for name, rate in load_toml(RESOURCE)["rates"].items():
        value, reason = _rate(figures, rate["over"], rate["under"], rate["less"])
        row[name] = value
        reasons += [f"{name}: {reason}"] if reason else []
    return row | {"rate_reasons": "; ".join(reasons)}


@cache
def _pattern(name: str) -> re.Pattern[str]:
    listed = load_toml(RESOURCE)["cells"][name]
    return re.compile("|".join(re.escape(key).replace(r"\*", "[a-z_]+") for key in listed))


@lru_cache(maxsize=4_096)
def _figures_with(key: str) -> tuple[str, ...]:
    """Name the figures that a cell is part of."""
    return tuple(name for name in load_toml(RESOURCE)["cells"] if _pattern(name).fullmatch(key))


def _figure(own: Sequence[Cell], as_zero: bool) -> tuple[Decimal | None, str]:
    """Sum of the cells, or the state of the first that is not known."""
    if not own:
        return None, "no_table"
    total = Decimal(0)
    for cell in own:
        if cell.value is not None:
            total += cell.value
        elif not (as_zero and cell.state in _EMPTY):
            return None, cell.state
    return total, ""


def _rate(
    figures: Figures, over: Sequence[str], under: Sequence[str], less: Sequence[str]
) -> tuple[float | None, str]:
    for name in (*over, *under, *less):
        if figures[name][0] is None:
            return None, f"{name} {figures[name][1]}"

    def total(names: Sequence[str]) -> Decimal:
        return sum((figures[name][0] or Decimal(0) for name in names), Decimal(0))

    above, below = total(over), total(under) - total(less)
    if below == 0 and above == 0:
        return None, "nothing_to_divide"
    if below <= 0 or not 0 <= above <= below:
        return None, "out_of_range"
    return float(above / below), ""
