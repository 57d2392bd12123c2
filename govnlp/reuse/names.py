"""Copies in which nothing but the names of public bodies was changed."""

from __future__ import annotations

from govnlp.text.bodies import NAME, bodies_of_run

_NAME = "\ue000"


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
    # A name lies in one run of Chinese characters, so all else has to be the same.
    if left == right or NAME.split(left) != NAME.split(right):
        return False
    runs = zip(NAME.finditer(left), NAME.finditer(right), strict=True)
    return all(
        one[0] == other[0] or _without_names(left, *one.span()) == _without_names(right, *other.span())
        for one, other in runs
    )


def _without_names(text: str, start: int, end: int) -> str:
    """Put one mark for each public body that a run of a text names."""
    parts = []
    done = start
    for first, last in bodies_of_run(text, start, end):
        parts += [text[done:first], _NAME]
        done = last
    return "".join([*parts, text[done:end]])
