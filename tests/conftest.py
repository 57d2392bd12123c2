"""Helpers of the tests can be imported by name."""

from __future__ import annotations

import sys
from pathlib import Path

from hypothesis import settings

sys.path.insert(0, str(Path(__file__).parent))
sys.path.insert(0, str(Path(__file__).parents[1]))

# The same examples on every run: a failure that comes and goes helps nobody.
settings.register_profile("govnlp", derandomize=True, deadline=None)
settings.load_profile("govnlp")
