"""Page furniture: lines that are no part of the report's own text, each with its reason."""

from __future__ import annotations

import re
from dataclasses import dataclass
from functools import cache
from typing import Literal

from govnlp.errors import ResourceError
from govnlp.resources import load_yaml
from govnlp.text.normalize import fold

Zone = Literal["head", "body", "tail"]
_LONGEST = 400
_BULLET = re.compile(r"^[-*•·●■◆▪▶►]\s+(?=[^\W\d])")
_ZONES = ("head", "tail", "any")


@dataclass(frozen=True, slots=True)
class _Rule:
    reason: str
    where: str
    pattern: re.Pattern[str]


@cache
def _rules() -> tuple[_Rule, ...]:
    source = "furniture.yaml"
    try:
        rules = tuple(
            _Rule(entry["reason"], entry["where"], re.compile(entry["pattern"]))
            for entry in load_yaml(source)["rules"]
        )
    except (KeyError, TypeError, re.error) as error:
        raise ResourceError(f"malformed rule: {error}", source=f"govnlp/data/{source}") from error
    for rule in rules:
        if rule.where not in _ZONES:
            raise ResourceError(f"unknown zone {rule.where!r}", source=f"govnlp/data/{source}")
    return rules


def furniture_reason(line: str, zone: Zone) -> str:
    """Tell why a line is page furniture.

    Parameters
    ----------
    line : str
        One line.
    zone : str
        ``head`` before the report's first paragraph, ``tail`` behind its last section, else ``body``.

    Returns
    -------
    str
        The reason; ``""`` where no rule says that it is furniture.
    """
    if len(line) > _LONGEST:
        return ""
    folded = _BULLET.sub("", fold(line).strip())
    for rule in _rules():
        if (rule.where in ("any", zone)) and rule.pattern.search(folded):
            return rule.reason
    return ""
