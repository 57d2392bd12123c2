"""Enumerations and announced numbers of points."""

from __future__ import annotations

import pytest
from builders import report_text

from govnlp.annotate.checks import check
from govnlp.model import Check
from govnlp.read.report import read_text


def found(text: str, kind: str) -> list[Check]:
    return [c for c in check(read_text(text, report_id="t")) if c.kind == kind]


@pytest.mark.parametrize(
    "text",
    [
        "渠道有：1、网站；2、公示栏；4、电话。",
        "（一）学习。（二）培训。（四）考核。",
        "一是学习，二是培训，四是考核。",
        "问题在于：①内容少；③更新慢。",
        "第一，内容少；第三，更新慢。",
        "下一步，一是加强培训，提高水平。",
        "（1）学习。（3）考核。",
    ],
)
def test_a_gap_and_a_lone_first_point_fail(text: str) -> None:
    (wrong,) = found(text, "narrative_enumeration")
    assert wrong.status == "fails"
    assert all(text[e.start : e.end] == e.text for e in wrong.evidence)


def test_what_a_text_that_breaks_off_lacks_is_not_missing() -> None:
    (lone,) = found("下一步，一是加强培训，提高水平并进一步完善各项管理制", "narrative_enumeration")
    assert (lone.status, lone.reason) == ("not_assessable", "text_breaks_off")
    whole = report_text(overview="本报告由总体情况、主动公开情况等八个部分组成。")
    (parts,) = found(whole, "narrative_parts_announced")
    assert parts.status == "fails"
    (parts,) = found(whole[: whole.index("一是公开")] + "一是公开内容还不够丰富", "narrative_parts_announced")
    assert (parts.status, parts.reason) == ("not_assessable", "text_breaks_off")


@pytest.mark.parametrize(
    "text",
    [
        "一是学习，二是培训，三是考核。",
        "一要学习，二要培训。",
        "渠道有：1、网站；2、公示栏；3、电话。",
        "（一）学习：1.政策；2.业务。（二）培训：1.线上；2.线下。",
    ],
)
def test_a_complete_enumeration_holds(text: str) -> None:
    checks = found(text, "narrative_enumeration")
    assert checks
    assert {c.status for c in checks} == {"holds"}


@pytest.mark.parametrize(
    "text",
    [
        "1、2、3号楼均已张贴。",
        "按照第二十条第（一）项、第（三）项公开。",
        "全县统一是为了方便群众。之一是公开。",
        "投资2.5亿元，建设3.2公里道路。",
        "一是加强学习；其次完善制度。",
        "一是加强学习；二来完善制度。",
        "十四五规划、二三产业、一二级预案。",
        "根据上述（一）、（三）两种情形处理。",
    ],
)
def test_what_only_looks_like_an_enumeration(text: str) -> None:
    assert not [c for c in found(text, "narrative_enumeration") if c.status == "fails"]


def test_an_outer_mark_ends_the_inner_enumeration() -> None:
    text = "（一）公开。一是学习。（二）培训。一是线上，二是线下。"
    checks = found(text, "narrative_enumeration")
    assert [(c.status, c.reason) for c in checks if c.reason] == [("fails", "no_second")]


def test_an_enumeration_goes_on_over_paragraphs() -> None:
    text = report_text(problems="一是公开内容少。\n二是解读形式单一。\n三是更新慢。")
    checks = [c for c in found(text, "narrative_enumeration") if "一是" in c.formula]
    assert [c.status for c in checks] == ["holds"]


def test_section_numbers_are_an_enumeration() -> None:
    text = report_text().replace("二、主动公开政府信息情况\n", "")
    wrong = [c for c in found(text, "narrative_enumeration") if c.status == "fails"]
    assert [c.reason for c in wrong] == ["number_skipped"]


@pytest.mark.parametrize(
    ("text", "status", "left", "right"),
    [
        ("将做好以下三项工作：一是学习；二是培训；三是考核。", "holds", 3, 3),
        ("将做好以下四项工作：一是学习；二是培训；三是考核。", "fails", 4, 3),
        ("主要有两个方面的问题：1.内容少；2.更新慢；3.解读少。", "fails", 2, 3),
        ("做到“三个到位”：组织到位、人员到位、责任到位。", "holds", 3, 3),
        ("做到“四个到位”，即组织到位、人员到位、责任到位。", "fails", 4, 3),
        ("做到“四个到位”，即组织到位、人员到位、责任到位等。", "not_assessable", 4, None),
        ("重点做好三项工作。一是学习；二是培训；三要考核。", "holds", 3, 3),
    ],
)
def test_announced_points(text: str, status: str, left: int, right: int | None) -> None:
    (made,) = found(text, "narrative_parts_announced")
    assert (made.status, made.left, made.right) == (status, left, right)


@pytest.mark.parametrize(
    "text",
    [
        "落实“四个全面”战略布局。",
        "答复流程细化为9个步骤。\n（一）主动公开。内容。\n（二）依申请公开。内容。",
        "第三方面的问题：一是学习；二是培训。",
        "坚持“两个维护”，不断加强学习。",
    ],
)
def test_numbers_that_announce_nothing(text: str) -> None:
    assert not found(text, "narrative_parts_announced")


@pytest.mark.parametrize(("number", "status"), [("六", "holds"), ("五", "fails")])
def test_announced_parts_of_the_report(number: str, status: str) -> None:
    text = report_text().replace("一、总体情况", f"本报告由总体情况等{number}个部分组成。\n一、总体情况")
    (made,) = found(text, "narrative_parts_announced")
    assert (made.status, made.right) == (status, 6)
