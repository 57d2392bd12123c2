"""``govnlp evaluate``: how good the annotators are, against gold."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from govnlp.cli.common import Format, Out
from govnlp.cli.output import OutputFormat, show_frame

if TYPE_CHECKING:
    import pandas as pd

app = typer.Typer(
    no_args_is_help=True,
    rich_markup_mode="markdown",
    help="用标注好的答案评分。Score annotations against gold.",
)

Gold = Annotated[
    list[Path],
    typer.Argument(help="标注好的 JSON Lines 文件。Gold files, JSON Lines.", show_default=False),
]


@app.command(epilog="例 Example: `govnlp evaluate claims tests/golden/claims/mixed.jsonl`")
def claims(
    gold: Gold,
    out: Out = None,
    form: Format = None,
    replicates: Annotated[
        int, typer.Option(min=1, help="自助法重复次数。Bootstrap samples of texts.")
    ] = 1_000,
    seed: Annotated[int, typer.Option(min=0, help="自助法种子。Seed of the bootstrap.")] = 0,
) -> None:
    """数字断言：准确率、召回率、F1 及自助法区间，按字段和语言现象。Numeric claims, by field and phenomenon.

    标注格式见 govnlp.analysis.gold_claims。The format is described there.
    """
    from govnlp.analysis.evaluate_claims import evaluate_claims
    from govnlp.analysis.gold_claims import load_gold

    texts = [text for path in gold for text in load_gold(path)]
    print_scores(evaluate_claims(texts, replicates=replicates, seed=seed), form, out)


def print_scores(scores: pd.DataFrame, form: OutputFormat | None, out: Path | None) -> None:
    """Print a table of scores.

    Parameters
    ----------
    scores : pandas.DataFrame
        One row a measure; floats are rounded to four decimals.
    form : OutputFormat or None
        Format; by default a table on a terminal, JSON Lines elsewhere.
    out : Path or None
        File to write.
    """
    show_frame(scores.round(4), form, out)
