"""What was read, as objects and rows: reports, their parts, their cells, and what could not be read."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

from govnlp.model import Block, Cell, Failure, Report
from govnlp.records.values import Row, exact, json_number

_REPORT_FIELDS = (
    "report_id",
    "source",
    "sha256",
    "medium",
    "title",
    "issuer",
    "issuer_id",
    "region",
    "admin_code",
    "level",
    "agency_type",
    "superior_id",
    "report_year",
    "publish_date",
    "format",
    "url",
)


def parse_record(report: Report) -> Row:
    """Make the object that ``govnlp parse`` prints for a report."""
    return {
        "report_id": report.report_id,
        "source": report.source,
        "sha256": report.sha256,
        "title": report.title,
        "issuer": report.issuer,
        "issuer_id": report.issuer_id,
        "region": report.region,
        "admin_code": report.admin_code,
        "level": report.level,
        "agency_type": report.agency_type,
        "superior_id": report.superior_id,
        "report_year": report.report_year,
        "publish_date": report.publish_date.isoformat() if report.publish_date else None,
        "format": report.format,
        "url": report.url,
        "inferred_fields": list(report.inferred_fields),
        "text": report.text,
        "sections": [
            {"section_id": s.section_id, "key": s.key, "title": s.title, "start": s.start, "end": s.end}
            for s in report.sections
        ],
        "headings": [_block(b) | {"level": b.level} for b in report.headings],
        "paragraphs": [
            {
                "paragraph_id": p.paragraph_id,
                "section_id": p.section_id,
                "start": p.start,
                "end": p.end,
                "text": p.text,
                "lead": {"start": p.lead.start, "end": p.lead.end} if p.lead else None,
            }
            for p in report.paragraphs
        ],
        "tables": [_block(b) | {"kind": b.reason} for b in report.tables],
        "furniture": [_block(b) | {"reason": b.reason} for b in report.furniture],
    }


def _block(block: Block) -> Row:
    return {"start": block.start, "end": block.end, "text": block.text}


def cell_record(report_id: str, cell: Cell) -> Row:
    """Make the object that ``govnlp tables`` prints for a cell."""
    return {
        "report_id": report_id,
        "table": cell.table,
        "row": cell.row,
        "column": cell.column,
        "value": json_number(cell.value),
        "state": cell.state,
        "raw": cell.raw,
        "format": cell.format,
        "reason": cell.reason,
        "start": cell.start,
        "end": cell.end,
    }


def failure_row(
    failure: Failure, report_id: str | None = None, given: Mapping[str, str] | None = None
) -> Row:
    """Make the row of the failures table.

    Parameters
    ----------
    failure : Failure
        What went wrong.
    report_id : str, optional
        Id that the report would have.
    given : mapping of str to str, optional
        What ``corpus.csv`` says of the file.

    Returns
    -------
    dict
        Issuer and year only where ``corpus.csv`` gives them.
    """
    known = given or {}
    year = known.get("report_year", "")
    return {
        "source": failure.source,
        "report_id": report_id,
        "issuer_id": known.get("issuer_id"),
        "report_year": int(year) if year.isdecimal() else None,
        "code": failure.code,
        "message": failure.message,
        "hint": failure.hint,
    }


def report_row(report: Report, duplicate_of: str | None = None) -> Row:
    """Make the row of the reports table."""
    states = [cell.state for cell in report.cells]
    row: Row = {name: getattr(report, name) for name in _REPORT_FIELDS}
    return row | {
        "inferred_fields": ";".join(report.inferred_fields),
        "duplicate_of": duplicate_of,
        "characters": len(report.text),
        "narrative_characters": sum(p.end - p.start for p in report.paragraphs),
        "sections": len(report.sections),
        "paragraphs": len(report.paragraphs),
        "sentences": len(report.sentences),
        "cells_value": states.count("value"),
        "cells_blank": states.count("blank"),
        "cells_other": states.count("dash") + states.count("text"),
        "cells_absent": states.count("absent"),
        "surplus_cells": len(report.surplus),
        "text": report.text,
    }


def section_rows(report: Report) -> list[Row]:
    """Make the rows of the sections table."""
    return [
        {
            "report_id": report.report_id,
            "section_id": s.section_id,
            "key": s.key,
            "title": s.title,
            "start": s.start,
            "end": s.end,
        }
        for s in report.sections
    ]


def paragraph_rows(report: Report) -> list[Row]:
    """Make the rows of the paragraphs table."""
    return [
        {
            "report_id": report.report_id,
            "paragraph_id": p.paragraph_id,
            "section_id": p.section_id,
            "start": p.start,
            "end": p.end,
            "lead_end": p.lead.end if p.lead else None,
            "text": p.text,
        }
        for p in report.paragraphs
    ]


def sentence_rows(report: Report) -> list[Row]:
    """Make the rows of the sentences table."""
    return [
        {
            "report_id": report.report_id,
            "sentence_id": s.sentence_id,
            "paragraph_id": s.paragraph_id,
            "start": s.start,
            "end": s.end,
            "text": s.text,
        }
        for s in report.sentences
    ]


def cell_rows(report_id: str, cells: Sequence[Cell]) -> list[Row]:
    """Make the rows of the cells table."""
    return [
        {
            "report_id": report_id,
            "table": c.table,
            "row": c.row,
            "column": c.column,
            "value": None if c.value is None else float(c.value),
            "value_exact": exact(c.value),
            "state": c.state,
            "raw": c.raw,
            "format": c.format,
            "reason": c.reason,
            "start": c.start,
            "end": c.end,
        }
        for c in cells
    ]
