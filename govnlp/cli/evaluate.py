"""``govnlp evaluate``: how good the annotators are, against gold."""

from __future__ import annotations

from enum import StrEnum
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from govnlp.cli.common import Format, Out
from govnlp.cli.labels import OwnLexicon, each_report
from govnlp.cli.output import OutputFormat, show_frame

if TYPE_CHECKING:
    import pandas as pd

    from govnlp.annotate.labels.gold import Example

app = typer.Typer(
    no_args_is_help=True,
    rich_markup_mode="markdown",
    help="用标注好的答案评分。Score annotations against gold.",
)


class LabelModel(StrEnum):
    """Models of labels that are judged."""

    MAJORITY = "majority"
    HEADING = "heading"
    KEYWORD = "keyword"
    TEXT = "text"
    LINEAR = "linear"


class LabelTable(StrEnum):
    """Tables of an evaluation of labels."""

    SUMMARY = "summary"
    LABELS = "labels"
    ROLL_UPS = "roll_ups"
    CONFUSION = "confusion"
    CALIBRATION = "calibration"
    CURVE = "curve"


Gold = Annotated[
    list[Path],
    typer.Argument(help="标注好的 JSON Lines 文件。Gold files, JSON Lines.", show_default=False),
]
Reports = Annotated[
    list[Path] | None,
    typer.Option("--corpus", help="标注所指的报告。Reports that the gold is about, if it has no texts."),
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


@app.command(
    epilog="例 Example: `govnlp evaluate labels corpora/gold/paragraphs.jsonl --model keyword --model linear`"
)
def labels(
    gold: Gold,
    out: Out = None,
    form: Format = None,
    corpus: Reports = None,
    model: Annotated[
        list[LabelModel] | None, typer.Option("--model", help="只评这些模型。Only these models.")
    ] = None,
    show: Annotated[LabelTable, typer.Option("--show", help="印哪张表。Which table.")] = LabelTable.SUMMARY,
    split: Annotated[str, typer.Option("--split", help="只用这一划分。Only this split.")] = "",
    folds: Annotated[int, typer.Option(min=2, help="按单位分的折数。Folds, by issuer.")] = 5,
    draws: Annotated[int, typer.Option(min=1, help="自助法重复次数。Bootstrap draws of issuers.")] = 2_000,
    seed: Annotated[int, typer.Option(min=0, help="自助法种子。Seed of the bootstrap.")] = 0,
    own: OwnLexicon = "",
) -> None:
    """段落标签：各模型在没学过的单位上的得分。Labels: models on issuers they have not learnt from.

    同一单位、以及近似重复的段落，不会同时用来学和用来评。No issuer and no near-duplicate is on both sides.
    """
    from govnlp.analysis.evaluate_labels import evaluate_labels, learning_curve
    from govnlp.annotate.lexicon import load_lexicon

    examples = [e for e in _examples(gold, corpus) if split in ("", e.split)]
    lexicon = load_lexicon(own) if own else None
    if show is LabelTable.CURVE:
        print_scores(learning_curve(examples, folds=folds, lexicon=lexicon), form, out)
        return
    models = [each.value for each in model or LabelModel]
    found = evaluate_labels(examples, models, folds=folds, draws=draws, seed=seed, lexicon=lexicon)
    print_scores(getattr(found, show.value), form, out)


@app.command(epilog="例 Example: `govnlp evaluate agreement first.jsonl second.jsonl`")
def agreement(
    codings: Annotated[
        list[Path],
        typer.Argument(help="每位标注者一个文件。One JSON Lines file a coder.", show_default=False),
    ],
    out: Out = None,
    form: Format = None,
    corpus: Reports = None,
) -> None:
    """标注者之间的一致性：Krippendorff α，按标签和标签集。Agreement of coders, by label and by set."""
    from govnlp.analysis.agreement import agreement as measure

    print_scores(measure([_examples([path], corpus) for path in codings]), form, out)


def _examples(gold: list[Path], corpus: list[Path] | None) -> list[Example]:
    from govnlp.annotate.labels.gold import read_gold

    return read_gold(gold, each_report(corpus))


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
