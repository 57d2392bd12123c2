"""The components give what the functions give, also in batches, through files and through DocBin."""

from __future__ import annotations

import subprocess
import sys
from pathlib import Path

import pytest

import govnlp as gn
from govnlp.text.tokenize import default_tokenizer

spacy = pytest.importorskip("spacy")
tokens = pytest.importorskip("spacy.tokens")
pipes = pytest.importorskip("govnlp.adapters.spacy_pipes")

PIPES = ("govnlp_segment", "govnlp_labels", "govnlp_claims")
TEXTS = [
    "一、总体情况\n2021年，全街道公开信息120条，其中政策解读10条。设立窗口3个，接待群众20人次。\n"
    "二、存在问题\n公开内容还不够丰富。下一步将加强培训。",
    "全年办理人大代表建议12件， 全部办结。",
    "",
    "  依申请公开１２件\r\n",
]


@pytest.fixture(scope="module")
def nlp():  # type: ignore[no-untyped-def]
    made = pipes.blank()
    for name in PIPES:
        made.add_pipe(name)
    return made


@pytest.fixture(scope="module")
def report_text() -> str:
    sample = Path(__file__).parents[2] / "corpora/sample/baishi/2021.txt"
    return sample.read_bytes().decode("gb18030" if b"\xb5" in sample.read_bytes()[:1] else "utf-8")


@pytest.mark.parametrize("text", TEXTS)
def test_tokens_are_those_of_the_package(nlp, text: str) -> None:  # type: ignore[no-untyped-def]
    doc = nlp.make_doc(text)
    assert doc.text == text
    assert [token.text for token in doc] == default_tokenizer().words(text)


def test_the_global_jieba_is_left_alone() -> None:
    code = (
        "import sys; from govnlp.adapters.spacy_pipes import blank; blank()('依申请公开');"
        "print('jieba' in sys.modules)"
    )
    done = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True)
    assert done.stdout.strip() == "False"


def test_spacy_finds_the_components_and_the_package_does_not_load_spacy() -> None:
    code = "import sys, govnlp.features, govnlp.cli.app; print('spacy' in sys.modules)"
    done = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True)
    assert done.stdout.strip() == "False"
    code = (
        "import spacy; c = {'nlp': {'tokenizer': {'@tokenizers': 'govnlp.Tokenizer.v1'}}};"
        "nlp = spacy.blank('zh', config=c); nlp.add_pipe('govnlp_claims');"
        "print(len(nlp('公开信息120条。')._.govnlp_claims))"
    )
    done = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True)
    assert done.stdout.strip() == "1"


def test_spans_are_those_of_reading(nlp, report_text: str) -> None:  # type: ignore[no-untyped-def]
    report, doc = gn.read_text(report_text), nlp(report_text)
    for key, parts in (
        ("govnlp_sections", report.sections),
        ("govnlp_paragraphs", report.paragraphs),
        ("govnlp_sentences", report.sentences),
    ):
        assert len(doc.spans[key]) == len(parts)
    assert [span.label_ for span in doc.spans["govnlp_sections"]] == [s.key for s in report.sections]
    for paragraph, span in zip(report.paragraphs, doc.spans["govnlp_paragraphs"], strict=True):
        assert "".join(span.text.split()) == "".join(paragraph.text.split())
    starts = {span.start for span in doc.spans["govnlp_sentences"]}
    assert starts <= {sentence.start for sentence in doc.sents}


def test_labels_are_those_of_classify(nlp, report_text: str) -> None:  # type: ignore[no-untyped-def]
    labels = gn.classify(gn.read_text(report_text))
    doc = nlp(report_text)
    assert [(row["paragraph_id"], row["label"], row["score"]) for row in doc._.govnlp_labels] == [
        (label.paragraph_id, label.label, label.score) for label in labels
    ]
    kept = [label for label in labels if label.label]
    assert [span.label_ for span in doc.spans["govnlp_labels"]] == [label.label for label in kept]
    assert doc.cats == {
        name: max(label.score for label in kept if label.label == name)
        for name in dict.fromkeys(label.label for label in kept)
    }


def test_claims_are_those_of_extract_claims(nlp, report_text: str) -> None:  # type: ignore[no-untyped-def]
    claims = gn.extract_claims(gn.read_text(report_text))
    doc = nlp(report_text)
    assert len(claims) > 20
    assert len(doc.spans["govnlp_claims"]) == len(claims)
    for claim, row, span in zip(claims, doc._.govnlp_claims, doc.spans["govnlp_claims"], strict=True):
        assert "".join(doc.text[row["start"] : row["end"]].split()) == "".join(claim.surface.split())
        assert span.start_char <= row["start"] < row["end"] <= span.end_char
        assert (row["claim_id"], row["value"], row["unit"]) == (
            claim.claim_id,
            float(claim.value),
            claim.unit,
        )
        assert span.label_ == claim.dimension


def test_batches_give_the_same(nlp) -> None:  # type: ignore[no-untyped-def]
    for doc, text in zip(nlp.pipe(TEXTS * 3, batch_size=5), TEXTS * 3, strict=True):
        alone = nlp(text)
        assert doc._.govnlp_claims == alone._.govnlp_claims
        assert doc.cats == alone.cats


def _said(doc) -> object:  # type: ignore[no-untyped-def]
    spans = {key: [(s.label_, s.start, s.end) for s in doc.spans[key]] for key in doc.spans}
    return spans, doc._.govnlp_claims, doc._.govnlp_labels, doc.cats, doc.text


def test_docbin_round_trip(nlp) -> None:  # type: ignore[no-untyped-def]
    docs = list(nlp.pipe(TEXTS))
    data = tokens.DocBin(docs=docs, store_user_data=True).to_bytes()
    back = tokens.DocBin(store_user_data=True).from_bytes(data).get_docs(spacy.blank("zh").vocab)
    assert [_said(doc) for doc in back] == [_said(doc) for doc in docs]


def test_a_saved_pipeline_is_the_same(nlp, tmp_path: Path) -> None:  # type: ignore[no-untyped-def]
    nlp.to_disk(tmp_path / "model")
    assert _said(spacy.load(tmp_path / "model")(TEXTS[0])) == _said(nlp(TEXTS[0]))


def test_each_component_stands_alone() -> None:
    for name in PIPES:
        made = pipes.blank()
        made.add_pipe(name)
        assert made(TEXTS[0]).text == TEXTS[0]
    own = pipes.blank()
    own.add_pipe("govnlp_labels", config={"model": "keyword"})
    report = gn.read_text(TEXTS[1])
    wanted = [label.score for label in gn.classify(report, model="keyword")]
    assert [row["score"] for row in own(TEXTS[1])._.govnlp_labels] == wanted
