"""The two printed formats of the statutory tables: schemas, labels, printed values.

Labels are matched tolerantly: numbering, punctuation, quotes and spaces do not count, and a label with
a few characters lost or added (``其他法律行政止公开``) still finds its row.
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from decimal import Decimal, InvalidOperation
from difflib import SequenceMatcher
from functools import cache, lru_cache
from typing import Any, Literal

from govnlp.errors import ResourceError
from govnlp.model import CellState
from govnlp.resources import load_toml
from govnlp.text.normalize import squeeze

FORMATS = ("2019", "2021")
_PUNCTUATION = re.compile(r"[^\w/]|_")
_NUMBERING = re.compile(
    r"^(?:[(][一二三四五六七八九十]{1,2}[)]|[一二三四五六七八九十][、.,]|\d{1,2}[、.,．])"
)
_CLOSE = 0.8
_MARGIN = 0.02
_LEAST = 4


@dataclass(frozen=True, slots=True)
class Column:
    """A value column: its key, its labels (the official one first), its unit of money if it has one."""

    key: str
    labels: tuple[str, ...]
    unit: str = ""


@dataclass(frozen=True, slots=True)
class Row:
    """A value row: its key and its labels, the official one first."""

    key: str
    labels: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Table:
    """One statutory table in one printed format."""

    key: str
    anchor: str
    columns: tuple[Column, ...]
    rows: tuple[Row, ...]
    groups: tuple[str, ...]

    def row_keys(self) -> tuple[str, ...]:
        """Row keys in printed order."""
        return tuple(row.key for row in self.rows)

    def column_keys(self) -> tuple[str, ...]:
        """Column keys in printed order."""
        return tuple(column.key for column in self.columns)


@dataclass(frozen=True, slots=True)
class Match:
    """What a label was recognised as.

    Parameters
    ----------
    kind : str
        ``row``, ``column``, ``group`` or ``anchor``.
    table : str
        Table key; ``""`` for a column label that several tables share.
    key : str
        Row or column key; for a column shared by both formats their common key.
    formats : tuple of str
        Formats that print this label.
    score : float
        Similarity of the label, 1 where it is the same.
    """

    kind: Literal["row", "column", "group", "anchor"]
    table: str
    key: str
    formats: tuple[str, ...]
    score: float = 1.0


@cache
def load_format(name: str) -> dict[str, Table]:
    """Load the schema of one printed format.

    Parameters
    ----------
    name : str
        ``2019`` or ``2021``.

    Returns
    -------
    dict of str to Table
        By table key, in printed order.

    Raises
    ------
    ResourceError
        If the data file is not valid.
    """
    source = f"statutory/{name}.toml"
    content = load_toml(source)
    try:
        tables = [_table(entry) for entry in content["table"]]
    except (KeyError, TypeError) as error:
        raise ResourceError(f"table entry lacks {error}", source=f"govnlp/data/{source}") from error
    for table in tables:
        for keys in (table.row_keys(), table.column_keys()):
            if len(set(keys)) != len(keys) or not keys:
                raise ResourceError(f"{table.key}: keys repeated or missing", source=f"govnlp/data/{source}")
    return {table.key: table for table in tables}


def _table(entry: dict[str, Any]) -> Table:
    return Table(
        key=entry["key"],
        anchor=entry["anchor"],
        columns=tuple(Column(c["key"], tuple(c["labels"]), c.get("unit", "")) for c in entry["columns"]),
        rows=tuple(Row(r["key"], tuple(r["labels"])) for r in entry["rows"]),
        groups=tuple(entry.get("groups", ())),
    )


def bare(label: str) -> str:
    """Reduce a label to what identifies it: no numbering, punctuation, spaces or width.

    Parameters
    ----------
    label : str
        A printed label.

    Returns
    -------
    str
        Its letters and digits.
    """
    squeezed = squeeze(label)
    return _PUNCTUATION.sub("", _NUMBERING.sub("", squeezed))


@cache
def _labels(family: str) -> dict[str, tuple[Match, ...]]:
    """All labels of ``t2``, ``t3`` or ``t4``: bare label to what it can mean."""
    found: dict[str, dict[tuple[str, str, str], set[str]]] = {}

    def add(label: str, kind: str, table: str, key: str, name: str) -> None:
        found.setdefault(bare(label), {}).setdefault((kind, table, key), set()).add(name)

    for name in FORMATS:
        for table in load_format(name).values():
            if not table.key.startswith(family):
                continue
            if family == "t2":
                add(table.anchor, "anchor", table.key, "", name)
            for row in table.rows:
                for label in row.labels:
                    add(label, "row", table.key, row.key, name)
            for column in table.columns:
                for label in column.labels:
                    add(label, "column", table.key, column.key, name)
            for label in table.groups:
                add(label, "group", table.key, bare(label), name)
    add("信息内容", "group", family, "信息内容", "")
    return {
        label: tuple(
            Match(kind, table, key, tuple(sorted(names)))  # type: ignore[arg-type]
            for (kind, table, key), names in meanings.items()
        )
        for label, meanings in found.items()
    }


@lru_cache(maxsize=16384)
def match_label(label: str, family: str) -> tuple[Match, ...]:
    """Recognise a printed label of a statutory table.

    Parameters
    ----------
    label : str
        The label as printed, numbering included or lost.
    family : str
        ``t2``, ``t3`` or ``t4``.

    Returns
    -------
    tuple of Match
        All that the label can mean in that family; empty if it is no label. Close but unequal labels
        give the best match only, and only if no other label is about as close.
    """
    plain = bare(label)
    if not plain or len(plain) > 80:
        return ()
    labels = _labels(family)
    if plain in labels:
        return labels[plain]
    if len(plain) < _LEAST or plain.isdigit():
        return ()
    scored = sorted(((_similarity(plain, known), known) for known in labels), reverse=True)
    best, known = scored[0]
    if best < _CLOSE or scored[1][0] > best - _MARGIN:
        return ()
    return tuple(Match(m.kind, m.table, m.key, m.formats, best) for m in labels[known])


def _similarity(plain: str, known: str) -> float:
    if len(known) < _LEAST:
        return 0.0
    matcher = SequenceMatcher(None, plain, known, autojunk=False)
    if matcher.real_quick_ratio() < _CLOSE or matcher.quick_ratio() < _CLOSE:
        return 0.0
    return matcher.ratio()


@lru_cache(maxsize=16384)
def is_label_part(text: str, family: str) -> bool:
    """Tell whether a text is a part of a longer label, as where a label was printed on two lines."""
    squeezed = squeeze(text)
    forms = {_PUNCTUATION.sub("", squeezed), bare(text)}
    return any(form and not form.isdigit() and form in known for form in forms for known in _labels(family))


# Printed values ---------------------------------------------------------------------------------------

_DASHES = frozenset("-—–―－/／一－−──")
_NUMBER = re.compile(
    r"(?P<sign>[+-]{0,2})(?P<number>\d{1,3}(?:[,，]\d{3})+(?:\.\d+)?|\d+(?:\.\d+)?|\.\d+)"
    r"(?P<unit>元|万元|亿元|件|项|条|个|宗|次|份|部|人)?"
)
_MONEY = {"元": Decimal(1), "万元": Decimal(10_000), "亿元": Decimal(100_000_000)}


@lru_cache(maxsize=16384)
def parse_value(raw: str, unit: str = "") -> tuple[Decimal | None, CellState]:
    """Read a printed cell.

    Parameters
    ----------
    raw : str
        The cell as printed: ``3``, ``+3``, ``--253``, ``1,234``, ``160.5964万元``, ``-``, NBSP.
    unit : str
        Unit of money that the value is wanted in: ``元``, ``万元`` or none. A bare number is taken to
        be in that unit already.

    Returns
    -------
    value : Decimal or None
        The number; None unless the state is ``value``.
    state : str
        ``value``, ``blank``, ``dash`` or ``text``. Anything unreadable is ``text``; nothing is guessed.
    """
    text = squeeze(raw).replace("−", "-").replace("–", "-")
    if not text:
        return None, "blank"
    if all(c in _DASHES for c in text):
        return None, "dash"
    match = _NUMBER.fullmatch(text)
    if not match:
        return None, "text"
    try:
        number = Decimal(match["number"].replace(",", "").replace("，", ""))
    except InvalidOperation:  # pragma: no cover - the pattern admits only decimals
        return None, "text"
    # `--253` is a minus sign typed after the minus of the form, no double negation.
    value = -number if "-" in match["sign"] else number
    printed = match["unit"] or ""
    if printed in _MONEY:
        value = value * _MONEY[printed] / _MONEY[unit or "元"]
        value = Decimal(int(value)) if value == value.to_integral() else value.normalize()
    return value, "value"


def looks_like_value(text: str) -> bool:
    """Tell whether a text can be a cell with a number, a dash or nothing in it."""
    return parse_value(text)[1] != "text"


def split_glued(digits: str, count: int, *, total_last: bool = False) -> tuple[str, ...] | None:
    """Split digits that lost the borders between cells, if there is only one way.

    Parameters
    ----------
    digits : str
        Digits of ``count`` cells, run together.
    count : int
        Number of cells, at least 1.
    total_last : bool
        Whether the last cell must be the sum of the others.

    Returns
    -------
    tuple of str or None
        The cells; None where the split is not certain. ``141414`` for three cells gives ``14`` three
        times: a repeated number is how such rows come about.
    """
    if not digits.isdigit() or len(digits) < count or len(digits) > 12 * count:
        return None
    if count == 1:
        return (digits,)
    if len(digits) == count:
        return tuple(digits)
    if total_last:
        ways = _sum_splits(digits, count)
        return ways[0] if len(ways) == 1 else None
    size, rest = divmod(len(digits), count)
    if rest == 0 and digits == digits[:size] * count and digits[0] != "0":
        return (digits[:size],) * count
    return None


def _sum_splits(digits: str, count: int) -> list[tuple[str, ...]]:
    """All splits without leading zeros whose last part is the sum of the others; at most two."""
    found: list[tuple[str, ...]] = []
    steps = 0

    def extend(at: int, parts: tuple[str, ...], left: int) -> None:
        nonlocal steps
        steps += 1
        if len(found) > 1 or steps > 20_000:
            return
        if len(parts) == count - 1:
            tail = digits[at:]
            if tail == str(left):
                found.append((*parts, tail))
            return
        room = len(digits) - at - (count - len(parts) - 1)
        for size in range(1, 2 if digits[at] == "0" else min(room, 8) + 1):
            part = digits[at : at + size]
            extend(at + size, (*parts, part), left + int(part))

    extend(0, (), 0)
    return found if steps <= 20_000 else []
