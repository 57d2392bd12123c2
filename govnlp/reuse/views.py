"""What reuse looks like in a notebook: HTML and SVG without anything from outside."""

from __future__ import annotations

import math
from collections import Counter
from collections.abc import Sequence
from html import escape

import numpy as np

from govnlp.display import Mark, Shown, highlighted, legend
from govnlp.errors import UsageError
from govnlp.model import Report
from govnlp.reuse.align import Aligned, align_sentences
from govnlp.reuse.origins import ORIGINS
from govnlp.reuse.result import Reuse

_COLOURS = {
    "mandated": "#e6e6e6",
    "self_prior": "#ffd8a8",
    "same_region": "#b2f2bb",
    "superior": "#a5d8ff",
    "national": "#eebefa",
    "internal": "#ffc9c9",
    "novel": "",
}
_NAMES = {
    "mandated": "法定用语",
    "self_prior": "本单位上年",
    "same_region": "同地区",
    "superior": "上级",
    "national": "通用套话",
    "internal": "本报告内重复",
}
_CELL = 46
_RADIUS = 170
_MOST_UNITS = 60


def show_report(report: Report, reuse: Reuse) -> Shown:
    """Colour a report by where its sentences come from.

    Parameters
    ----------
    report : Report
        The report.
    reuse : Reuse
        Where its sentences come from.

    Returns
    -------
    Shown
        The text; on hover the source, its offsets and the similarity.
    """
    matches = reuse.matches(report.report_id, [s.text for s in report.sentences])
    marks = [
        Mark(m.start, m.end, m.origin, _note(m.origin, m.source_report_id, m.source_start, m.similarity))
        for m in matches
        if m.origin != "novel"
    ]
    styles = {origin: f"background:{colour}" for origin, colour in _COLOURS.items()}
    line = legend([(_NAMES[origin], styles[origin]) for origin in _NAMES])
    share = sum(len(m.text) for m in matches if m.origin in ("mandated", "novel"))
    total = sum(len(m.text) for m in matches)
    summary = (
        f"<Reuse of {report.report_id}: {1 - share / total if total else 0:.0%} of the narrative reused>"
    )
    return Shown(line + highlighted(report.text, marks, report.title, styles), summary)


def _note(origin: str, source: str | None, start: int | None, similarity: float | None) -> str:
    name = _NAMES[origin]
    return name if source is None else f"{name} ← {source} @{start}（相似度 {similarity:.2f}）"


def show_pair(left: Report, right: Report) -> Shown:
    """Put two reports side by side, sentence by sentence, with the changed characters marked.

    Parameters
    ----------
    left, right : Report
        The reports.

    Returns
    -------
    Shown
        A table: left sentence, right sentence, similarity.
    """
    rows = align_sentences([s.text for s in left.sentences], [s.text for s in right.sentences])
    body = "".join(
        f"<tr>{_side(row, True)}{_side(row, False)}"
        f"<td>{row.similarity if None not in (row.left, row.right) else ''}</td></tr>"
        for row in rows
    )
    head = "".join(f"<th>{escape(r.title or r.report_id)}</th>" for r in (left, right))
    together = sum(row.left is not None and row.right is not None for row in rows)
    html = f'<table style="text-align:left"><tr>{head}<th>相似度</th></tr>{body}</table>'
    return Shown(html, f"<{left.report_id} beside {right.report_id}: {together} sentences in common>")


def _side(row: Aligned, on_left: bool) -> str:
    colour = "#ffc9c9" if on_left else "#b2f2bb"
    parts = []
    for piece in row.pieces:
        surface = escape((piece.left if on_left else piece.right).strip("\n"))
        changed = piece.kind != "equal" and surface and None not in (row.left, row.right)
        parts.append(f'<span style="background:{colour}">{surface}</span>' if changed else surface)
    return f'<td style="text-align:left;vertical-align:top;width:45%">{"".join(parts)}</td>'


