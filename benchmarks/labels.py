"""Cost of tokens and annotators beside plain jieba on the same text, and of a lexicon ten times as large.

Run it with ``make bench``; it prints the tables of ``benchmarks/README.md``. All take turns in the same run,
by CPU time; the ratios are what counts.
"""

from __future__ import annotations

import argparse
import gc
import json
import random
import re
import statistics
import tempfile
import time
import warnings
from collections.abc import Callable, Iterable, Iterator
from operator import itemgetter
from pathlib import Path

import govnlp as gn
from govnlp.annotate.checks import check_narrative
from govnlp.annotate.checks.narrative_year import _name as year_names
from govnlp.annotate.claims import extract
from govnlp.annotate.claims.quantity import _number as numerals_read
from govnlp.annotate.labels import classify, load_model
from govnlp.annotate.labels.gold import Example, report_examples
from govnlp.annotate.labels.linear.train import keyword_scores
from govnlp.annotate.lexicon import Lexicon, load_lexicon
from govnlp.text.normalize import fold_once, normalize
from govnlp.text.tokenize import JiebaTokenizer

SAMPLE = Path(__file__).parents[1] / "corpora" / "sample"
ROUNDS = 5
TIMES = 10
HEADER = 'source: generated\nlicence: Apache-2.0\nversion: "1"\nlabels:\n'


def plain_jieba() -> Callable[[str], list[str]]:
    """The tokenizer that everybody uses, as it comes."""
    with warnings.catch_warnings():
        warnings.simplefilter("ignore")
        import jieba
    jieba.setLogLevel(60)
    return jieba.lcut


def larger_lexicon(times: int) -> Lexicon:
    """The package's lexicon and copies of its cues with the characters permuted: so many times the cues."""
    own = load_lexicon()
    patterns = {k: [c.pattern for c in e.cues if c.scope == "anywhere"] for k, e in own.labels.items()}
    used = sorted({char for cues in patterns.values() for cue in cues for char in cue if _is_han(char)})
    draw = random.Random(0)
    parts = [HEADER]
    tables = [
        str.maketrans(dict(zip(used, draw.sample(used, len(used)), strict=True))) for _ in range(times - 1)
    ]
    for label, cues in filter(itemgetter(1), patterns.items()):
        made = sorted({cue.translate(table) for table in tables for cue in cues} - set(cues))
        parts.append(f"  {label}:\n    cues:\n      - weight: 0.5\n        match:\n")
        parts += [f"          - {json.dumps(_without_classes(cue), ensure_ascii=False)}\n" for cue in made]
    with tempfile.TemporaryDirectory() as folder:
        path = Path(folder, "larger.yaml")
        path.write_text("".join(parts), "utf-8")
        return load_lexicon(path)


def _is_han(char: str) -> bool:
    return "\u4e00" <= char <= "\u9fff"


def _without_classes(pattern: str) -> str:
    """Put a word where a pattern names a class of words, as a permuted name is none."""
    return re.sub(r"<[^>]*>", "事项", pattern)


def cpu_seconds(work: dict[str, Callable[[], object]], rounds: int) -> dict[str, float]:
    """Time all in turn by CPU, and give the median of each."""
    times: dict[str, list[float]] = {name: [] for name in work}
    for each in work.values():
        each()
    for _ in range(rounds):
        for name, each in work.items():
            gc.collect()  # so that none pays for what another left
            start = time.process_time()
            each()
            times[name].append(time.process_time() - start)
    return {name: statistics.median(found) for name, found in times.items()}


def annotate(reports: Iterable[gn.Report]) -> None:
    """Run labels, claims and narrative checks, one report after the other."""
    for report in reports:
        classify(report)
        check_narrative(report, extract(report).claims)


def anew(work: Callable[[], object]) -> Callable[[], object]:
    """Let go of all that is kept of texts seen before some work, as if these were the first."""

    def run() -> object:
        for kept in (normalize, fold_once, numerals_read, year_names):
            kept.cache_clear()
        load_lexicon().matcher.forget()
        load_model().forget()
        return work()

    return run


def cost(rounds: int) -> Iterator[str]:
    """Rows of the table of cost beside plain jieba."""
    reports = list(gn.load_corpus(SAMPLE))
    claims = [extract(report).claims for report in reports]
    texts = [p.text for report in reports for p in report.paragraphs]
    cut, fast, slow = plain_jieba(), JiebaTokenizer(), JiebaTokenizer(backend="jieba")
    work: dict[str, Callable[[], object]] = {
        "jieba.lcut": lambda: [cut(text) for text in texts],
        "tokens, jieba": lambda: [slow.words(text) for text in texts],
        "tokens, rjieba": lambda: [fast.words(text) for text in texts],
        "tokens with offsets, rjieba": lambda: [fast.tokens(text) for text in texts],
        "labels, keyword": anew(lambda: [classify(report, model="keyword") for report in reports]),
        "labels, linear": anew(lambda: [classify(report, model="linear") for report in reports]),
        "claims": anew(lambda: [extract(report) for report in reports]),
        "narrative checks": anew(
            lambda: [check_narrative(r, c) for r, c in zip(reports, claims, strict=True)]
        ),
        "all annotators": anew(lambda: annotate(reports)),
        "all annotators, clauses seen before": lambda: annotate(reports),
    }
    found = cpu_seconds(work, rounds)
    size = sum(map(len, texts))
    yield "| work | characters/s | cost / jieba.lcut |"
    yield "|---|---|---|"
    for name, seconds in found.items():
        yield f"| {name} | {size / seconds:,.0f} | {seconds / found['jieba.lcut']:.2f} |"


def growth(rounds: int) -> Iterator[str]:
    """Rows of the table of lexicons by size."""
    own, larger = load_lexicon(), larger_lexicon(TIMES)
    examples: list[Example] = [e for report in gn.load_corpus(SAMPLE) for e in report_examples(report)]
    work: dict[str, Callable[[], object]] = {
        "own": lambda: keyword_scores(examples, own),
        "larger": lambda: keyword_scores(examples, larger),
    }
    found = cpu_seconds(work, rounds)
    yield "| terms | seconds | / own |"
    yield "|---|---|---|"
    for name, lexicon in (("own", own), ("larger", larger)):
        yield f"| {lexicon.matcher.terms:,} | {found[name]:.3f} | {found[name] / found['own']:.2f} |"


def main() -> None:
    """Print the tables."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--rounds", type=int, default=ROUNDS, help="repetitions of each timing")
    rounds = parser.parse_args().rounds
    for line in (*cost(rounds), "", *growth(rounds)):
        print(line, flush=True)


if __name__ == "__main__":
    main()
