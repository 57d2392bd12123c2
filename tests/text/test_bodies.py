"""Public bodies in titles and in text."""

from __future__ import annotations

import json
import time
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from govnlp.resources import load_csv, load_yaml
from govnlp.text.bodies import find_bodies, issuer_from_title, issuer_id, parse_body, words_of_kind
from govnlp.text.normalize import squeeze

GOLDEN = [
    json.loads(line)
    for line in (Path(__file__).parents[1] / "golden/issuers.jsonl").read_text("utf-8").splitlines()
]


@pytest.mark.parametrize("case", GOLDEN, ids=lambda case: case["title"][:24])
def test_golden(case: dict[str, str]) -> None:
    span = issuer_from_title(case["title"])
    found = None if span is None else case["title"][slice(*span)]
    assert found == case["issuer"]
    if found:
        body = parse_body(found)
        assert {key: getattr(body, key) for key in list(case)[2:]} == dict(list(case.items())[2:])
        assert body.region in body.name
        assert body.agency_type in load_yaml("bodies.yaml")["types"]


@pytest.mark.parametrize("name", [case["issuer"] for case in GOLDEN if case["issuer"]])
def test_names_of_a_kind_have_one_of_its_words(name: str) -> None:
    kind = parse_body(name).agency_type
    words = words_of_kind(kind) if kind else None
    assert words is None or words.search(squeeze(name))
    if words is not None:
        other = "会议由城建科负责，"
        assert find_bodies(f"{other}由{name}负责公开", words) == find_bodies(f"{other}由{name}负责公开")


@pytest.mark.parametrize(
    ("name", "context", "region", "code"),
    [
        ("新石街道", ("石家庄市桥西区人民政府",), "石家庄市桥西区", "130104"),
        ("桥西区教育局", ("首页>石家庄市桥西区人民政府",), "桥西区", "130104"),
        ("桥西区教育局", ("张家口市桥西区人民政府",), "桥西区", "130703"),
        ("桥西区教育局", (), "桥西区", ""),
        ("澜亭区教育局", ("石家庄市桥西区人民政府",), "澜亭区", ""),
        ("桥西区教育局", ("地址：张家口市明德北街5号",), "桥西区", "130703"),
        ("新石街道", ("石家庄市人民政府", "石家庄市桥西区人民政府"), "石家庄市桥西区", "130104"),
        ("石龙镇", ("东莞市人民政府",), "东莞市", "441900"),
        ("石坪镇", ("中共中央、国务院", "云溪市人民政府门户网站"), "", ""),
        ("市教育局", ("石家庄市桥西区人民政府",), "石家庄市", "130100"),
        ("区教育局", ("石家庄市桥西区人民政府",), "石家庄市桥西区", "130104"),
        ("县水利局", ("石家庄市桥西区人民政府",), "", ""),
        ("市水利局", ("江苏省苏州市昆山市人民政府",), "江苏省苏州市昆山市", "320583"),
        ("省教育厅", ("河北省石家庄市",), "河北省", "130000"),
        ("县水利局", ("石家庄市人民政府",), "", ""),
        ("新石街道", ("来源：河北日报", "公开专区", "本市"), "", ""),
    ],
)
def test_the_context_tells_places_of_one_name_apart(
    name: str, context: tuple[str, ...], region: str, code: str
) -> None:
    body = parse_body(name, context)
    assert (body.region, body.admin_code) == (region, code)


def test_what_the_context_said_is_evidence() -> None:
    body = parse_body("桥西区教育局", ("张家口市桥西区人民政府",))
    assert body.evidence == ("name: 桥西区", "context: 张家口市桥西区")
    body = parse_body("市教育局", ("石家庄市人民政府",))
    assert (body.core, body.evidence) == ("教育局", ("context: 石家庄市",))
    assert issuer_id(body) == issuer_id(parse_body("石家庄市教育局")) == "130100-教育局"
    assert issuer_id(parse_body("市教育局")) != issuer_id(parse_body("县教育局"))


