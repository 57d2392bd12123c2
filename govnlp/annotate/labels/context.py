"""What surrounds a paragraph of a report: its section and the headings above it."""

from __future__ import annotations

from bisect import bisect_right

from govnlp.model import Paragraph, Report

NO_SECTION = "none"
_TITLE = 0


def section_keys(report: Report) -> dict[str | None, str]:
    """Give the section key of each section id; ``none`` for paragraphs before the first section."""
    return {None: NO_SECTION} | {section.section_id: section.key for section in report.sections}


def headings_above(report: Report) -> list[str]:
    """Give for each paragraph the headings above it, the title aside, outermost first, joined by 。."""
    starts = [block.start for block in report.headings]
    trail: list[tuple[int, str]] = []
    trails: list[str] = []
    for block in report.headings:
        trail = [entry for entry in trail if entry[0] < block.level]
        if block.level > _TITLE:
            trail.append((block.level, block.text.strip()))
        trails.append("。".join(text for _, text in trail))
    found = [bisect_right(starts, paragraph.start) - 1 for paragraph in report.paragraphs]
    return [trails[at] if at >= 0 else "" for at in found]


def lead_end(paragraph: Paragraph) -> int:
    """Give the offset in the paragraph behind its run-in heading; 0 where it has none."""
    return paragraph.lead.end - paragraph.start if paragraph.lead else 0
