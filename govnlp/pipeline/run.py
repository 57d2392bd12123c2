"""`analyze`: from a corpus to its tables."""

from __future__ import annotations

import hashlib
import json
import os
import shutil
import weakref
from collections.abc import Sequence
from pathlib import Path
from tempfile import mkdtemp

from govnlp import __version__
from govnlp.annotate.labels.labeller import labeller_hashes
from govnlp.errors import UsageError
from govnlp.pipeline.export import FORMATS, write_datapackage, write_manifest, write_tables
from govnlp.pipeline.index import CorpusIndex
from govnlp.pipeline.result import Result, Settings
from govnlp.pipeline.reuse import add_reuse
from govnlp.pipeline.shards import Shard, make_shards
from govnlp.pipeline.workers import run_shards
from govnlp.progress import Progress, in_session, progress_bar
from govnlp.read.corpus import Corpus, load_corpus
from govnlp.resources import describe, list_data

WORK = ".govnlp-work"


def analyze(
    corpus: Corpus | str | Path,
    out: str | Path | None = None,
    *,
    settings: Settings | None = None,
    jobs: int = 1,
    formats: Sequence[str] = FORMATS,
    progress: Progress | bool | None = None,
) -> Result:
    """Read, check and tabulate every report of a corpus.

    Parameters
    ----------
    corpus : Corpus, str or Path
        The corpus, or its folder.
    out : str or Path, optional
        Folder for the tables; a temporary one by default, kept as long as the result.
    settings : Settings, optional
        Choices that change results.
    jobs : int
        Processes, at least 1.
    formats : sequence of str
        File formats of the tables: ``parquet``, ``csv``. In memory Parquet is always used.
    progress : callable or bool, optional
        True shows a bar on a terminal or in a notebook, False none; by default there is one where somebody
        types at a prompt or in a notebook, and none in scripts. A callable is called with the files done
        and the files in all.

    Returns
    -------
    Result
        The tables. A file that cannot be read is a row of ``failures``; nothing is raised for it.

    Raises
    ------
    UsageError
        If an argument makes no sense, or the folder cannot be written.

    Notes
    -----
    Killed and started again with the same folder, it goes on where it stopped; the files are the same,
    byte for byte, as those of an undisturbed run, whatever ``jobs`` is.

    Examples
    --------
    >>> result = analyze("corpora/sample")  # doctest: +SKIP
    >>> result.checks.query("status == 'fails'")  # doctest: +SKIP
    """
    corpus = corpus if isinstance(corpus, Corpus) else load_corpus(corpus)
    if jobs < 1:
        raise UsageError("jobs must be at least 1")
    unknown = [name for name in formats if name not in FORMATS]
    if unknown or not formats:
        raise UsageError(f"unknown format {', '.join(unknown)}", hint=f"one of {', '.join(FORMATS)}")
    folder = Path(mkdtemp(prefix="govnlp-") if out is None else out)
    wanted = ("parquet",) if out is None else tuple(formats)
    shown = in_session() if progress is None else progress is True
    with progress_bar(len(corpus.entries), wanted=shown) as bar:
        advance = progress if callable(progress) else bar
        counts = _run(corpus, folder, settings or Settings(), jobs, wanted, advance)
    result = Result(folder, counts, corpus.skipped)
    if out is None:
        weakref.finalize(result, shutil.rmtree, folder, ignore_errors=True)
    return result


def _run(
    corpus: Corpus,
    folder: Path,
    settings: Settings,
    jobs: int,
    formats: Sequence[str],
    progress: Progress,
) -> dict[str, int]:
    work = folder / WORK / _fingerprint(settings)
    try:
        work.mkdir(parents=True, exist_ok=True)
    except OSError as error:
        raise UsageError(f"cannot write here: {error.strerror}", source=str(folder)) from error
    shards = make_shards(corpus.entries, work, settings)
    done = 0
    for count in run_shards(shards, jobs):
        done += count
        progress(done, len(corpus.entries))
    fresh = folder / WORK / "finished"
    shutil.rmtree(fresh, ignore_errors=True)
    fresh.mkdir()
    counts = _join(shards, fresh, settings, formats, corpus.skipped)
    for path in sorted(fresh.iterdir()):
        os.replace(path, folder / path.name)
    shutil.rmtree(folder / WORK, ignore_errors=True)
    return counts


def _join(
    shards: Sequence[Shard], fresh: Path, settings: Settings, formats: Sequence[str], skipped: Sequence[str]
) -> dict[str, int]:
    index = CorpusIndex(fresh.parent / "index.sqlite", as_zero=settings.blanks == "blank_as_zero")
    try:
        for shard in shards:
            index.add(Path(shard.folder))
        index.link()
        add_reuse(shards, fresh.parent / "reuse", settings.reuse)
        counts = write_tables(shards, index, fresh, formats)
    finally:
        index.close()
    write_datapackage(fresh, formats)
    write_manifest(fresh, shards, settings, skipped, counts)
    return counts


def _fingerprint(settings: Settings) -> str:
    """Name of the work folder: work of another version or with other data is not taken up again."""
    own = labeller_hashes(settings.label_model, settings.lexicon)
    state = [__version__, own, *(describe(name) for name in list_data())]
    return hashlib.sha256(json.dumps(state, sort_keys=True).encode()).hexdigest()[:16]
