"""All checks of one report, in order and with their ids."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import replace

from govnlp.annotate.checks.corpus import year_checks
from govnlp.annotate.checks.narrative import check_narrative
from govnlp.annotate.checks.narrative_year import narrative_year_checks
from govnlp.annotate.checks.tables import Blanks, table_checks
from govnlp.annotate.claims import extract_claims
from govnlp.display import Listing
from govnlp.model import Check, Claim, Report


def check(
    report: Report,
    *,
    previous: Report | None = None,
    blanks: Blanks = "strict",
    claims: Sequence[Claim] | None = None,
) -> list[Check]:
    """Check whether a report adds up: its tables, its running text, and one against the other.

    Parameters
    ----------
    report : Report
        The report.
    previous : Report, optional
        The same issuer's report of the year before, for the checks across years.
    blanks : str
        ``strict``: a blank or dash is unknown. ``blank_as_zero``: it counts as 0.
    claims : sequence of Claim, optional
        Claims of the report, where they have been extracted already.

    Returns
    -------
    list of Check
        One a statement: those on the tables in printed order, those on the text in text order, then those
        across years. Kinds: ``table_outcome_sum``, ``table_flow``, ``table_row_sum``, ``table_block_sum``,
        ``table_cell``; ``narrative_part_sum``, ``narrative_share_sum``, ``narrative_share``,
        ``narrative_change``, ``narrative_table``, ``narrative_enumeration``, ``narrative_parts_announced``,
        ``narrative_date``; with ``previous`` also ``year_table`` and ``narrative_year``.

    Examples
    --------
    >>> [c for c in gn.check(report) if c.status == "fails"]  # doctest: +SKIP
    """
    as_zero = blanks == "blank_as_zero"
    own = check_narrative(report, extract_claims(report) if claims is None else claims, as_zero)
    found = [*table_checks(report.report_id, report.cells, blanks), *own.checks]
    if previous is not None:
        before = check_narrative(previous, extract_claims(previous), as_zero)
        names = report.report_id, previous.report_id
        found += year_checks(names[0], report.cells, names[1], previous.cells, as_zero)
        found += narrative_year_checks(names[0], own.facts, names[1], before.facts, previous.cells)
    return number_checks(report.report_id, found)


def number_checks(report_id: str, checks: Iterable[Check], first: int = 1) -> list[Check]:
    """Give checks their ids, in order.

    Parameters
    ----------
    report_id : str
        Report the checks belong to.
    checks : iterable of Check
        Checks without ids.
    first : int
        Number of the first one.

    Returns
    -------
    list of Check
        With ``report_id:k0001`` and so on.
    """
    return Listing(replace(c, check_id=f"{report_id}:k{n:04d}") for n, c in enumerate(checks, first))
