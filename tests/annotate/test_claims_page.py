"""The page on claims: every reason and rule named, and limits that are still limits."""

from __future__ import annotations

import re
from pathlib import Path

import pytest

from govnlp.annotate.claims import extract_claims
from govnlp.annotate.claims.lexicon import lexicon, masks
from govnlp.annotate.claims.units import DIMENSIONS
from govnlp.model import Claim

PAGE = (Path(__file__).parents[2] / "docs/claims.md").read_text("utf-8")
LIMITS = [
    tuple(cell.strip() for cell in line.strip("|").split("|"))
    for line in PAGE.split("已知的局限")[1].splitlines()
    if line.startswith("|") and "---" not in line and "应得" not in line
]


def test_every_reason_and_dimension_is_named() -> None:
    reasons = {mask.reason for mask in masks()} | {
        w.jobs["mask"] for w in lexicon().values() if "mask" in w.jobs
    }
    for name in reasons | {"email", "url", "unresolved"} | set(DIMENSIONS):
        assert f"`{name}`" in PAGE, name


def shown(claim: Claim, field: str, claims: list[Claim]) -> str:
    if field == "whole":
        return next((c.surface for c in claims if c.claim_id == claim.whole_id), "")
    return getattr(claim, field) or ""


@pytest.mark.parametrize(("text", "field", "right", "wrong"), LIMITS)
def test_a_known_limit_is_still_one(text: str, field: str, right: str, wrong: str) -> None:
    claims = extract_claims(text, report_year=2021)
    assert "、".join(shown(claim, field, claims) for claim in claims) == wrong != right


def test_the_python_of_the_page_runs() -> None:
    (code,) = re.findall(r"```python\n(.*?)```", PAGE, re.DOTALL)
    names: dict[str, list[Claim]] = {}
    exec(code, names)  # type: ignore[arg-type]
    assert [c.surface for c in names["claims"]] == ["7352人次", "5209人次"]
