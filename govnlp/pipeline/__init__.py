"""The main job: a corpus in, checked tables out, in bounded memory.

Reports are read in shards, each written whole; what needs several reports (checks across years and
levels, doubled reports) is done over a small index on disk; then the shards are joined in corpus order.
"""

from __future__ import annotations

from govnlp.pipeline.result import Result, Settings
from govnlp.pipeline.run import analyze
from govnlp.progress import Progress

__all__ = ["Progress", "Result", "Settings", "analyze"]
