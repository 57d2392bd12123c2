"""Wording that the law or the prescribed format asks for."""

from __future__ import annotations

import re
from dataclasses import dataclass
from functools import cache

import numpy as np
from numpy.typing import NDArray

from govnlp.errors import ResourceError
from govnlp.resources import load_toml, load_yaml
from govnlp.reuse.ranked import Ranked
from govnlp.text.normalize import squeeze

_FILE = "mandated.yaml"
_FORMATS = ("2019", "2021")
_CHUNK = 100_000
LABEL = "table_label"
_LEAD = 24
_LEADS = re.compile(
    r"(?:\(?[一二三四五六七八九十\d]{1,3}[)、.]|第[一二三四五六七八九十]{1,3}[,、])[^,;:。!?]{2,20}[。:]?$"
).match


@dataclass(frozen=True, slots=True)
class MandatedRules:
    """What counts as prescribed.

    Parameters
    ----------
    rules : tuple of (str, tuple of str, pattern)
        Name, words of which one must be there, and pattern of each rule.
    labels : frozenset of str
        Labels of the prescribed tables, without spaces.
    """

    rules: tuple[tuple[str, tuple[str, ...], re.Pattern[str]], ...]
    labels: frozenset[str]

    def name(self, sentence: str) -> str:
        """Name the rule that a sentence falls under.

        Parameters
        ----------
        sentence : str
            Folded, without spaces.

        Returns
        -------
        str
            Name of the rule; empty for none.
        """
        if sentence in self.labels:
            return LABEL
        for name, needed, pattern in self.rules:
            if any(word in sentence for word in needed) and pattern.search(sentence):
                return name
        return ""


@cache
def load_rules() -> MandatedRules:
    """Load the rules, and the labels of the statutory tables.

    Raises
    ------
    ResourceError
        If the file is not valid.
    """
    rules = []
    try:
        for rule in load_yaml(_FILE)["rules"]:
            parts = ".*?".join(f"(?:{'|'.join(part)})" for part in rule["parts"])
            rules.append((str(rule["id"]), tuple(rule["needs"]), re.compile(parts)))
    except (KeyError, TypeError, re.error) as error:
        raise ResourceError(f"bad rule: {error}", source=f"govnlp/data/{_FILE}") from error
    labels: set[str] = set()
    for name in _FORMATS:
        _collect(load_toml(f"statutory/{name}.toml"), labels)
    return MandatedRules(tuple(rules), frozenset(labels))


def _collect(node: object, labels: set[str]) -> None:
    """Take the texts of all lists of labels in a statutory format."""
    if isinstance(node, dict):
        for key, value in node.items():
            if key == "labels" and isinstance(value, list):
                labels.update(squeeze(text) for text in value)
            else:
                _collect(value, labels)
    elif isinstance(node, list):
        for value in node:
            _collect(value, labels)


def kinds_of_forms(
    ranked: Ranked,
) -> tuple[NDArray[np.int16], tuple[str, ...], NDArray[np.bool_]]:
    """Find the forms that are prescribed wording, and those that are run-in headings.

    Parameters
    ----------
    ranked : Ranked
        The sentences.

    Returns
    -------
    numbers : array of int16
        One a form: which rule of prescribed wording, -1 for none.
    names : tuple of str
        Names of the rules.
    leads : array of bool
        One a form: whether it is a numbered heading.
    """
    rules = load_rules()
    names = (*(name for name, _, _ in rules.rules), LABEL)
    number = {name: n for n, name in enumerate(names)} | {"": -1}
    found = np.full(len(ranked.form_text), -1, np.int16)
    leads = np.zeros(len(ranked.form_text), bool)
    for at in range(0, len(found), _CHUNK):
        texts = ranked.texts.strings(ranked.form_text[at : at + _CHUNK].astype(np.int64))
        found[at : at + len(texts)] = [number[rules.name(text)] for text in texts]
        leads[at : at + len(texts)] = [len(text) < _LEAD and _LEADS(text) is not None for text in texts]
    return found, names, leads
