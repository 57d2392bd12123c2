"""Does a report add up: tables, narrative, years, levels."""

from govnlp.annotate.checks.narrative import NarrativeChecks, check_narrative
from govnlp.annotate.checks.narrative_year import YearFact, narrative_year_checks
from govnlp.annotate.checks.report import check, number_checks
from govnlp.annotate.checks.tables import Blanks, table_checks

__all__ = [
    "Blanks",
    "NarrativeChecks",
    "YearFact",
    "check",
    "check_narrative",
    "narrative_year_checks",
    "number_checks",
    "table_checks",
]
