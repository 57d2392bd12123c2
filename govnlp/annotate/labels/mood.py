"""What each clause says: a fact of the period, a shortcoming, a plan, or something about the report itself.

A plan or a list of shortcomings, once opened, goes on until something else is opened; a single mark
reaches over its sentence. A shortcoming that the sentence reports as cured is a fact.
"""

from __future__ import annotations

from collections.abc import Sequence

from govnlp.annotate.lexicon.matcher import sentence_ranges
from govnlp.annotate.lexicon.parts import Clause

Marks = dict[str, float]

# Without any of these, a clause outside of problems and plans states a fact.
TURNS = frozenset(
    (
        "problem_open",
        "problem",
        "problem_soft",
        "problem_hint",
        "plan_open",
        "plan",
        "remedy",
        "purpose",
        "self_reference",
    )
)


def moods(
    clauses: Sequence[Clause], marks: Sequence[Marks], in_problems: bool, unknown: bool = False
) -> list[str]:
    """Tell the mood of each clause of a paragraph.

    Parameters
    ----------
    clauses : sequence of Clause
        The paragraph's clauses.
    marks : sequence of dict
        For each clause the marks of tense and mood found in it, with their weights.
    in_problems : bool
        Whether the paragraph stands in a section or under a heading on problems and remedies.
    unknown : bool
        Whether nothing is known of where it stands; then one clear mark in a sentence without a statement of
        fact is taken at its word.

    Returns
    -------
    list of str
        One of `MOODS` a clause.
    """
    found: list[str] = []
    mode = "fact"
    for at, stop in sentence_ranges(clauses):
        mode = _sentence(marks[at:stop], mode, in_problems, unknown, found)
    return found


def _sentence(marks: Sequence[Marks], mode: str, in_problems: bool, unknown: bool, found: list[str]) -> str:
    every: set[str] = set().union(*marks)
    if mode == "fact" and not in_problems and TURNS.isdisjoint(every):
        found.extend("fact" for _ in marks)
        return mode
    if "self_reference" in every:
        found.extend("report" for _ in marks)
        return mode
    solved = "solved" in every
    named_open = "problem_open" in every or in_problems or mode == "problem"
    softs = sum("problem_soft" in own for own in marks)
    named = named_open or "problem" in every or (unknown and softs + ("problem_hint" in every) > 1)
    several = sum("problem" in own or "problem_soft" in own for own in marks) > 1
    gate = (
        named_open
        or several
        or "problem_hint" in every
        or (unknown and not every & {"fact_open", "done", "figure"})
    )
    spread = ""
    found_here: list[str] = []
    for own in marks:
        opened = False
        short = not solved and gate and ("problem" in own or (named and "problem_soft" in own))
        if "plan_open" in own:
            mode, spread, opened = "plan", "plan", True
        elif "problem_open" in own and not solved:
            mode, spread, opened = "problem", "problem", True
        stated = "fact_open" in own or "done" in own
        if stated and not opened and "plan" not in own and spread != "plan":
            if "fact_open" in own and mode == "plan":
                mode = "fact"
            spread = ""
        if opened:
            mood = mode
        elif "plan" in own:
            mood = spread = "plan"
        elif short:
            mood = "problem"
        elif (stated and spread != "plan") or solved:
            mood = "fact"
        elif "remedy" in own and (
            mode == "plan" or ((in_problems or mode == "problem") and "problem" not in found_here)
        ):
            mood = spread = "plan"
        elif "purpose" in own and not spread:
            mood = "purpose"
        elif spread:
            mood = spread
        elif mode != "fact":
            mood = mode
        elif in_problems and "problem_hint" in own and not solved:
            mood = "problem"
        else:
            mood = "fact"
        found_here.append(mood)
    if "problem" in found_here:
        # What stands between two shortcomings, or beside one without a statement of its own, belongs to it.
        for index, own in enumerate(marks):
            beside = "problem" in found_here[max(index - 1, 0) : index + 2]
            if beside and found_here[index] == "fact" and not own.keys() & {"fact_open", "done"}:
                found_here[index] = "problem"
    found.extend(found_here)
    return mode
