"""Paragraphs to annotation tools and back: a sample with known probabilities, and three tools' JSON Lines."""

from __future__ import annotations

import hashlib
import json
from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from govnlp.annotate.labels.gold import Example
from govnlp.errors import UsageError

TOOLS = ("plain", "doccano", "label_studio", "prodigy")
# Names in Label Studio's configuration, which `label_studio_config` writes.
_CHOICES, _TEXT = "labels", "text"


@dataclass(frozen=True, slots=True)
class Drawn:
    """A paragraph of a sample.

    Parameters
    ----------
    example : Example
        The paragraph; its labels are suggestions of a model, or empty.
    stratum : str
        Stratum it was drawn from.
    probability : float
        Its inclusion probability pi in (0, 1]; 1 / pi is its weight in estimates for the corpus
        (Horvitz and Thompson 1952).
    """

    example: Example
    stratum: str
    probability: float


def draw_sample(
    examples: Sequence[Example], size: int, stratum: Callable[[Example], str], *, seed: int = 0
) -> list[Drawn]:
    """Draw a stratified sample of paragraphs, equally from every stratum as far as it reaches.

    Parameters
    ----------
    examples : sequence of Example
        The paragraphs of a corpus.
    size : int
        Number wanted, at least 1; all if there are not more.
    stratum : callable
        Gives the stratum of a paragraph, such as its section or its first suggested label.
    seed : int
        Of the draw. The same paragraphs, size and seed give the same sample, in whatever order they come.

    Returns
    -------
    list of Drawn
        In the order of ``examples``. Within a stratum of N_h paragraphs, n_h are drawn without replacement:
        pi = n_h / N_h.

    Raises
    ------
    UsageError
        If the size is below 1.
    """
    if size < 1:
        raise UsageError("a sample has at least one paragraph")
    strata: dict[str, list[Example]] = {}
    for example in examples:
        strata.setdefault(stratum(example), []).append(example)
    drawn: dict[str, tuple[str, float]] = {}
    for name, count in _allocate({name: len(found) for name, found in strata.items()}, size).items():
        ordered = sorted(strata[name], key=lambda e: _lot(e.paragraph_id, seed))
        for example in ordered[:count]:
            drawn[example.paragraph_id] = name, count / len(ordered)
    return [Drawn(e, *drawn[e.paragraph_id]) for e in examples if e.paragraph_id in drawn]


