"""Throughput and growth of the claim extractor, beside tools that find numbers in Chinese text.

Run it with ``make bench``; it prints the tables of ``benchmarks/README.md``. All contestants take turns on
the same paragraphs in the same run, by CPU time; the ratios are what counts. None of the others gives the
object, the predicate, the time or the whole of a quantity.
"""

from __future__ import annotations

import argparse
import io
import re
import statistics
import time
from collections.abc import Callable, Iterator
from contextlib import redirect_stdout
from functools import partial
from pathlib import Path

import govnlp as gn
from govnlp.resources import load_csv

SAMPLE = Path(__file__).parents[1] / "corpora" / "sample"
ROUNDS = 3
CHARACTERS = 20_000
Find = Callable[[str], int]


def narrative() -> str:
    """Narrative of the sample reports, a paragraph a line."""
    return "\n".join(p.text.strip() for report in gn.load_corpus(SAMPLE) for p in report.paragraphs)


def recognizers() -> Find:
    """Microsoft Recognizers: numbers, percentages, and numbers with units."""
    from recognizers_number import recognize_number, recognize_percentage
    from recognizers_number_with_unit import recognize_currency, recognize_dimension
    from recognizers_text import Culture

    def find(text: str) -> int:
        return sum(
            len(recognize(text, Culture.Chinese))
            for recognize in (recognize_number, recognize_percentage, recognize_currency, recognize_dimension)
        )

    return find


def jionlp() -> Find:
    """JioNLP: amounts of money, the only quantities it finds with their units."""
    with redirect_stdout(io.StringIO()):  # it greets on import
        import jionlp

    return lambda text: len(jionlp.ner.extract_money(text))


def bare_regex() -> Find:
    """A number and a unit of a closed list: no numeral in words, no field, no non-claim."""
    units = sorted({row["surface"] for row in load_csv("units.csv")}, key=len, reverse=True)
    pattern = re.compile(r"\d[\d,]*(?:\.\d+)?[万亿]?余?(?:" + "|".join(map(re.escape, units)) + ")")
    return lambda text: sum(1 for _ in pattern.finditer(text))


def ours() -> Find:
    """All that the package does: claims with every field, and the numbers that are none."""
    return lambda text: len(gn.extract_claims(text, report_year=2021))


CONTESTANTS: dict[str, Callable[[], Find]] = {
    "govnlp": ours,
    "Microsoft Recognizers": recognizers,
    "JioNLP (money)": jionlp,
    "bare regex": bare_regex,
}


def cpu_seconds(work: dict[str, Callable[[], object]], rounds: int) -> dict[str, float]:
    """Time several ways in turn, and give the median CPU seconds of each."""
    times: dict[str, list[float]] = {name: [] for name in work}
    for _ in range(rounds):
        for name, each in work.items():
            start = time.process_time()
            each()
            times[name].append(time.process_time() - start)
    return {name: statistics.median(found) for name, found in times.items()}


def throughput(characters: int, rounds: int) -> Iterator[str]:
    """Rows of the table of speed."""
    text = narrative()[:characters]
    finders = {name: make() for name, make in CONTESTANTS.items()}

    def by_paragraph(find: Find) -> int:
        return sum(map(find, text.splitlines()))

    found = {name: by_paragraph(find) for name, find in finders.items()}  # also loads what is loaded lazily
    seconds = cpu_seconds({name: partial(by_paragraph, find) for name, find in finders.items()}, rounds)
    ours_ = seconds["govnlp"]
    yield "| tool | found | CPU s | characters/s | govnlp is faster by |"
    yield "|---|---|---|---|---|"
    for name, spent in seconds.items():
        yield f"| {name} | {found[name]} | {spent:.3f} | {len(text) / spent:,.0f} | {spent / ours_:.2g} |"


HOSTILE: dict[str, str] = {
    "narrative": "",
    "digits": "1234567890",
    "其中": "其中",
    "numerals in words": "一百二十三万四千五百六十七",
    "claims, no full stop": "公开信息120条，其中网站100条，占83%，",
    "open brackets": "（〔《",
    "commas": "1,",
}


def growth(sizes: list[int]) -> Iterator[str]:
    """Rows of the table of growth: CPU seconds at each size, and by how much a tenfold text costs more."""
    yield "| text | " + " | ".join(f"{size:,}" for size in sizes) + " | last step |"
    yield "|---" * (len(sizes) + 2) + "|"
    for name, unit in HOSTILE.items():
        base = unit or narrative() + "\n"
        spent: list[float] = []
        for size in sizes:
            text = (base * (size // len(base) + 1))[:size]
            start = time.process_time()
            gn.extract_claims(text, report_year=2021)
            spent.append(time.process_time() - start)
        last = spent[-1] / spent[-2] if len(spent) > 1 and spent[-2] else float("nan")
        yield f"| {name} | " + " | ".join(f"{s:.2f}" for s in spent) + f" | {last:.1f} |"


def main() -> None:
    """Print the tables."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--characters", type=int, default=CHARACTERS, help="of the text that all read")
    parser.add_argument("--rounds", type=int, default=ROUNDS, help="repetitions of each timing")
    parser.add_argument("--sizes", type=int, nargs="*", default=[10_000, 100_000, 1_000_000, 10_000_000])
    arguments = parser.parse_args()
    for table in (throughput(arguments.characters, arguments.rounds), growth(arguments.sizes)):
        for line in table:
            print(line, flush=True)
        print()


if __name__ == "__main__":
    main()
