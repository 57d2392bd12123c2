"""Text reuse on invented corpora whose copies are known, beside datasketch, rensa and an exact masked join.

Run it with ``make bench``; it prints the tables of ``benchmarks/README.md``. Each contestant gets the same
sentences in a process of its own, and is measured in CPU seconds of all its threads, from the sentences to
the flags (does another report have this sentence, in any form?). Trust the ratios.
"""

from __future__ import annotations

import argparse
import gc
import itertools
import json
import math
import re
import resource
import subprocess
import sys
import tempfile
import time
from collections.abc import Callable, Iterator
from functools import partial
from pathlib import Path
from typing import Any

import numpy as np
from reuse_corpus import EDITS, GeneratedReport, generate

GRAM = 4
# Permutations and bands: as many as both libraries take by default, in bands of four; and the least that
# finds more edited copies, bands of three.
USUAL, LEAST = (128, 32), (60, 20)
KINDS = ("", "hard", *EDITS)
_WARM_UP = 20
_STREAM = 1_000
Outcome = tuple[np.ndarray, np.ndarray | None]


class Truth:
    """What is known of each sentence, in the order of generation."""

    def __init__(self) -> None:
        self.names: list[str] = []
        self.counts: list[int] = []
        self.roots: list[int] = []
        self.kinds: list[int] = []

    def add(self, report: GeneratedReport) -> None:
        """Note a report."""
        self.names.append(report.report_id)
        self.counts.append(len(report.sentences))
        self.roots += [sentence.root for sentence in report.sentences]
        self.kinds += [KINDS.index(sentence.edit) for sentence in report.sentences]

    def score(self, flags: np.ndarray, own: np.ndarray | None) -> dict[str, float]:
        """Compare flags with what is known; ``own`` tells what comes from the unit's last report."""
        document = np.repeat(np.arange(len(self.counts)), self.counts)
        root, kind = np.array(self.roots), np.array(self.kinds)
        homes = np.unique(np.stack([root, document]), axis=1)[0]
        shared = np.bincount(homes, minlength=root.max() + 1)[root] > 1
        moderate = shared & (kind == KINDS.index("moderate"))
        made = {
            "precision": float((flags & shared).sum() / max(flags.sum(), 1)),
            "recall": float((flags & shared).sum() / shared.sum()),
            "moderate": float((flags & moderate).sum() / max(moderate.sum(), 1)),
        }
        if own is not None:
            place = {name: number for number, name in enumerate(self.names)}
            last = np.array([place.get(f"{n[:-4]}{int(n[-4:]) - 1}", -1) for n in self.names])[document]
            keys = set(((document.astype(np.int64) << 32) | root).tolist())
            truth = np.array([k in keys for k in ((last.astype(np.int64) << 32) | root).tolist()])
            truth &= last >= 0
            made["own_precision"] = float((own & truth).sum() / max(own.sum(), 1))
            made["own_recall"] = float((own & truth).sum() / max(truth.sum(), 1))
        return made


def run_govnlp(count: int, truth: Truth) -> tuple[float, Outcome]:
    """Stream the reports into an index on disk, link them, match each with the last one."""
    from govnlp.reuse.candidates import candidates
    from govnlp.reuse.compare import compare
    from govnlp.reuse.content import Contents
    from govnlp.reuse.forms import Forms
    from govnlp.reuse.index import Document, ReuseIndex
    from govnlp.reuse.moved import match_moved
    from govnlp.reuse.prior import match_prior
    from govnlp.reuse.ranked import rank, spread_of
    from govnlp.reuse.settings import ReuseSettings

    spent = 0.0

    def documents() -> Iterator[tuple[Document, list[tuple[int, int, str, str]]]]:
        # Some reports at a time, so that writing them is told from indexing them, and never all at once.
        nonlocal spent
        reports = generate(count)
        while True:
            start = time.process_time()
            some = []
            for r in itertools.islice(reports, _STREAM):
                truth.add(r)
                document = Document(r.report_id, r.issuer, r.region, r.superior, r.year, r.published)
                some.append((document, [(0, len(s.text), s.text, "overview") for s in r.sentences]))
            spent += time.process_time() - start
            if not some:
                return
            yield from some

    settings = ReuseSettings()
    with tempfile.TemporaryDirectory() as folder:
        begin = time.process_time()
        index = ReuseIndex(Path(folder))
        index.add(documents())
        ranked = rank(index)
        forms = Forms(ranked)
        families = compare(forms, candidates(forms, settings.min_characters), settings.similarity)
        contents = Contents(forms)
        prior = match_prior(ranked, forms, contents, settings)
        prior = match_moved(ranked, forms, contents, prior, settings)
        family = families.family[ranked.form]
        flags = spread_of(family, ranked.document)[family] > 1
        own = prior.source >= 0
        seconds = time.process_time() - begin - spent
        place = {d.report_id: number for number, d in enumerate(ranked.documents)}
        order = np.concatenate(
            [np.arange(ranked.first[place[n]], ranked.first[place[n] + 1]) for n in truth.names]
        )
    return seconds, (flags[order], own[order])


