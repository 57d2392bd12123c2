"""How good are extracted claims: against gold texts, field by field and phenomenon by phenomenon."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass
from decimal import Decimal
from fractions import Fraction
from typing import TYPE_CHECKING, Any

from govnlp.analysis.gold_claims import GoldText
from govnlp.model import Claim
from govnlp.text.normalize import squeeze

if TYPE_CHECKING:
    import numpy as np
    import pandas as pd

Predict = Callable[[GoldText], Sequence[Claim]]

SPANS = ("span", "span_overlap", "span_value_unit")
FIELDS = (
    "value",
    "unit",
    "low",
    "high",
    "dimension",
    "modifier",
    "role",
    "direction",
    "modality",
    "aggregate",
    "implicit",
    "object",
    "object_lenient",
    "predicate",
    "predicate_lenient",
    "time",
    "whole",
)
MEASURES = (*SPANS, *FIELDS)
_DEFAULTS: dict[str, Any] = {
    "dimension": "count",
    "modifier": "exact",
    "role": "level",
    "modality": "fact",
    "aggregate": "none",
    "implicit": False,
}
_QUOTES = str.maketrans("", "", "“”\"‘’'《》")
# Relative difference below which a value that no decimal can hold (1/3) is right.
_CLOSE = Fraction(1, 10**9)
_LENIENT_SHARE = 0.5


@dataclass(frozen=True, slots=True)
class _Counts:
    """Right, predicted and gold items of each measure, for one text."""

    correct: tuple[int, ...]
    predicted: tuple[int, ...]
    gold: tuple[int, ...]


def evaluate_claims(
    gold: Iterable[GoldText],
    predict: Predict | None = None,
    *,
    replicates: int = 1_000,
    seed: int = 0,
    confidence: float = 0.95,
) -> pd.DataFrame:
    """Score claims against gold texts.

    Parameters
    ----------
    gold : iterable of GoldText
        As `govnlp.analysis.gold_claims.load_gold` gives them.
    predict : callable, optional
        Makes the claims of a text; `govnlp.annotate.claims.extract_claims` by default.
    replicates : int
        Bootstrap samples of texts, at least 1.
    seed : int
        Seed of the bootstrap.
    confidence : float
        Mass of the intervals, in (0, 1).

    Returns
    -------
    pandas.DataFrame
        One row a measure and tag (``all`` first): ``measure, tag, texts, gold, predicted, correct,
        precision, recall, f1`` and the bounds ``*_low``, ``*_high`` of their percentile bootstrap intervals
        over texts; all in [0, 1], higher is better, NA where nothing is predicted or nothing is gold.

    Notes ----- With tp the items that agree, precision is tp / predicted, recall tp / gold, and F1 = 2 tp /
    (predicted + gold).

    ``span`` counts claims with exactly the gold's offsets, ``span_overlap`` those that share a character
    with a gold claim (each gold claim once), ``span_value_unit`` those with span, value and unit right. A
    field counts on the claims where it is not empty; it is right where the span and the field are.
    ``object`` and ``predicate`` are equal after folding width and leaving out spaces and quotation marks;
    lenient also where one contains the other, or they share at least half of the longer one's characters.
    ``whole`` is right where the whole's span is. ``time`` counts only where the gold gives one.
    ``false_positive`` rows count predicted claims that overlap what the gold lists as no claim, or stand in
    texts without any: ``predicted`` of them, ``gold`` being the surfaces listed.

    Reference for the bootstrap: Efron & Tibshirani 1993, An Introduction to the Bootstrap, ch. 13.
    """
    import numpy as np
    import pandas as pd

    texts = list(gold)
    scored = [(text, predict(text) if predict else _extract(text)) for text in texts]
    counts = [_count(text, claims) for text, claims in scored]
    tags = sorted({tag for text in texts for tag in text.tags})
    rows: list[dict[str, Any]] = []
    for tag in ("all", *tags):
        chosen = [n for n, text in enumerate(texts) if tag == "all" or tag in text.tags]
        if not chosen:
            continue
        table = np.array([[counts[n].correct, counts[n].predicted, counts[n].gold] for n in chosen])
        samples = _resample(table, replicates, seed)
        for number, measure in enumerate(MEASURES):
            if tag != "all" and measure not in SPANS:
                continue
            rows.append(
                {"measure": measure, "tag": tag, "texts": len(chosen)}
                | _scores(table[:, :, number].sum(axis=0), samples[:, :, number], confidence)
            )
    rows.append(_false_positives(scored))
    return pd.DataFrame(rows)


def _extract(text: GoldText) -> Sequence[Claim]:
    from govnlp.annotate.claims import extract_claims

    found: list[Claim] = extract_claims(text.text, report_year=text.year)
    return found


def _resample(table: np.ndarray[Any, Any], replicates: int, seed: int) -> np.ndarray[Any, Any]:
    """Sums over texts drawn with replacement: replicate, kind of count, measure."""
    import numpy as np

    size = len(table)
    draws = np.random.default_rng(seed).multinomial(size, [1 / size] * size, size=replicates)
    sums: np.ndarray[Any, Any] = np.einsum("rt,tkm->rkm", draws, table)
    return sums


def _scores(total: np.ndarray[Any, Any], samples: np.ndarray[Any, Any], confidence: float) -> dict[str, Any]:
    import numpy as np

    found: dict[str, Any] = {
        "gold": int(total[2]),
        "predicted": int(total[1]),
        "correct": int(total[0]),
    }
    edges = ((1 - confidence) / 2, (1 + confidence) / 2)
    for name, factor, kinds in (("precision", 1, [1]), ("recall", 1, [2]), ("f1", 2, [1, 2])):
        whole, bases = int(total[kinds].sum()), samples[:, kinds].sum(axis=1)
        found[name] = factor * int(total[0]) / whole if whole else None
        values = factor * samples[:, 0][bases > 0] / bases[bases > 0]
        low, high = np.quantile(values, edges) if len(values) else (None, None)
        found[f"{name}_low"], found[f"{name}_high"] = (None if b is None else float(b) for b in (low, high))
    return found


def _count(text: GoldText, claims: Sequence[Claim]) -> _Counts:
    by_span = {(c.start, c.end): c for c in claims}
    spans = {c.claim_id: (c.start, c.end) for c in claims}
    correct, predicted, gold = (dict.fromkeys(MEASURES, 0) for _ in range(3))
    for name in SPANS:
        gold[name], predicted[name] = len(text.spans), len(claims)
    correct["span_overlap"] = _overlapping(text.spans, claims)
    for span, wanted in zip(text.spans, text.claims, strict=True):
        claim = by_span.get(span)
        right = {name: _agree(name, wanted, claim, text, spans) for name in FIELDS} if claim else {}
        if claim:
            correct["span"] += 1
            correct["span_value_unit"] += bool(right["value"] and right["unit"])
        for name in FIELDS:
            if _is_given(name, wanted):
                gold[name] += 1
                correct[name] += bool(right.get(name))
    silent = {span for span, wanted in zip(text.spans, text.claims, strict=True) if "time" not in wanted}
    for claim in claims:
        for name in FIELDS:
            if name == "time" and (claim.start, claim.end) in silent:
                continue
            predicted[name] += _is_filled(name, claim)
    return _Counts(*(tuple(kind[name] for name in MEASURES) for kind in (correct, predicted, gold)))


def _overlapping(spans: Sequence[tuple[int, int]], claims: Sequence[Claim]) -> int:
    """Gold spans matched one to one with claims that share a character with them, in text order."""
    found, at = 0, 0
    ordered = sorted((c.start, c.end) for c in claims)
    for start, end in sorted(spans):
        while at < len(ordered) and ordered[at][1] <= start:
            at += 1
        if at < len(ordered) and ordered[at][0] < end:
            found += 1
            at += 1
    return found


def _is_given(name: str, wanted: Mapping[str, Any]) -> bool:
    if name in _DEFAULTS or name in ("value", "unit"):
        return True
    if name in ("low", "high"):
        return wanted.get(name) != "open"
    return wanted.get(name.removesuffix("_lenient")) is not None


def _is_filled(name: str, claim: Claim) -> bool:
    if name == "time":
        return claim.time_start is not None or claim.time_end is not None
    if name == "whole":
        return claim.whole_id is not None
    return getattr(claim, name.removesuffix("_lenient")) is not None


def _agree(
    name: str,
    wanted: Mapping[str, Any],
    claim: Claim,
    text: GoldText,
    spans: Mapping[str, tuple[int, int]],
) -> bool:
    if name == "value":
        return _same_number(wanted["value"], claim.value)
    if name in ("low", "high"):
        bound = getattr(claim, name)
        given = wanted.get(name, wanted["value"])
        return bound is not None and given != "open" and _same_number(given, bound)
    if name == "time":
        days = tuple(d.isoformat() if d else None for d in (claim.time_start, claim.time_end))
        return wanted.get("time") is not None and days == tuple(wanted["time"])
    if name == "whole":
        number = wanted.get("whole")
        return number is not None and spans.get(claim.whole_id or "") == text.spans[number - 1]
    if name in ("object", "predicate"):
        return _same_words(wanted.get(name), getattr(claim, name))
    if name.endswith("_lenient"):
        field = name.removesuffix("_lenient")
        return _alike(wanted.get(field), getattr(claim, field))
    return bool(wanted.get(name, _DEFAULTS.get(name)) == getattr(claim, name))


def _same_number(wanted: object, value: Decimal) -> bool:
    right, found = Fraction(str(wanted)), Fraction(value)
    return right == found or (right != 0 and abs(found - right) <= abs(right) * _CLOSE)


def _words(text: str) -> str:
    return squeeze(text).translate(_QUOTES)


def _same_words(wanted: str | None, found: str | None) -> bool:
    return wanted is not None and found is not None and _words(wanted) == _words(found)


def _alike(wanted: str | None, found: str | None) -> bool:
    if wanted is None or found is None:
        return False
    a, b = _words(wanted), _words(found)
    if not a or not b:
        return a == b
    if a in b or b in a:
        return True
    shared = sum(min(a.count(c), b.count(c)) for c in set(a))
    return shared >= _LENIENT_SHARE * max(len(a), len(b))


def _false_positives(scored: Sequence[tuple[GoldText, Sequence[Claim]]]) -> dict[str, Any]:
    wrong = listed = 0
    for text, claims in scored:
        spans = _non_claim_spans(text)
        listed += len(spans)
        wrong += sum(
            not text.spans or any(c.start < end and start < c.end for start, end in spans) for c in claims
        )
    empty = dict.fromkeys(
        f"{name}{bound}" for name in ("precision", "recall", "f1") for bound in ("", "_low", "_high")
    )
    return {
        "measure": "false_positive",
        "tag": "all",
        "texts": sum(bool(t.non_claims) or not t.spans for t, _ in scored),
        "gold": listed,
        "predicted": wrong,
        "correct": 0,
    } | empty


def _non_claim_spans(text: GoldText) -> list[tuple[int, int]]:
    """Where the surfaces listed as no claims stand: each time at its next place, outside of the claims."""
    found: list[tuple[int, int]] = []
    done: dict[str, int] = {}
    for surface, _ in text.non_claims:
        start = text.text.find(surface, done.get(surface, 0))
        while start >= 0 and any(a < start + len(surface) and start < b for a, b in text.spans):
            start = text.text.find(surface, start + 1)
        if start >= 0:
            found.append((start, start + len(surface)))
            done[surface] = start + len(surface)
    return found
