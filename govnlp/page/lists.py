"""What is said of a report, as lists below its text; marks in the text lead to their rows."""

from __future__ import annotations

import json
from collections import Counter
from collections.abc import Iterable, Mapping, Sequence
from typing import Any

from govnlp.analysis.names import chinese
from govnlp.page.segments import Mark
from govnlp.page.statutory import Verdict
from govnlp.page.streams import Texts
from govnlp.page.tables import CheckRow, ClaimRow, Known, LabelRow, StaleRow
from govnlp.page.words import both, text

_PLAIN = frozenset({"exact", "level", "fact", "none", None})


def table(heads: Sequence[tuple[str, str]], rows: Iterable[str], name: str) -> str:
    """Make a table of rows that are HTML already; empty without rows."""
    body = "".join(rows)
    if not body:
        return ""
    head = "".join(f'<th scope="col">{zh_} <small lang="en">{en}</small></th>' for zh_, en in heads)
    return (
        f'<div class="scroll"><table class="list {name}"><thead><tr>{head}</tr></thead>'
        f"<tbody>{body}</tbody></table></div>"
    )


def fold(kind: str, count: int, inner: str, *, opened: bool = False) -> str:
    """Make a section that can be folded away; nothing where there is nothing in it."""
    if not inner:
        return ""
    state = " open" if opened else ""
    head = f"<h2>{both('layers', kind)} <span>{count:,}</span></h2>"
    return f'<details class="part" id="{kind}"{state}><summary>{head}</summary>{inner}</details>'


def topic_rows(rows: Sequence[LabelRow]) -> tuple[list[str], list[Mark], dict[str, str]]:
    """Make the list of labels.

    Parameters
    ----------
    rows : sequence of LabelRow
        Of one report.

    Returns
    -------
    rows : list of str
        HTML.
    marks : list of Mark
        Their evidence in the text.
    chips : dict of str to str
        HTML with the labels of each paragraph, by its id.
    """
    lines: list[str] = []
    marks: list[Mark] = []
    chips: dict[str, str] = {}
    for row in rows:
        if row.label is None:
            chip = f'<li class="none" title="{text(row.reason)}">{both("states", "abstained")}</li>'
            chips[row.paragraph_id] = chip
    for number, row in enumerate((r for r in rows if r.label is not None), 1):
        ref = f"l{number}"
        anchor = text(row.paragraph_id.rpartition(":")[2])
        evidence = json.loads(row.evidence) if row.evidence else []
        against = [e for e in evidence if str(e.get("ref", "")).startswith("against")]
        speaking = [e for e in evidence if e not in against]
        marks += [Mark(e["start"], e["end"], "t", ref) for e in speaking if e.get("start") is not None]
        shown = "、".join(text(e["text"]) for e in speaking)
        shown += "".join(f" <s>{text(e['text'])}</s>" for e in against)
        name = both("labels", str(row.label))
        lines.append(
            f'<tr id="{ref}"><td><a href="#{anchor}">{anchor}</a></td><td>{name}</td>'
            f"<td>{row.score:.2f}</td><td>{shown}</td></tr>"
        )
        chip = f'<li data-n="{ref}">{name}</li>'
        chips[row.paragraph_id] = chips.get(row.paragraph_id, "") + chip
    return lines, marks, {key: f'<ul class="chips">{chip}</ul>' for key, chip in chips.items()}


def claim_rows(rows: Sequence[ClaimRow]) -> tuple[list[str], list[Mark]]:
    """Make the list of claims, and their marks in the text."""
    refs = {row.claim_id: f"c{number}" for number, row in enumerate(rows, 1)}
    wholes = {row.claim_id: row.surface for row in rows}
    lines: list[str] = []
    marks: list[Mark] = []
    for row in rows:
        ref = refs[row.claim_id]
        marks.append(Mark(row.start, row.end, "c", ref))
        qualities = (row.modifier, row.role, row.direction, row.modality, row.aggregate)
        said = "、".join(text(chinese("qualities", q)) for q in qualities if q not in _PLAIN)
        time = "至".join(str(day) for day in (row.time_start, row.time_end) if day is not None)
        whole = ""
        if row.whole_id in refs:
            whole = f'<a href="#{refs[row.whole_id]}">{text(wholes[row.whole_id])}</a>'
        lines.append(
            f'<tr id="{ref}"><td><a href="#s={row.start}-{row.end}">{text(row.surface)}</a></td>'
            f"<td>{_bounds(row)}</td><td>{text(row.unit)}</td><td>{text(row.object)}</td>"
            f"<td>{text(row.predicate)}</td><td>{both('dimensions', row.dimension)}</td><td>{said}</td>"
            f"<td>{time}</td><td>{whole}</td></tr>"
        )
    return lines, marks


