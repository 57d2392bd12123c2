"""Checks on running text against the golden texts, and their reasons one by one."""

from __future__ import annotations

import json
from collections import Counter
from dataclasses import replace
from decimal import Decimal
from typing import Any

import pytest

from govnlp.annotate.checks import check
from govnlp.read.report import read_text
from tests.golden import claim_cases

GOLD = [
    json.loads(line) for line in (claim_cases.FOLDER / "checks.jsonl").read_text("utf-8").splitlines() if line
]


def sides(left: object, right: object) -> tuple[Any, Any]:
    values = (None if side is None else Decimal(str(side)) for side in (left, right))
    return tuple(None if v is None else format(v.normalize(), "f") for v in values)  # type: ignore[return-value]


@pytest.mark.parametrize("row", GOLD, ids=lambda row: row["text"][:20])
def test_golden_texts(row: dict[str, Any]) -> None:
    report = replace(read_text(row["text"], report_id="g"), report_year=row["year"])
    checks = check(report)
    found = Counter((c.kind, c.status, *sides(c.left, c.right)) for c in checks)
    wanted = Counter((c["kind"], c["status"], *sides(c["left"], c["right"])) for c in row["checks"])
    assert found == wanted
    for made in checks:
        assert bool(made.reason) == (made.status != "holds")
        assert made.evidence
        for evidence in made.evidence:
            assert report.text[evidence.start : evidence.end] == evidence.text
