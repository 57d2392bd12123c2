"""Documentation that cannot rot: generated pages, commands named, links that lead somewhere."""

from __future__ import annotations

import re
import tomllib
from pathlib import Path

import pytest
import yaml

from docs.tables_page import page
from govnlp.cli.app import app

ROOT = Path(__file__).parents[1]
PAGES = [*sorted(ROOT.glob("*.md")), *sorted((ROOT / "docs").glob("*.md"))]


def test_the_data_dictionary_is_fresh() -> None:
    assert (ROOT / "docs/tables.md").read_text("utf-8") == page()


@pytest.mark.parametrize("path", PAGES, ids=lambda path: path.name)
def test_links_lead_somewhere(path: Path) -> None:
    for target in re.findall(r"\]\((?!https?:|#)([^)#]+)", path.read_text("utf-8")):
        assert (path.parent / target).exists(), target


@pytest.mark.parametrize("name", ["README.md", "README.en.md"])
def test_every_command_is_shown(name: str) -> None:
    text = (ROOT / name).read_text("utf-8")
    commands = [c.name or c.callback.__name__ for c in app.registered_commands if c.callback]
    assert len(commands) > 3
    for command in commands:
        assert f"govnlp {command}" in text
    assert "make demo" in text
    assert "make test" in text


def test_the_python_of_the_readme_runs(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.chdir(ROOT)
    (code,) = re.findall(r"```python\n(.*?)```", (ROOT / "README.md").read_text("utf-8"), re.DOTALL)
    names: dict[str, object] = {}
    exec(code, names)
    assert names["report"].report_year == 2021  # type: ignore[attr-defined]
    assert len(names["result"].reports) == 24  # type: ignore[attr-defined]


def test_the_twin_shows_the_same_code() -> None:
    blocks = [
        re.findall(r"```(?:sh|python)\n(.*?)```", (ROOT / name).read_text("utf-8"), re.DOTALL)
        for name in ("README.md", "README.en.md")
    ]
    code = [[re.sub(r"\s*#.*", "", block) for block in page_blocks] for page_blocks in blocks]
    assert code[0] == code[1]


def test_every_furniture_reason_and_section_key_is_documented() -> None:
    text = (ROOT / "docs/reading.md").read_text("utf-8")
    rules = yaml.safe_load((ROOT / "govnlp/data/furniture.yaml").read_text("utf-8"))["rules"]
    keys = yaml.safe_load((ROOT / "govnlp/data/headings.yaml").read_text("utf-8"))["sections"]
    for name in {rule["reason"] for rule in rules} | set(keys):
        assert f"`{name}`" in text


def test_every_kind_of_check_is_documented() -> None:
    text = (ROOT / "docs/checks.md").read_text("utf-8")
    sources = "".join(p.read_text("utf-8") for p in (ROOT / "govnlp/annotate/checks").glob("*.py"))
    kinds = set(re.findall(r'"((?:table|year|narrative)_[a-z_]+|hierarchy)", ', sources))
    assert len(kinds) > 12
    for kind in kinds:
        assert f"`{kind}`" in text


def test_versions_agree() -> None:
    import govnlp

    project = tomllib.loads((ROOT / "pyproject.toml").read_text("utf-8"))["project"]
    citation = yaml.safe_load((ROOT / "CITATION.cff").read_text("utf-8"))
    assert project["version"] == govnlp.__version__ == citation["version"]
