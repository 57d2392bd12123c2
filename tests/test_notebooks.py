"""The notebooks: no output in git, a first table in five lines, and every one of them runs."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import pytest

nbformat = pytest.importorskip("nbformat", reason="needs the extra dev")
FOLDER = Path(__file__).parents[1] / "notebooks"
NOTEBOOKS = sorted(FOLDER.glob("*.ipynb"))


def read(path: Path) -> Any:
    return nbformat.read(path, as_version=4)


def code_of(path: Path) -> list[Any]:
    return [cell for cell in read(path).cells if cell.cell_type == "code"]


def test_there_are_six() -> None:
    assert [path.name[:2] for path in NOTEBOOKS] == ["01", "02", "03", "04", "05", "06"]


@pytest.mark.parametrize("path", NOTEBOOKS, ids=lambda path: path.stem)
def test_outputs_are_stripped(path: Path) -> None:
    for cell in code_of(path):
        assert cell.outputs == []
        assert cell.execution_count is None


@pytest.mark.parametrize("path", NOTEBOOKS, ids=lambda path: path.stem)
def test_it_tells_a_story_with_a_finding(path: Path) -> None:
    prose = [cell.source for cell in read(path).cells if cell.cell_type == "markdown"]
    assert prose[0].startswith(f"# {path.name[:2]} ")
    assert "**发现**" in prose[-1]
    assert "*Finding: " in prose[-1]


def test_the_first_table_takes_five_lines() -> None:
    for path in NOTEBOOKS[1:5]:
        first, second = (cell.source for cell in code_of(path)[:2])
        lines = [line for line in f"{first}\n{second}".splitlines() if line.strip()]
        assert first.splitlines()[0] == "import govnlp as gn"
        table = next(
            n for n, line in enumerate(lines, 1) if line.startswith(("result.", "fails[", "features["))
        )
        assert table <= 5


@pytest.mark.filterwarnings("ignore")  # of the kernel's own libraries; ours raise inside it
@pytest.mark.parametrize("path", NOTEBOOKS, ids=lambda path: path.stem)
def test_it_runs(path: Path) -> None:
    client = pytest.importorskip("nbclient", reason="needs the extra dev")
    for extra in ("ipykernel", "altair", "pypdfium2"):
        pytest.importorskip(extra, reason="needs the extra all")
    notebook = read(path)
    client.NotebookClient(notebook, timeout=120, resources={"metadata": {"path": str(FOLDER)}}).execute()
    shown = [out for cell in notebook.cells if cell.cell_type == "code" for out in cell.outputs]
    assert any("text/html" in out.get("data", {}) for out in shown)
    assert not [out for out in shown if out.get("name") == "stderr"]
    # Charts are SVG; nothing that is shown loads anything from outside.
    assert not [out for out in shown if "<script" in str(out.get("data", {}).get("text/html", ""))]
