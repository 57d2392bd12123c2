"""Does a report add up: tables, narrative, years, levels."""

from govnlp.annotate.checks.tables import Blanks, check, number_checks, table_checks

__all__ = ["Blanks", "check", "number_checks", "table_checks"]
