"""A balanced panel of issuers and years, and a ledger of what is missing in it."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from typing import Any, NamedTuple

from govnlp.errors import UsageError
from govnlp.features import RESOURCE
from govnlp.resources import load_toml
from govnlp.reuse.index import make_document

Row = dict[str, Any]
Key = tuple[str, int]
# What stays the same from year to year, and so is known of a year without report.
_LASTING = ("issuer", "admin_code", "region", "level", "agency_type")


class PanelRows(NamedTuple):
    """A panel as rows.

    Parameters
    ----------
    panel : list of dict
        One an issuer and year, by issuer and year.
    ledger : list of dict
        What is missing, and why.
    """

    panel: list[Row]
    ledger: list[Row]


def balance(
    features: Iterable[Row], failures: Iterable[Mapping[str, Any]], years: tuple[int, int] | None = None
) -> PanelRows:
    """Give every issuer a row in every year.

    Parameters
    ----------
    features : iterable of dict
        Rows of the features table, perhaps with more columns.
    failures : iterable of mapping
        Rows of the failures table.
    years : tuple of (int, int), optional
        First and last year; by default those of the reports.

    Returns
    -------
    PanelRows
        ``status`` of a row, and ``reason`` in the ledger:

        ``present``
            There is a report; it is in the ledger, as ``no_prior_year``, where the corpus has none on the
            year before.
        ``dead``
            ``corpus.csv`` lists a report, but the file is missing or empty or holds no report.
        ``unparsed``
            ``corpus.csv`` lists a report, and its file cannot be read; wins over ``dead``.
        ``absent``
            Nothing is known of a report.

        The ledger also has, as ``unplaced``, reports whose issuer or year is not known, and failures
        without issuer or year.

    Raises
    ------
    UsageError
        If the last year is before the first.
    """
    if years and years[0] > years[1]:
        raise UsageError(f"no years from {years[0]} to {years[1]}")
    rows = list(features)
    placed = {key: row for row in rows if (key := _place(row)) is not None}
    ledger = [_unplaced(row) for row in rows if _place(row) is None]
    failed: dict[Key, list[Row]] = {}
    for failure in failures:
        issuer, year = failure["issuer_id"], failure["report_year"]
        entry = _entry(issuer, year, _state(failure), failure, failure["code"])
        if issuer is None or year is None:
            ledger.append(entry)
        else:
            failed.setdefault((issuer, year), []).append(entry)
    known = sorted({*placed, *failed})
    first, last = years or _years(known)
    lasting = {key[0]: placed[key] for key in sorted(placed)}
    panel: list[Row] = []
    for number, issuer in enumerate(dict.fromkeys(key[0] for key in known), 1):
        same = {name: lasting[issuer][name] for name in _LASTING} if issuer in lasting else {}
        for year in range(first, last + 1):
            row, entries = placed.get((issuer, year)), failed.get((issuer, year), [])
            has_prior = (issuer, year - 1) in placed
            front = {
                "issuer_id": issuer,
                "report_year": year,
                "issuer_number": number,
                "status": "present" if row else _status(entries),
                "has_prior_year": int(has_prior) if row else None,
            }
            panel.append(same | (row or {}) | front)
            if row is None:
                ledger += entries or [_entry(issuer, year, "absent", {}, "")]
            elif not has_prior:
                ledger.append(_entry(issuer, year, "no_prior_year", row, ""))
    return PanelRows(panel, sorted(ledger, key=_order))


def _place(row: Row) -> Key | None:
    """Issuer and year; None where they do not say whose report it is."""
    document = make_document(row | {"superior_id": None})
    issuer, year = document.issuer_id, document.year
    return None if issuer is None or year is None else (issuer, year)


def _state(failure: Mapping[str, Any]) -> str:
    return "dead" if failure["code"] in load_toml(RESOURCE)["dead"] else "unparsed"


def _status(entries: Sequence[Row]) -> str:
    reasons = {entry["reason"] for entry in entries}
    return next((reason for reason in ("unparsed", "dead") if reason in reasons), "absent")


def _unplaced(row: Row) -> Row:
    document = make_document(row | {"superior_id": None})
    unknown = "issuer_id" if document.issuer_id is None else "report_year"
    return _entry(document.issuer_id, document.year, "unplaced", row, unknown)


def _entry(issuer: str | None, year: int | None, reason: str, of: Mapping[str, Any], detail: str) -> Row:
    return {
        "issuer_id": issuer,
        "report_year": year,
        "reason": reason,
        "report_id": of.get("report_id"),
        "source": of.get("source"),
        "detail": detail,
    }


def _years(keys: Sequence[Key]) -> tuple[int, int]:
    years = [year for _, year in keys]
    return (min(years), max(years)) if years else (0, -1)


def _order(row: Row) -> tuple[Any, ...]:
    known = (row["issuer_id"] is None, row["issuer_id"] or "", row["report_year"] or 0)
    return (*known, row["reason"], row["source"] or "", row["report_id"] or "")