def _bounds(row: ClaimRow) -> str:
    low, high = row.low_exact, row.high_exact
    if low == high:
        return text(row.value_exact)
    if high is None:
        return f"≥ {text(low)}"
    return f"≤ {text(high)}" if low is None else f"{text(low)}–{text(high)}"


def check_rows(
    verdicts: Sequence[Verdict], report_id: str, known: Mapping[str, Known]
) -> tuple[list[str], list[Mark]]:
    """Make the list of failing checks, and the marks of their evidence in the text."""
    lines: list[str] = []
    marks: list[Mark] = []
    for check, ref in verdicts:
        if check.status != "fails":
            continue
        evidence: list[dict[str, Any]] = json.loads(check.evidence)
        for e in evidence:
            if e["report_id"] == report_id and e["start"] is not None and not _is_cell(e["ref"]):
                marks.append(Mark(e["start"], e["end"], "k", ref))
        shown = " ".join(_link(e, report_id, known) for e in evidence)
        lines.append(
            f'<tr id="{ref}"><td>{both("kinds", check.kind)}</td>'
            f"<td><code>{text(check.formula)}</code></td><td>{text(check.left_exact)}</td>"
            f"<td>{text(check.right_exact)}</td><td>{text(check.delta_exact)}</td>"
            f"<td>{text(chinese('reasons', check.reason))}</td><td>{shown}</td></tr>"
        )
    return lines, marks


def _is_cell(ref: str) -> bool:
    return ref.startswith(("t2_", "t3.", "t4."))


def _link(evidence: Mapping[str, Any], report_id: str, known: Mapping[str, Known]) -> str:
    """Lead to a piece of evidence, in this report or in another."""
    shown = text(str(evidence["text"]).strip()) or "□"
    other = known.get(evidence["report_id"])
    address = "" if evidence["report_id"] == report_id or other is None else other.file
    year = f"{other.year}:" if address and other is not None and other.year else ""
    if _is_cell(evidence["ref"]):
        target = f"#{evidence['ref']}"
    elif evidence["start"] is not None:
        target = f"#s={evidence['start']}-{evidence['end']}"
    else:
        return f"<span>{shown}</span>"
    return f'<a href="{address}{text(target)}" title="{text(evidence["ref"])}">{year}{shown}</a>'


def stale_rows(
    rows: Sequence[StaleRow], own: str, texts: Texts, known: Mapping[str, Known]
) -> tuple[list[str], list[Mark]]:
    """Make the list of what was left standing from an earlier report, and its marks in the text."""
    lines: list[str] = []
    marks: list[Mark] = []
    for number, row in enumerate(rows, 1):
        ref = f"s{number}"
        marks.append(Mark(row.start, row.end, "old", ref))
        source = ""
        before = None if row.source_report_id is None else known.get(row.source_report_id)
        if before is not None and row.source_start is not None and row.source_end is not None:
            shown = text(texts.get(str(row.source_report_id), row.source_start, row.source_end))
            target = f"{before.file}#s={row.source_start}-{row.source_end}"
            source = f'<a href="{target}">{before.year or text(before.title)}</a> {shown}'
        lines.append(
            f'<tr id="{ref}"><td>{both("stale", row.kind)}</td><td>{text(row.detail)}</td>'
            f'<td><a href="#s={row.start}-{row.end}">{text(own[row.start : row.end])}</a></td>'
            f"<td>{source}</td><td>{text(row.years)}</td></tr>"
        )
    return lines, marks


def unassessed(checks: Iterable[CheckRow]) -> str:
    """Count the checks that could not be assessed, by kind and reason."""
    counts = Counter((c.kind, c.reason) for c in checks if c.status == "not_assessable")
    items = "".join(
        f"<li>{both('kinds', kind)}：{text(chinese('reasons', reason))} × {count}</li>"
        for (kind, reason), count in sorted(counts.items())
    )
    return f'<p>{both("statuses", "not_assessable")}</p><ul class="counts">{items}</ul>' if items else ""
