"""The page on labels: its code runs, its worked example does what it says, every label is described."""

from __future__ import annotations

import re
from pathlib import Path

import pytest

import govnlp as gn
from govnlp.annotate.labels import score_paragraph
from govnlp.annotate.lexicon import load_lexicon
from govnlp.annotate.lexicon.syntax import NEAR
from govnlp.errors import ResourceError

PAGE = (Path(__file__).parents[2] / "docs" / "labels.md").read_text("utf-8")
(OWN,) = re.findall(r"```yaml\n(.*?)```", PAGE, re.DOTALL)


@pytest.fixture(scope="module")
def own(tmp_path_factory: pytest.TempPathFactory) -> gn.Lexicon:
    path = tmp_path_factory.mktemp("own") / "own.yaml"
    path.write_text(OWN, "utf-8")
    return load_lexicon(path)


def test_every_label_of_the_lexicon_is_described() -> None:
    for key, entry in load_lexicon().labels.items():
        assert f"| `{key}` | {entry.name} |" in PAGE


@pytest.mark.parametrize(
    ("text", "labels"),
    [
        ("今年新增车位120个。", ("parking",)),
        ("召开业委会例会12次，部署公开工作。", ("organization",)),
        ("全年免收停车费36户。", ()),
        ("全年未收取信息处理费。", ("fees",)),
    ],
)
def test_the_worked_example(text: str, labels: tuple[str, ...], own: gn.Lexicon) -> None:
    assert score_paragraph(text, lexicon=own).chosen == labels


def test_the_code_runs(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    (tmp_path / "own.yaml").write_text(OWN, "utf-8")
    monkeypatch.chdir(tmp_path)
    for code in re.findall(r"```python\n(.*?)```", PAGE, re.DOTALL):
        exec(code, {})
    shown = capsys.readouterr().out
    assert shown.startswith("on_request")
    assert "['parking']" in shown
    assert f"至多 {NEAR} 个字" in PAGE


def test_the_error_shown_is_the_error_raised(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.chdir(tmp_path)
    Path("own.yaml").write_text(OWN.replace("(新增|划定|分配)…(车位|停车位)", "(新增|划定…车位"), "utf-8")
    (message,) = re.findall(r"```text\n(.*?)\n```", PAGE, re.DOTALL)
    with pytest.raises(ResourceError) as caught:
        load_lexicon("own.yaml")
    assert str(caught.value) == message
