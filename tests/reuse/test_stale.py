"""Stale content and passages, on the sample and on texts made for the purpose."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path

import pytest
import yaml

from govnlp.model import Report
from govnlp.read.corpus import load_corpus
from govnlp.reuse.index import Document, ReuseIndex
from govnlp.reuse.passages import passages, repeated_clauses
from govnlp.reuse.result import Reuse, reuse_of
from govnlp.reuse.stale import find_stale
from govnlp.text.normalize import squeeze

ROOT = Path(__file__).parents[2]
KINDS = ("stale_figure", "stale_year", "repeated_promise", "wrong_body")


def two(old: Sequence[str], new: Sequence[str], section: str = "overview") -> Reuse:
    """Reports on 2020 and 2021 of one unit."""
    index = ReuseIndex()
    for name, year, texts in (("a", 2020, old), ("b", 2021, new)):
        spans, at = [], 0
        for text in texts:
            spans.append((at, at + len(text), text, section))
            at += len(text)
        index.add([(Document(name, "u", "r", None, year), spans)])
    return Reuse(index)


def kinds(old: str, new: str, section: str = "overview", issuer: str | None = None) -> list[str]:
    return [f.kind for f in find_stale(two([old], [new], section), "b", [new], issuer)]


@pytest.mark.parametrize(
    ("old", "new", "found"),
    [
        ("全年举办业务培训班2期，参训51人次。", "全年举办业务培训班2期，参训51人次。", ["stale_figure"]),
        ("全年举办业务培训班2期，参训51人次。", "全年举办业务培训班3期，参训51人次。", []),
        ("全年接待来访群众0人次，办结率100%。", "全年接待来访群众0人次，办结率100%。", []),
        ("全年培训不少于4次，每次不少于2天。", "全年培训不少于4次，每次不少于2天。", []),
        ("制定2020年政务公开要点分工方案。", "制定2020年政务公开要点分工方案。", ["stale_year"]),
        ("制定2020年政务公开要点分工方案。", "制定2021年政务公开要点分工方案。", []),
        ("2021年，将重点做好档案移交工作。", "2021年，将重点做好档案移交工作。", ["stale_year"]),
        ("自2020年修订以来，档案制度运行平稳。", "自2020年修订以来，档案制度运行平稳。", []),
        ("落实《2020年政务公开工作要点》要求。", "落实《2020年政务公开工作要点》要求。", []),
    ],
)
def test_figures_and_years(old: str, new: str, found: list[str]) -> None:
    assert kinds(old, new) == found


def test_promises_are_compared_clause_by_clause() -> None:
    old = "下一步，组织编印典型案例汇编下发各站所；增设自助查询终端。"
    new = "今后，组织编印典型案例汇编下发各站所；改造办事大厅无障碍通道。"
    assert kinds(old, new, "problems") == ["repeated_promise"]
    assert kinds(old, new, "overview") == []


@pytest.mark.parametrize(
    ("text", "issuer", "found"),
    [
        ("我局坚持把准确作为生命线。", "云溪市澜亭区望湖街道办事处", ["我局"]),
        ("我局坚持把准确作为生命线。", "云溪市澜亭区教育局", []),
        ("我区坚持把准确作为生命线。", "云溪市澜亭区望湖街道办事处", []),
        ("我局长期坚持公开。", "云溪市澜亭区教育局", []),
        ("与云帆市第二人民医院建立联动机制。", "云帆市第三人民医院", []),
        ("云帆市第二人民医院每半年召开例会。", "云帆市第三人民医院", ["云帆市第二人民医院"]),
        ("云帆市第三人民医院每半年召开例会。", "云帆市第三人民医院", []),
    ],
)
def test_other_bodies(text: str, issuer: str, found: list[str]) -> None:
    findings = find_stale(two([], [text]), "b", [text], issuer)
    assert [f.detail for f in findings if f.kind == "wrong_body"] == found


def test_what_is_planted_in_the_sample_is_found() -> None:
    reports = [r for r in load_corpus(ROOT / "corpora/sample") if isinstance(r, Report)]
    reuse = reuse_of(reports)
    found = set()
    for report in reports:
        for f in find_stale(reuse, report.report_id, [s.text for s in report.sentences], report.issuer):
            assert report.text[f.start : f.end] == f.text
            found.add((report.report_id, f.kind))
    planted = {
        (gold["id"], entry["kind"])
        for path in (ROOT / "corpora/gold/reports").glob("*.yaml")
        for gold in [yaml.safe_load(path.read_text("utf-8"))]
        for entry in gold.get("planted") or []
        if entry["kind"] in KINDS
    }
    assert planted <= found
    # A figure that a rule keeps constant: reported every quarter, four times a year.
    assert found - planted == {("lanting-market-2021", "stale_figure")}


def test_chains_have_their_gaps() -> None:
    old = [
        f"{thing}由专人负责登记造册并按期归档保存备查。" for thing in ("来信", "来访", "热线", "邮件", "传真")
    ]
    new = [old[0], "新增线上预约渠道，方便居民错峰办事。", old[2], old[3]]
    (chain,) = passages(two(old, new), "b")
    assert (chain.sentences, chain.gaps, chain.source_gaps) == (3, 1, 1)
    assert (chain.source_start, chain.origin) == (0, "self_prior")
    assert chain.end == sum(map(len, new))


def test_a_clause_said_twice_is_found_inside_sentences() -> None:
    clause = "逐级压实责任、层层抓好落实的工作机制"
    texts = [
        f"办公室 建立{clause}。",
        "《中华人民共和国政府信息公开条例》学习两次。",
        f"各科室形成{clause}，成效好。",
    ]
    texts.append("再学《中华人民共和国政府信息公开条例》。")
    (found,) = repeated_clauses(two([], texts), "b", texts)
    whole = "".join(texts)
    assert squeeze(whole[found.start : found.end]) == squeeze(whole[found.source_start : found.source_end])
    assert clause in whole[found.start : found.end]
    assert found.source_start < found.start
