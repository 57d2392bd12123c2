"""The keyword model: evidence by clause, put together to a score for each label.

For a label with the strongest cue of weight w_c in each clause c, cues against it of weights a_i, and a
prior p from section and heading::

    score = (1 - (1 - p) * prod_c(1 - w_c)) * prod_i(1 - a_i)

so that one clear clause is enough, weak ones add up, and section or heading alone decide nothing. Cues of a
topic count only in clauses that state a fact; problem and improvement rest on the mood of the clauses, and
for them every mark counts.
"""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from functools import partial
from operator import itemgetter

from govnlp.annotate.labels.mood import TURNS, Marks, moods
from govnlp.annotate.labels.records import CueHit, Decision, ParagraphScores
from govnlp.annotate.lexicon import Lexicon, load_lexicon
from govnlp.annotate.lexicon.matcher import sentence_ranges
from govnlp.annotate.lexicon.parts import Clause, Hit
from govnlp.text.normalize import View, normalize, squeeze

# Labels that the model treats by their meaning, where the lexicon has them.
PROBLEM, IMPROVEMENT, PREAMBLE, FRAMING, NONE = (
    "problem",
    "improvement",
    "preamble",
    "framing",
    "none_reported",
)
PROBLEM_SECTION = "problems"
NOTHING = "nothing"
# Where no label reaches its threshold, the best one is taken from this score on.
FLOOR = 0.25
_QUOTED = re.compile("“([^”]{1,40})”")
_LONGEST_NOTHING = 24
_TEXT_ORDER = itemgetter(*map(CueHit._fields.index, ("start", "end", "label", "cue")))


def score_paragraph(
    text: str,
    section_key: str | None = None,
    heading: str = "",
    *,
    lead_end: int = 0,
    lexicon: Lexicon | None = None,
) -> ParagraphScores:
    """Score one paragraph for every label, with the evidence.

    Parameters
    ----------
    text : str
        The paragraph.
    section_key : str, optional
        Key of its section, as in `Section.key`; None where unknown, ``none`` before the first section.
    heading : str
        Headings above it inside the section, joined.
    lead_end : int
        Offset behind its run-in heading; 0 where it has none.
    lexicon : Lexicon, optional
        The package's own by default.

    Returns
    -------
    ParagraphScores
        Scores in [0, 1], what is given, and the cues found.
    """
    lexicon = lexicon or load_lexicon()
    view = normalize(text)
    clauses = lexicon.matcher.clauses(view.text)
    topics: list[Hit] = []
    tense: list[Hit] = []
    for hit in lexicon.matcher.hits(clauses):
        (tense if hit.compiled.mark else topics).append(hit)
    priors, named = _priors(lexicon, section_key, f"{heading}。{text[:lead_end]}" if lead_end else heading)
    in_problems = section_key == PROBLEM_SECTION or named
    unknown = section_key in (None, "free") and not heading
    if in_problems or unknown or any(hit.compiled.mark in TURNS for hit in tense):
        marks = _marks(view.text, clauses, tense)
        bare = unknown and _states_nothing(view.text, marks)
        mood = moods(clauses, marks, in_problems or bare, unknown)
        counted = _topics(lexicon, topics, mood, marks, view)
        counted += _tense(lexicon, tense, mood, clauses, marks, view)
    else:
        # All that is said is a fact, as in most paragraphs.
        counted = _topics(lexicon, topics, ["fact"] * len(clauses), (), view)
    counted.sort(key=_TEXT_ORDER)
    return ParagraphScores(priors, tuple(counted), partial(_decide, lexicon, text, tuple(counted), priors))


def _decide(lexicon: Lexicon, text: str, hits: Sequence[CueHit], priors: Mapping[str, float]) -> Decision:
    scores = _scores(hits, priors)
    return Decision(scores, *_choose(lexicon, text, scores, priors))


def _marks(text: str, clauses: Sequence[Clause], tense: Sequence[Hit]) -> list[Marks]:
    """Note the marks of tense and mood of each clause, and where it has figures."""
    marks: list[Marks] = [
        {"figure": 1.0} if any(map(str.isdigit, text[clause.start : clause.end])) else {}
        for clause in clauses
    ]
    quoted = _quoted(text)
    for hit in tense:
        if not any(start <= hit.start and hit.end <= end for start, end in quoted):
            own, item = marks[hit.clause], hit.compiled
            own[item.mark] = max(own.get(item.mark, 0.0), item.cue.weight)
    return marks


def _states_nothing(text: str, marks: Sequence[Marks]) -> bool:
    """Whether a paragraph is an enumeration without figures or marks of what was done."""
    if any(c.isdigit() for c in text) or any("fact_open" in m or "done" in m for m in marks):
        return False
    return sum("enumeration" in m for m in marks) > 1


def _quoted(text: str) -> list[tuple[int, int]]:
    """Find what is quoted: its tense and mood are not the paragraph's."""
    return [found.span(1) for found in _QUOTED.finditer(text)] if "“" in text else []


