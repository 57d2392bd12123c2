"""Wording that the law or the prescribed format asks for."""

from __future__ import annotations

import re
from dataclasses import dataclass
from functools import cache

import numpy as np
from numpy.typing import NDArray

from govnlp.errors import ResourceError
from govnlp.resources import load_toml, load_yaml
from govnlp.reuse.fingerprint import digest, encode, hashes, mask
from govnlp.reuse.forms import Forms
from govnlp.reuse.ranked import Ranked
from govnlp.reuse.similar import pool_of
from govnlp.text.normalize import squeeze

_FILE = "mandated.yaml"
_FORMATS = ("2019", "2021")
_CHUNK = 100_000
LABEL = "table_label"
_LEAD = 24
# What a numbered heading begins with, folded, its number masked.
_BEGIN = "(0第"
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
    ranked: Ranked, forms: Forms
) -> tuple[NDArray[np.int16], tuple[str, ...], NDArray[np.bool_]]:
    """Find the forms that are prescribed wording, and those that are run-in headings.

    Parameters
    ----------
    ranked : Ranked
        The sentences.
    forms : Forms
        Their masked texts.

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
    found = np.full(len(forms), -1, np.int16)
    leads = np.zeros(len(forms), bool)
    # A few in a hundred have the letters that it takes; only these become strings.
    possible = _may_be_prescribed(forms, rules)
    short = np.flatnonzero((forms.size > 0) & (forms.size < _LEAD))
    possible[short] |= np.isin(forms.pool.codes[forms.pool.start[short]], encode(_BEGIN))
    places = np.flatnonzero(possible)
    for at in range(0, len(places), _CHUNK):
        some = places[at : at + _CHUNK]
        texts = ranked.texts.strings(ranked.form_text[some])
        found[some] = [number[rules.name(text)] for text in texts]
        leads[some] = [len(text) < _LEAD and _LEADS(text) is not None for text in texts]
    return found, names, leads


def _may_be_prescribed(forms: Forms, rules: MandatedRules) -> NDArray[np.bool_]:
    """Tell which forms have the letters of a needed word, or the hash of a label."""
    needed = digest([word for _, words, _ in rules.rules for word in words])
    made = np.zeros(len(forms), bool)
    for letters in pool_of([mask(needed.codes, needed.bounds)]).letters:
        made |= ((forms.pool.letters & letters) == letters).all(axis=1)
    labels = digest(sorted(rules.labels)).masked
    hashed = [hashes(codes, bounds) for codes, bounds in forms.parts(_CHUNK)]
    return made | np.isin(np.concatenate([*hashed, np.empty(0, np.uint64)]), labels)
