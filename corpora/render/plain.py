"""Plain text and Markdown: what people save from a page, and what extractors make of it."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Sequence

from corpora.render.document import Cell, Item, Page, Table, Text
from corpora.render.labels import form
from corpora.render.wrap import columns, wrap

_BLANK = "\xa0"
_INDENT = "　　"
_WIDTH = 76
_GAP = 2


def txt_cells(page: Page) -> bytes:
    """Dump with one cell a line; header cells that the page wrapped are on two lines."""
    return _encode(_dump(page.items, ""), page.encoding)


def txt_cells_spaced(page: Page) -> bytes:
    """Dump with one cell a line and an empty line after every line."""
    spaced = [part for line in _dump(page.items, _INDENT) for part in (line, "")]
    return _encode(spaced[:-1], page.encoding)


def txt_pipes(page: Page) -> bytes:
    """Dump with one table row a line, a pipe after every cell; merged cells are there once."""
    lines: list[str] = []
    for item in page.items:
        if isinstance(item, Text):
            lines.append(item.text)
        else:
            lines += ["".join(f"{cell.text} | " for cell in row).rstrip(" ") for row in item.rows() if row]
    return _encode(lines, page.encoding)


def txt_pipe_lines(page: Page) -> bytes:
    """Dump with one cell a line, a pipe after every cell; a blank cell is a lone pipe."""
    lines: list[str] = []
    for item in page.items:
        if isinstance(item, Text):
            lines.append(item.text)
        else:
            lines += [f"{cell.text} |".strip() for cell in item.cells]
    return _encode(lines, page.encoding)


def txt_wrapped(page: Page) -> bytes:
    """Hard-wrapped text with indented first lines; tables as columns aligned with spaces."""
    lines: list[str] = []
    for item in page.items:
        if isinstance(item, Table):
            lines += ["", *_aligned(item), ""]
        elif item.kind == "title":
            lines += [" " * ((_WIDTH - columns(part)) // 2) + part for part in wrap(item.text, _WIDTH)]
        elif item.reason in ("signature", "date_line"):
            lines.append(" " * max(0, _WIDTH - 8 - columns(item.text)) + item.text)
        elif item.kind == "furniture":
            lines.append(item.text)
        else:
            first, *rest = wrap(item.text, _WIDTH, columns(_INDENT))
            lines += [_INDENT + first, *rest]
    return _encode(lines, page.encoding)


def markdown(page: Page) -> bytes:
    """Markdown with ATX headings and pipe tables, where merged cells are repeated empty."""
    blocks = [
        "\n".join(_pipe_table(item)) if isinstance(item, Table) else _paragraph(item) for item in page.items
    ]
    return _encode("\n\n".join(blocks).split("\n"), page.encoding)


def _encode(lines: Iterable[str], encoding: str) -> bytes:
    """Join and encode lines; what is not UTF-8 comes from Windows, with its line ends."""
    if encoding in ("utf-8", "utf-8-sig"):
        return "".join(f"{line}\n" for line in lines).encode(encoding)
    text = "".join(f"{line}\r\n" for line in lines)
    if encoding == "utf-16":
        return b"\xff\xfe" + text.encode("utf-16-le")  # the plain codec follows the machine's byte order
    return text.encode(encoding)


def _dump(items: Sequence[Item], indent: str) -> Iterator[str]:
    wrapped = form()["wrapped"]
    for item in items:
        if isinstance(item, Text):
            yield indent + item.text if item.kind == "paragraph" else item.text
            continue
        for cell in item.cells:
            yield from wrapped.get(cell.text, [cell.text]) if cell.head else [cell.text or _BLANK]


def _aligned(table: Table) -> Iterator[str]:
    """Print a table in columns; each cell begins where its column begins, so blanks can be told."""
    widths = [4] * table.n_cols
    for cell in sorted(table.cells, key=lambda cell: cell.colspan):
        span = slice(cell.col, cell.col + cell.colspan)
        lacking = columns(cell.text) + _GAP - sum(widths[span])
        if lacking > 0:
            widths[cell.col + cell.colspan - 1] += lacking
    for row in table.rows():
        line = ""
        for cell in row:
            line += " " * (sum(widths[: cell.col]) - columns(line)) + cell.text
        yield line.rstrip(" ")


def _paragraph(item: Text) -> str:
    text = re.sub(r"([\\`*_<>])", r"\\\1", item.text)
    if item.kind == "title":
        return f"# {text}"
    if item.kind in ("section", "heading"):
        return f"{'##' if item.kind == 'section' else '###'}# {text}"
    if item.lead:
        lead = item.text[: item.lead]
        return f"**{lead}**{text[len(lead) :]}" if text.startswith(lead) else text
    return re.sub(r"^(\d+)\.", r"\1\\.", text)  # else it would be a numbered list


def _pipe_table(table: Table) -> Iterator[str]:
    grid = [[""] * table.n_cols for _ in range(table.n_rows)]
    for cell in table.cells:
        grid[cell.row][cell.col] = _in_pipes(cell)
    for i, row in enumerate(grid):
        yield f"| {' | '.join(row)} |"
        if i == 0:
            yield f"| {' | '.join(['---'] * table.n_cols)} |"


def _in_pipes(cell: Cell) -> str:
    return re.sub(r"([\\`*_<>|])", r"\\\1", cell.text)
