"""Lexicons: how a cue is written and found, how files are checked and put together, what size costs."""

from __future__ import annotations

import time
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

import govnlp as gn
from govnlp.annotate.labels import score_paragraph
from govnlp.annotate.lexicon import load_lexicon
from govnlp.annotate.lexicon.syntax import SyntaxFault, expand, parse
from govnlp.errors import ResourceError
from govnlp.text.normalize import normalize

HEAD = "source: a test\nlicence: CC0-1.0\nversion: '1'\n"
LABEL = HEAD + "labels:\n  parking:\n    name: 停车\n    description: 停车管理\n"


def written(tmp_path: Path, text: str) -> Path:
    path = tmp_path / "own.yaml"
    path.write_text(text, "utf-8")
    return path


def found(lexicon: gn.Lexicon, text: str) -> list[tuple[str, str]]:
    view, matcher = normalize(text), lexicon.matcher
    hits = matcher.hits(matcher.clauses(view.text))
    return [(h.compiled.cue.pattern, text[slice(*view.span(h.start, h.end))]) for h in hits]


def one_label(tmp_path: Path, cues: str, classes: str = "") -> gn.Lexicon:
    text = LABEL + "    cues:\n      - weight: 0.9\n        match: " + cues + "\n" + classes
    return load_lexicon(written(tmp_path, text), extend=False)


@pytest.mark.parametrize(
    ("term", "words"),
    [
        ("公开", ("公开",)),
        ("公(开|布)", ("公开", "公布")),
        ("甲|乙丙", ("甲", "乙丙")),
        ("[一两]名", ("一名", "两名")),
        ("[0-3]条", ("0条", "1条", "2条", "3条")),
        ("(已|均)?公开", ("已公开", "均公开", "公开")),
        ("（公开）", ("(公开)",)),
    ],
)
def test_terms_are_written_out(term: str, words: tuple[str, ...]) -> None:
    assert expand(term) == words


@pytest.mark.parametrize("term", ["(公开", "公开)", "[", "[]", "?", "a||b", "", "<name>", "<na me>", "甲>"])
def test_a_malformed_term_is_refused(term: str) -> None:
    with pytest.raises(SyntaxFault):
        expand(term)


@given(st.text("()[]|?<>甲乙0-9…+&", max_size=12))
def test_any_cue_is_read_or_refused(text: str) -> None:
    try:
        parsed = parse(text)
    except SyntaxFault:
        return
    assert len(parsed.parts) == len(parsed.joints) + 1


@pytest.mark.parametrize(
    ("cue", "text", "surface"),
    [
        ("成立…领导小组", "镇里成立政务公开工作领导小组。", "成立政务公开工作领导小组"),
        ("成立…领导小组", "领导小组成立了。", None),
        ("成立…领导小组", "已经成立，领导小组开会。", None),
        ("成立……领导小组", "已经成立，领导小组开会。", "成立，领导小组"),
        ("成立……领导小组", "已经成立。领导小组开会。", None),
        ("成立+小组", "成立专项小组。", "成立专项小组"),
        ("成立+小组", "成立由各科室负责人参加的专项小组。", None),
        ("小组&成立", "成立专项小组。", "成立专项小组"),
        ("收取1,200元", "全年收取1,200元。", "收取1,200元"),
        ("公开", "政府信息公开办", None),  # longest first: the lone cue does not count inside a longer term
    ],
)
def test_gaps(cue: str, text: str, surface: str | None, tmp_path: Path) -> None:
    lexicon = one_label(tmp_path, f"['{cue}']", "classes:\n  names: [政府信息公开]\n")
    assert [part for _, part in found(lexicon, text)] == ([surface] if surface else [])


def test_scopes_and_guards(tmp_path: Path) -> None:
    text = (
        LABEL
        + "    cues:\n"
        + "      - {weight: 0.9, scope: clause_start, match: [甲甲]}\n"
        + "      - {weight: 0.9, scope: clause_end, match: [乙乙]}\n"
        + "      - {weight: 0.9, scope: first_sentence, match: [丙丙]}\n"
        + "      - {weight: 0.9, match: [丁丁], not: [戊戊], not_sentence: [己己], not_paragraph: [庚庚]}\n"
    )
    lexicon = load_lexicon(written(tmp_path, text), extend=False)
    assert found(lexicon, "甲甲来了，去找他们甲甲。") == [("甲甲", "甲甲")]
    assert found(lexicon, "乙乙来了，去找乙乙。") == [("乙乙", "乙乙")]
    assert found(lexicon, "丙丙。丙丙。") == [("丙丙", "丙丙")]
    assert len(found(lexicon, "丁丁，丁丁。")) == 2
    assert len(found(lexicon, "丁丁戊戊，丁丁。")) == 1
    assert not found(lexicon, "丁丁，己己。")
    assert len(found(lexicon, "丁丁。己己。")) == 1
    assert not found(lexicon, "丁丁。庚庚。")


