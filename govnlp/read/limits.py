"""Limits that keep the cost of one file bounded, whatever is in it."""

from __future__ import annotations

from typing import Final

MAX_BYTES: Final = 64 * 1024 * 1024
"""Largest source file, in bytes."""

MAX_CHARS: Final = 10_000_000
"""Longest text taken out of one file, in code points; the longest real reports have some 10^5."""

MAX_UNPACKED_BYTES: Final = 256 * 1024 * 1024
"""Most that the members of one archive may unpack to, in bytes."""

MAX_UNPACK_RATIO: Final = 200
"""Most that one archive member of over 1 MiB may grow on unpacking, as a ratio."""

MAX_PAGES: Final = 1_000
"""Most pages of one PDF."""
