"""``govnlp reuse``: where sentences come from, shares by group, two reports side by side."""

from __future__ import annotations

import json
from collections.abc import Iterator
from enum import StrEnum
from pathlib import Path
from tempfile import TemporaryFile
from typing import TYPE_CHECKING, Annotated, Any

import typer

from govnlp.cli.common import Format, Jobs, Out, Sources, finish
from govnlp.cli.output import Row, Sink
from govnlp.cli.sources import open_sources
from govnlp.progress import progress_bar

if TYPE_CHECKING:
    from govnlp.model import Match
    from govnlp.read.corpus import Corpus, Entry
    from govnlp.reuse.index import Document
    from govnlp.reuse.result import Reuse


class Grouping(StrEnum):
    """What shares are given of."""

    REPORT = "report"
    ISSUER = "issuer"
    REGION = "region"
    SECTION = "section"


By = Annotated[
    Grouping | None,
    typer.Option("--by", help="按报告、单位、地区或章节给出各来源的字数占比。Shares of characters by group."),
]
Pair = Annotated[
    tuple[str, str] | None,
    typer.Option("--pair", help="两份报告（编号）并排对照。Two reports (ids) side by side.", metavar="A B"),
]


def reuse(
    sources: Sources,
    out: Out = None,
    form: Format = None,
    jobs: Jobs = 1,
    by: By = None,
    pair: Pair = None,
) -> None:
    """文本复用：每个叙述句来自哪里，或各来源占比，或两份报告对照。Who copied what from whom.

    来源 origins：mandated 法定用语，self_prior 本单位上年，same_region 同地区，superior 上级，
    national 通用套话，internal 本报告内重复，novel 新写。地区和上级取自 corpus.csv 或行政区划代码。
    """
    failures: list[Row] = []
    with open_sources(sources) as corpus, TemporaryFile("w+", encoding="utf-8") as kept:
        found = _index(corpus, jobs, kept, failures)
        if pair is not None:
            _show_pair(found, kept, pair, out)
        elif by is not None:
            with Sink("reuse_shares", form, out) as sink:
                sink.write(_shares(found, kept, by))
        else:
            from govnlp.records import match_rows

            with Sink("reuse", form, out) as sink:
                for _, matches, _ in _stream(found, kept):
                    sink.write(match_rows(matches))
    finish(failures)


def _index(corpus: Corpus, jobs: int, kept: Any, failures: list[Row]) -> Reuse:
    """Read the reports into an index; their sentences are kept on disk for printing."""
    from govnlp.cli.work import each_entry
    from govnlp.reuse.index import ReuseIndex
    from govnlp.reuse.result import Reuse

    def reports() -> Iterator[tuple[Document, Any]]:
        with progress_bar(len(corpus)) as advance:
            for number, (report, failure) in enumerate(each_entry(corpus, jobs, _read), 1):
                advance(number, len(corpus))
                if failure:
                    failures.append(failure)
                else:
                    document, sentences = report
                    kept.write(json.dumps([document.report_id, sentences], ensure_ascii=False) + "\n")
                    yield document, sentences

    index = ReuseIndex()
    index.add(reports())
    return Reuse(index)


def _read(entry: Entry) -> tuple[Any, Row | None]:
    from govnlp.model import Failure
    from govnlp.read.corpus import read_entry
    from govnlp.records import failure_row
    from govnlp.reuse.index import document_of, sentences_of

    report = read_entry(entry)
    if isinstance(report, Failure):
        return None, failure_row(report)
    return (document_of(report), sentences_of(report)), None


def _stream(found: Reuse, kept: Any) -> Iterator[tuple[Document, list[Match], list[str]]]:
    """Go through the reports in reading order: its document, matches, and sections of the sentences."""
    kept.seek(0)
    for line in kept:
        report_id, sentences = json.loads(line)
        matches = found.matches(report_id, [text for _, _, text, _ in sentences])
        yield found.ranked.documents[found.place(report_id)], matches, [key for *_, key in sentences]


def _shares(found: Reuse, kept: Any, by: Grouping) -> list[Row]:
    from govnlp.reuse.origins import ORIGINS
    from govnlp.reuse.shares import Tally

    tallies: dict[str, Tally] = {}
    for document, matches, sections in _stream(found, kept):
        untried = set(ORIGINS) - found.tried(document.report_id)
        if by is Grouping.SECTION:
            for match, section in zip(matches, sections, strict=True):
                tallies.setdefault(section or "none", Tally()).add([match], untried)
            continue
        name = {
            Grouping.REPORT: document.report_id,
            Grouping.ISSUER: document.issuer_id,
            Grouping.REGION: document.region,
        }[by]
        tallies.setdefault(name or "unknown", Tally()).add(matches, untried)
    return [
        {"group": name, "sentences": tally.sentences, "characters": tally.total}
        | {origin: None if share is None else round(share, 4) for origin, share in tally.shares().items()}
        for name, tally in tallies.items()
    ]


def _show_pair(found: Reuse, kept: Any, pair: tuple[str, str], out: Path | None) -> None:
    from rich.console import Console

    from govnlp.cli.pairs import pair_table
    from govnlp.reuse.align import align_sentences

    places = [found.place(name) for name in pair]
    texts: dict[str, list[str]] = {}
    for document, matches, _ in _stream(found, kept):
        if document.report_id in pair:
            texts[document.report_id] = [match.text for match in matches]
    left, right = (texts[found.ranked.documents[place].report_id] for place in places)
    table = pair_table(pair, align_sentences(left, right))
    if out is None:
        Console().print(table)
    else:
        with out.open("w", encoding="utf-8") as handle:
            Console(file=handle, width=160).print(table)