def test_forms_of_one_name_have_one_key() -> None:
    keys = {
        issuer_id(parse_body(name))
        for name in (
            "洪泽区",
            "淮安市洪泽区",
            "洪泽区人民政府",
            "淮安市洪泽区政府",
            "江苏省淮安市洪泽区人民政府",
        )
    }
    assert keys == {"320813-人民政府"}
    assert issuer_id(parse_body("柳桥街道")) == issuer_id(parse_body("柳桥街道办事处")) == "柳桥街道办事处"


@pytest.mark.parametrize(
    ("text", "names"),
    [
        ("现公布澜亭区柳桥街道办事处2019年政府信息公开工作年度报告", ["澜亭区柳桥街道办事处"]),
        ("如有疑问请与苍屏县政务服务和大数据管理局联系", ["苍屏县政务服务和大数据管理局"]),
        ("本报告由淮安市洪泽区人民政府办公室根据《条例》编制", ["淮安市洪泽区人民政府办公室"]),
        ("柳桥街道办事处", ["柳桥街道办事处"]),
        ("我街道深入推进，各镇人民政府按时报送", []),
        ("澜亭区柳桥街道二〇二二年一月二十日", ["澜亭区柳桥街道"]),
        ("来源：石家庄市桥西区教育局　2021-01-20", ["石家庄市桥西区教育局"]),
        ("经区、市两级审核，云溪市财政局和云溪市审计局均已答复", ["云溪市财政局", "云溪市审计局"]),
        ("全椒县人民政府", ["全椒县人民政府"]),
        ("柳桥镇", ["柳桥镇"]),
        ("综合得分在全市排名第一，努力打造阳光街道，服务发展大局，投放至各镇。", []),
        ("依托区政府网站公开，在区档案馆设查阅点，由区政府办公室负责", []),
        ("我局、本委、市两级政府、各级人民政府、县级以上地方人民政府", []),
        ("便民服务", []),
        ("政务公开", []),
        ("政府信息公开", []),
        ("无", []),
        ("", []),
    ],
)
def test_names_in_running_text(text: str, names: list[str]) -> None:
    assert [text[start:end] for start, end in find_bodies(text)] == names


@given(st.text(alphabet="区县市省镇乡街道办事处人民政府局委员会的与由和澜亭柳桥12 年", max_size=40))
def test_never_raises_and_spans_are_in_the_text(text: str) -> None:
    parse_body(text)
    span = issuer_from_title(text)
    assert span is None or 0 <= span[0] < span[1] <= len(text)
    last = 0
    for start, end in find_bodies(text):
        assert last <= start < end <= len(text)
        last = end


def test_the_table_of_places_is_sound() -> None:
    rows = load_csv("places.csv")
    codes = {row["code"]: row for row in rows}
    # A code may have stood for several names, one after the other.
    assert len({(row["code"], row["name"]) for row in rows}) == len(rows)
    assert {row["status"] for row in rows} == {"current", "former"}
    for row in rows:
        assert len(row["code"]) == 6
        assert row["level"] in ("province", "city", "county")
        assert not row["parent"] or codes[row["parent"]]["level"] != "county"
    assert codes["130104"]["name"] == "桥西区"


@pytest.mark.parametrize(
    "unit", ["区", "市县区", "人民政府", "云溪市", "(", "街道办事处", "石家庄市", "关于", "2020年"]
)
def test_time_grows_with_the_length_only(unit: str) -> None:
    text = unit * (30_000 // len(unit))
    started = time.process_time()
    parse_body(text)
    issuer_from_title(text)
    find_bodies(text)
    assert time.process_time() - started < 2


def test_every_place_of_the_table_is_read_back() -> None:
    rows = {row["code"]: row for row in load_csv("places.csv") if row["status"] == "current"}
    for row in rows.values():
        above = rows[row["parent"]]["name"] if row["parent"] else ""
        body = parse_body(f"{above}{row['name']}教育局")
        assert (body.region, body.core, body.admin_code) == (above + row["name"], "教育局", row["code"])
        alone = parse_body(f"{row['name']}财政局")
        assert alone.region == row["name"]
        assert alone.admin_code in ("", row["code"])