def _priors(lexicon: Lexicon, section_key: str | None, heading: str) -> tuple[dict[str, float], bool]:
    """Weigh section and heading, and tell whether the heading is about problems and plans."""
    priors = {key: entry.sections.get(section_key or "", 0.0) for key, entry in lexicon.labels.items()}
    named = False
    if heading:
        for hit in lexicon.headings.heading_hits(heading):
            cue = hit.compiled.cue
            if cue.target in priors:
                priors[cue.target] = max(priors[cue.target], cue.weight)
                named = named or cue.target in (PROBLEM, IMPROVEMENT)
    return priors, named


def _topics(
    lexicon: Lexicon, hits: Sequence[Hit], mood: Sequence[str], marks: Sequence[Marks], view: View
) -> list[CueHit]:
    """Weigh the cues of topics: by the mood of their clause, and by what else the clause says."""
    best: dict[tuple[int, str], float] = {}
    weights: list[float] = []
    for hit in hits:
        cue = hit.compiled.cue
        here = mood[hit.clause]
        if here == "fact":
            counts = True
        elif here == "report":
            counts = cue.target == PREAMBLE
        elif here == "problem":
            # A figure of the year told as a shortcoming is still a fact of the year.
            counts = cue.when == "any" or "fact_open" in marks[hit.clause]
        else:
            counts = cue.when == "any"
        weight = cue.weight if counts else 0.0
        weights.append(weight)
        key = (hit.clause, cue.target)
        if weight > best.get(key, 0.0):
            best[key] = weight
    found = []
    plain = view.is_plain
    for (compiled, clause, start, end), weight in zip(hits, weights, strict=True):
        cue = compiled.cue
        if weight > 0:
            for other in lexicon.labels[cue.target].yields_to:
                if weight < best.get((clause, other), 0.0):
                    weight = 0.0
                    break
        if not plain:
            start, end = view.span(start, end)
        found.append(CueHit(cue.target, cue.pattern, weight, start, end, clause, mood[clause]))
    return found


def _tense(
    lexicon: Lexicon,
    hits: Sequence[Hit],
    mood: Sequence[str],
    clauses: Sequence[Clause],
    marks: Sequence[Marks],
    view: View,
) -> list[CueHit]:
    """Turn marks of shortcomings and plans into evidence for the two labels."""
    slogans = [False] * len(clauses)
    for at, stop in sentence_ranges(clauses):
        if any("slogan" in own for own in marks[at:stop]):
            slogans[at:stop] = [True] * (stop - at)
    found = []
    known = lexicon.labels.keys()
    for hit in hits:
        cue = hit.compiled.cue
        name = hit.compiled.mark
        here = mood[hit.clause]
        weight = cue.weight
        if name.startswith("problem"):
            label = PROBLEM
            if here != "problem":
                weight = 0.0
        elif name in ("plan_open", "plan", "remedy"):
            label = IMPROVEMENT
            if here != "plan":
                weight = 0.0
            elif slogans[hit.clause]:
                weight *= 0.3
        elif name == "self_reference":
            label = PREAMBLE
        else:
            continue
        if label not in known:
            continue
        start, end = view.span(hit.start, hit.end)
        found.append(CueHit(label, cue.pattern, weight, start, end, hit.clause, here))
    return found


def _scores(hits: Sequence[CueHit], priors: Mapping[str, float]) -> dict[str, float]:
    missing = {key: 1 - prior for key, prior in priors.items()}
    against = dict.fromkeys(priors, 1.0)
    best: dict[tuple[str, int], float] = {}
    for hit in hits:
        if hit.weight < 0:
            against[hit.label] *= 1 + hit.weight
        elif hit.label in (PROBLEM, IMPROVEMENT):
            missing[hit.label] *= 1 - hit.weight
        elif hit.weight > best.get((hit.label, hit.clause), 0.0):
            best[hit.label, hit.clause] = hit.weight
    for (label, _), weight in best.items():
        missing[label] *= 1 - weight
    return {key: (1 - missing[key]) * against[key] for key in missing}


def _choose(
    lexicon: Lexicon, text: str, scores: Mapping[str, float], priors: Mapping[str, float]
) -> tuple[tuple[str, ...], str]:
    if len(text) <= _LONGEST_NOTHING and NOTHING in lexicon.classes:
        plain = squeeze(text).strip("。.;,!")
        if plain in lexicon.classes[NOTHING].terms:
            topic = max(sorted(priors), key=lambda key: priors[key], default="")
            if topic and priors[topic] > FLOOR and topic not in (PROBLEM, IMPROVEMENT, FRAMING, PREAMBLE):
                return (topic,), ""
            return ((NONE,), "") if NONE in scores else ((), "no_cue")
    given = [key for key, entry in lexicon.labels.items() if scores[key] >= entry.threshold]
    for exclusive in (FRAMING, NONE):
        if exclusive in given and len(given) > 1:
            given.remove(exclusive)
    if given:
        return tuple(sorted(given)), ""
    best = max(sorted(scores), key=lambda key: scores[key], default="")
    if best and scores[best] >= FLOOR:
        return (best,), ""
    if FRAMING in scores and text.strip() and not any(c.isdigit() for c in text):
        return (FRAMING,), ""
    return (), "no_cue" if not best or scores[best] == 0 else "below_threshold"