def test_an_own_file_extends_the_lexicon_and_leaves_it_as_it_was(tmp_path: Path) -> None:
    text = "全年清运垃圾12车次。"
    assert not score_paragraph(text).chosen or "waste" not in score_paragraph(text).scores
    own = HEAD + "labels:\n  waste:\n    name: 环卫\n    description: 垃圾清运\n    cues:\n"
    own += "      - {weight: 0.9, match: [清运…车次]}\n"
    own += "  fees:\n    cues:\n      - {weight: 0.9, match: [缴纳押金]}\n"
    lexicon = load_lexicon(written(tmp_path, own))
    assert score_paragraph(text, lexicon=lexicon).chosen == ("waste",)
    assert score_paragraph("未缴纳押金。", lexicon=lexicon).chosen == ("fees",)
    assert len(lexicon.labels) == len(load_lexicon().labels) + 1
    assert lexicon.sha256 != load_lexicon().sha256
    assert "waste" not in load_lexicon().labels


def test_cues_are_removed_and_labels_and_classes_replaced(tmp_path: Path) -> None:
    own = HEAD + "classes:\n  serve: {terms: [访客], replace: true}\n"
    own += "labels:\n  fees:\n    remove: [信息处理费]\n  proposals:\n    replace: true\n    threshold: 0.7\n"
    lexicon = load_lexicon(written(tmp_path, own))
    assert "信息处理费" not in {cue.pattern for cue in lexicon.labels["fees"].cues}
    assert lexicon.labels["proposals"].cues == ()
    assert lexicon.labels["proposals"].threshold == 0.7
    assert lexicon.classes["serve"].terms == ("访客",)


def test_a_lexicon_of_ones_own_stands_alone(tmp_path: Path) -> None:
    lexicon = one_label(tmp_path, "[划定…车位]")
    assert list(lexicon.labels) == ["parking"]
    assert [x.label for x in gn.classify("街道划定了300个车位。", lexicon=lexicon)] == ["parking"]
    (none,) = gn.classify("下一步将加强培训。", lexicon=lexicon)
    assert none.label is None
    assert none.reason == "no_cue"


def test_a_folder_is_read_in_order(tmp_path: Path) -> None:
    (tmp_path / "b.yaml").write_text(LABEL, "utf-8")
    (tmp_path / "a.yaml").write_text(LABEL.replace("parking", "lighting"), "utf-8")
    assert list(load_lexicon(tmp_path, extend=False).labels) == ["lighting", "parking"]