def _columns(count: int, truth: Truth) -> dict[str, Any]:
    columns: dict[str, list[Any]] = {"document": [], "issuer": [], "year": [], "text": []}
    for number, report in enumerate(generate(count)):
        truth.add(report)
        size = len(report.sentences)
        columns["document"] += [number] * size
        columns["issuer"] += [report.issuer] * size
        columns["year"] += [report.year] * size
        columns["text"] += [sentence.text for sentence in report.sentences]
    return columns


_NUMERALS = "[0-9零〇○一壹二贰两三叁四肆五伍六陆七柒八捌九玖十拾百佰千仟万亿]+(?:[.,][0-9]+)*"


def run_join(count: int, truth: Truth) -> tuple[float, Outcome]:
    """Join equal sentences, folded and masked as we do, with all reports and with the last one."""
    import polars as pl

    columns = _columns(count, truth)
    begin = time.process_time()
    frame = pl.DataFrame(columns)
    text = pl.col("text").str.normalize("NFKC").str.replace_all(r"\s", "").str.replace_all(_NUMERALS, "0")
    masked = frame.with_columns(text.alias("masked"))
    known = masked.group_by("masked").agg(
        pl.col("document").n_unique().alias("reports"), pl.col("document").min().alias("first")
    )
    joined = masked.join(known, on="masked", how="left", maintain_order="left")
    last = (
        masked.select("issuer", pl.col("year") + 1, "masked").unique().with_columns(pl.lit(True).alias("own"))
    )
    joined = joined.join(last, on=["issuer", "year", "masked"], how="left", maintain_order="left")
    seconds = time.process_time() - begin
    own = joined["own"].fill_null(False).to_numpy()
    return seconds, (joined["reports"].to_numpy() > 1, own)


def _distinct(texts: list[str], documents: list[int]) -> tuple[list[str], np.ndarray, np.ndarray]:
    """Distinct masked sentences, the number of each row, and which stand in several reports."""
    masked = re.compile(_NUMERALS)
    known: dict[str, int] = {}
    number = np.array([known.setdefault(masked.sub("0", text), len(known)) for text in texts])
    homes = np.sort((number << 32) | np.array(documents))
    homes = homes[np.append(True, np.diff(homes) > 0)] >> 32
    return list(known), number, np.bincount(homes) > 1


def _shingles(text: str) -> list[str]:
    return [text[at : at + GRAM] for at in range(max(len(text) - GRAM + 1, 1))]


def run_rensa(count: int, truth: Truth, plan: tuple[int, int] = USUAL) -> tuple[float, Outcome]:
    """MinHash of distinct sentences in bulk, as its documentation advises."""
    from rensa import RMinHash, RMinHashLSH

    permutations, bands = plan
    columns = _columns(count, truth)
    begin = time.process_time()
    distinct, number, shared = _distinct(columns["text"], columns["document"])
    index = RMinHashLSH(threshold=0.5, num_perm=permutations, num_bands=bands)
    matrix = RMinHash.digest_matrix_from_token_sets([_shingles(t) for t in distinct], permutations, 1)
    near = np.array(index.insert_matrix_and_query_duplicate_flags(matrix))
    return time.process_time() - begin, ((shared | near)[number], None)


def run_rensa_partners(count: int, truth: Truth, plan: tuple[int, int] = USUAL) -> tuple[float, Outcome]:
    """The same with the candidates of each sentence, which is what it takes to say who copied whom."""
    from rensa import RMinHash, RMinHashLSH

    permutations, bands = plan
    columns = _columns(count, truth)
    begin = time.process_time()
    distinct, number, shared = _distinct(columns["text"], columns["document"])
    index = RMinHashLSH(threshold=0.5, num_perm=permutations, num_bands=bands)
    sketches = RMinHash.from_token_sets([_shingles(text) for text in distinct], permutations, 1)
    index.insert_many(sketches)
    near = np.array([len(found) > 1 for found in map(index.query, sketches)])
    return time.process_time() - begin, ((shared | near)[number], None)


