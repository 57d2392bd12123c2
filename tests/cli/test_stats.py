"""``govnlp stats``, end to end, as a user types it."""

from __future__ import annotations

import contextlib
import csv
import io
import json
import os
import re
import subprocess
import sys
from pathlib import Path
from typing import Any

import pandas as pd
import pyarrow.parquet as pq
import pytest
from rich.cells import cell_len
from stats_corpus import write_reports
from typer.testing import CliRunner

import govnlp as gn
from govnlp.analysis.stats.tables import TABLES
from govnlp.cli.app import app
from govnlp.cli.stats import app as stats_app

COMMANDS: dict[str, tuple[str, ...]] = {
    "summary": ("--by", "year"),
    "freq": ("--by", "year,section", "-n", "2"),
    "keyness": ("--by", "year", "-m", "1"),
    "colloc": ("--min-count", "1"),
    "kwic": ("--by", "level", "--sort", "left"),
    "dispersion": ("--parts", "year", "-m", "1"),
    "diversity": ("--window", "5"),
    "readability": (),
    "attention": ("--by", "year"),
}


def stats(*arguments: str | Path) -> Any:
    """Run a command in this process, which is faster."""
    return CliRunner().invoke(app, ["stats", *map(str, arguments)], catch_exceptions=False)


def shell(*arguments: str | Path, stdin: str = "") -> subprocess.CompletedProcess[str]:
    """Run a command as a user does."""
    command = [sys.executable, "-c", "from govnlp.cli import main; main()", "stats", *map(str, arguments)]
    return subprocess.run(command, input=stdin, capture_output=True, text=True, encoding="utf-8", check=False)


def lines(text: str) -> list[dict[str, object]]:
    return [json.loads(line) for line in text.splitlines()]


@pytest.fixture(scope="module")
def reports(tmp_path_factory: pytest.TempPathFactory) -> Path:
    return write_reports(tmp_path_factory.mktemp("reports"))


@pytest.fixture(scope="module")
def analyzed(reports: Path, tmp_path_factory: pytest.TempPathFactory) -> Path:
    out = tmp_path_factory.mktemp("analyzed")
    gn.analyze(reports, out)
    return out


@pytest.fixture(scope="module")
def terms(tmp_path_factory: pytest.TempPathFactory) -> Path:
    path = tmp_path_factory.mktemp("terms") / "服务.txt"
    path.write_text("窗口\n群众\n", "utf-8")
    return path


def call(command: str, source: Path, terms: Path, *more: str | Path) -> Any:
    first = {"colloc": ["窗口"], "kwic": ["窗口"]}.get(command, [])
    last = ["--terms", terms] if command == "attention" else []
    return stats(command, *first, source, *COMMANDS[command], *last, *more)


@pytest.mark.parametrize("command", TABLES)
def test_every_command_pipes_the_same_from_reports_and_from_an_analysis(
    command: str, reports: Path, analyzed: Path, terms: Path
) -> None:
    done = call(command, analyzed, terms)
    assert done.exit_code == 0, done.stderr
    assert done.stderr == ""
    rows = lines(done.stdout)
    assert rows
    assert call(command, reports, terms).stdout == done.stdout


@pytest.mark.parametrize("command", TABLES)
def test_every_command_writes_every_format(command: str, analyzed: Path, terms: Path, tmp_path: Path) -> None:
    wanted = lines(call(command, analyzed, terms).stdout)
    names = list(wanted[0])
    for form in ("parquet", "dta", "csv"):
        done = call(command, analyzed, terms, "-f", form, "-o", tmp_path / f"x.{form}")
        assert done.exit_code == 0, done.stderr
    assert pq.read_table(tmp_path / "x.parquet").to_pylist() == wanted
    stata = pd.read_stata(tmp_path / "x.dta")
    assert [name.removeprefix("_") for name in stata.columns] == names
    assert len(stata) == len(wanted)
    with pd.io.stata.StataReader(tmp_path / "x.dta") as reader:
        assert all(re.search("[\u4e00-\u9fffA-Z]", label) for label in reader.variable_labels().values())
    text = (tmp_path / "x.csv").read_bytes()
    assert text.startswith(b"\xef\xbb\xbf")
    table = list(csv.DictReader(io.StringIO(text.decode("utf-8-sig"))))
    assert [list(row) for row in table] == [names] * len(wanted)
    shown = call(command, analyzed, terms, "-f", "table")
    assert shown.exit_code == 0
    assert len(shown.stdout.splitlines()) >= len(wanted)
    assert sorted(path.name for path in tmp_path.iterdir()) == ["x.csv", "x.dta", "x.parquet"]


@pytest.mark.parametrize("command", [["stats"], ["stats", "keyness"], ["analyze"], []])
def test_help_loses_no_word_on_a_narrow_terminal(command: list[str]) -> None:
    code = "from govnlp.cli import main; main()"
    env = {**os.environ, "COLUMNS": "70", "PYTHONIOENCODING": "utf-8"}
    done = subprocess.run(
        [sys.executable, "-c", code, *command, "-h"], capture_output=True, env=env, check=True
    )
    shown = done.stdout.decode()
    assert "…" not in shown
    assert all(cell_len(line) <= 70 for line in shown.splitlines())


