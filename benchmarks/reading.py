"""Reading speed and memory, by file format, beside trafilatura and pdfplumber on the same files.

Run it with ``make bench``; it prints the tables of ``benchmarks/README.md``. Peers and we take turns in
the same run, and the ratios are what counts: absolute figures depend on the machine.
"""

from __future__ import annotations

import argparse
import io
import shutil
import statistics
import subprocess
import sys
import tempfile
import time
from collections.abc import Callable, Iterator
from pathlib import Path

SAMPLE = Path(__file__).parents[1] / "corpora" / "sample"
SUFFIXES = {
    "html": (".html", ".htm", ".shtml"),
    "txt": (".txt",),
    "md": (".md",),
    "docx": (".docx",),
    "pdf": (".pdf",),
}
ROUNDS = 7


def files(kind: str) -> list[Path]:
    """Sample reports of one format."""
    return sorted(path for path in SAMPLE.rglob("*") if path.suffix in SUFFIXES[kind])


def median_seconds(work: dict[str, Callable[[], object]], rounds: int) -> dict[str, float]:
    """Time several ways of doing the same in turn, and give the median of each."""
    times: dict[str, list[float]] = {name: [] for name in work}
    for each in work.values():
        each()
    for _ in range(rounds):
        for name, each in work.items():
            start = time.perf_counter()
            each()
            times[name].append(time.perf_counter() - start)
    return {name: statistics.median(found) for name, found in times.items()}


def read_all(paths: list[Path]) -> None:
    """Read reports as the package does: structure, tables, keys."""
    from govnlp.read.report import read_report

    for path in paths:
        read_report(path)


def trafilatura_all(paths: list[Path]) -> None:
    """Take the main text out of pages, nothing else."""
    import trafilatura

    for path in paths:
        trafilatura.extract(path.read_bytes(), include_tables=True)


def pdfplumber_all(paths: list[Path]) -> None:
    """Take text and tables out of PDF pages, nothing else."""
    import pdfplumber

    for path in paths:
        with pdfplumber.open(io.BytesIO(path.read_bytes())) as document:
            for page in document.pages:
                page.extract_text()
                page.extract_tables()


PEERS = {"html": ("trafilatura", trafilatura_all), "pdf": ("pdfplumber", pdfplumber_all)}


def speed(rounds: int) -> Iterator[str]:
    """Rows of the table of speed."""
    yield "| format | files | reports/s | MB/s | peer | peer reports/s | we / peer |"
    yield "|---|---|---|---|---|---|---|"
    for kind in SUFFIXES:
        paths = files(kind)
        size = sum(path.stat().st_size for path in paths)
        work: dict[str, Callable[[], object]] = {"govnlp": lambda paths=paths: read_all(paths)}
        peer, run = PEERS.get(kind, ("", None))
        if run is not None:
            work[peer] = lambda paths=paths, run=run: run(paths)
        found = median_seconds(work, rounds)
        ours = found["govnlp"]
        row = f"| {kind} | {len(paths)} | {len(paths) / ours:.0f} | {size / ours / 1e6:.2f} |"
        theirs = found.get(peer)
        tail = f" {peer} | {len(paths) / theirs:.0f} | {theirs / ours:.1f} |" if theirs else " | | |"
        yield row + tail


def copies(count: int, folder: Path) -> None:
    """Fill a folder with copies of the sample reports, all formats in turn."""
    originals = sorted(path for kind in SUFFIXES for path in files(kind))
    for number in range(count):
        path = originals[number % len(originals)]
        target = folder / f"{number // 100:04d}" / f"{number:06d}{path.suffix}"
        target.parent.mkdir(exist_ok=True)
        shutil.copyfile(path, target)


def growth(sizes: list[int], jobs: int) -> Iterator[str]:
    """Rows of the table of memory and time by size of the corpus."""
    yield "| reports | seconds | reports/s | peak MiB of one process |"
    yield "|---|---|---|---|"
    for size in sizes:
        with tempfile.TemporaryDirectory() as name:
            folder = Path(name, "corpus")
            folder.mkdir()
            copies(size, folder)
            seconds, peak = run_apart(folder, Path(name, "out"), jobs)
        yield f"| {size:,} | {seconds:.1f} | {size / seconds:.0f} | {peak:.0f} |"


def run_apart(folder: Path, out: Path, jobs: int) -> tuple[float, float]:
    """Run ``govnlp analyze`` under a process of its own, and take the largest peak of its processes."""
    code = "from govnlp.cli import main; main()"
    command = [sys.executable, "-c", code, "analyze", str(folder), "-o", str(out), "--jobs", str(jobs)]
    watch = (
        "import resource, subprocess, sys; done = subprocess.run(sys.argv[1:], stdout=subprocess.DEVNULL);"
        " print(resource.getrusage(resource.RUSAGE_CHILDREN).ru_maxrss); sys.exit(done.returncode)"
    )
    start = time.perf_counter()
    done = subprocess.run([sys.executable, "-c", watch, *command], capture_output=True, text=True, check=True)
    return time.perf_counter() - start, int(done.stdout.split()[-1]) / 1024


def main() -> None:
    """Print the tables."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument(
        "--sizes", type=int, nargs="*", default=[1_000, 10_000], help="reports in the corpora"
    )
    parser.add_argument("--rounds", type=int, default=ROUNDS, help="repetitions of each timing")
    parser.add_argument("--jobs", type=int, default=2, help="processes")
    arguments = parser.parse_args()
    for line in speed(arguments.rounds):
        print(line, flush=True)
    print()
    for line in growth(arguments.sizes, arguments.jobs):
        print(line, flush=True)


if __name__ == "__main__":
    main()
