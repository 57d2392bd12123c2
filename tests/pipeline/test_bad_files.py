"""Bad input: each gives a row in ``failures`` that says why, in bounded time, and its neighbours are read."""

from __future__ import annotations

import io
import time
import zipfile
from pathlib import Path

import pytest
from builders import report_text

import govnlp as gn
from govnlp.read import limits

GOOD = report_text(overview="2021年，柳桥街道主动公开政府信息120条。").encode()


def archive(**parts: bytes) -> bytes:
    stream = io.BytesIO()
    with zipfile.ZipFile(stream, "w", zipfile.ZIP_DEFLATED) as archive_file:
        for name, data in parts.items():
            archive_file.writestr(name.replace("__", "/"), data)
    return stream.getvalue()


def word(body: bytes) -> bytes:
    types = (
        b'<?xml version="1.0"?><Types xmlns="http://schemas.openxmlformats.org/package/2006/content-types">'
        b'<Default Extension="rels" ContentType="application/vnd.openxmlformats-package.relationships+xml"/>'
        b'<Override PartName="/word/document.xml" ContentType="application/vnd.openxmlformats-officedocument.'
        b'wordprocessingml.document.main+xml"/></Types>'
    )
    rels = (
        b'<?xml version="1.0"?><Relationships xmlns="http://schemas.openxmlformats.org/package/2006/relationships">'
        b'<Relationship Id="r1" Type="http://schemas.openxmlformats.org/officeDocument/2006/relationships/'
        b'officeDocument" Target="word/document.xml"/></Relationships>'
    )
    return archive(**{"[Content_Types].xml": types, "_rels/.rels": rels, "word/document.xml": body})


ENTITIES = (
    b'<?xml version="1.0"?><!DOCTYPE w [<!ENTITY a "aaaaaaaaaa">'
    + b"".join(b'<!ENTITY %c "%s">' % (98 + i, b"&%c;" % (97 + i) * 10) for i in range(9))
    + b']><w:document xmlns:w="http://schemas.openxmlformats.org/wordprocessingml/2006/main">&j;</w:document>'
)

BAD: dict[str, tuple[bytes, str]] = {
    "empty.txt": (b"", "empty"),
    "blank.html": (b" \n\t ", "empty"),
    "junk.txt": (bytes(range(256)) * 64, "binary"),
    "junk.html": (b"\x00\xff\x13\x07" * 4096, "binary"),
    "junk.pdf": (b"no pdf at all", "unreadable"),
    "junk.docx": (b"no archive at all", "unreadable"),
    "cut.docx": (word(b"<w/>" * 2000)[:-200], "truncated"),
    "cut.pdf": (b"%PDF-1.4\n1 0 obj\n<< /Type /Catalog >>\n", "truncated"),
    "bomb.docx": (word(b" " * (limits.MAX_UNPACKED_BYTES + 1)), "archive_bomb"),
    "entities.docx": (word(ENTITIES), "xml_entities"),
    "other.docx": (archive(**{"a.txt": b"text"}), "unreadable"),
    "old.doc": (b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + b"\0" * 512, "convert_to_docx"),
    "old.docx": (b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + b"\0" * 512, "convert_to_docx"),
    "old.wps": (b"\xd0\xcf\x11\xe0", "convert_to_docx"),
    "deep.html": (b"<div>" * 10_000 + b"x" + b"</div>" * 10_000, "too_deep"),
    "list.txt": ("白菜\n豆腐\n".encode(), "not_a_report"),
    "page.html": ("<p>今天天气很好。</p>".encode(), "not_a_report"),
    "long.txt": (("公开信息" * 4_200_000).encode(), "too_long"),
}


@pytest.fixture(scope="module")
def failures(tmp_path_factory: pytest.TempPathFactory) -> dict[str, str]:
    folder = tmp_path_factory.mktemp("bad")
    for name, (data, _) in BAD.items():
        (folder / name).write_bytes(data)
    (folder / "good-a.txt").write_bytes(GOOD)
    (folder / "zz-good.txt").write_bytes(GOOD)
    result = gn.analyze(folder)
    assert list(result.reports["report_id"]) == ["good-a", "zz-good"]
    assert (result.failures["message"].str.len() > 5).all()
    return dict(zip(result.failures["source"], result.failures["code"], strict=True))


@pytest.mark.parametrize("name", BAD)
def test_the_reason(name: str, failures: dict[str, str]) -> None:
    assert failures[name] == BAD[name][1]


def test_all_bad_files_are_listed(failures: dict[str, str]) -> None:
    assert set(failures) == set(BAD)


def test_a_file_over_the_limit_is_not_even_opened(tmp_path: Path) -> None:
    path = tmp_path / "large.html"
    with path.open("wb") as handle:
        handle.truncate(limits.MAX_BYTES + 1)
    start = time.perf_counter()
    (row,) = gn.analyze(tmp_path).failures.to_dict("records")
    assert row["code"] == "too_large"
    assert time.perf_counter() - start < 2


def test_a_file_that_cannot_be_opened(tmp_path: Path) -> None:
    (tmp_path / "gone.txt").symlink_to(tmp_path / "nowhere")
    (row,) = gn.analyze(tmp_path).failures.to_dict("records")
    assert row["code"] == "missing"


@pytest.mark.parametrize(
    "line",
    [
        "1" * 200_000,
        "|" * 100_000,
        "一、" * 60_000,
        "总计 " * 50_000,
        "（" * 100_000,
        "0 " * 100_000,
        "规章555" * 30_000,
        "2021年1月1日" * 20_000,
        "！" * 100_000,
    ],
)
def test_hostile_lines_take_time_in_proportion(line: str) -> None:
    start = time.perf_counter()
    gn.read_text(report_text(overview=line))
    assert time.perf_counter() - start < 10


@pytest.mark.parametrize(
    "line", ["1", "|", "一、", "总计", "其中 | 3", "自然人", "（一）", "0\t0\t0", "结果维持"]
)
def test_hostile_files_take_time_in_proportion(line: str) -> None:
    start = time.perf_counter()
    gn.read_text("\n".join([line] * 20_000))
    assert time.perf_counter() - start < 15
