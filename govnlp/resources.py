"""The only reader of ``govnlp/data``: loads, validates, caches, and reports version and hash.

Data files carry their source, licence and version in themselves: YAML and TOML under the keys
``source``, ``licence``, ``version``; CSV in leading comment lines ``# source: ...``.
"""

from __future__ import annotations

import csv
import hashlib
import io
import tomllib
from collections.abc import Callable
from functools import cache
from importlib.resources import files
from typing import Any

from govnlp.errors import ResourceError

PROVENANCE = ("source", "licence", "version")


@cache
def read_bytes(name: str) -> bytes:
    """Read one data file.

    Parameters
    ----------
    name : str
        Path below ``govnlp/data``, with ``/``.

    Returns
    -------
    bytes
        The file as it is.

    Raises
    ------
    ResourceError
        If there is no such file.
    """
    try:
        return files("govnlp").joinpath("data", *name.split("/")).read_bytes()
    except OSError as error:
        raise ResourceError("no such data file", source=f"govnlp/data/{name}") from error


@cache
def load_toml(name: str) -> dict[str, Any]:
    """Load a TOML data file that states its provenance.

    Parameters
    ----------
    name : str
        Path below ``govnlp/data``.

    Returns
    -------
    dict
        Its content. Cached: do not change it.

    Raises
    ------
    ResourceError
        If the file is missing, malformed or has no ``source``, ``licence``, ``version``.
    """
    return _with_provenance(name, tomllib.loads)


@cache
def load_yaml(name: str) -> dict[str, Any]:
    """Load a YAML data file that states its provenance.

    Parameters, returned value and errors are those of `load_toml`.
    """
    import yaml

    loader = getattr(yaml, "CSafeLoader", yaml.SafeLoader)
    return _with_provenance(name, lambda text: yaml.load(text, Loader=loader))


@cache
def load_csv(name: str) -> list[dict[str, str]]:
    """Load a CSV data file whose leading comment lines state its provenance.

    Parameters
    ----------
    name : str
        Path below ``govnlp/data``.

    Returns
    -------
    list of dict
        One a row, strings throughout. Cached: do not change it.

    Raises
    ------
    ResourceError
        If the file is missing, states no provenance, or has a row of another length than its header.
    """
    text = read_bytes(name).decode("utf-8")
    lines = text.splitlines()
    _require_provenance(name, _csv_provenance(lines))
    body = [line for line in lines if not line.startswith("#")]
    reader = csv.DictReader(io.StringIO("\n".join(body)), strict=True)
    rows = list(reader)
    for number, row in enumerate(rows, start=len(lines) - len(body) + 2):
        if None in row or None in row.values():
            raise ResourceError(
                "row of another length than the header", source=f"govnlp/data/{name}", where=f"line {number}"
            )
    return rows


def describe(name: str) -> dict[str, str]:
    """Say which data file this is, for the manifest.

    Parameters
    ----------
    name : str
        Path below ``govnlp/data``.

    Returns
    -------
    dict of str to str
        ``name``, ``version``, ``source``, ``licence``, ``sha256``.
    """
    data = read_bytes(name)
    if name.endswith(".csv"):
        found = _csv_provenance(data.decode("utf-8").splitlines())
    else:
        content = load_toml(name) if name.endswith(".toml") else load_yaml(name)
        found = {key: str(content[key]) for key in PROVENANCE}
    return {"name": name, **found, "sha256": hashlib.sha256(data).hexdigest()}


def list_data() -> list[str]:
    """List all data files, sorted, as paths below ``govnlp/data``."""
    found: list[str] = []
    stack = [("", files("govnlp").joinpath("data"))]
    while stack:
        prefix, folder = stack.pop()
        for entry in folder.iterdir():
            if entry.is_dir():
                stack.append((f"{prefix}{entry.name}/", entry))
            elif entry.name.endswith((".toml", ".yaml", ".csv")):
                found.append(prefix + entry.name)
    return sorted(found)


def _with_provenance(name: str, parse: Callable[[str], Any]) -> dict[str, Any]:
    data = read_bytes(name)
    try:
        content = parse(data.decode("utf-8"))
    except Exception as error:  # each parser has its own exception tree
        raise ResourceError(f"malformed: {error}", source=f"govnlp/data/{name}") from error
    if not isinstance(content, dict):
        raise ResourceError("the top level must be a mapping", source=f"govnlp/data/{name}")
    _require_provenance(name, content)
    return content


def _csv_provenance(lines: list[str]) -> dict[str, str]:
    found: dict[str, str] = {}
    for line in lines:
        if not line.startswith("#"):
            break
        key, _, value = line.lstrip("# ").partition(":")
        found[key.strip()] = value.strip()
    return {key: found[key] for key in PROVENANCE if key in found}


def _require_provenance(name: str, content: dict[str, Any]) -> None:
    missing = [key for key in PROVENANCE if not str(content.get(key, "")).strip()]
    if missing:
        raise ResourceError(f"states no {', '.join(missing)}", source=f"govnlp/data/{name}")
