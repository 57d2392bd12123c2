"""Progress where somebody watches: a bar on a terminal or in a notebook, nothing in scripts and pipes."""

from __future__ import annotations

import importlib
import sys
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from html import escape
from typing import Any

Progress = Callable[[int, int], None]
# Seconds between two updates of a notebook's bar: each is a message to the browser.
_PAUSE = 0.1


@contextmanager
def progress_bar(total: int, name: str = "读取报告", wanted: bool = True) -> Iterator[Progress]:
    """Show how far a piece of work is.

    Parameters
    ----------
    total : int
        Pieces in all; fewer than two show no bar.
    name : str
        What is being done.
    wanted : bool
        Whether to show anything.

    Yields
    ------
    callable
        To be called with the pieces done and the pieces in all. In a notebook it moves a bar of plain HTML,
        on a terminal one on standard error; elsewhere it does nothing. The bar goes when the work is done.
    """
    if not wanted or total < 2:
        yield _silent
    elif in_notebook():
        with _notebook_bar(total, name) as advance:
            yield advance
    elif sys.stderr.isatty():
        with _terminal_bar(total, name) as advance:
            yield advance
    else:
        yield _silent


def in_notebook() -> bool:
    """Say whether a Jupyter kernel runs this; nothing is imported to find out."""
    shell = _shell()
    return shell is not None and hasattr(shell, "kernel")


def in_session() -> bool:
    """Say whether somebody types at a prompt: a notebook, IPython, or Python's own."""
    return _shell() is not None or hasattr(sys, "ps1")


def _shell() -> Any:
    module = sys.modules.get("IPython")
    return module.get_ipython() if module is not None and hasattr(module, "get_ipython") else None


def _silent(done: int, total: int) -> None:
    """Take the place of a bar."""


def bar_html(name: str, done: int, total: int) -> str:
    """Render a bar; no widget, so nothing has to be installed or loaded."""
    return (
        f"<div>{escape(name)} "
        f'<progress value="{done}" max="{total}" style="width:18em;vertical-align:middle"></progress> '
        f"{done:,} / {total:,}</div>"
    )


@contextmanager
def _notebook_bar(total: int, name: str) -> Iterator[Progress]:
    shows: Any = importlib.import_module("IPython.display")
    handle = shows.display(shows.HTML(bar_html(name, 0, total)), display_id=True)
    drawn = time.monotonic()

    def advance(done: int, all_: int) -> None:
        nonlocal drawn
        now = time.monotonic()
        if now - drawn >= _PAUSE or done >= all_:
            drawn = now
            handle.update(shows.HTML(bar_html(name, done, all_)))

    try:
        yield advance
    finally:
        handle.update(shows.HTML(""))


@contextmanager
def _terminal_bar(total: int, name: str) -> Iterator[Progress]:
    from rich.console import Console
    from rich.progress import BarColumn, MofNCompleteColumn, TextColumn, TimeRemainingColumn
    from rich.progress import Progress as Bar

    columns = (TextColumn(name), BarColumn(), MofNCompleteColumn(), TimeRemainingColumn())
    with Bar(*columns, console=Console(stderr=True), transient=True) as bar:
        task = bar.add_task("", total=total)
        yield lambda done, all_: bar.update(task, completed=done)