def _allocate(sizes: Mapping[str, int], size: int) -> dict[str, int]:
    """Share a sample among strata: evenly, what one cannot give going to the others."""
    given = dict.fromkeys(sorted(sizes), 0)
    left = min(size, sum(sizes.values()))
    while left:
        open_strata = [name for name in given if given[name] < sizes[name]]
        share = max(left // len(open_strata), 1)
        for name in open_strata:
            take = min(share, sizes[name] - given[name], left)
            given[name] += take
            left -= take
    return given


def _lot(paragraph_id: str, seed: int) -> bytes:
    return hashlib.sha256(f"{seed}:{paragraph_id}".encode()).digest()


def export_rows(sample: Iterable[Drawn], tool: str, labels: Sequence[str] = ()) -> list[dict[str, Any]]:
    """Make the objects that an annotation tool imports, one a paragraph.

    Parameters
    ----------
    sample : iterable of Drawn
        The paragraphs; labels they have are given as suggestions.
    tool : str
        ``plain`` (the gold format), ``doccano``, ``label_studio`` or ``prodigy``.
    labels : sequence of str
        Labels offered, for Prodigy.

    Returns
    -------
    list of dict
        Each carries paragraph id, issuer, section, heading, stratum and inclusion probability.

    Raises
    ------
    UsageError
        If there is no such tool.
    """
    return [_WRITERS[_known(tool)](drawn, list(labels)) for drawn in sample]


def import_rows(rows: Iterable[Mapping[str, Any]], tool: str) -> list[dict[str, Any]]:
    """Make lines of the gold format of what an annotation tool exports.

    Parameters
    ----------
    rows : iterable of mapping
        The tool's objects.
    tool : str
        As for `export_rows`.

    Returns
    -------
    list of dict
        As `govnlp.annotate.labels.gold.read_gold` reads them; paragraphs without labels are left out.

    Raises
    ------
    UsageError
        If there is no such tool, or an object is not one of its.
    """
    made = []
    for number, row in enumerate(rows, 1):
        try:
            meta, text, labels = _READERS[_known(tool)](row)
            about = {key: meta[key] for key in _META if key in meta}
            line = about | {"text": str(text), "labels": sorted(set(labels))}
            line["paragraph_id"] = str(meta["paragraph_id"])
        except (KeyError, TypeError, IndexError, AttributeError) as error:
            raise UsageError(f"no object of {tool}: {error!r}", where=f"line {number}") from error
        if line["labels"]:
            made.append(line)
    return made


def label_studio_config(labels: Sequence[str]) -> str:
    """Give the labelling configuration to paste into Label Studio."""
    from html import escape

    choices = "".join(f'<Choice value="{escape(label)}"/>' for label in labels)
    return (
        f'<View><Header value="$heading"/><Text name="{_TEXT}" value="$text"/>'
        f'<Choices name="{_CHOICES}" toName="{_TEXT}" choice="multiple">{choices}</Choices></View>'
    )


_META = ("paragraph_id", "issuer", "section", "heading", "stratum", "probability")


def _known(tool: str) -> str:
    if tool not in TOOLS:
        raise UsageError(f"no annotation tool '{tool}'", hint=", ".join(TOOLS))
    return tool


def _meta(drawn: Drawn) -> dict[str, Any]:
    example = drawn.example
    values = (example.paragraph_id, example.issuer, example.section, example.heading)
    return dict(zip(_META, (*values, drawn.stratum, drawn.probability), strict=True))


def _plain(drawn: Drawn, labels: list[str]) -> dict[str, Any]:
    return _meta(drawn) | {"text": drawn.example.text, "labels": sorted(drawn.example.labels)}


def _doccano(drawn: Drawn, labels: list[str]) -> dict[str, Any]:
    return {"text": drawn.example.text, "label": sorted(drawn.example.labels), **_meta(drawn)}


def _label_studio(drawn: Drawn, labels: list[str]) -> dict[str, Any]:
    found = sorted(drawn.example.labels)
    choice = {"from_name": _CHOICES, "to_name": _TEXT, "type": "choices", "value": {"choices": found}}
    suggested = [{"result": [choice]}] if found else []
    return {"data": _meta(drawn) | {"text": drawn.example.text}, "predictions": suggested}


def _prodigy(drawn: Drawn, labels: list[str]) -> dict[str, Any]:
    return {
        "text": drawn.example.text,
        "options": [{"id": label, "text": label} for label in labels],
        "accept": sorted(drawn.example.labels),
        "meta": _meta(drawn),
    }


Read = tuple[Mapping[str, Any], Any, Sequence[str]]


def _from_plain(row: Mapping[str, Any]) -> Read:
    return row, row["text"], row["labels"]


def _from_doccano(row: Mapping[str, Any]) -> Read:
    # Doccano 1 puts what it was given beside the text, some versions under "meta".
    meta = row.get("meta") or row
    return meta, row["text"], row["label"] if "label" in row else row["labels"]


def _from_label_studio(row: Mapping[str, Any]) -> Read:
    done = [each for each in row.get("annotations", ()) if not each.get("was_cancelled")]
    results = done[-1]["result"] if done else []
    labels = [choice for r in results if r["type"] == "choices" for choice in r["value"]["choices"]]
    return row["data"], row["data"]["text"], labels


def _from_prodigy(row: Mapping[str, Any]) -> Read:
    return row["meta"], row["text"], row["accept"] if row.get("answer", "accept") == "accept" else ()


_WRITERS: Mapping[str, Callable[[Drawn, list[str]], dict[str, Any]]] = {
    "plain": _plain,
    "doccano": _doccano,
    "label_studio": _label_studio,
    "prodigy": _prodigy,
}
_READERS: Mapping[str, Callable[[Mapping[str, Any]], Read]] = {
    "plain": _from_plain,
    "doccano": _from_doccano,
    "label_studio": _from_label_studio,
    "prodigy": _from_prodigy,
}


def to_lines(rows: Iterable[Mapping[str, Any]]) -> str:
    """Write objects as JSON Lines."""
    return "".join(json.dumps(row, ensure_ascii=False) + "\n" for row in rows)


def from_text(text: str) -> list[Any]:
    """Read JSON Lines, or one JSON list as Label Studio exports it.

    Raises
    ------
    UsageError
        If it is neither.
    """
    try:
        if text.lstrip().startswith("["):
            return list(json.loads(text))
        return [json.loads(line) for line in text.splitlines() if line.strip()]
    except ValueError as error:
        raise UsageError(f"neither JSON Lines nor a JSON list: {error}") from error
