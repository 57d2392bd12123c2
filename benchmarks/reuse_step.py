"""What text reuse costs a corpus beyond linking: matches, passages, measures, stale content, tables.

Run it with ``make bench``; it prints a table of ``benchmarks/README.md``. The corpora are those of
`reuse_corpus`, cut into sections and paragraphs; each size has a process of its own. CPU seconds of all its
threads, without the time that making the corpus takes.
"""

from __future__ import annotations

import argparse
import json
import math
import resource
import subprocess
import sys
import tempfile
import time
from collections.abc import Iterator
from contextlib import contextmanager
from itertools import islice
from pathlib import Path
from typing import Any, NamedTuple

from reuse_corpus import UNITS_IN_REGION, GeneratedReport, generate

SECTIONS = ("overview", "proactive_tables", "request_tables", "problems", "other")
_PARAGRAPH = 4
_SHARD = 16
_WARM_UP = 40
_BODIES = ("镇人民政府", "街道办事处", "乡人民政府", "教育局", "医院")
# What some sentences begin with: the unit, or a body beside it, is named in about one of five.
_NAMING = ("我局", "{peer}", "我街道会同{peer}", "由区教育局牵头，", *[""] * 15)
_HAN = "云澜北岭溪湖柳桥松江石河竹溪梅山兰海"


class Step(NamedTuple):
    """A report as the step gets it: its sentences (start, end, text, key), paragraphs and sections."""

    report: GeneratedReport
    name: str
    issuer: str
    sentences: list[tuple[int, int, str, str]]
    texts: list[str]
    paragraphs: list[str]
    sections: list[tuple[str, str] | None]


def steps(count: int) -> Iterator[Step]:
    """Generate reports in sections; a copied sentence stays in its section."""
    for report in generate(count):
        region, unit = int(report.region[1:]), int(report.issuer[-2:])
        peer = _issuer(region, (unit + len(_BODIES)) % UNITS_IN_REGION)
        placed = sorted(report.sentences, key=lambda s: s.root % len(SECTIONS))
        sentences, paragraphs, sections = [], [], []
        at = 0
        for place, sentence in enumerate(placed):
            code = sentence.root % len(SECTIONS)
            text = _NAMING[sentence.root % len(_NAMING)].format(peer=peer) + sentence.text
            sentences.append((at, at + len(text), text, SECTIONS[code]))
            at += len(text)
            paragraphs.append(f"{report.report_id}:p{code}{place // _PARAGRAPH:03d}")
            sections.append((f"{report.report_id}:x{code}", SECTIONS[code]))
        texts = [text for _, _, text, _ in sentences]
        yield Step(report, report.report_id, _issuer(region, unit), sentences, texts, paragraphs, sections)


