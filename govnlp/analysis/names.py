"""Keys of the output tables in Chinese and English, for plots and pages."""

from __future__ import annotations

from functools import cache

from govnlp.errors import ResourceError
from govnlp.resources import load_toml

_FILE = "names.toml"


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
        found = {str(key): (str(zh), str(en)) for key, (zh, en) in load_toml(_FILE)[kind].items()}
    except (KeyError, ValueError, AttributeError) as error:
        raise ResourceError(f"'{kind}' is no table of name pairs", source=f"govnlp/data/{_FILE}") from error
    return found


def chinese(kind: str, key: str | None) -> str:
    """Name a key in Chinese; a key without a name stays as it is, None is empty."""
    return "" if key is None else names(kind).get(key, (key, ""))[0]
