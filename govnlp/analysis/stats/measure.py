"""What the statistics have in common: called they give DataFrames, else rows without pandas."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping
from functools import update_wrapper
from inspect import Signature, signature
from typing import TYPE_CHECKING, Any, Concatenate, Generic, ParamSpec

from govnlp.analysis.stats.sources import Reader, Source, open_source
from govnlp.analysis.stats.tables import Statistics
from govnlp.analysis.stats.texts import ALIASES

if TYPE_CHECKING:
    import pandas as pd

P = ParamSpec("P")
Where = Mapping[str, Any]


class Measure(Generic[P]):
    """A statistic of a source of text.

    Called, it gives a tidy DataFrame. ``table`` takes the same arguments and gives `Statistics`: the rows
    with their columns, without pandas.
    """

    def __init__(self, compute: Callable[Concatenate[Reader, P], Statistics]) -> None:
        self._compute = compute
        update_wrapper(self, compute)

    def __call__(self, source: Source, *args: P.args, **kwargs: P.kwargs) -> pd.DataFrame:
        return self.table(source, *args, **kwargs).frame()

    @property
    def __signature__(self) -> Signature:
        """What an interactive help shows: any source, and a DataFrame."""
        own = signature(self._compute)
        first, *rest = own.parameters.values()
        return own.replace(
            parameters=[first.replace(annotation="Source"), *rest], return_annotation="DataFrame"
        )

    def table(self, source: Source, *args: P.args, **kwargs: P.kwargs) -> Statistics:
        """Give the rows with their columns."""
        return self._compute(open_source(source), *args, **kwargs)


def full_names(by: Iterable[str]) -> list[str]:
    """Full names of columns, each once."""
    listed = [by] if isinstance(by, str) else by
    return list(dict.fromkeys(ALIASES.get(name, name) for name in listed))
