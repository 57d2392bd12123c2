"""What a command is given to read: files, folders, or text from standard input."""

from __future__ import annotations

import sys
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from govnlp.read.corpus import Corpus


@contextmanager
def open_sources(paths: Sequence[Path]) -> Iterator[Corpus]:
    """Find the reports that a command is to read.

    Parameters
    ----------
    paths : sequence of Path
        Files and folders; ``-`` for plain text from standard input.

    Yields
    ------
    Corpus
        All of them as one corpus.
    """
    from govnlp.read.corpus import load_sources

    if [str(path) for path in paths] != ["-"]:
        yield load_sources(paths)
        return
    with TemporaryDirectory(prefix="govnlp-") as folder:
        path = Path(folder, "stdin.txt")
        path.write_bytes(sys.stdin.buffer.read())
        yield load_sources([path])
