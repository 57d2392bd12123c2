"""Charts of the overview as plain HTML and SVG: no library, no script, readable by a screen reader."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence

from govnlp.analysis.names import chinese
from govnlp.page.words import both, text

Counts = Mapping[str, Mapping[str, float]]
_Shown = Callable[[Mapping[str, float], str], str]
_WIDTH, _BAR, _STEP, _LABEL, _END = 640, 18, 28, 132, 64
_PALETTE = 8


def _number(value: float) -> str:
    return f"{value:,.0f}"


def stacked(
    title: str,
    rows: Counts,
    kind: str,
    keys: Sequence[str],
    *,
    shares: bool = False,
    colours: Mapping[str, int] | None = None,
) -> str:
    """Draw horizontal stacked bars.

    Parameters
    ----------
    title : str
        HTML above the chart.
    rows : mapping
        Row label (text) to values by key, none of them negative.
    kind : str
        Kind of the keys, as in `govnlp.page.words.names`.
    keys : sequence of str
        Series, in order; those that are 0 throughout are left out.
    shares : bool
        Whether every bar is drawn at full length, as shares of its sum.
    colours : mapping of str to int, optional
        Number in the palette of each key; by default they are dealt out in order.

    Returns
    -------
    str
        A figure with the chart, its legend, and the same numbers as a table; empty without any number.
    """
    used = [key for key in keys if any(row.get(key) for row in rows.values())]
    rows = {label: row for label, row in rows.items() if any(row.get(key) for key in used)}
    if not used or not rows:
        return ""
    paint = {key: number % _PALETTE for number, key in enumerate(used)} | dict(colours or {})
    room = _WIDTH - _LABEL - _END
    most = max(sum(row.get(key, 0) for key in used) for row in rows.values())
    shapes: list[str] = []
    for number, (label, row) in enumerate(rows.items()):
        y = number * _STEP
        middle = y + _BAR - 4
        total = sum(row.get(key, 0) for key in used)
        shapes.append(f'<text x="{_LABEL - 8}" y="{middle}" text-anchor="end">{text(label)}</text>')
        x = float(_LABEL)
        for key in used:
            value = row.get(key, 0)
            width = room * value / (total if shares else most)
            if width <= 0:
                continue
            tip = f"{label} {chinese(kind, key)}：{_number(value)}（{value / total:.0%}）"
            shapes.append(
                f'<rect class="s{paint[key]}" x="{x:.1f}" y="{y}" width="{width:.1f}" height="{_BAR}">'
                f"<title>{text(tip)}</title></rect>"
            )
            x += width
        shapes.append(f'<text x="{x + 6:.1f}" y="{middle}" class="n">{_number(total)}</text>')
    height = len(rows) * _STEP
    box = f'viewBox="0 0 {_WIDTH} {height}" role="img" aria-label="{_plain(title)}"'
    svg = f"<svg {box}>{''.join(shapes)}</svg>"
    legend = "".join(f'<li><span class="s{paint[key]}"></span>{both(kind, key)}</li>' for key in used)
    legend = f'<ul class="legend">{legend}</ul>' if len(used) > 1 else ""
    numbers = _table(rows, kind, used, lambda row, key: _number(row.get(key, 0)))
    return (
        f"<figure><figcaption>{title}</figcaption>{legend}{svg}"
        f'<details><summary>数字 <small lang="en">numbers</small></summary>{numbers}</details></figure>'
    )


def heat(title: str, rows: Counts, kind: str, keys: Sequence[str]) -> str:
    """Draw a table of shares, darker where they are higher.

    Parameters and result are those of `stacked`; values are shares in [0, 1].
    """
    used = [key for key in keys if any(row.get(key) for row in rows.values())]
    if not used:
        return ""

    def cell(row: Mapping[str, float], key: str) -> str:
        return f"{row.get(key, 0):.1%}"

    table = _table(rows, kind, used, cell, lambda row, key: f' style="--v:{row.get(key, 0):.3f}"')
    return f'<figure class="heat"><figcaption>{title}</figcaption>{table}</figure>'


def _table(
    rows: Counts, kind: str, keys: Sequence[str], cell: _Shown, style: _Shown = lambda row, key: ""
) -> str:
    """Keys down, rows across."""
    head = "".join(f'<th scope="col">{text(label)}</th>' for label in rows)
    lines = "".join(
        f'<tr><th scope="row">{both(kind, key)}</th>'
        + "".join(f"<td{style(row, key)}>{cell(row, key)}</td>" for row in rows.values())
        + "</tr>"
        for key in keys
    )
    head = f"<thead><tr><td></td>{head}</tr></thead>"
    return f'<div class="scroll"><table>{head}<tbody>{lines}</tbody></table></div>'


def _plain(html: str) -> str:
    """A caption without its markup, for an attribute."""
    return html.replace('<small lang="en">', "").replace("</small>", "")
