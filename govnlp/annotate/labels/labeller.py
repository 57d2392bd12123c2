"""A labeller by names: what the commands and an analysis are told, opened once a process."""

from __future__ import annotations

import hashlib
from collections.abc import Callable
from functools import cache, partial
from pathlib import Path

from govnlp.annotate.labels.front import MODELS, classify
from govnlp.annotate.labels.linear.model import load_model
from govnlp.annotate.lexicon import load_lexicon
from govnlp.model import Label, Report

Labeller = Callable[[Report | str], list[Label]]


@cache
def open_labeller(model: str = "auto", lexicon: str = "") -> Labeller:
    """Open a labeller.

    Parameters
    ----------
    model : str
        ``auto``, ``keyword``, ``linear``, or a file that ``govnlp train`` wrote.
    lexicon : str
        File or folder that extends the package's lexicon; empty for the package's own.

    Returns
    -------
    callable
        `classify` with both; the same one for the same names.

    Raises
    ------
    UsageError, ResourceError
        If a file cannot be read or is no model or lexicon.
    """
    decides = model if model in MODELS else load_model(model)
    return partial(classify, lexicon=load_lexicon(lexicon) if lexicon else None, model=decides)


def labeller_hashes(model: str, lexicon: str) -> dict[str, str]:
    """Give the SHA-256 of the user's own files among the two, for manifests."""
    found = {}
    if model not in MODELS:
        load_model(model)  # so that a missing or wrong file is told in one way
        found["label_model"] = hashlib.sha256(Path(model).read_bytes()).hexdigest()
    if lexicon:
        found["lexicon"] = load_lexicon(lexicon).sha256
    return found
