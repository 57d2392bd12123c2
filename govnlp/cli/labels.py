"""``govnlp classify``, ``govnlp train`` and ``govnlp lexicon``."""

from __future__ import annotations

from collections.abc import Iterator
from functools import partial
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from govnlp.cli.common import Format, Jobs, Out, Sources, finish
from govnlp.cli.output import Row, Sink, note
from govnlp.cli.sources import open_sources
from govnlp.errors import UsageError
from govnlp.progress import progress_bar

if TYPE_CHECKING:
    import pandas as pd

    from govnlp.cli.work import Outcome
    from govnlp.model import Report
    from govnlp.read.corpus import Entry

LabelModel = Annotated[
    str,
    typer.Option(
        "--model",
        help="auto、keyword、linear，或 `govnlp train` 写出的文件。auto, keyword, linear, or a trained file.",
    ),
]
OwnLexicon = Annotated[
    str,
    typer.Option(
        "--lexicon",
        help="扩充自带词表的 YAML 文件或文件夹；此时默认用关键词模型。"
        "YAML file or folder that extends the lexicon; then the keyword model is the default.",
    ),
]

lexicon = typer.Typer(
    no_args_is_help=True, rich_markup_mode="markdown", help="标签词表。The lexicon of the labels."
)


def classify(
    sources: Sources,
    out: Out = None,
    form: Format = None,
    jobs: Jobs = 1,
    model: LabelModel = "auto",
    own: OwnLexicon = "",
) -> None:
    """段落主题：每段说的是什么，依据是哪些词句。What each paragraph is about, and what says so.

    jsonl 每段一个对象；其他格式每个标签一行。jsonl: an object a paragraph; the other formats: a row a label.
    """
    from govnlp.annotate.labels.labeller import open_labeller
    from govnlp.cli.work import each_entry

    open_labeller(model, own)  # a wrong name is told before anything is read
    failures: list[Row] = []
    with open_sources(sources) as corpus, Sink("classify", form, out) as sink:
        work = partial(_labels, model=model, own=own, nested=sink.nested)
        with progress_bar(len(corpus)) as advance:
            for number, (rows, failure) in enumerate(each_entry(corpus, jobs, work), 1):
                sink.write(rows)
                failures += [failure] if failure else []
                advance(number, len(corpus))
    finish(failures)


CLASSIFY = "例 Example: `govnlp classify corpora/sample -f csv -o labels.csv`"


def _labels(entry: Entry, *, model: str, own: str, nested: bool) -> Outcome:
    from govnlp.annotate.labels.labeller import open_labeller
    from govnlp.model import Failure
    from govnlp.read.corpus import read_entry
    from govnlp.records import failure_row, label_records, label_rows

    report = read_entry(entry)
    if isinstance(report, Failure):
        return [], failure_row(report)
    labels = open_labeller(model, own)(report)
    return (label_records if nested else label_rows)(report, labels), None


def train(
    gold: Annotated[
        list[Path] | None,
        typer.Argument(help="标注好的 JSON Lines 文件。Gold files, JSON Lines.", show_default=False),
    ] = None,
    out: Annotated[Path, typer.Option("--out", "-o", help="模型文件。File for the model.")] = Path(
        "labels.npz"
    ),
    corpus: Annotated[
        list[Path] | None,
        typer.Option("--corpus", help="标注所指的报告。Reports that the gold is about, if it has no texts."),
    ] = None,
    weak: Annotated[
        list[Path] | None,
        typer.Option(
            "--weak",
            help="未标注的报告，由关键词模型标注后一并学习。Unlabelled reports, labelled by keywords.",
        ),
    ] = None,
    own: OwnLexicon = "",
    evidence: Annotated[
        bool,
        typer.Option(
            "--evidence/--no-evidence", help="是否以关键词依据为特征。Keyword evidence as features."
        ),
    ] = True,
) -> None:
    """训练线性模型：用标注、未标注的报告，或两者。Train a linear model from gold, from reports, or both."""
    from govnlp.annotate.labels.gold import read_gold, report_examples
    from govnlp.annotate.labels.linear.model import save_model
    from govnlp.annotate.labels.linear.train import TrainSettings, weak_examples
    from govnlp.annotate.labels.linear.train import train as train_model
    from govnlp.annotate.lexicon import load_lexicon

    if not gold and not weak:
        raise UsageError("nothing to learn from", hint="gold files, or --weak with unlabelled reports")
    settings = TrainSettings(evidence=evidence)
    chosen = load_lexicon(own) if own else None
    examples = read_gold(gold or (), each_report(corpus))
    found = [example for report in each_report(weak) for example in report_examples(report)]
    examples += weak_examples(found, chosen, settings)
    model = train_model(examples, lexicon=chosen, settings=settings)
    save_model(model, out)
    note(f"{out}: {len(examples):,} 段 paragraphs → {len(model.labels)} 标签 labels")


def each_report(paths: list[Path] | None) -> Iterator[Report]:
    """Read the reports of files and folders; none where none are given."""
    if paths:
        with open_sources(paths) as corpus:
            yield from corpus


TRAIN = "例 Example: `govnlp train corpora/gold/paragraphs.jsonl -o my.npz`"


@lexicon.command(epilog="例 Example: `govnlp lexicon check my.yaml`")
def check(
    files: Annotated[
        list[Path], typer.Argument(help="YAML 文件或文件夹。YAML files or folders.", show_default=False)
    ],
    replace: Annotated[
        bool,
        typer.Option("--replace", help="代替自带词表，而不是扩充它。In place of the package's, not added."),
    ] = False,
) -> None:
    """检查自己的词表；有错指出文件和行。Check your own lexicon; a mistake is named with file and line."""
    from govnlp.annotate.lexicon import load_lexicon

    for file in files:
        loaded = load_lexicon(file, extend=not replace)
        cues = sum(len(entry.cues) for entry in loaded.labels.values())
        typer.echo(f"{file}: {len(loaded.labels)} 标签 labels, {cues} 线索 cues")


@lexicon.command(epilog="例 Example: `govnlp lexicon show fees`")
def show(
    label: Annotated[
        str, typer.Argument(help="标签；不写则列出全部。A label; all are listed without it.")
    ] = "",
    own: OwnLexicon = "",
    out: Out = None,
    form: Format = None,
) -> None:
    """列出标签，或一个标签的全部线索。List the labels, or all cues of one."""
    from govnlp.cli.output import show_frame

    show_frame(_cues(label, own) if label else _overview(own), form, out)


def _overview(own: str) -> pd.DataFrame:
    import pandas as pd

    from govnlp.annotate.labels.rollups import roll_up_of
    from govnlp.annotate.lexicon import load_lexicon

    entries = load_lexicon(own or None).labels.items()
    return pd.DataFrame(
        [
            {
                "label": key,
                "name": entry.name,
                "roll_up": roll_up_of(key) or "",
                "threshold": entry.threshold,
                "cues": len(entry.cues),
                "description": entry.description,
            }
            for key, entry in entries
        ]
    )


def _cues(label: str, own: str) -> pd.DataFrame:
    import pandas as pd

    from govnlp.annotate.lexicon import load_lexicon

    labels = load_lexicon(own or None).labels
    if label not in labels:
        raise UsageError(f"no label '{label}'", hint=", ".join(labels))
    return pd.DataFrame(
        [
            {
                "cue": cue.pattern,
                "weight": cue.weight,
                "scope": cue.scope,
                "when": cue.when,
                "where": cue.where,
            }
            for cue in labels[label].cues
        ]
    )
