"""Print the sample corpus: ``python -m corpora.render [--check]``."""

from __future__ import annotations

import argparse
import csv
import io
import sys
from collections.abc import Sequence
from pathlib import Path

from corpora.render.layouts import render
from corpora.render.manuscript import Manuscript, ManuscriptError, load

_ROOT = Path(__file__).parents[1]
_CORPUS = ("issuer_id", "admin_code", "level", "agency_type", "region", "superior_id", "url")
_METADATA = ("issuer", "report_year", "publish_date", "format")
_COLUMNS = (
    *("source", "report_id", "issuer_id", "issuer", "admin_code", "level", "agency_type", "region"),
    *("superior_id", "report_year", "publish_date", "format", "url"),
)


def corpus_csv(manuscripts: Sequence[Manuscript]) -> bytes:
    """Write the table of what is known about the reports from outside."""
    stream = io.StringIO()
    writer = csv.DictWriter(stream, _COLUMNS, lineterminator="\n", restval="")
    writer.writeheader()
    for manuscript in sorted(manuscripts, key=lambda manuscript: str(manuscript["file"])):
        known = {key: manuscript["corpus"].get(key) for key in _CORPUS}
        known |= {key: manuscript["metadata"].get(key) for key in _METADATA}
        row = {"source": manuscript["file"], "report_id": manuscript["id"], **known}
        writer.writerow({key: "" if value is None else value for key, value in row.items()})
    return stream.getvalue().encode()


def sample(gold: Path) -> dict[str, bytes]:
    """Print all manuscripts of a folder; keys are paths below the sample folder.

    Raises
    ------
    ManuscriptError
        With all slips of all manuscripts.
    """
    files: dict[str, bytes] = {}
    manuscripts: list[Manuscript] = []
    slips: list[str] = []
    for path in sorted(gold.glob("*.yaml")):
        try:
            manuscript = load(path)
            content = render(manuscript)
        except ManuscriptError as error:
            slips.append(str(error))
            continue
        if manuscript["id"] != path.stem or manuscript["file"] in files:
            slips.append(f"{path.name}: id is not the file's name, or {manuscript['file']} is printed twice")
        files[str(manuscript["file"])] = content
        manuscripts.append(manuscript)
    ids = {manuscript["id"] for manuscript in manuscripts}
    for manuscript in manuscripts:
        for entry in manuscript.get("reuse") or ():
            if entry.get("source", manuscript["id"]) not in ids and not slips:
                slips.append(f"{manuscript['id']}: reuse: no report {entry['source']!r}")
    if slips:
        raise ManuscriptError("\n".join(slips))
    files["corpus.csv"] = corpus_csv(manuscripts)
    return files


def differences(files: dict[str, bytes], folder: Path) -> list[str]:
    """Tell which files of a folder are not as they would be printed."""
    found = {path.relative_to(folder).as_posix() for path in folder.rglob("*") if path.is_file()}
    lines = [f"not printed from a manuscript: {name}" for name in sorted(found - set(files))]
    for name, content in files.items():
        if name not in found:
            lines.append(f"missing: {name}")
        elif (folder / name).read_bytes() != content:
            lines.append(f"differs: {name}")
    return lines


def main(arguments: Sequence[str] | None = None) -> int:
    """Print, or check what is printed; 1 where something differs, 2 where a manuscript is wrong."""
    parser = argparse.ArgumentParser(prog="python -m corpora.render", description=__doc__)
    parser.add_argument("--check", action="store_true", help="only say which files differ")
    parser.add_argument("--gold", type=Path, default=_ROOT / "gold" / "reports", help="folder of manuscripts")
    parser.add_argument("--out", type=Path, default=_ROOT / "sample", help="folder to print to")
    options = parser.parse_args(arguments)
    try:
        files = sample(options.gold)
    except ManuscriptError as error:
        print(error, file=sys.stderr)
        return 2
    if not options.check:
        for name, content in files.items():
            target = options.out / name
            target.parent.mkdir(parents=True, exist_ok=True)
            target.write_bytes(content)
    lines = differences(files, options.out)
    for line in lines:
        print(line, file=sys.stderr)
    return 1 if lines else 0


if __name__ == "__main__":
    raise SystemExit(main())