CUES = LABEL + "    cues:\n"
BAD = {
    "no provenance": ("labels: {}\n", 1, "states no source"),
    "malformed": (HEAD + "labels: [\n", 5, "malformed YAML"),
    "unknown key": (HEAD + "label: {}\n", 4, "unknown key 'label'"),
    "twice": (HEAD + "classes:\n  a: [甲]\n  a: [乙]\n", 6, "stands here twice"),
    "no weight": (CUES + "      - {match: [甲]}\n", 9, "needs 'weight'"),
    "no match": (CUES + "      - {weight: 0.5}\n", 9, "needs 'match'"),
    "weight": (CUES + "      - {weight: 2, match: [甲]}\n", 9, "a weight in"),
    "weight no number": (CUES + "      - {weight: high, match: [甲]}\n", 9, "'high'"),
    "scope": (CUES + "      - {weight: 0.5, scope: title, match: [甲]}\n", 9, "one of anywhere"),
    "bracket": (CUES + "      - weight: 1\n        match:\n        - 甲\n        - (乙\n", 12, "not closed"),
    "joint": (CUES + "      - {weight: 0.5, match: [甲…]}\n", 9, "before or behind a joint"),
    "class": (CUES + "      - {weight: 0.5, match: [甲…<nowhere>]}\n", 9, "no class <nowhere>"),
    "guard": (CUES + "      - {weight: 0.5, match: [甲], not: [甲…乙]}\n", 9, "a guard is one term"),
    "heading": (HEAD + "classes: {a: [甲]}\n" + LABEL[len(HEAD) :] + "    cues:\n"
                "      - {weight: 0.5, scope: heading, match: [<a>]}\n", 10, "names no classes"),
    "threshold": (LABEL + "    threshold: 0\n", 8, "a threshold in"),
    "section": (LABEL + "    sections: {preface: 0.1}\n", 8, "no such section key"),
    "prior": (LABEL + "    sections: {other: 1}\n", 8, "a prior in"),
    "new label": (HEAD + "labels:\n  parking:\n    name: 停车\n", 6, "needs a description"),
    "yields": (LABEL + "    yields_to: [nothing]\n", 6, "yields to 'nothing'"),
    "remove": (LABEL + "    remove: [甲]\n", 8, "no cue '甲' to remove"),
    "mark": (HEAD + "marks:\n  hope: []\n", 5, "no such mark"),
    "class name": (HEAD + "classes:\n  a-b: [甲]\n", 5, "no class name"),
    "empty class": (HEAD + "classes:\n  a: []\n", 5, "has no terms"),
    "flag": (HEAD + "classes:\n  a: {terms: [甲], inside: perhaps}\n", 5, "true or false"),
    "list": (HEAD + "labels: [甲]\n", 4, "a mapping is expected"),
    "text": (HEAD + "labels:\n  a:\n    name: [甲]\n    description: 乙\n", 6, "a text is expected"),
    "terms": (HEAD + "classes:\n  a: {terms: {甲: 乙}}\n", 5, "a list is expected"),
}  # fmt: skip


@pytest.mark.parametrize(("text", "line", "message"), BAD.values(), ids=BAD)
def test_a_bad_entry_is_named_with_file_and_line(text: str, line: int, message: str, tmp_path: Path) -> None:
    path = written(tmp_path, text)
    with pytest.raises(ResourceError, match=message) as caught:
        load_lexicon(path)
    assert caught.value.source == str(path)
    assert caught.value.where == f"line {line}"


def test_unreadable_files_are_named(tmp_path: Path) -> None:
    with pytest.raises(ResourceError, match="cannot be opened"):
        load_lexicon(tmp_path / "nothing.yaml")
    (tmp_path / "own.yaml").write_bytes(b"\xff\xfe\xff")
    with pytest.raises(ResourceError, match="not in UTF-8"):
        load_lexicon(tmp_path / "own.yaml")
    with pytest.raises(ResourceError, match="holds no entry"):
        load_lexicon(written(tmp_path, ""))


def test_every_label_is_described() -> None:
    lexicon = load_lexicon()
    assert len(lexicon.labels) == 18
    assert all(entry.name and entry.description for entry in lexicon.labels.values())
    assert "18 labels" in repr(lexicon)


@settings(max_examples=30)
@given(st.text("公开申请，。；1甲“”\n ", max_size=60))
def test_clauses_tile_the_text(text: str) -> None:
    clauses = load_lexicon().matcher.clauses(text)
    assert "".join(text[c.start : c.end] for c in clauses) == text


def test_ten_times_the_cues_cost_less_than_twice_the_time(tmp_path: Path) -> None:
    many = "".join(f"          - 甲{n}乙…丙{n}丁\n" for n in range(9 * 700))
    words = "".join(f"    - 词{n}条\n" for n in range(9 * 10_000))
    own = HEAD + "classes:\n  bulk:\n" + words + LABEL[len(HEAD) :]
    large = load_lexicon(written(tmp_path, own + "    cues:\n      - weight: 0.5\n        match:\n" + many))
    text = "全年受理政府信息公开申请12件，均按期答复；成立由镇长任组长的领导小组，召开会议3次。" * 40

    def cost(lexicon: gn.Lexicon) -> float:
        started = time.process_time()
        for _ in range(5):
            score_paragraph(text, lexicon=lexicon)
        return time.process_time() - started

    small = load_lexicon()
    assert min(cost(large) for _ in range(5)) < 2 * min(cost(small) for _ in range(5))
