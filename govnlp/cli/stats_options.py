"""Options that the commands of ``govnlp stats`` share."""

from __future__ import annotations

from enum import StrEnum
from pathlib import Path
from typing import Annotated

import typer


class Scope(StrEnum):
    """Text that counts."""

    NARRATIVE = "narrative"
    ALL = "all"


class Unit(StrEnum):
    """What is counted."""

    WORD = "word"
    CHAR = "char"


class Form(StrEnum):
    """Form of the log-likelihood."""

    TWO_CELL = "two_cell"
    FOUR_CELL = "four_cell"


class Span(StrEnum):
    """Where collocates are looked for."""

    WINDOW = "window"
    SENTENCE = "sentence"


class Association(StrEnum):
    """What collocates are ranked by."""

    LOG_DICE = "log_dice"
    MI = "mi"
    T = "t"
    COUNT = "count"


class LineOrder(StrEnum):
    """Order of concordance lines."""

    TEXT = "text"
    LEFT = "left"
    RIGHT = "right"


Sources = Annotated[
    list[Path],
    typer.Argument(
        metavar="SOURCE...",
        help=(
            "analyze 的结果文件夹，或报告文件、文件夹；`-` 为标准输入的纯文本。"
            "Analyzed folder, or files and folders of reports; `-` is standard input."
        ),
        show_default=False,
    ),
]
By = Annotated[
    list[str] | None,
    typer.Option(
        "--by",
        "-b",
        help=(
            "分组列，可重复或用逗号分隔：year level region type issuer_id report section label，"
            "或 corpus.csv 的任一列。"
            "Columns to group by; repeat it, or separate by commas."
        ),
    ),
]
Where = Annotated[
    list[str] | None,
    typer.Option(
        "--where",
        "-w",
        metavar="COLUMN=VALUE",
        help=(
            "只取该列为该值的文本；可重复，同列为或，异列为且；空值写 `列=`。"
            "Only texts with this value; repeat: same column or, other columns and."
        ),
    ),
]
ScopeOption = Annotated[
    Scope,
    typer.Option(
        "--scope",
        help="narrative 叙述段落；all 全文，含标题、表格、杂项。Paragraphs, or everything that is printed.",
    ),
]
About = Annotated[
    Path | None,
    typer.Option(
        "--about",
        help="另一张关于报告的 CSV 表（有 report_id 或 source 列），可按其各列分组。Another table.",
    ),
]
Jobs = Annotated[
    int, typer.Option("--jobs", "-j", min=1, help="读报告的并行进程数。Processes that read reports.")
]
Top = Annotated[int | None, typer.Option("--top", "-t", min=1, help="每组只列前几项。Only so many a group.")]
UnitOption = Annotated[Unit, typer.Option("--unit", "-u", help="词或字。Words or characters.")]
Size = Annotated[int, typer.Option("-n", min=1, help="n 元组的长度。Length of the n-grams.")]
Only = Annotated[
    list[str] | None,
    typer.Option("--item", "-i", help="只看这些词，可重复或用逗号分隔。Only these items."),
]
Stop = Annotated[bool, typer.Option("--no-stop-words", help="略去虚词。Leave function words out.")]
Mask = Annotated[bool, typer.Option("--mask-numbers", help="数字一律记作 #。Every number is #.")]
MinCount = Annotated[int, typer.Option("--min-count", "-m", min=1, help="至少出现几次。Occurrences needed.")]
