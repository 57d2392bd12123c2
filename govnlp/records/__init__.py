"""Records as plain dictionaries: JSON Lines objects of the commands, and rows of the output tables."""

from govnlp.records.labels import label_records, label_rows
from govnlp.records.report import (
    cell_record,
    cell_rows,
    failure_row,
    paragraph_rows,
    parse_record,
    report_row,
    section_rows,
    sentence_rows,
)
from govnlp.records.reuse import match_rows, passage_rows, stale_rows
from govnlp.records.statements import (
    check_rows,
    claim_record,
    claim_rows,
    non_claim_record,
)
from govnlp.records.values import Row, exact, json_number

__all__ = [
    "Row",
    "cell_record",
    "cell_rows",
    "check_rows",
    "claim_record",
    "claim_rows",
    "exact",
    "failure_row",
    "json_number",
    "label_records",
    "label_rows",
    "match_rows",
    "non_claim_record",
    "paragraph_rows",
    "parse_record",
    "passage_rows",
    "report_row",
    "section_rows",
    "sentence_rows",
    "stale_rows",
]