@pytest.mark.parametrize("command", ["", *TABLES])
def test_help_is_in_chinese_and_english_with_an_example(command: str) -> None:
    done = stats(*([command] if command else []), "--help")
    assert done.exit_code == 0
    assert re.search("[\u4e00-\u9fff]", done.stdout)
    if command:
        assert f"govnlp stats {command}" in " ".join(done.stdout.replace("│", " ").split())
    else:
        assert all(name in done.stdout for name in TABLES)


def test_the_examples_of_the_help_run(analyzed: Path, terms: Path) -> None:
    examples = [
        e
        for c in stats_app.registered_commands
        for e in re.findall(r"`govnlp stats ([^`]+)`", c.epilog or "")
    ]
    assert {example.split()[0] for example in examples} == set(TABLES)
    for example in examples:
        words = [
            str(analyzed) if w == "out" else str(terms) if w == "digital.txt" else w for w in example.split()
        ]
        done = stats(*words)
        assert done.exit_code == 0, (example, done.stderr)


def test_concordance_names_its_place(analyzed: Path) -> None:
    first, second = lines(stats("kwic", "窗口", analyzed, "--sort", "right").stdout)
    assert list(first) == ["report_id", "paragraph_id", "start", "end", "left", "hit", "right"]
    assert (first["report_id"], first["right"], second["left"]) == (
        "lq-2020",
        "3个，窗口接待群众20人次。",
        "全年公开信息10条。设立窗口3个，",
    )
    table = stats("kwic", "窗口", analyzed, "-f", "table").stdout
    assert "\x1b" not in table  # colour is for terminals
    assert table.splitlines()[0].index("窗口") < table.splitlines()[0].index("lq-2020:")


def test_plain_text_from_standard_input_counts_too() -> None:
    rows = lines(shell("freq", "-", "--unit", "char", "--top", "1", stdin="公开公开公。").stdout)
    assert [(row["item"], row["count"], row["total"]) for row in rows] == [("公", 3, 5)]


def test_several_processes_give_the_same(reports: Path, tmp_path: Path) -> None:
    for number in range(9):
        (tmp_path / f"{number}.txt").write_bytes((reports / "2020.txt").read_bytes())
    one, two = (shell("freq", tmp_path, "--by", "report", "--jobs", jobs) for jobs in ("1", "2"))
    assert one.stdout == two.stdout
    assert one.returncode == two.returncode == 0


def test_a_bad_file_is_told_and_the_rest_counts(reports: Path, tmp_path: Path) -> None:
    (tmp_path / "good.txt").write_bytes((reports / "2020.txt").read_bytes())
    (tmp_path / "bad.docx").write_bytes(b"PK\x03\x04 cut off")
    done = shell("summary", tmp_path)
    assert done.returncode == 1
    assert "bad.docx" in done.stderr
    assert lines(done.stdout)[0]["reports"] == 1


@pytest.mark.parametrize(
    "arguments",
    [
        ("freq", "nowhere"),
        ("freq",),
        ("freq", ".", "--by", "nothing"),
        ("freq", ".", "--where", "year"),
        ("freq", ".", "-f", "dta"),
        ("freq", ".", "-o", "no/such/folder.csv"),
        ("keyness", "."),
        ("kwic", "(", ".", "--regex"),
        ("nonsense", "."),
    ],
)
def test_wrong_use_is_status_two_and_no_traceback(
    arguments: tuple[str, ...], reports: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.chdir(reports)
    done = shell(*arguments)
    assert done.returncode == 2, done.stderr
    assert done.stderr.strip()
    assert "Traceback" not in done.stderr


def test_a_concordance_loads_nothing_heavy(analyzed: Path) -> None:
    heavy = ("pandas", "sklearn", "scipy", "jieba", "rjieba", "spacy")
    code = (
        "import sys\nfrom govnlp.cli import main\n"
        f"sys.argv = ['govnlp', 'stats', 'kwic', '窗口', {str(analyzed)!r}]\n"
        "try:\n    main()\nexcept SystemExit:\n    pass\n"
        f"print([m for m in {heavy!r} if m in sys.modules], file=sys.stderr)"
    )
    done = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True)
    assert done.stderr.strip().splitlines()[-1] == "[]"


def test_a_concordance_is_in_colour_on_a_terminal_and_fits(analyzed: Path) -> None:
    pty = pytest.importorskip("pty")
    ours, theirs = pty.openpty()
    code = "from govnlp.cli import main; main()"
    command = [sys.executable, "-c", code, "stats", "kwic", "窗口", str(analyzed)]
    env = {**os.environ, "COLUMNS": "60", "TERM": "xterm", "NO_COLOR": ""}
    with subprocess.Popen(command, stdout=theirs, env=env) as process:
        os.close(theirs)
        shown = b""
        with contextlib.suppress(OSError):  # what a closed terminal answers
            while block := os.read(ours, 4096):
                shown += block
    os.close(ours)
    assert process.returncode == 0
    first = shown.decode().splitlines()[0]
    assert "\x1b[1;31m窗口\x1b[0m" in first
    assert cell_len(re.sub("\x1b\\[[0-9;]*m", "", first)) <= 60
