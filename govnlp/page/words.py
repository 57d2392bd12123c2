"""Words, file names and escaping of the page."""

from __future__ import annotations

import hashlib
import re
from functools import cache
from html import escape

from govnlp.errors import ResourceError
from govnlp.resources import load_toml

_WORDS = "page/words.toml"
_UNSAFE = re.compile(r"[^a-z0-9]+")
_SLUG = 48
_DIGEST = 12


@cache
def names(kind: str) -> dict[str, tuple[str, str]]:
    """Load the Chinese and English names of one kind of key, in the order they are shown.

    Parameters
    ----------
    kind : str
        Heading in the data file: ``labels``, ``origins``, ``kinds``, ...

    Returns
    -------
    dict of str to tuple of str
        Key to names.

    Raises
    ------
    ResourceError
        If the file has no such heading, or an entry is no pair of names.
    """
    try:
        found = {str(key): (str(zh), str(en)) for key, (zh, en) in load_toml(_WORDS)[kind].items()}
    except (KeyError, ValueError, AttributeError) as error:
        raise ResourceError(f"'{kind}' is no table of name pairs", source=f"govnlp/data/{_WORDS}") from error
    return found


def zh(kind: str, key: str | None) -> str:
    """Name a key in Chinese; a key without a name stays as it is, None is empty."""
    return "" if key is None else names(kind).get(key, (key, ""))[0]


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
    return "" if value is None else escape(str(value)).replace("\r", "&#13;")


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
