"""Help that shows all of its Chinese."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any


def fold_help(arguments: Sequence[str]) -> None:
    """Let the help break Chinese sentences at the edge of a column; by default they are cut off there.

    Parameters
    ----------
    arguments : sequence of str
        Of the command line. Nothing is loaded unless they ask for help.
    """
    if len(arguments) > 1 and not {"-h", "--help"} & set(arguments):
        return
    from rich.console import Group
    from rich.table import Table
    from typer import rich_utils

    class Folding(Table):
        """A table that loses nothing of a long word; Chinese has no spaces to break at."""

        def add_row(self, *cells: Any, **options: Any) -> None:
            super().add_row(*cells, **options)
            for column in self.columns:
                column.overflow = "fold"

    # What an option says of itself stands in columns of its own, which cut as well.
    vars(rich_utils).update(Table=Folding, Columns=lambda parts: Group(*parts))
