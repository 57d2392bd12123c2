"""Two reports side by side on a terminal."""

from __future__ import annotations

from collections.abc import Sequence
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from rich.table import Table
    from rich.text import Text

    from govnlp.reuse.align import Aligned


def pair_table(names: tuple[str, str], aligned: Sequence[Aligned]) -> Table:
    """Make the table: changed characters are red on the left and green on the right.

    Parameters
    ----------
    names : tuple of (str, str)
        The reports.
    aligned : sequence of Aligned
        Their sentences.

    Returns
    -------
    rich.table.Table
        Left report, right report, similarity.
    """
    from rich.table import Table

    table = Table(show_lines=True, header_style="bold")
    for name in names:
        table.add_column(name, overflow="fold", ratio=1)
    table.add_column("相似", justify="right", no_wrap=True)
    for row in aligned:
        score = f"{row.similarity:.2f}" if row.left is not None and row.right is not None else ""
        table.add_row(_side(row, left=True), _side(row, left=False), score)
    return table


def _side(row: Aligned, *, left: bool) -> Text:
    from rich.text import Text

    text = Text()
    alone = row.left is None or row.right is None
    for piece in row.pieces:
        surface = (piece.left if left else piece.right).replace("\n", "")
        # Brackets too, so that a terminal without colours shows the same.
        changed = piece.kind != "equal" and not alone and surface
        style = "" if piece.kind == "equal" else "red" if left else "green"
        text.append(f"[{surface}]" if changed else surface, style=style)
    return text
