"""Statutory tables as they are printed, with the verdict of each check beside the sum it is about."""

from __future__ import annotations

import json
from collections.abc import Iterable, Mapping, Sequence
from functools import lru_cache
from typing import NamedTuple

from govnlp.analysis.names import chinese
from govnlp.page.tables import CellRow, CheckRow
from govnlp.page.words import both, text
from govnlp.read.tables.statutory import Table, load_format

Cells = Mapping[tuple[str, str], CellRow]
_ROW_KINDS = ("table_row_sum", "table_block_sum")
_COLUMN_KINDS = ("table_outcome_sum", "table_flow")
_SIGNS = {"holds": ("ok", "✓"), "not_assessable": ("na", "？")}


class Verdict(NamedTuple):
    """A check, and the element of the page that explains it (empty where none does)."""

    check: CheckRow
    ref: str


class Marked(NamedTuple):
    """Failing checks that a cell has part in, and whether it is the printed sum of one."""

    refs: tuple[str, ...]
    wrong: bool


def marked_cells(report_id: str, verdicts: Iterable[Verdict]) -> dict[str, Marked]:
    """Find the cells that failing checks rest on.

    Parameters
    ----------
    report_id : str
        Report whose cells are wanted.
    verdicts : iterable of Verdict
        Its checks.

    Returns
    -------
    dict of str to Marked
        By cell key, such as ``t3.granted.total``.
    """
    found: dict[str, Marked] = {}
    for check, ref in verdicts:
        if check.status != "fails":
            continue
        evidence = json.loads(check.evidence)
        for number, entry in enumerate(evidence, 1):
            if entry["report_id"] == report_id:
                old = found.get(entry["ref"], Marked((), False))
                wrong = old.wrong or number == len(evidence)
                found[entry["ref"]] = Marked(tuple(dict.fromkeys((*old.refs, ref))), wrong)
    return found


def draw_tables(
    tables: Mapping[str, Cells], verdicts: Sequence[Verdict], marked: Mapping[str, Marked]
) -> dict[str, str]:
    """Draw the tables of a report.

    Parameters
    ----------
    tables : mapping
        Cells by row and column, by table.
    verdicts : sequence of Verdict
        Checks of the report.
    marked : mapping of str to Marked
        As `marked_cells` gives them.

    Returns
    -------
    dict of str to str
        HTML by group of tables: ``t2``, ``t3``, ``t4``. A table of which nothing was found is left out.
    """
    by_place = {place: verdict for verdict in verdicts if (place := _place(verdict.check))}
    drawn: dict[str, str] = {}
    for name, cells in tables.items():
        first = next(iter(cells.values()))
        shape = load_format(first.format).get(name)
        if shape is None or all(cell.state == "absent" for cell in cells.values()):
            continue
        drawn[name[:2]] = drawn.get(name[:2], "") + _draw(shape, cells, by_place, marked)
    return {group: f'<div class="tables">{html}</div>' for group, html in drawn.items()}


def _place(check: CheckRow) -> tuple[str, str, str] | None:
    """Where the verdict is written: kind, table, and row or column; None for the other kinds."""
    table = check.formula.partition(".")[0]
    if check.kind in _ROW_KINDS:
        return check.kind, table, check.formula.split(".", 2)[1]
    if check.kind in _COLUMN_KINDS:
        return check.kind, table, check.formula.rpartition(".")[2]
    return None


def _draw(
    shape: Table,
    cells: Cells,
    verdicts: Mapping[tuple[str, str, str], Verdict],
    marked: Mapping[str, Marked],
) -> str:
    key = shape.key
    rows_checked = [k for k in _ROW_KINDS if any((k, key, row.key) in verdicts for row in shape.rows)]
    columns_checked = [k for k in _COLUMN_KINDS if any((k, key, c.key) in verdicts for c in shape.columns)]
    heads = [f'<th scope="col">{text(column.labels[0])}</th>' for column in shape.columns]
    heads += [f'<th scope="col" class="v">{both("kinds", kind)}</th>' for kind in rows_checked]
    lines = [f"<tr><td></td>{''.join(heads)}</tr>"]
    group = ""
    for row in shape.rows:
        prefix = row.key.partition("_")[0]
        if key == "t3" and prefix != group and row.labels[0][0].isdigit():
            span = len(heads) + 1
            name = both("outcomes", prefix)
            lines.append(f'<tr class="g"><th colspan="{span}" scope="colgroup">{name}</th></tr>')
        group = prefix
        tds = [
            _cell(cells.get((row.key, c.key)), marked.get(f"{key}.{row.key}.{c.key}")) for c in shape.columns
        ]
        tds += [_verdict(verdicts.get((kind, key, row.key))) for kind in rows_checked]
        lines.append(f'<tr data-r="{row.key}"><th scope="row">{text(row.labels[0])}</th>{"".join(tds)}</tr>')
    foot = [
        f'<tr class="v"><th scope="row">{both("kinds", kind)}</th>'
        + "".join(_verdict(verdicts.get((kind, key, column.key))) for column in shape.columns)
        + "<td></td>" * len(rows_checked)
        + "</tr>"
        for kind in columns_checked
    ]
    columns = " ".join(shape.column_keys())
    return (
        f'<div class="scroll"><table class="st" data-t="{key}" data-c="{columns}">'
        f"<caption>{both('tables', key)}</caption><thead>{lines[0]}</thead>"
        f"<tbody>{''.join(lines[1:])}</tbody><tfoot>{''.join(foot)}</tfoot></table></div>\n"
    )


def _cell(cell: CellRow | None, marked: Marked | None) -> str:
    return _cell_of("absent", "", marked) if cell is None else _cell_of(cell.state, cell.raw, marked)


@lru_cache(4_096)  # nearly all cells are a bare 0 or a blank
def _cell_of(state: str, raw: str, marked: Marked | None) -> str:
    shown = text(raw.strip()) if state in ("value", "dash", "text") else ""
    styles = ([] if state == "value" else [state]) + (["bad"] if marked and marked.wrong else [])
    attributes = f' class="{" ".join(styles)}"' if styles else ""
    if state != "value":
        attributes += f' title="{chinese("states", state)}"'
    if marked:
        attributes += f' data-n="{" ".join(marked.refs)}"'
    return f"<td{attributes}>{shown}</td>"


def _verdict(verdict: Verdict | None) -> str:
    if verdict is None:
        return '<td class="v"></td>'
    check, ref = verdict
    if check.status == "fails":
        sides = f"算 {text(check.left_exact)} ≠ 印 {text(check.right_exact)}"
        return f'<td class="v bad" data-n="{ref}">✗ <small>{sides}</small></td>'
    style, sign = _SIGNS[check.status]
    title = chinese("statuses", check.status) + (
        f"：{chinese('reasons', check.reason)}" if check.reason else ""
    )
    return f'<td class="v {style}" title="{text(title)}">{sign}</td>'
