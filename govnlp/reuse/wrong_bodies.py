"""Names of other bodies where a report speaks of its own issuer."""

from __future__ import annotations

import re
from collections.abc import Iterator
from functools import lru_cache
from typing import NamedTuple

from govnlp.reuse.findings import Finding, Sentence, load_rules, make_finding
from govnlp.reuse.result import Reuse
from govnlp.text.bodies import Body, find_bodies, parse_body, words_of_kind
from govnlp.text.normalize import squeeze

_ANY_BODY = re.compile("局|委|办|院|政府|街道|中心|大学|学校|厅|镇|乡")
_SELF = "我"
_KEPT_ISSUERS = 1 << 12


class Issuer(NamedTuple):
    """An issuer, and what to look for in its reports.

    Parameters
    ----------
    name : str
        Its name without spaces.
    body : Body
        What the name says.
    words : pattern or None
        Words of which each name of its kind has one.
    glance : pattern
        What a folded sentence has that speaks of itself or may name a body of that kind.
    """

    name: str
    body: Body
    words: re.Pattern[str] | None
    glance: re.Pattern[str]


@lru_cache(_KEPT_ISSUERS)
def read_issuer(name: str) -> Issuer:
    """Read the name of an issuer.

    Parameters
    ----------
    name : str
        As printed.

    Returns
    -------
    Issuer
        Peers are bodies of the same kind, so there are none where the kind is not known.
    """
    plain = squeeze(name)
    body = parse_body(plain)
    if not body.agency_type:
        return Issuer(plain, body, None, re.compile(_SELF))
    words = words_of_kind(body.agency_type)
    peers = words.pattern if words else f"{_ANY_BODY.pattern}|{re.escape(plain[-4:])}"
    return Issuer(plain, body, words, re.compile(f"{_SELF}|{peers}"))


def find_wrong_bodies(
    reuse: Reuse, sentence: Sentence, issuer: Issuer, source: int | None
) -> Iterator[Finding]:
    """Find names of other bodies where a report speaks of its own issuer.

    Parameters
    ----------
    reuse : Reuse
        Where the sentences come from.
    sentence : Sentence
        The sentence.
    issuer : Issuer
        The issuer.
    source : int or None
        Row of the sentence it was taken from.

    Yields
    ------
    Finding
        ``wrong_body``: what the unit calls itself, by a kind that it is not (我局), and peers, which are
        bodies of its kind and level with another name; none where it is beside a word such as 与 or 向.
    """
    rules = load_rules()
    text = sentence.folded
    name, own, words, _ = issuer
    if _SELF in text:
        for match in rules.self_name.finditer(text):
            if not any(part in name for part in rules.self_names[match[1]]):
                yield make_finding(reuse, "wrong_body", sentence, match.span(), source, match[0])
    if not own.agency_type or (name[-4:] not in text and _ANY_BODY.search(text) is None):
        return
    for start, end in find_bodies(text, words):
        other = sentence.text[start:end]
        before, behind = sentence.text[:start].rstrip(), sentence.text[end : end + 1]
        if before.endswith(rules.beside) or behind in ("、", "》", "”", '"', "）"):
            continue
        if _is_peer(squeeze(other), name, own):
            yield make_finding(reuse, "wrong_body", sentence, (start, end), source, other)


def _is_peer(other: str, name: str, own: Body) -> bool:
    """Tell whether a name is that of another body of the same kind."""
    body = parse_body(other)
    if body.agency_type != own.agency_type or body.level != own.level:
        return False
    return bool(own.core and body.core) and own.core not in other and body.core not in name
