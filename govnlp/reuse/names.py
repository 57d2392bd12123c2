"""Copies in which nothing but the names of public bodies was changed."""

from __future__ import annotations

from govnlp.text.bodies import find_bodies

_NAME = "\ue000"


def without_names(text: str) -> str:
    """Put one mark for each public body that is named.

    Parameters
    ----------
    text : str
        Folded, without spaces.

    Returns
    -------
    str
        The same sentence for every body.
    """
    parts = []
    done = 0
    for start, end in find_bodies(text):
        parts += [text[done:start], _NAME]
        done = end
    return "".join([*parts, text[done:]])


def only_names_changed(left: str, right: str) -> bool:
    """Tell whether two different sentences are the same but for the bodies that they name.

    Parameters
    ----------
    left, right : str
        Folded, without spaces; numbers may be masked.

    Returns
    -------
    bool
        False also where they name no body.

    Examples
    --------
    >>> only_names_changed("由澜亭区教育局负责审核发布。", "由望湖区财政局负责审核发布。")
    True
    """
    if left == right:
        return False
    masked = without_names(left)
    return _NAME in masked and masked == without_names(right)
