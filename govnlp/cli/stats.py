"""``govnlp stats``: corpus statistics, one short function each."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from functools import wraps
from inspect import Parameter, Signature, signature
from pathlib import Path
from types import MappingProxyType
from typing import Annotated, Any, NamedTuple

import typer

from govnlp.cli.common import Format, Out, finish
from govnlp.cli.output import Row
from govnlp.cli.stats_options import (
    About,
    Association,
    By,
    Form,
    Jobs,
    LineOrder,
    Mask,
    MinCount,
    Only,
    Scope,
    ScopeOption,
    Size,
    Sources,
    Span,
    Stop,
    Top,
    Unit,
    UnitOption,
    Where,
)
from govnlp.errors import UsageError

app = typer.Typer(
    no_args_is_help=True,
    rich_markup_mode="markdown",
    help=(
        "语料统计：频次、关键性、搭配、索引行、分布、多样性、可读性、关注度。Corpus statistics.\n\n"
        "SOURCE 是报告文件夹，或 `govnlp analyze` 的结果文件夹（快得多）。默认只数叙述段落。 "
        "SOURCE is a folder of reports or, much faster, the output of `govnlp analyze`. "
        "What counts is the narrative, not tables or page furniture."
    ),
)


class Asked(NamedTuple):
    """What is asked of a statistic: positional arguments behind the source, and options."""

    arguments: tuple[Any, ...]
    options: Mapping[str, Any] = MappingProxyType({})


def _run(
    measure: str,
    asked: Asked,
    *,
    sources: Sources,
    where: Where = None,
    scope: ScopeOption = Scope.NARRATIVE,
    about: About = None,
    out: Out = None,
    form: Format = None,
    jobs: Jobs = 1,
) -> None:
    from govnlp.analysis import stats
    from govnlp.cli.statistics import check_output, open_reader, show

    check_output(form, out)
    chosen = {"where": _conditions(where), "scope": scope.value}
    failures: list[Row] = []
    with open_reader(sources, jobs, about, failures) as reader:
        table = getattr(stats, measure).table(reader, *asked.arguments, **asked.options, **chosen)
    show(table, form, out)
    finish(failures)


def _statistic(epilog: str) -> Callable[[Callable[..., Asked]], Callable[..., None]]:
    """Make a command of a function that is named like its statistic and tells what is asked of it.

    Beside its own parameters the command has those of `_run` that are given by keyword.
    """
    shared = [p for p in signature(_run, eval_str=True).parameters.values() if p.kind is p.KEYWORD_ONLY]

    def make(ask: Callable[..., Asked]) -> Callable[..., None]:
        own = signature(ask, eval_str=True).parameters.values()

        @wraps(ask)
        def command(**given: Any) -> None:
            common = {parameter.name: given.pop(parameter.name) for parameter in shared}
            _run(ask.__name__, ask(**given), **common)

        # Arguments, which have no default, stand before options.
        every = sorted([*own, *shared], key=lambda parameter: parameter.default is not Parameter.empty)
        command.__signature__ = Signature([p.replace(kind=p.KEYWORD_ONLY) for p in every])  # type: ignore[attr-defined]
        app.command(epilog=epilog)(command)
        return command

    return make


@_statistic("例 Example: `govnlp stats summary out --by year --by level`")
def summary(by: By = None) -> Asked:
    """语料概况：报告、单位、段落、句、字、词各多少。What the corpus consists of."""
    return Asked((_list(by),))


@_statistic("例 Example: `govnlp stats freq out --by year -n 2 --no-stop-words --top 20`")
def freq(
    by: By = None,
    unit: UnitOption = Unit.WORD,
    n: Size = 1,
    item: Only = None,
    min_count: MinCount = 1,
    top: Top = None,
    no_stop_words: Stop = False,
    mask_numbers: Mask = False,
) -> Asked:
    """频次：词、字或 n 元组，按任意列分组。How often words, characters or n-grams occur, by any grouping."""
    options = _items(unit, n, no_stop_words, mask_numbers) | {
        "only": _list(item),
        "min_count": min_count,
        "top": top,
    }
    return Asked((_list(by),), options)


@_statistic(
    "例 Examples: `govnlp stats keyness out --target year=2021 --reference year=2020`；"
    "`govnlp stats keyness out --by level --form four_cell --top 30`"
)
def keyness(
    by: Annotated[
        str, typer.Option("--by", "-b", help="逐组与其余全部比较的列。Column: each value against the rest.")
    ] = "",
    target: Annotated[
        list[str] | None,
        typer.Option("--target", metavar="COLUMN=VALUE", help="目标组的条件，可重复。Target group."),
    ] = None,
    reference: Annotated[
        list[str] | None,
        typer.Option(
            "--reference",
            metavar="COLUMN=VALUE",
            help="参照组的条件，默认其余全部。Reference group; the rest by default.",
        ),
    ] = None,
    likelihood: Annotated[
        Form, typer.Option("--form", help="排序和 BIC 所用的对数似然。Log-likelihood that ranks.")
    ] = Form.TWO_CELL,
    unit: UnitOption = Unit.WORD,
    n: Size = 1,
    min_count: MinCount = 5,
    top: Top = None,
    no_stop_words: Stop = False,
    mask_numbers: Mask = False,
) -> Asked:
    """关键性：两组比较，或每组与其余比较；带符号的对数似然、对数比、BIC。What is typical of a group.

    对数似然为正：目标组偏多；为负：目标组偏少。Positive: more frequent in the target; negative: less.
    """
    options = _items(unit, n, no_stop_words, mask_numbers) | {
        "target": _conditions(target),
        "reference": _conditions(reference),
        "form": likelihood.value,
        "min_count": min_count,
        "top": top,
    }
    return Asked((by,), options)


@_statistic("例 Example: `govnlp stats colloc 公开 out --left 3 --right 3 --sort t --top 20`")
def colloc(
    node: Annotated[str, typer.Argument(help="节点词。The word.", show_default=False)],
    by: By = None,
    span: Annotated[
        Span, typer.Option("--span", help="左右窗口（不出句）或整句。Window in the sentence, or sentence.")
    ] = Span.WINDOW,
    left: Annotated[int, typer.Option("--left", "-l", min=0, help="左侧词数。Words to the left.")] = 5,
    right: Annotated[int, typer.Option("--right", "-r", min=0, help="右侧词数。Words to the right.")] = 5,
    sort: Annotated[
        Association, typer.Option("--sort", "-s", help="排序所用的量。What ranks.")
    ] = Association.LOG_DICE,
    min_count: MinCount = 3,
    top: Top = None,
    no_stop_words: Stop = False,
) -> Asked:
    """搭配：logDice、MI、t，窗口或整句。Words that keep company with a word."""
    options = {
        "span": span.value,
        "window": (left, right),
        "sort": sort.value,
        "min_count": min_count,
        "top": top,
        "drop_stop_words": no_stop_words,
    }
    return Asked((node, _list(by)), options)


@_statistic("例 Example: `govnlp stats kwic 窗口 out --sort right --width 15 --by year`")
def kwic(
    term: Annotated[
        str, typer.Argument(help="要找的词，各种写法都算。The term, in any spelling.", show_default=False)
    ],
    by: By = None,
    regex: Annotated[
        bool, typer.Option("--regex", "-e", help="按正则表达式找。A regular expression.")
    ] = False,
    width: Annotated[int, typer.Option("--width", min=0, help="左右各几个字。Characters on each side.")] = 20,
    sort: Annotated[
        LineOrder, typer.Option("--sort", "-s", help="按原文、左文或右文排序。Order of the lines.")
    ] = LineOrder.TEXT,
    top: Annotated[int | None, typer.Option("--top", "-t", min=1, help="最多几行。Lines at most.")] = None,
) -> Asked:
    """索引行：一个词的全部上下文，带报告编号和偏移。A term in its contexts, with report ids and offsets."""
    options = {"regex": regex, "width": width, "sort": sort.value, "top": top}
    return Asked((term, _list(by)), options)


@_statistic("例 Example: `govnlp stats dispersion out --parts issuer_id --item 公开,窗口`")
def dispersion(
    by: By = None,
    parts: Annotated[
        str, typer.Option("--parts", "-p", help="以哪一列的各值为部分。Column whose values are the parts.")
    ] = "report_id",
    unit: UnitOption = Unit.WORD,
    n: Size = 1,
    item: Only = None,
    min_count: MinCount = 5,
    top: Top = None,
    no_stop_words: Stop = False,
    mask_numbers: Mask = False,
) -> Asked:
    """分布均匀度：DP、DPnorm、Juilland D、分布范围。How evenly items are spread over the parts."""
    options = _items(unit, n, no_stop_words, mask_numbers) | {
        "parts": parts,
        "only": _list(item),
        "min_count": min_count,
        "top": top,
    }
    return Asked((_list(by),), options)


@_statistic("例 Example: `govnlp stats diversity out --by year --window 50`")
def diversity(
    by: By = None,
    window: Annotated[
        int, typer.Option("--window", min=1, help="MATTR 的窗口（词）。Window of MATTR.")
    ] = 100,
) -> Asked:
    """词汇多样性：MATTR、MTLD；默认每份报告一行，分组则取各报告平均。How varied the words are."""
    names = _list(by) or ["report_id"]
    return Asked((names,), {"window": window})


@_statistic("例 Example: `govnlp stats readability out --by level`")
def readability(by: By = None) -> Asked:
    """可读性（徐巍等 2021）：越高越难读；默认每份报告一行。How hard it is to read; higher is harder."""
    names = _list(by) or ["report_id"]
    return Asked((names,))


@_statistic(
    "例 Examples: `govnlp stats attention out --by year`；"
    "`govnlp stats attention out --terms digital.txt --no-labels --by level`"
)
def attention(
    by: By = None,
    terms: Annotated[
        Path | None,
        typer.Option(
            "--terms",
            help="词表：每行一词的 txt，或有 list、term 两列的 csv。One term a line, or CSV: list, term.",
        ),
    ] = None,
    labels: Annotated[
        bool, typer.Option("--labels/--no-labels", help="是否统计段落标签。Whether labels count.")
    ] = True,
) -> Asked:
    """关注度：各标签、词表占段落、字数、报告的份额及分母。Shares of labels and of term lists."""
    options = {"terms": terms, "labels": labels}
    return Asked((_list(by),), options)


def _list(values: Sequence[str] | None) -> list[str]:
    return [part.strip() for value in values or () for part in value.split(",") if part.strip()]


def _conditions(values: Sequence[str] | None) -> dict[str, list[str]]:
    found: dict[str, list[str]] = {}
    for value in values or ():
        name, equals, wanted = value.partition("=")
        if not equals or not name:
            raise UsageError(f"'{value}' is no condition", hint="COLUMN=VALUE, such as year=2021")
        found.setdefault(name, []).append(wanted)
    return found


def _items(unit: Unit, n: int, no_stop_words: bool, mask_numbers: bool) -> dict[str, Any]:
    return {"unit": unit.value, "n": n, "drop_stop_words": no_stop_words, "mask_numbers": mask_numbers}
