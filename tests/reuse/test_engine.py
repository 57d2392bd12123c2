"""Hashes, candidates and origins on texts made for the purpose."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from itertools import pairwise
from pathlib import Path

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from govnlp.errors import UsageError
from govnlp.model import Match
from govnlp.reuse.align import align_characters, align_sentences
from govnlp.reuse.content import content_of
from govnlp.reuse.fingerprint import decode, digest, gather, gram_hashes, mask
from govnlp.reuse.forms import Forms, similarities
from govnlp.reuse.index import Document, ReuseIndex
from govnlp.reuse.kernels import compiled
from govnlp.reuse.mandated import load_rules
from govnlp.reuse.ranked import rank
from govnlp.reuse.result import Reuse

LONG = "街道组织社区工作者逐户走访独居老人，登记需求并安排志愿者结对帮扶"
OTHER = "水务站对辖区河道开展清淤疏浚，沿岸新栽垂柳并安装夜间照明设施"
THIRD = "档案室完成历年卷宗数字化扫描，建立检索目录供居民现场查阅使用"
Text = tuple[Document, Sequence[str]]


def build(reports: Sequence[Text], folder: Path | None = None) -> ReuseIndex:
    index = ReuseIndex(folder)
    index.add((document, spans(sentences)) for document, sentences in reports)
    return index


def spans(sentences: Sequence[str]) -> list[tuple[int, int, str, str]]:
    made, at = [], 0
    for sentence in sentences:
        made.append((at, at + len(sentence), sentence, "overview"))
        at += len(sentence)
    return made


def found(reuse: Reuse, reports: Sequence[Text]) -> dict[str, list[Match]]:
    return {document.report_id: reuse.matches(document.report_id, texts) for document, texts in reports}


def origins(reports: Sequence[Text]) -> dict[str, list[str]]:
    matches = found(Reuse(build(reports)), reports)
    return {name: [match.origin for match in row] for name, row in matches.items()}


@pytest.mark.parametrize(
    ("left", "right"),
    [
        ("全年召开会议3次。", "全年召开会议12次。"),
        ("收到申请1,209件。", "收到申请 35 件。"),
        ("增长12.5%，共3次", "增长8%,共三次"),
        ("召开两次会议", "召开十二次会议"),
        ("投入2.3亿元", "投入500元"),
    ],
)
def test_only_numbers_differ(left: str, right: str) -> None:
    made = digest([left, right])
    assert made.masked[0] == made.masked[1]
    assert made.exact[0] != made.exact[1]


def test_width_spaces_and_quotes_make_no_difference() -> None:
    made = digest(["“三公”经费，共３件。", '"三公"经费,共 3件。', "　“三公” 经费，\n共3件。"])
    assert len(set(made.exact.tolist())) == 1


def test_neighbouring_sentences_do_not_run_together() -> None:
    made = digest(["共3", "5件", "共35件", ""])
    codes, bounds = mask(made.codes, made.bounds)
    assert [decode(codes[a:b]) for a, b in pairwise(bounds.tolist())] == [
        "共0",
        "0件",
        "共0件",
        "",
    ]


@given(st.lists(st.text(), max_size=8))
def test_a_hash_is_that_of_the_sentence_alone(sentences: list[str]) -> None:
    together = digest(sentences)
    for number, sentence in enumerate(sentences):
        alone = digest([sentence])
        assert alone.exact[0] == together.exact[number]
        assert alone.masked[0] == together.masked[number]


@given(st.text(max_size=40), st.text(max_size=40))
def test_similarity_is_in_range(left: str, right: str) -> None:
    (score,) = similarities([left], [right], 0).tolist()
    assert 0 <= score <= 1
    assert (score == 1) == (left == right)
    if not set(left) & set(right) and left != right:
        assert score == 0


@given(st.text(max_size=40), st.text(max_size=40))
def test_aligned_sides_are_the_texts(left: str, right: str) -> None:
    pieces = align_characters(left, right)
    assert "".join(piece.left for piece in pieces) == left
    assert "".join(piece.right for piece in pieces) == right


def test_formulas_have_no_content() -> None:
    assert content_of("全年新收政府信息公开申请0件,其中自然人0件、商业企业0件,结转下年度继续办理0件。") == ""
    assert content_of("组织志愿者走访老人0户。") == "组织志愿者走访老人"


@pytest.mark.parametrize(
    ("sentence", "rule"),
    [
        ("根据《中华人民共和国政府信息公开条例》第五十条规定,编制本报告。", "legal_basis"),
        ("现行有效件数", "table_label"),
        ("认真贯彻《条例》,扎实推进公开。", ""),
    ],
)
def test_prescribed_wording(sentence: str, rule: str) -> None:
    assert load_rules().name(sentence) == rule


def test_order_of_origins() -> None:
    def document(name: str, issuer: str, region: str | None, superior: str | None, year: int) -> Document:
        return Document(name, issuer, region, superior, year)

    mandated = "根据《中华人民共和国政府信息公开条例》规定，编制本报告。"
    reports: list[Text] = [
        (document("a19", "a", "r", "s", 2019), [LONG + "1户。", mandated]),
        (document("a20", "a", "r", "s", 2020), [LONG + "7户。", mandated, OTHER + "。", OTHER + "。"]),
        (document("b20", "b", "r", "s", 2020), [LONG + "9户。", THIRD + "。"]),
        (document("s20", "s", "q", None, 2020), [THIRD + "。"]),
        (document("c21", "c", None, None, 2021), ["辖区" + OTHER + "。"]),
    ]
    assert origins(reports) == {
        "a19": ["novel", "mandated"],
        "a20": ["self_prior", "mandated", "novel", "internal"],
        "b20": ["same_region", "superior"],
        "s20": ["novel"],
        "c21": ["novel"],
    }


def test_direction_is_by_date() -> None:
    reports: list[Text] = [
        (Document("late", "a", "r", None, 2021), [LONG + "。"]),
        (Document("early", "b", "r", None, 2019), [LONG + "。"]),
    ]
    matches = found(Reuse(build(reports)), reports)
    assert matches["early"][0].origin == "novel"
    assert matches["late"][0].source_report_id == "early"


def test_units_are_linked_however_much_of_the_place_is_printed() -> None:
    reports: list[Text] = [
        (Document("a", "云溪市澜亭区-柳桥街道办事处", None, None, 2020), [LONG + "。"]),
        (Document("b", "澜亭区-柳桥街道办事处", None, None, 2021), [LONG + "。"]),
        (Document("c", "北岭市澜亭区-柳桥街道办事处", None, None, 2022), [OTHER + "。"]),
    ]
    assert origins(reports[:2])["b"] == ["self_prior"]
    assert origins(reports)["b"] == ["novel"]


def test_what_cannot_be_tried_is_said() -> None:
    reports: list[Text] = [(Document("a", None, None, None, 2021), [LONG + "。"])]
    assert found(Reuse(build(reports)), reports)["a"][0].reason == "no_issuer;no_region;no_superior"


def test_national_stock_needs_issuers_of_several_regions() -> None:
    stock = [LONG + "。"]
    reports: list[Text] = [(Document(f"d{n}", f"u{n}", f"r{n}", None, 2020), stock) for n in range(3)]
    assert {row[0] for row in origins(reports).values()} == {"national"}
    two = reports[:2]
    assert {row[0] for row in origins(two).values()} == {"novel"}


def test_a_stock_phrase_is_not_put_down_to_the_region_by_chance() -> None:
    stock = [LONG + "。"]
    reports: list[Text] = [(Document(f"d{n}", f"u{n}", f"r{n // 2}", None, 2020), stock) for n in range(8)]
    assert {row[0] for row in origins(reports).values()} == {"national"}


def test_the_order_of_reports_and_of_additions_does_not_matter(tmp_path: Path) -> None:
    reports: list[Text] = [
        (Document(f"u{n}-{year}", f"u{n}", f"r{n % 2}", "u0" if n else None, year), texts)
        for n in range(4)
        for year in (2019, 2020, 2021)
        for texts in [
            [f"{LONG}{n}户。", f"{OTHER[: 20 + n]}共{year}处。", f"{THIRD}{'并公示' * (year % 2)}。", "无。"]
        ]
    ]
    expected = found(Reuse(build(reports)), reports)
    assert found(Reuse(build(reports[::-1])), reports) == expected
    build(reports[:5], tmp_path)
    build(reports[5:], tmp_path)
    index = ReuseIndex(tmp_path)
    assert len(index) == 12
    assert found(Reuse(index), reports) == expected


def test_a_report_is_added_once(tmp_path: Path) -> None:
    index = build([(Document("a"), [LONG])], tmp_path)
    with pytest.raises(UsageError, match="already"):
        index.add([(Document("a"), [])])
    with pytest.raises(UsageError, match="no such report"):
        Reuse(index).place("b")


def test_an_empty_index_and_an_empty_report() -> None:
    assert len(Reuse(ReuseIndex())) == 0
    assert Reuse(build([(Document("a"), [])])).matches("a", []) == []
    blank = [(Document("a", "u", None, None, 2020), [" ", ""]), (Document("b", "u", None, None, 2021), [" "])]
    assert origins(blank)["a"] == ["novel", "novel"]


def test_only_names_of_bodies_changed() -> None:
    old, new = (
        f"每季度由{name}组织检查组对各站所台账开展交叉核验。" for name in ("澜亭区教育局", "望湖区财政局")
    )
    reports: list[Text] = [
        (Document("a", "u", "r", None, 2020), [old]),
        (Document("b", "u", "r", None, 2021), [new]),
    ]
    assert found(Reuse(build(reports)), reports)["b"][0].rule == "names"


def test_sentences_side_by_side() -> None:
    rows = align_sentences([LONG + "1户。", OTHER + "。"], [THIRD + "。", LONG + "22户。"])
    assert [(row.left, row.right) for row in rows] == [(None, 0), (0, 1), (1, None)]
    changed = [(p.left, p.right) for p in rows[1].pieces if p.kind != "equal"]
    assert changed == [("1", "22")]


def compared(texts: Sequence[str], least: float) -> tuple[list[float], list[float]]:
    """Similarities of all pairs of forms: by the compiled loop, and by rapidfuzz."""
    forms = Forms(rank(build([(Document("a"), texts)])))
    every = np.arange(len(forms), dtype=np.int32)
    left, right = np.repeat(every, len(every)), np.tile(every, len(every))
    expected = similarities(forms.strings(left), forms.strings(right), least)
    return forms.compare(left, right, least).tolist(), expected.tolist()


@given(
    st.lists(st.text("甲乙丙丁，。3", max_size=12).map(lambda text: text * 17), min_size=1, max_size=4),
    st.sampled_from([0.0, 0.5, 0.72]),
)
def test_compiled_similarity_is_that_of_rapidfuzz(texts: list[str], least: float) -> None:
    found, expected = compared(texts, least)
    assert found == pytest.approx(expected, abs=1e-6)


def test_machine_code_that_can_be_kept_nowhere_is_made_anew() -> None:
    place: dict[str, Callable[[int], int]] = {}
    exec("def more(number):\n    return number + 1", place)  # of no file, so there is no place beside it
    assert compiled(place["more"])(1) == 2


def test_letters_rule_out_no_similar_pair() -> None:
    generator = np.random.default_rng(1)
    alphabet = [chr(code) for code in range(0x4E00, 0x4E00 + 400)]
    base = ["".join(generator.choice(alphabet, 30)) for _ in range(40)]
    edited = [text[:5] + "新增" + text[9:] for text in base]
    found, expected = compared([*base, *edited], 0.7)
    assert found == pytest.approx(expected, abs=1e-6)
    assert 80 < np.count_nonzero(found) < len(found)


@given(st.lists(st.text(), max_size=6))
def test_stretches_and_their_ngrams(texts: list[str]) -> None:
    made = digest(texts)
    sizes = np.diff(made.bounds)
    codes, bounds = gather(made.codes, made.bounds[:-1][::-1], sizes[::-1])
    assert [codes[a:b].tolist() for a, b in pairwise(bounds.tolist())] == [
        made.codes[a:b].tolist() for a, b in pairwise(made.bounds.tolist())
    ][::-1]
    grams = [tuple(codes[at : at + 3].tolist()) for at in range(len(codes) - 2)]
    hashed = gram_hashes(codes, 3).tolist()
    assert len(set(zip(grams, hashed, strict=True))) == len(set(grams)) == len(set(hashed))
