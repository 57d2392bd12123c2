"""Add labelled paragraphs to the gold: ``python -m corpora.paragraphs NEW.jsonl ...``.

Each line has ``issuer, year, section, heading, text, labels, evidence, hard`` and, where hard, ``why``. It
gets the next free id and the split of its issuer, and goes to the end of ``corpora/gold/paragraphs.jsonl``;
ids that were given once never change.
"""

from __future__ import annotations

import json
import sys
from collections.abc import Iterable
from pathlib import Path
from typing import Any

GOLD = Path(__file__).parent / "gold" / "paragraphs.jsonl"
SPLITS = ("train", "dev", "train", "test", "train")
FIELDS = (
    "paragraph_id",
    "split",
    "issuer",
    "year",
    "section",
    "heading",
    "text",
    "labels",
    "evidence",
    "hard",
)


def read_lines(path: Path) -> list[dict[str, Any]]:
    """Read a JSON Lines file."""
    return [json.loads(line) for line in path.read_text("utf-8").splitlines()]


def splits(issuers: Iterable[str]) -> dict[str, str]:
    """Give each issuer its split: of five in order of first appearance three train, one dev, one test.

    All paragraphs of an issuer stay together, and what is added at the end moves none.
    """
    return {issuer: SPLITS[number % len(SPLITS)] for number, issuer in enumerate(dict.fromkeys(issuers))}


def numbered(rows: Iterable[dict[str, Any]], known: list[dict[str, Any]]) -> list[dict[str, Any]]:
    """Give new rows the ids after those of the known ones, and the split of their issuer."""
    rows = list(rows)
    split = splits(row["issuer"] for row in (*known, *rows))
    made = []
    for number, row in enumerate(rows, len(known) + 1):
        row = row | {"paragraph_id": f"g{number:04d}", "split": split[row["issuer"]]}
        made.append({key: row[key] for key in (*FIELDS, "why") if key in row})
    return made


def main(paths: list[str]) -> None:
    """Append the files' paragraphs whose text the gold does not have of that issuer yet."""
    known = read_lines(GOLD) if GOLD.exists() else []
    seen = {(row["issuer"], row["text"]) for row in known}
    fresh = [row for path in paths for row in read_lines(Path(path))]
    fresh = [row for row in fresh if (row["issuer"], row["text"]) not in seen]
    lines = [json.dumps(row, ensure_ascii=False) for row in known + numbered(fresh, known)]
    GOLD.write_text("\n".join(lines) + "\n", "utf-8")
    print(f"{len(fresh)} added, {len(lines)} in all")


if __name__ == "__main__":
    main(sys.argv[1:])
