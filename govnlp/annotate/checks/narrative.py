"""Does the running text add up: with itself, with the tables, with the report of the year before.

Precision of ``fails`` comes first: what the words leave open is ``not_assessable``, with the reason.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from govnlp.annotate.checks.narrative_change import change_checks
from govnlp.annotate.checks.narrative_dates import date_checks
from govnlp.annotate.checks.narrative_marks import announced_checks, enumeration_checks, find_chains
from govnlp.annotate.checks.narrative_share_sums import share_sum_checks
from govnlp.annotate.checks.narrative_shares import share_checks
from govnlp.annotate.checks.narrative_sums import part_sum_checks
from govnlp.annotate.checks.narrative_table import figures, table_figure_checks
from govnlp.annotate.checks.narrative_text import Narrative
from govnlp.annotate.checks.narrative_year import YearFact, year_facts
from govnlp.model import Check, Claim, Report


@dataclass(frozen=True, slots=True)
class NarrativeChecks:
    """What the running text of one report says about itself.

    Parameters
    ----------
    checks : tuple of Check
        Without ids, in text order of their first evidence.
    facts : tuple of YearFact
        Figures for the checks against the neighbouring years.
    """

    checks: tuple[Check, ...]
    facts: tuple[YearFact, ...]


def check_narrative(report: Report, claims: Sequence[Claim], as_zero: bool = False) -> NarrativeChecks:
    """Check the running text of a report.

    Parameters
    ----------
    report : Report
        The report.
    claims : sequence of Claim
        Its claims, in text order.
    as_zero : bool
        Whether blank cells and dashes count as 0.

    Returns
    -------
    NarrativeChecks
        All kinds ``narrative_*`` but ``narrative_year``, which takes a second report.
    """
    narrative = Narrative(report, claims)
    chains = find_chains(narrative)
    placed = figures(narrative)
    checks = [
        *part_sum_checks(narrative),
        *share_sum_checks(narrative),
        *share_checks(narrative),
        *change_checks(narrative),
        *table_figure_checks(narrative, placed, as_zero),
        *enumeration_checks(narrative, chains),
        *announced_checks(narrative, chains),
        *date_checks(narrative),
    ]
    checks.sort(key=lambda c: (c.evidence[0].start or 0, c.kind, c.formula))
    return NarrativeChecks(tuple(checks), tuple(year_facts(narrative, placed)))
