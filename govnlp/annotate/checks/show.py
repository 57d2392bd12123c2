"""The claims of a report to look at: marked in the text, as a table, and breakdowns as trees."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from html import escape

from govnlp.annotate.checks.report import check
from govnlp.annotate.claims import extract_claims
from govnlp.display import Mark, Shown, highlighted, legend, tint
from govnlp.model import Check, Claim, Report
from govnlp.read.report import read_text

_ROLES = {
    "level": "水平",
    "part": "部分",
    "share": "占比",
    "change": "变化",
    "from": "自",
    "to": "至",
    "target": "目标",
    "rate": "率",
}
_STATUS = {"holds": "✓ 成立", "fails": "✗ 不成立", "not_assessable": "? 无法判断"}
_COLUMNS = ("数量", "数值", "单位", "作用", "对象", "谓语", "时间", "所属总数")
_CELL = "padding:.1em .6em;text-align:left"


def show_claims(report: Report | str, claims: Sequence[Claim] | None = None) -> Shown:
    """Show the numeric claims of a report, or of a plain text.

    Parameters
    ----------
    report : Report or str
        What they are found in.
    claims : sequence of Claim, optional
        Its claims; those of `govnlp.extract_claims` by default.

    Returns
    -------
    Shown
        In a notebook: the text with each claim on the colour of its role and its fields on hover,
        breakdowns as trees with the verdict on their sum, and a table of all claims. Everything from the
        text is escaped.

    Examples
    --------
    >>> gn.show_claims("接待群众7352人次，其中现场受理5209人次，电话咨询2143人次。")  # doctest: +SKIP
    """
    source = read_text(report) if isinstance(report, str) else report
    found = list(extract_claims(source) if claims is None else claims)
    checks = [c for c in check(source, claims=found) if c.kind == "narrative_part_sum"]
    styles = {role: f"background:{tint(n, len(_ROLES))}" for n, role in enumerate(_ROLES)}
    marks = [Mark(c.start, c.end, c.role, _note(c, found)) for c in found]
    roles = [role for role in _ROLES if any(c.role == role for c in found)]
    title = "" if isinstance(report, str) else source.title or source.report_id
    parts = (
        legend([(_ROLES[role], styles[role]) for role in roles]),
        highlighted(source.text, marks, title, styles),
        _trees(found, checks),
        _table(found),
    )
    return Shown(f"<div>{''.join(parts)}</div>", f"<Claims: {len(found)}, breakdowns: {len(checks)}>")


def _note(claim: Claim, claims: Iterable[Claim]) -> str:
    fields = zip(_COLUMNS[1:], _fields(claim, {c.claim_id: c for c in claims})[1:], strict=True)
    return "\n".join(f"{name}：{value}" for name, value in fields if value)


def _fields(claim: Claim, by_id: dict[str, Claim]) -> tuple[str, ...]:
    whole = by_id.get(claim.whole_id or "")
    days = [d.isoformat() for d in (claim.time_start, claim.time_end) if d]
    return (
        claim.surface,
        format(claim.value, "f"),
        claim.unit,
        _ROLES[claim.role],
        claim.object or "",
        claim.predicate or "",
        " – ".join(days),
        whole.surface if whole else "",
    )


def _table(claims: Sequence[Claim]) -> str:
    by_id = {c.claim_id: c for c in claims}
    head = "".join(f'<th style="{_CELL}">{name}</th>' for name in _COLUMNS)
    rows = "".join(
        "<tr>" + "".join(f'<td style="{_CELL}">{escape(v)}</td>' for v in _fields(c, by_id)) + "</tr>"
        for c in claims
    )
    return f"<table><tr>{head}</tr>{rows}</table>"


def _trees(claims: Sequence[Claim], checks: Sequence[Check]) -> str:
    """Each breakdown under its whole; a part that is divided in turn carries its own parts."""
    by_id = {c.claim_id: c for c in claims}
    made: dict[str, list[Check]] = {}
    for one in checks:
        made.setdefault(one.evidence[0].ref, []).append(one)
    inner = {e.ref for one in checks for e in one.evidence[1:]}
    roots = [ref for ref in made if ref not in inner]
    return "".join(f"<ul>{_branch(ref, made, by_id, ())}</ul>" for ref in roots)


def _branch(ref: str, made: dict[str, list[Check]], by_id: dict[str, Claim], above: tuple[str, ...]) -> str:
    claim = by_id[ref]
    name = f"{escape(claim.surface)} {escape(claim.object or '')}".strip()
    if ref in above:
        return f"<li>{name}</li>"
    inside = ""
    for one in made.get(ref, ()):
        note = escape(f"{one.formula} {one.reason}".strip())
        leaves = "".join(_branch(e.ref, made, by_id, (*above, ref)) for e in one.evidence[1:])
        inside += f'<div title="{note}">{_STATUS[one.status]}</div><ul>{leaves}</ul>'
    return f"<li>{name}{inside}</li>"
