"""The package without its optional dependencies: a reason and a way out, no traceback."""

from __future__ import annotations

import subprocess
import sys
from pathlib import Path

import pytest

import govnlp as gn
from govnlp.errors import GovnlpError, MissingExtraError
from govnlp.read.report import read_report

SAMPLE = Path(__file__).parents[2] / "corpora" / "sample"
CORE = {"numpy", "pandas", "pyarrow", "yaml", "rich", "selectolax", "typer"}


@pytest.fixture
def _without_pdfium(monkeypatch: pytest.MonkeyPatch) -> None:
    for name in [name for name in sys.modules if name.startswith("pypdfium2")]:
        monkeypatch.delitem(sys.modules, name)
    monkeypatch.setitem(sys.modules, "pypdfium2", None)
    monkeypatch.setitem(sys.modules, "pypdfium2.raw", None)


@pytest.mark.usefixtures("_without_pdfium")
def test_pdf_without_its_extra_says_what_to_install() -> None:
    with pytest.raises(MissingExtraError) as caught:
        read_report(SAMPLE / "liuqiao/2023.pdf")
    assert 'pip install "govnlp[documents]"' in str(caught.value)
    assert isinstance(caught.value, GovnlpError)


@pytest.mark.usefixtures("_without_pdfium")
def test_a_corpus_goes_on_without_the_extra() -> None:
    result = gn.analyze(SAMPLE)
    assert set(result.failures["code"]) == {"extra_missing"}
    assert len(result.failures) == 3
    assert len(result.reports) == 21


def test_the_core_reads_everything_else_without_any_extra() -> None:
    code = (
        "import sys\n"
        "for name in ('pypdfium2', 'docx', 'reportlab', 'hypothesis', 'lxml'): sys.modules[name] = None\n"
        "import govnlp as gn\n"
        f"corpus = gn.load_corpus({str(SAMPLE)!r})\n"
        "reports = list(corpus)\n"
        "print(len(reports), len(corpus.failures))\n"
    )
    done = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True)
    assert done.stdout.split() == ["21", "3"]
