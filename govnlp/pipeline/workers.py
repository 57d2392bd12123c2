"""Shards in parallel; a file that brings a worker down costs nothing but itself."""

from __future__ import annotations

import multiprocessing
from collections.abc import Iterator, Sequence
from concurrent.futures import FIRST_COMPLETED, Future, ProcessPoolExecutor, wait
from concurrent.futures.process import BrokenProcessPool
from dataclasses import replace

from govnlp.pipeline.shards import Shard, run_shard
from govnlp.read.corpus import Entry, read_entry

_AHEAD = 2


def run_shards(shards: Sequence[Shard], jobs: int) -> Iterator[int]:
    """Do all shards.

    Parameters
    ----------
    shards : sequence of Shard
        The work.
    jobs : int
        Processes; 1 does it in this one.

    Yields
    ------
    int
        Files done, each time a shard is finished, in no particular order.
    """
    if jobs <= 1:
        for shard in shards:
            yield run_shard(shard)
        return
    left = list(shards)[::-1]
    while left:
        broken: list[Shard] = []
        yield from _run_pool(left, broken, jobs)
        for shard in broken:
            crashed = frozenset(e.source for e in shard.entries if _crashes(e))
            yield _run_alone(replace(shard, crashed=crashed))


def _pool(jobs: int) -> ProcessPoolExecutor:
    # A fork of a process with threads may hang; a spawned worker starts clean on every system.
    return ProcessPoolExecutor(jobs, mp_context=multiprocessing.get_context("spawn"))


def _run_pool(left: list[Shard], broken: list[Shard], jobs: int) -> Iterator[int]:
    """Work on shards from the end of ``left`` until it is empty or the pool breaks."""
    running: dict[Future[int], Shard] = {}
    with _pool(jobs) as pool:
        try:
            while left or running:
                while left and len(running) < jobs * _AHEAD:
                    running[pool.submit(run_shard, left[-1])] = left[-1]
                    left.pop()
                for future in wait(running, return_when=FIRST_COMPLETED).done:
                    count = future.result()
                    del running[future]
                    yield count
        except BrokenProcessPool:
            broken += running.values()


def _crashes(entry: Entry) -> bool:
    """Read one file in a process of its own, to see whether that survives."""
    with _pool(1) as pool:
        try:
            pool.submit(read_entry, entry).result()
        except BrokenProcessPool:
            return True
    return False


def _run_alone(shard: Shard) -> int:
    with _pool(1) as pool:
        try:
            return pool.submit(run_shard, shard).result()
        except BrokenProcessPool:
            pass
    # None of its files crashes on its own, and yet the shard does: give it up, with its reason.
    return run_shard(replace(shard, crashed=frozenset(e.source for e in shard.entries)))
