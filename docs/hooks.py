"""Formulas become MathML while the site is built, so that pages need nothing from outside to show them."""

from __future__ import annotations

import re
from typing import Any

from latex2mathml.converter import convert

_CODE = re.compile(r"^( *)```.*?^\1```|`[^`\n]+`", re.DOTALL | re.MULTILINE)
_BLOCK = re.compile(r"\$\$(.+?)\$\$|\\\[(.+?)\\\]", re.DOTALL)
_INLINE = re.compile(r"(?<![\\$\d])\$([^$\n]+?)\$(?!\d)|\\\((.+?)\\\)")


def on_page_markdown(markdown: str, **_: Any) -> str:
    """Replace LaTeX outside code by MathML."""
    parts, done = [], 0
    for code in _CODE.finditer(markdown):
        parts += [_replaced(markdown[done : code.start()]), code.group()]
        done = code.end()
    return "".join([*parts, _replaced(markdown[done:])])


def _replaced(text: str) -> str:
    text = _BLOCK.sub(lambda found: _mathml(found, "block"), text)
    return _INLINE.sub(lambda found: _mathml(found, "inline"), text)


def _mathml(found: re.Match[str], display: str) -> str:
    latex = (found[1] or found[2]).replace("\\Bigl", "").replace("\\Bigr", "")
    return convert(latex, display=display).replace("|", "&#124;")
