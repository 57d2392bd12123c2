"""A small corpus for the statistics: two reports, with a column of our own in their corpus.csv."""

from __future__ import annotations

from pathlib import Path

from builders import TITLE, report_text

OVERVIEW = {
    2020: "全年公开信息10条。设立窗口3个，窗口接待群众20人次。",
    2021: "全年公开信息12条。没有收到申请。",
}


def write_reports(folder: Path) -> Path:
    """Write the reports into a folder."""
    lines = ["source,report_id,level,theme"]
    for year, level, theme in ((2020, "street", "甲"), (2021, "town", "乙")):
        written = report_text(title=TITLE.replace("2021", str(year)), overview=OVERVIEW[year])
        (folder / f"{year}.txt").write_text(written.replace("2022-01-20", f"{year + 1}-01-20"), "utf-8")
        lines.append(f"{year}.txt,lq-{year},{level},{theme}")
    (folder / "corpus.csv").write_text("\n".join(lines) + "\n", "utf-8")
    return folder
