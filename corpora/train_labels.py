"""Train the model of labels that the package ships: ``python -m corpora.train_labels``.

It learns from ``corpora/gold`` and writes ``govnlp/data/models/labels.npz`` and, beside it, what it is.
"""

from __future__ import annotations

import hashlib
from pathlib import Path

import govnlp as gn
from govnlp.annotate.labels.gold import Example, read_gold
from govnlp.annotate.labels.linear.model import to_bytes
from govnlp.annotate.labels.linear.train import train

HERE = Path(__file__).parent
MODELS = HERE.parent / "govnlp" / "data" / "models"
GOLD = (HERE / "gold" / "paragraphs.jsonl", HERE / "gold" / "labels.jsonl")


def gold() -> list[Example]:
    """Give all labelled paragraphs of the repository."""
    return read_gold(GOLD, gn.load_corpus(HERE / "sample"))


def main() -> None:
    """Train, write, and say what was written."""
    model = train(gold())
    data = to_bytes(model)
    about = model.about
    lines = [
        'source = "trained on corpora/gold by python -m corpora.train_labels"',
        'licence = "Apache-2.0"',
        'version = "2026-11"',
        f'sha256 = "{hashlib.sha256(data).hexdigest()}"',
        f'data_sha256 = "{about["data_sha256"]}"',
        f'scikit_learn = "{about["scikit-learn"]}"',
        *(f"{key} = {about[key]}" for key in ("paragraphs", "issuers")),
    ]
    MODELS.mkdir(exist_ok=True)
    (MODELS / "labels.npz").write_bytes(data)
    (MODELS / "labels.toml").write_text("\n".join(lines) + "\n", "utf-8")
    print(f"{model}: {len(data):,} bytes, from {about['paragraphs']} paragraphs")


if __name__ == "__main__":
    main()