def _issuer(region: int, unit: int) -> str:
    """Name a unit: its region by two characters, its number, and a kind of body."""
    place = _HAN[region % len(_HAN)] + _HAN[region // len(_HAN) % len(_HAN)]
    if not unit:
        return f"{place}区人民政府"
    return f"{place}区{_HAN[unit % len(_HAN)]}{_HAN[-1 - unit % len(_HAN)]}{_BODIES[unit % len(_BODIES)]}"


class Clock:
    """CPU seconds and peak memory by part, in the order of the parts."""

    def __init__(self) -> None:
        self.seconds: dict[str, float] = {}
        self.peak: dict[str, float] = {}

    @contextmanager
    def part(self, name: str) -> Iterator[None]:
        """Add what is done inside to a part."""
        begin = time.process_time()
        yield
        self.seconds[name] = self.seconds.get(name, 0.0) + time.process_time() - begin
        self.peak[name] = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 2**10


def run(count: int, folder: Path, dump: Path | None = None) -> dict[str, Any]:
    """Do the step, and write its tables; with ``dump`` also as JSON Lines."""
    from govnlp.frames import REUSE_TABLES, to_arrow, write_plain
    from govnlp.records import match_rows, passage_rows, stale_rows
    from govnlp.reuse.index import Document, ReuseIndex
    from govnlp.reuse.measures import Measures
    from govnlp.reuse.passages import passages, repeated_clauses
    from govnlp.reuse.result import Reuse
    from govnlp.reuse.stale import Stale

    clock = Clock()
    index = ReuseIndex(folder / "index")
    made = Clock()

    def documents() -> Iterator[tuple[Document, list[tuple[int, int, str, str]]]]:
        reports = steps(count)
        while True:
            with made.part("corpus"):
                batch = list(islice(reports, _SHARD))
            if not batch:
                return
            for step in batch:
                r = step.report
                document = Document(
                    r.report_id, r.issuer, r.region, r.superior, r.year, r.published, "county"
                )
                yield document, step.sentences

    with clock.part("index"):
        index.add(documents())
    clock.seconds["index"] -= made.seconds["corpus"]
    with clock.part("linking and origins"):
        reuse = Reuse(index)
    with clock.part("measures, corpus"):
        measures = Measures(reuse)
    stale = Stale(reuse)
    reports = steps(count)
    for number in range(0, count, _SHARD):
        # The clock itself is slow on some machines, so it is read a few times a shard.
        shard = list(islice(reports, _SHARD))
        rows: dict[str, list[Any]] = {name: [] for name in REUSE_TABLES}
        with clock.part("matches"):
            for step in shard:
                rows["reuse"] += match_rows(reuse.matches(step.name, step.texts))
        with clock.part("passages"):
            for step in shard:
                chains = [*passages(reuse, step.name), *repeated_clauses(reuse, step.name, step.texts)]
                rows["reuse_passages"] += passage_rows(step.name, chains)
        with clock.part("measures, rows"):
            for step in shard:
                rows["reuse_reports"] += measures.rows(step.name, step.paragraphs, step.sections)
        with clock.part("stale content"):
            for step in shard:
                found = stale.find(step.name, step.texts, step.issuer)
                rows["stale"] += stale_rows(step.name, found, reuse)
        with clock.part("tables"):
            for table, made_rows in rows.items():
                write_plain(to_arrow(table, made_rows), folder / f"{table}-{number:06d}.arrow")
        if dump is not None:
            _dump(rows, dump)
    return {"seconds": clock.seconds, "peak": clock.peak}


def _dump(rows: dict[str, list[Any]], folder: Path) -> None:
    folder.mkdir(parents=True, exist_ok=True)
    for name, found in rows.items():
        with (folder / f"{name}.jsonl").open("a", encoding="utf-8") as handle:
            handle.writelines(json.dumps(row, ensure_ascii=False) + "\n" for row in found)


def apart(count: int) -> dict[str, dict[str, float]]:
    """Do the step in a process of its own."""
    command = [sys.executable, __file__, "--only", str(count)]
    done = subprocess.run(command, capture_output=True, text=True, check=True)
    made: dict[str, dict[str, float]] = json.loads(done.stdout)
    return made


def table(sizes: list[int]) -> Iterator[str]:
    """Rows of the table of parts: CPU seconds, the peak so far, and the exponent of growth."""
    found = [apart(size) for size in sizes]
    for run_ in found:
        run_["seconds"]["all"] = sum(run_["seconds"].values())
        run_["peak"]["all"] = max(run_["peak"].values())
    heads = (f"{size:,} reports: CPU s | peak MiB" for size in sizes)
    yield f"| part | {' | '.join(heads)} | exponent |"
    yield f"|---|{'---|---|' * len(sizes)}---|"
    for part in found[0]["seconds"]:
        cells = (f"{run_['seconds'][part]:.2f} | {run_['peak'][part]:.0f}" for run_ in found)
        ratio = found[-1]["seconds"][part] / found[0]["seconds"][part]
        exponent = math.log(ratio) / math.log(sizes[-1] / sizes[0])
        yield f"| {part} | {' | '.join(cells)} | {exponent:.2f} |"


def main() -> None:
    """Print the table."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--sizes", type=int, nargs=2, default=[2_000, 20_000], help="smaller and larger")
    parser.add_argument("--only", type=int, help="do one size here and print its figures as JSON")
    parser.add_argument("--dump", type=Path, help="with --only: write all rows into this folder too")
    arguments = parser.parse_args()
    if not arguments.only:
        for line in table(arguments.sizes):
            print(line, flush=True)
        return
    with tempfile.TemporaryDirectory() as folder:
        if arguments.dump is None:
            # Imports, tables and dictionaries are loaded on a few reports first.
            run(_WARM_UP, Path(folder) / "warm")
        print(json.dumps(run(arguments.only, Path(folder), arguments.dump)))


if __name__ == "__main__":
    main()
