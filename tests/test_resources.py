"""Data files: each with its provenance, each valid, and a bad one named with its place."""

from __future__ import annotations

import pytest

from govnlp import resources
from govnlp.errors import ResourceError
from govnlp.frames import TABLES, table_info
from govnlp.read.tables.statutory import FORMATS, load_format


@pytest.mark.parametrize("name", resources.list_data())
def test_every_data_file_states_where_it_comes_from(name: str) -> None:
    found = resources.describe(name)
    assert found["source"]
    assert found["licence"]
    assert found["version"]
    assert len(found["sha256"]) == 64


def test_formats_have_the_printed_number_of_cells() -> None:
    sizes = {}
    for name in FORMATS:
        for table in load_format(name).values():
            sizes[name, table.key[:2]] = sizes.get((name, table.key[:2]), 0) + len(table.rows) * len(
                table.columns
            )
    assert sizes[("2019", "t3")] == 161
    assert sizes[("2021", "t3")] == 175
    assert sizes[("2019", "t4")] == sizes[("2021", "t4")] == 15
    assert sizes[("2019", "t2")] == 22
    assert sizes[("2021", "t2")] == 10


def test_the_crosswalk_names_cells_that_exist() -> None:
    known = {
        (name, table.key, row.key, column.key)
        for name in FORMATS
        for table in load_format(name).values()
        for row in table.rows
        for column in table.columns
    }
    for pair in resources.load_toml("statutory/crosswalk.toml")["pair"]:
        assert pair["relation"] in ("same", "sum", "none")
        assert pair["note_zh"]
        assert pair["note_en"]
        for name, side in (("2019", "left"), ("2021", "right")):
            for term in filter(None, pair[side].split(" + ")):
                wanted = term.split(".")
                assert any(
                    all(w in ("*", k) for w, k in zip(wanted, key[1:], strict=True))
                    for key in known
                    if key[0] == name
                ), term


@pytest.mark.parametrize("name", TABLES)
def test_schemas_are_valid(name: str) -> None:
    info = table_info(name)
    assert info.name == name
    for key in info.foreign_keys:
        assert key["table"] in TABLES


@pytest.mark.parametrize(
    ("data", "message"),
    [
        (b"source = 1\n[", "malformed"),
        (b"a = 1\n", "states no source, licence, version"),
        (b"\xff\xfe", "malformed"),
    ],
)
def test_a_bad_file_is_named(data: bytes, message: str, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(resources, "read_bytes", lambda name: data)
    with pytest.raises(ResourceError, match=message):
        resources.load_toml.__wrapped__("x.toml")


def test_a_short_csv_row_is_named_with_its_line(monkeypatch: pytest.MonkeyPatch) -> None:
    data = b"# source: s\n# licence: l\n# version: 1\na,b\n1,2\n3\n"
    monkeypatch.setattr(resources, "read_bytes", lambda name: data)
    with pytest.raises(ResourceError, match="line 6"):
        resources.load_csv.__wrapped__("x.csv")


def test_a_missing_file_is_an_error_of_the_package() -> None:
    with pytest.raises(ResourceError, match="no such data file"):
        resources.read_bytes("nothing.toml")
