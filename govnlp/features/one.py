"""Features of a report that is looked at alone."""

from __future__ import annotations

from govnlp.annotate.checks import Blanks, check
from govnlp.annotate.claims import extract
from govnlp.annotate.labels.labeller import open_labeller
from govnlp.features.row import TABLE, Parts, check_features, feature_row, own_features
from govnlp.frames import table_info
from govnlp.model import Report
from govnlp.read.report import read_text
from govnlp.records import Row, report_row

# What takes other reports: the tables of reuse, and what the pipeline adds.
_NOT_ALONE = ("older_reports", "stale_findings", "words")
_NOT_MEASURES = ("report_year",)


def lone_features() -> list[str]:
    """Names of the numeric features that `features_of` can give."""
    others = {column.name for column in table_info("reuse_reports").columns}
    others -= {column.name for column in table_info("reports").columns}
    return [
        column.name
        for column in table_info(TABLE).columns
        if column.type in ("int", "double") and column.name not in (*others, *_NOT_ALONE, *_NOT_MEASURES)
    ]


def features_of(
    report: Report | str, *, blanks: Blanks = "strict", label_model: str = "auto", lexicon: str = ""
) -> Row:
    """Measure one report.

    Parameters
    ----------
    report : Report or str
        A report, or a text.
    blanks : str
        What a blank cell means: ``strict`` or ``blank_as_zero``.
    label_model : str
        ``auto``, ``keyword``, ``linear``, or a file that ``govnlp train`` wrote.
    lexicon : str
        File or folder that extends the lexicon of the labels.

    Returns
    -------
    dict
        Columns of the features table. What takes other reports (reuse, checks across years) is None, or not
        counted.
    """
    whole = read_text(report) if isinstance(report, str) else report
    found = extract(whole)
    parts = Parts(open_labeller(label_model, lexicon)(whole), found.claims, found.non_claims)
    checks = check(whole, blanks=blanks, claims=found.claims)
    return feature_row(
        report_row(whole),
        own_features(whole, parts, blanks),
        check_features((made.kind, made.status) for made in checks),
        {},
    )