def run_datasketch(count: int, truth: Truth, plan: tuple[int, int] = USUAL) -> tuple[float, Outcome]:
    """MinHash of distinct sentences in bulk."""
    from datasketch import MinHash, MinHashLSH

    permutations, bands = plan
    columns = _columns(count, truth)
    begin = time.process_time()
    distinct, number, shared = _distinct(columns["text"], columns["document"])
    index = MinHashLSH(num_perm=permutations, params=(bands, permutations // bands))
    near = np.zeros(len(distinct), bool)
    grams = ([gram.encode() for gram in _shingles(text)] for text in distinct)
    sketches = []
    with index.insertion_session() as session:
        for key, sketch in enumerate(MinHash.generator(grams, num_perm=permutations)):
            session.insert(key, sketch, check_duplication=False)
            sketches.append(sketch)
    for key, sketch in enumerate(sketches):
        near[key] = len(index.query(sketch)) > 1
    return time.process_time() - begin, ((shared | near)[number], None)


RUNS: dict[str, Callable[[int, Truth], tuple[float, Outcome]]] = {
    "govnlp": run_govnlp,
    "exact masked join (polars)": run_join,
    "rensa, flags only": run_rensa,
    "rensa, with partners": run_rensa_partners,
    "datasketch": run_datasketch,
    "rensa, flags only, 60 permutations": partial(run_rensa, plan=LEAST),
    "rensa, with partners, 60 permutations": partial(run_rensa_partners, plan=LEAST),
    "datasketch, 60 permutations": partial(run_datasketch, plan=LEAST),
}


def run(name: str, count: int) -> dict[str, float]:
    """Run one contestant here."""
    # Imports, tables and dictionaries are loaded on a few reports first, for everybody.
    RUNS[name](_WARM_UP, Truth())
    # The corpus itself is millions of objects that the collector would go through time and again.
    gc.disable()
    truth = Truth()
    seconds, (flags, own) = RUNS[name](count, truth)
    peak = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 2**20
    return {"seconds": seconds, "peak": peak, **truth.score(np.asarray(flags), own)}


def apart(name: str, count: int) -> dict[str, float]:
    """Run one contestant in a process of its own."""
    command = [sys.executable, __file__, "--only", name, "--sizes", str(count)]
    done = subprocess.run(command, capture_output=True, text=True, check=True)
    made: dict[str, float] = json.loads(done.stdout)
    return made


def _cell(value: float | None) -> str:
    return "" if value is None else f"{value:.3f}"


def duel(count: int, rounds: int) -> Iterator[str]:
    """Rows of the table of contestants: medians of rounds in which they take turns."""
    head = "CPU s | times govnlp | peak GiB | flag P | flag R | moderate R | own P | own R"
    yield f"| {count:,} reports | {head} |"
    yield "|---|---|---|---|---|---|---|---|---|"
    found: dict[str, list[dict[str, float]]] = {name: [] for name in RUNS}
    for _ in range(rounds):
        for name, rows in found.items():
            rows.append(apart(name, count))
    middle = {name: sorted(rows, key=lambda row: row["seconds"])[rounds // 2] for name, rows in found.items()}
    ours = middle["govnlp"]["seconds"]
    for name, row in middle.items():
        quality = " | ".join(
            _cell(row.get(key)) for key in ("precision", "recall", "moderate", "own_precision", "own_recall")
        )
        ratio = row["seconds"] / ours
        yield f"| {name} | {row['seconds']:.2f} | {ratio:.2f} | {row['peak']:.2f} | {quality} |"


def growth(sizes: list[int]) -> Iterator[str]:
    """Rows of the table of growth, and the exponent."""
    yield "| reports | CPU s | peak GiB | flag P | flag R | moderate R | own P | own R |"
    yield "|---|---|---|---|---|---|---|---|"
    rows = [apart("govnlp", size) for size in sizes]
    for size, row in zip(sizes, rows, strict=True):
        quality = " | ".join(
            _cell(row.get(key)) for key in ("precision", "recall", "moderate", "own_precision", "own_recall")
        )
        yield f"| {size:,} | {row['seconds']:.2f} | {row['peak']:.2f} | {quality} |"
    exponent = math.log(rows[-1]["seconds"] / rows[0]["seconds"]) / math.log(sizes[-1] / sizes[0])
    yield ""
    yield f"growth exponent from {sizes[0]:,} to {sizes[-1]:,} reports: {exponent:.2f}"


def main() -> None:
    """Print the tables."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--sizes", type=int, nargs="*", default=[2_000, 20_000, 100_000])
    parser.add_argument("--duel", type=int, default=20_000, help="reports in the comparison")
    parser.add_argument("--rounds", type=int, default=3)
    parser.add_argument("--only", help="run one contestant here and print its figures as JSON")
    arguments = parser.parse_args()
    if arguments.only:
        print(json.dumps(run(arguments.only, arguments.sizes[0])))
        return
    for line in duel(arguments.duel, arguments.rounds):
        print(line, flush=True)
    print()
    for line in growth(arguments.sizes):
        print(line, flush=True)


if __name__ == "__main__":
    main()
