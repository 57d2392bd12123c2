"""``govnlp annotate``: paragraphs to annotation tools and back."""

from __future__ import annotations

from enum import StrEnum
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from govnlp.cli.common import Sources
from govnlp.cli.labels import each_report
from govnlp.cli.output import note
from govnlp.errors import UsageError

if TYPE_CHECKING:
    from govnlp.annotate.labels.gold import Example

app = typer.Typer(
    no_args_is_help=True,
    rich_markup_mode="markdown",
    help="抽样标注：导出到 doccano、Label Studio、Prodigy，再导入。To annotation tools and back.",
)


class Tool(StrEnum):
    """Annotation tools."""

    PLAIN = "plain"
    DOCCANO = "doccano"
    LABEL_STUDIO = "label_studio"
    PRODIGY = "prodigy"


class Stratum(StrEnum):
    """What a sample is stratified by."""

    LABEL = "label"
    SECTION = "section"
    ISSUER = "issuer"


Out = Annotated[Path, typer.Option("--out", "-o", help="写入文件。File to write.")]
ForTool = Annotated[Tool, typer.Option("--tool", "-t", help="标注工具；plain 即标注格式。Annotation tool.")]


@app.command(
    epilog="例 Example: `govnlp annotate export corpora/sample -t doccano --size 100 -o sample.jsonl`"
)
def export(
    sources: Sources,
    out: Out,
    tool: ForTool = Tool.PLAIN,
    size: Annotated[int, typer.Option(min=1, help="抽多少段。Paragraphs drawn.")] = 200,
    by: Annotated[Stratum, typer.Option("--by", help="按什么分层。Strata.")] = Stratum.LABEL,
    seed: Annotated[int, typer.Option(min=0, help="抽样种子。Seed of the draw.")] = 0,
    suggest: Annotated[
        bool,
        typer.Option("--suggest/--blind", help="是否附上模型的标签供参考。With the model's labels, or not."),
    ] = False,
) -> None:
    """分层抽取段落供标注，记下每段的入样概率。Draw a stratified sample, with each inclusion probability."""
    from dataclasses import replace

    from govnlp.analysis.exchange import draw_sample, export_rows, to_lines
    from govnlp.annotate.labels import classify
    from govnlp.annotate.labels.gold import report_examples
    from govnlp.annotate.lexicon import load_lexicon

    examples: list[Example] = []
    first: dict[str, str] = {}
    for report in each_report(sources):
        found: dict[str, set[str]] = {}
        for label in classify(report):
            first.setdefault(label.paragraph_id, label.label or "")
            found.setdefault(label.paragraph_id, set()).update([label.label] if label.label else ())
        for example in report_examples(report):
            labels = frozenset(found[example.paragraph_id]) if suggest else frozenset()
            examples.append(replace(example, labels=labels))
    if not examples:
        raise UsageError("no paragraphs to draw from")
    key = {
        Stratum.LABEL: lambda e: first[e.paragraph_id],
        Stratum.SECTION: lambda e: e.section or "",
        Stratum.ISSUER: lambda e: e.issuer,
    }[by]
    sample = draw_sample(examples, size, key, seed=seed)
    _write(out, to_lines(export_rows(sample, tool.value, list(load_lexicon().labels))))
    note(f"{out}: {len(sample):,} / {len(examples):,} 段 paragraphs")


@app.command(name="import", epilog="例 Example: `govnlp annotate import done.jsonl -t doccano -o gold.jsonl`")
def import_(
    done: Annotated[Path, typer.Argument(help="工具导出的文件。What the tool exported.", show_default=False)],
    out: Out,
    tool: ForTool = Tool.PLAIN,
) -> None:
    """把标注工具的导出转成标注格式。Turn what an annotation tool exported into the gold format."""
    from govnlp.analysis.exchange import from_text, import_rows, to_lines

    try:
        text = done.read_text("utf-8-sig")
    except (OSError, UnicodeDecodeError) as error:
        raise UsageError(f"cannot be read: {error}", source=str(done)) from error
    rows = import_rows(from_text(text), tool.value)
    _write(out, to_lines(rows))
    note(f"{out}: {len(rows):,} 段 paragraphs")


@app.command(epilog="例 Example: `govnlp annotate config > labels.xml`")
def config() -> None:
    """Label Studio 的标注界面配置。The labelling configuration of Label Studio."""
    from govnlp.analysis.exchange import label_studio_config
    from govnlp.annotate.lexicon import load_lexicon

    typer.echo(label_studio_config(list(load_lexicon().labels)))


def _write(path: Path, text: str) -> None:
    try:
        path.write_text(text, "utf-8")
    except OSError as error:
        raise UsageError(f"cannot be written: {error.strerror}", source=str(path)) from error
