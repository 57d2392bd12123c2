"""Names in both languages, file names and escaping of the page."""

from __future__ import annotations

import hashlib
import re
from functools import cache
from html import escape

from govnlp.analysis.names import names

_SPECIAL = re.compile("[&<>\"'\r]")
_UNSAFE = re.compile(r"[^a-z0-9]+")
_SLUG = 48
_DIGEST = 12


@cache
def both(kind: str, key: str) -> str:
    """Name a key in both languages, as HTML."""
    chinese, english = names(kind).get(key, (key, ""))
    return text(chinese) + (f' <small lang="en">{text(english)}</small>' if english else "")


def text(value: object) -> str:
    """Escape anything for HTML, inside elements and quoted attributes.

    Parameters
    ----------
    value : object
        What to show; None is empty.

    Returns
    -------
    str
        With as many characters, once parsed, as ``str(value)`` has: a carriage return is not folded.
    """
    shown = "" if value is None else str(value)
    # Nearly everything is plain, and looking is much cheaper than replacing.
    return escape(shown).replace("\r", "&#13;") if _SPECIAL.search(shown) else shown


def file_name(report_id: str) -> str:
    """Name the page of a report.

    Parameters
    ----------
    report_id : str
        Any id.

    Returns
    -------
    str
        Lower-case ASCII letters, digits and hyphens and ``.html``: safe on every file system and in a
        link. Different ids get different names, and an id keeps its name whatever else is in the corpus.
    """
    slug = _UNSAFE.sub("-", report_id.lower()).strip("-")[-_SLUG:].strip("-")
    digest = hashlib.sha256(report_id.encode()).hexdigest()[:_DIGEST]
    return f"{slug}-{digest}.html" if slug else f"{digest}.html"
