"""What is said of a report, as objects and rows: claims, what is none, checks."""

from __future__ import annotations

import json
from collections.abc import Iterable, Sequence
from decimal import Decimal

from govnlp.model import Check, Claim, Evidence, NonClaim
from govnlp.records.values import Row, exact, json_number

_CLAIM_NUMBERS = ("value", "low", "high")
_CLAIM_HEAD = ("claim_id", "start", "end", "surface")
_CLAIM_TAIL = (
    "unit",
    "dimension",
    "modifier",
    "role",
    "direction",
    "modality",
    "aggregate",
    "implicit",
    "object",
    "predicate",
    "time_start",
    "time_end",
    "whole_id",
)


def _evidence(evidence: Evidence) -> Row:
    return {
        "report_id": evidence.report_id,
        "ref": evidence.ref,
        "start": evidence.start,
        "end": evidence.end,
        "text": evidence.text,
    }


def claim_record(report_id: str, claim: Claim) -> Row:
    """Make the object that ``govnlp claims`` prints for a claim."""
    row: Row = {"report_id": report_id, "paragraph_id": claim.paragraph_id}
    row |= {name: getattr(claim, name) for name in _CLAIM_HEAD}
    row |= {name: json_number(getattr(claim, name)) for name in _CLAIM_NUMBERS}
    row |= {name: getattr(claim, name) for name in _CLAIM_TAIL}
    for name in ("time_start", "time_end"):
        row[name] = row[name].isoformat() if row[name] else None
    return row | {"rule": claim.rule, "evidence": [_evidence(e) for e in claim.evidence]}


def claim_rows(report_id: str, claims: Iterable[Claim]) -> list[Row]:
    """Make the rows of the claims table."""
    rows: list[Row] = []
    for claim in claims:
        row: Row = {"report_id": report_id, "paragraph_id": claim.paragraph_id}
        row |= {name: getattr(claim, name) for name in _CLAIM_HEAD}
        for name in _CLAIM_NUMBERS:
            row |= _number(name, getattr(claim, name))
        row |= {name: getattr(claim, name) for name in _CLAIM_TAIL}
        rows.append(row | {"rule": claim.rule, "evidence": _evidence_text(claim.evidence)})
    return rows


def non_claim_record(report_id: str, non_claim: NonClaim) -> Row:
    """Make the object and the row of a number that states no quantity."""
    return {
        "report_id": report_id,
        "paragraph_id": non_claim.paragraph_id,
        "start": non_claim.start,
        "end": non_claim.end,
        "surface": non_claim.surface,
        "reason": non_claim.reason,
        "rule": non_claim.rule,
    }


def check_rows(report_id: str, checks: Iterable[Check]) -> list[Row]:
    """Make the rows of the checks table."""
    rows: list[Row] = []
    for c in checks:
        row: Row = {
            "report_id": report_id,
            "check_id": c.check_id,
            "kind": c.kind,
            "status": c.status,
            "formula": c.formula,
        }
        for name in ("left", "right", "delta"):
            row |= _number(name, getattr(c, name))
        row["reason"] = c.reason
        row["evidence"] = _evidence_text(c.evidence)
        rows.append(row)
    return rows


def _number(name: str, value: Decimal | None) -> Row:
    return {name: None if value is None else float(value), f"{name}_exact": exact(value)}


def _evidence_text(evidence: Sequence[Evidence]) -> str:
    return json.dumps([_evidence(e) for e in evidence], ensure_ascii=False)
