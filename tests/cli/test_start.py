"""What the command line loads before it knows what is wanted."""

from __future__ import annotations

import subprocess
import sys

HEAVY = ("numpy", "pandas", "pyarrow", "sklearn", "scipy", "jieba", "rjieba", "yaml", "rich.table")
OWN = ("govnlp.read", "govnlp.annotate", "govnlp.text", "govnlp.frames", "govnlp.records", "govnlp.pipeline")


def test_the_commands_are_known_without_anything_heavy() -> None:
    code = f"import sys, govnlp.cli.app; print([m for m in {(*HEAVY, *OWN)!r} if m in sys.modules])"
    done = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True)
    assert done.stdout.strip() == "[]"
