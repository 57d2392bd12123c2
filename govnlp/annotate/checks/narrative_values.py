"""What a printed quantity commits to: how far rounding and 余, 约, 近 let the true value be away."""

from __future__ import annotations

import re
from decimal import Decimal

from govnlp.model import Check, Claim, Evidence, Status
from govnlp.text.normalize import squeeze

_DIGITS = re.compile(r"\d[\d,]*(?:\.(\d+))?")
# Below this, only a decimal or a multiplier shows that a count is rounded.
_ROUNDED = 10_000
_MAYBE_ROUNDED = re.compile(r"[.．点百千万亿]")
# How far an approximate number may be away, as a share of it, before it contradicts another.
_ABOUT = Decimal("0.1")
_OPEN = Decimal("0.2")


def half_step(claim: Claim) -> Decimal:
    """Give half of the last printed digit.

    Parameters
    ----------
    claim : Claim
        A claim.

    Returns
    -------
    Decimal
        In the claim's unit: 0.05 for ``13.6%``, 500 for ``2.6万人次``; 0 for a whole count without a
        multiplier, which is not rounded.
    """
    if claim.dimension == "count" and claim.value < _ROUNDED and not _MAYBE_ROUNDED.search(claim.surface):
        return Decimal(0)
    match = _DIGITS.search(squeeze(claim.surface))
    whole = claim.dimension in ("share", "ratio", "percentage_point", "multiple")
    if not match:
        return Decimal("0.5") if whole and claim.unit else Decimal(0)
    decimals = len(match[1] or "")
    printed = Decimal(match[0].replace(",", ""))
    factor = claim.value / printed if printed else Decimal(1)
    if not decimals and factor == 1 and not whole:
        return Decimal(0)
    return Decimal(10) ** -decimals * factor / 2


def interval(claim: Claim) -> tuple[Decimal, Decimal]:
    """Give the bounds that the true value cannot leave without contradicting the print.

    Parameters
    ----------
    claim : Claim
        A claim.

    Returns
    -------
    low, high : Decimal
        The value with `half_step` on both sides. 约 widens by a tenth; 余, 超, 以上 upwards and 近, 不足,
        以内 downwards by a fifth; a range keeps its ends.
    """
    low = claim.value if claim.low is None else claim.low
    high = claim.value if claim.high is None else claim.high
    if claim.modifier == "about":
        return low - abs(low) * _ABOUT, high + abs(high) * _ABOUT
    if claim.modifier == "over":
        return claim.value, claim.value + abs(claim.value) * _OPEN
    if claim.modifier == "under":
        return claim.value - abs(claim.value) * _OPEN, claim.value
    step = half_step(claim)
    return (low - step, high + step) if step else (low, high)


def is_exact(*claims: Claim) -> bool:
    """Whether none of the claims is approximate or a range."""
    return all(claim.modifier == "exact" for claim in claims)


def plain(value: Decimal, decimals: int = 2) -> Decimal:
    """Round a computed value for display, without trailing zeros."""
    rounded = round(value, decimals)
    return rounded.quantize(Decimal(1)) if rounded == rounded.to_integral_value() else rounded.normalize()


def check(
    kind: str,
    status: Status,
    formula: str,
    left: Decimal | None,
    right: Decimal | None,
    reason: str,
    evidence: tuple[Evidence, ...],
) -> Check:
    """Make a check without an id."""
    delta = left - right if left is not None and right is not None else None
    return Check("", kind, status, formula, left, right, delta, reason, evidence)
