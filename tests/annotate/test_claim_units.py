"""Units: the table itself, and every unit found behind a number."""

from __future__ import annotations

import pytest

from govnlp.annotate.claims import extract_claims, units
from govnlp.annotate.claims.units import Unit, load_units
from govnlp.errors import ResourceError

HEAD = (
    "# source: s\n# licence: l\n# version: 1\n"
    "surface,unit,dimension,factor,risk,source\n条,条,count,1,safe,s\n"
)


@pytest.mark.parametrize("unit", load_units().values(), ids=lambda unit: unit.surface)
def test_every_unit_is_found(unit: Unit) -> None:
    # 12日。 is a day of the month; 12日内。 is a time limit.
    end = "内" if unit.surface == "日" else ""
    (claim,) = extract_claims(f"全年共计得到12{unit.surface}{end}。")
    assert (claim.value, claim.unit, claim.dimension) == (12 * unit.factor, unit.unit, unit.dimension)


@pytest.mark.parametrize(
    ("row", "message"),
    [
        ("条,条,count,1,safe,s", "stands twice"),
        ("件,,count,1,safe,s", "must be given"),
        ("件,件,weight,1,safe,s", "unknown dimension 'weight'"),
        ("件,件,count,1,risky,s", "unknown risk 'risky'"),
        ("件,件,count,none,safe,s", "positive number"),
        ("件,件,count,-1,safe,s", "positive number"),
    ],
)
def test_a_bad_row_is_named_with_file_and_line(
    row: str, message: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    data = HEAD + row + "\n"
    body = [line.split(",") for line in data.splitlines()[3:]]
    rows = [dict(zip(body[0], line, strict=True)) for line in body[1:]]
    monkeypatch.setattr(units, "load_csv", lambda name: rows)
    monkeypatch.setattr(units, "read_bytes", lambda name: data.encode())
    with pytest.raises(ResourceError, match=message) as error:
        units.load_units.__wrapped__()
    assert "units.csv" in str(error.value)
    assert "line 6" in str(error.value)


@pytest.mark.parametrize(
    ("text", "surface", "unit"),
    [
        ("购置档案密集架12列，旗杆3竿。", "3竿", "竿"),
        ("全年抽查48村次。", "48村次", "村次"),
        ("帮办代办467件次。", "467件次", "件次"),
    ],
)
def test_an_unknown_unit_is_kept_as_it_stands(text: str, surface: str, unit: str) -> None:
    assert (surface, unit) in [(c.surface, c.unit) for c in extract_claims(text)]


@pytest.mark.parametrize(
    "text", ["全县12部门参加。", "按照第3项目标推进。", "见附表2。", "加强一站式服务。", "入选全国百强。"]
)
def test_no_unit_is_seen_inside_another_word(text: str) -> None:
    assert all(c.unit == "" for c in extract_claims(text))
