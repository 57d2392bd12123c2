"""Documentation that cannot rot: generated pages, commands named, links that lead somewhere."""

from __future__ import annotations

import re
import tomllib
from pathlib import Path

import pytest
import yaml

from docs import commands_page, validity_figures
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


def run_python(path: Path) -> dict[str, object]:
    """Run the Python of a page, one block after the other."""
    names: dict[str, object] = {}
    for code in re.findall(r"```python\n(.*?)```", path.read_text("utf-8"), re.DOTALL):
        exec(code, names)
    return names


def test_the_page_of_commands_is_fresh() -> None:
    assert (ROOT / "docs/commands.md").read_text("utf-8") == commands_page.page()


@pytest.mark.parametrize("name", ["tutorial.md", "tutorial.en.md", "howto.md"])
def test_the_python_of_the_docs_runs(name: str, monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    (tmp_path / "corpora").symlink_to(ROOT / "corpora")
    monkeypatch.chdir(tmp_path)
    pytest.importorskip("pypdfium2")
    pytest.importorskip("altair")
    assert run_python(ROOT / "docs" / name)


def test_the_tutorial_is_the_same_in_both_languages() -> None:
    blocks = [
        re.findall(r"```(?:sh|python)\n(.*?)```", (ROOT / "docs" / name).read_text("utf-8"), re.DOTALL)
        for name in ("tutorial.md", "tutorial.en.md")
    ]
    code = [[re.sub(r"\s*#.*", "", block) for block in page_blocks] for page_blocks in blocks]
    assert code[0] == code[1]


def test_figures_of_the_page_on_validity_have_not_gone_stale() -> None:
    text = (ROOT / "docs/validity.md").read_text("utf-8")
    fresh = validity_figures.table(replicates=20)
    assert len(validity_figures.refreshed(text, fresh)) > 1_000
    for row in re.findall(r"`(\w+)` \| (\d+) \| ([\d.]+) \| ([\d.]+) \|", fresh):
        found = re.search(rf"`{row[0]}` \| (\d+) \| ([\d.]+) \| ([\d.]+) \|", text)
        assert found
        for new, old in zip(row[2:], found.groups()[1:], strict=True):
            assert abs(float(new) - float(old)) <= 0.02, row


def test_every_public_name_is_in_the_reference() -> None:
    import govnlp

    shown = re.findall(r"^::: (\S+)", (ROOT / "docs/api.md").read_text("utf-8"), re.MULTILINE)
    for name in set(govnlp.__all__) - {"__version__"}:
        home = govnlp._HOMES[name]
        assert home in shown or name in {each.rpartition(".")[2] for each in shown}, name


def test_every_page_is_in_the_navigation() -> None:
    text = (ROOT / "mkdocs.yml").read_text("utf-8")
    for path in (ROOT / "docs").glob("*.md"):
        assert f": {path.name}\n" in text


def test_the_python_of_the_readme_runs(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.chdir(ROOT)
    names = run_python(ROOT / "README.md")
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