def show_years(reuse: Reuse, issuer_id: str) -> Shown:
    r"""Draw how much the reports of a unit have in common, year against year.

    The cell of years :math:`y, z` is the share of the characters of the report on :math:`y` in sentences
    that the report on :math:`z` has too, edited or not: in [0, 1], 1 on the diagonal, not symmetric.

    Parameters
    ----------
    reuse : Reuse
        Where the sentences come from.
    issuer_id : str
        The unit.

    Returns
    -------
    Shown
        A heat map, as SVG.

    Raises
    ------
    UsageError
        If the unit has no report.
    """
    ranked = reuse.ranked
    places = [n for n, d in enumerate(ranked.documents) if d.issuer_id == issuer_id]
    if not places:
        raise UsageError("no report of this unit", source=issuer_id)
    family = reuse.families.family[ranked.form]
    size = ranked.texts.size[ranked.text]
    rows = [slice(int(ranked.first[p]), int(ranked.first[p + 1])) for p in places]
    parts = []
    for y, own in enumerate(rows):
        for z, other in enumerate(rows):
            total = int(size[own].sum())
            common = int(size[own][np.isin(family[own], family[other])].sum())
            share = common / total if total else 0.0
            shade = f"hsl(24 90% {97 - 50 * share:.0f}%)"
            x, y0 = 90 + z * _CELL, 30 + y * _CELL
            parts.append(
                f'<rect x="{x}" y="{y0}" width="{_CELL}" height="{_CELL}" fill="{shade}"/>'
                f'<text x="{x + _CELL / 2}" y="{y0 + 4 + _CELL / 2}" text-anchor="middle">{share:.2f}</text>'
            )
    for n, place in enumerate(places):
        name = str(ranked.documents[place].year or "?")
        parts.append(f'<text x="80" y="{34 + (n + 0.5) * _CELL}" text-anchor="end">{name}</text>')
        parts.append(f'<text x="{90 + (n + 0.5) * _CELL}" y="22" text-anchor="middle">{name}</text>')
    side = 100 + _CELL * len(places)
    return Shown(_svg(side, side, parts), f"<Years of {issuer_id}: {len(places)} reports>")


def show_network(reuse: Reuse, least: int = 1) -> Shown:
    """Draw who takes sentences from whom, between units.

    Parameters
    ----------
    reuse : Reuse
        Where the sentences come from.
    least : int
        Sentences from which on two units are connected.

    Returns
    -------
    Shown
        Units on a circle, by region; a line from the source to the copy, its width by sentences. At most the
        60 units with most connections.
    """
    ranked = reuse.ranked
    taken: Counter[tuple[str, str]] = Counter()
    region: dict[str, str] = {}
    codes = [ORIGINS.index(name) for name in ("same_region", "superior", "national")]
    for row in np.flatnonzero(np.isin(reuse.origins.origin, codes) & (reuse.origins.source >= 0)).tolist():
        here = ranked.documents[int(ranked.document[row])]
        there = ranked.documents[int(ranked.document[reuse.origins.source[row]])]
        if here.issuer_id and there.issuer_id and here.issuer_id != there.issuer_id:
            taken[there.issuer_id, here.issuer_id] += 1
            region |= {d.issuer_id: d.region or "" for d in (here, there) if d.issuer_id}
    edges = {pair: count for pair, count in sorted(taken.items()) if count >= least}
    degree: Counter[str] = Counter()
    for (source, target), count in edges.items():
        degree[source] += count
        degree[target] += count
    units = sorted(degree, key=lambda unit: (-degree[unit], unit))[:_MOST_UNITS]
    return Shown(
        _circle(sorted(units, key=lambda u: (region[u], u)), edges), f"<Network of {len(units)} units>"
    )


def _circle(units: Sequence[str], edges: dict[tuple[str, str], int]) -> str:
    middle = 2 * _RADIUS
    at = {
        unit: (
            middle + _RADIUS * math.cos(2 * math.pi * n / len(units)),
            middle + _RADIUS * math.sin(2 * math.pi * n / len(units)),
        )
        for n, unit in enumerate(units)
    }
    most = max(edges.values(), default=1)
    parts = []
    for (source, target), count in edges.items():
        if source in at and target in at:
            (x1, y1), (x2, y2) = at[source], at[target]
            parts.append(
                f'<path d="M{x1:.1f} {y1:.1f} Q{middle} {middle} {x2:.1f} {y2:.1f}" fill="none"'
                f' stroke="#1971c2" stroke-opacity=".5" stroke-width="{0.5 + 5 * count / most:.1f}">'
                f"<title>{escape(source)} → {escape(target)}：{count} 句</title></path>"
            )
    for unit, (x, y) in at.items():
        anchor = "start" if x >= middle else "end"
        shift = 8 if x >= middle else -8
        parts.append(f'<circle cx="{x:.1f}" cy="{y:.1f}" r="4" fill="#e8590c"/>')
        parts.append(
            f'<text x="{x + shift:.1f}" y="{y + 4:.1f}" text-anchor="{anchor}">{escape(unit)}</text>'
        )
    return _svg(2 * middle, 2 * middle, parts)


def _svg(width: float, height: float, parts: Sequence[str]) -> str:
    return (
        f'<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 {width:.0f} {height:.0f}" width="{width:.0f}"'
        f' font-size="12" font-family="sans-serif">{"".join(parts)}</svg>'
    )
