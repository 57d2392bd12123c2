"""`analyze` writes the pages unless told not to."""

from __future__ import annotations

from pathlib import Path

import pytest
from typer.testing import CliRunner

from govnlp.cli.app import app
from govnlp.page import remove_page


@pytest.mark.parametrize("option", ["--page", "--no-page"])
def test_analyze_writes_pages_unless_told_not_to(option: str, analysis: Path, tmp_path: Path) -> None:
    corpus = str(analysis.parent / "corpus")
    done = CliRunner().invoke(app, ["analyze", corpus, "-o", str(tmp_path), "--jobs", "1", option])
    assert done.exit_code == 1, done.output  # one file is empty
    assert (tmp_path / "index.html").is_file() == (option == "--page")
    assert (tmp_path / "page").is_dir() == (option == "--page")


def test_old_pages_go_with_their_tables(analysis: Path, tmp_path: Path) -> None:
    corpus = str(analysis.parent / "corpus")
    (tmp_path / "page").mkdir()
    (tmp_path / "page/page.css").touch()
    (tmp_path / "index.html").touch()
    CliRunner().invoke(app, ["analyze", corpus, "-o", str(tmp_path), "--jobs", "1", "--no-page"])
    assert not (tmp_path / "page").exists()
    assert not (tmp_path / "index.html").exists()
    # What is not ours stays.
    (tmp_path / "page").mkdir()
    (tmp_path / "index.html").touch()
    remove_page(tmp_path)
    assert (tmp_path / "index.html").exists()
