"""Names of other bodies where a report speaks of its own issuer."""

from __future__ import annotations

import re
from collections.abc import Iterator
from functools import lru_cache

from govnlp.reuse.findings import Finding, Sentence, load_rules, make_finding
from govnlp.reuse.result import Reuse
from govnlp.text.bodies import Body, find_bodies, parse_body, words_of_kind
from govnlp.text.normalize import squeeze

_ANY_BODY = re.compile("局|委|办|院|政府|街道|中心|大学|学校|厅|镇|乡")
_KEPT_ISSUERS = 1 << 12


@lru_cache(_KEPT_ISSUERS)
def _issuer(name: str) -> tuple[str, Body, re.Pattern[str] | None]:
    """Give an issuer's name without spaces, what it says, and the words that each name of its kind has."""
    plain = squeeze(name)
    body = parse_body(plain)
    return plain, body, words_of_kind(body.agency_type) if body.agency_type else None


def find_wrong_bodies(reuse: Reuse, sentence: Sentence, issuer: str, source: int | None) -> Iterator[Finding]:
    """Find names of other bodies where a report speaks of its own issuer.

    Parameters
    ----------
    reuse : Reuse
        Where the sentences come from.
    sentence : Sentence
        The sentence.
    issuer : str
        Name of the issuer.
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
    name, own, words = _issuer(issuer)
    if "我" in text:
        for match in rules.self_name.finditer(text):
            if not any(part in name for part in rules.self_names[match[1]]):
                yield make_finding(reuse, "wrong_body", sentence, match.span(), source, match[0])
    # A peer is a body of the same kind, so there is none where the kind is not known.
    if not own.agency_type or (words is not None and words.search(text) is None):
        return
    if name[-4:] not in text and _ANY_BODY.search(text) is None:
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
