"""Large invented corpora of which every copied sentence is known, for measuring text reuse.

Each report is a list of sentences. A sentence is written anew, or copied: from the unit's last report, from
the template of its region and year, from the superior's report, from the national stock, or from above in
the same report. A copy is verbatim, has its numbers changed, is lightly edited (one word) or moderately
edited (two to four places, clauses dropped, added or moved). Hard negatives share the frame of a stock
sentence and none of its content. The same size and seed give the same corpus.
"""

from __future__ import annotations

import random
import re
from collections.abc import Iterator
from dataclasses import dataclass, field
from functools import cache
from pathlib import Path

YEARS = tuple(range(2019, 2025))
UNITS_IN_REGION = 20
STOCK = 400
REGION_TEMPLATE = 24
EDITS = ("verbatim", "numbers", "light", "moderate")
# How the copies of each origin are edited: weights of `EDITS`.
_WEIGHTS = {
    "self_prior": (48, 34, 10, 8),
    "same_region": (55, 20, 15, 10),
    "superior": (60, 20, 12, 8),
    "national": (65, 10, 15, 10),
    "internal": (100, 0, 0, 0),
}
_CLASSIFIERS = ("件", "条", "次", "人次", "篇", "个", "项", "期", "份", "场")
_FRAMES = (
    "{v}{n}{n}",
    "{v}{n}的{n}",
    "对{n}{n}进行{v}",
    "{v}并{v}{n}",
    "{n}由{n}{v}",
    "在{n}{v}{n}",
    "{n}{v}{d}{c}",
    "{v}{n}{d}{c}",
    "其中{n}{d}{c}",
    "以{n}为{n}{v}{n}",
    "{v}{n}、{n}、{n}",
    "使{n}更加{v}",
)
_OPENINGS = ("全年", "{y}年", "本年度", "一是", "二是", "同时", "此外", "按照要求", "", "", "", "", "", "")
_NUMBER = re.compile(r"\d+(?:\.\d+)?")


@dataclass(frozen=True, slots=True)
class Planted:
    """One sentence and the truth about it.

    Parameters
    ----------
    text : str
        The sentence.
    origin : str
        ``novel`` or an origin as `govnlp.model.Match` names it.
    edit : str
        One of `EDITS`; empty where novel; ``hard`` for a hard negative.
    root : int
        Number of the sentence that all copies of it go back to.
    """

    text: str
    origin: str
    edit: str
    root: int


@dataclass(frozen=True, slots=True)
class GeneratedReport:
    """One report of the corpus."""

    report_id: str
    issuer: str
    region: str
    superior: str | None
    year: int
    published: str
    sentences: list[Planted] = field(default_factory=list)


@cache
def _words() -> tuple[tuple[str, ...], tuple[str, ...]]:
    """Nouns and verbs of two or three characters from jieba's dictionary (MIT licence)."""
    import jieba

    nouns, verbs = [], []
    for line in Path(jieba.__file__).with_name("dict.txt").read_text("utf-8").splitlines():
        word, count, kind = line.split(" ")
        if int(count) < 20 or not 2 <= len(word) <= 3:
            continue
        if kind == "n":
            nouns.append(word)
        elif kind == "v" and len(word) == 2:
            verbs.append(word)
    return tuple(nouns), tuple(verbs)


class _Writer:
    """Writes and edits sentences with one source of chance."""

    def __init__(self, seed: str) -> None:
        self.random = random.Random(seed)
        self.nouns, self.verbs = _words()

    def number(self) -> str:
        return str(int(10 ** (self.random.random() * 4)))

    def clause(self) -> str:
        chance = self.random.random
        text = _FRAMES[int(chance() * len(_FRAMES))]
        out = []
        for piece in text.replace("{", "\0{").split("\0"):
            key = piece[1:2] if piece.startswith("{") else ""
            if key == "n":
                out.append(self.nouns[int(chance() * len(self.nouns))])
            elif key == "v":
                out.append(self.verbs[int(chance() * len(self.verbs))])
            elif key == "d":
                out.append(self.number())
            elif key == "c":
                out.append(_CLASSIFIERS[int(chance() * len(_CLASSIFIERS))])
            out.append(piece[3:] if key else piece)
        return "".join(out)

    def sentence(self, year: int) -> str:
        opening = _OPENINGS[int(self.random.random() * len(_OPENINGS))].format(y=year)
        clauses = [self.clause() for _ in range(self.random.choice((2, 3, 3, 4, 4, 5, 6)))]
        return opening + "，".join(clauses) + "。"

    def hard(self, text: str) -> str:
        """Keep the frame of a sentence (punctuation, numbers, openings), and change two words of three."""
        parts = re.split(r"([，、。；\d]+)", text)
        return "".join(
            part if re.fullmatch(r"[，、。；\d]*", part) else self._other_words(part) for part in parts
        )

    def _other_words(self, part: str) -> str:
        pieces = [part[at : at + 2] for at in range(0, len(part), 2)]
        kept = self.random.randrange(3)
        return "".join(p if n % 3 == kept else self.random.choice(self.verbs) for n, p in enumerate(pieces))

    def edit(self, text: str, kind: str) -> str:
        """Edit a copy."""
        if kind == "verbatim":
            return text
        changed = _NUMBER.sub(lambda found: self.number(), text)
        if kind == "numbers":
            return changed
        if kind == "light":
            return self._replace_word(changed)
        return self._moderate(changed)

    def _replace_word(self, text: str) -> str:
        at = self.random.randrange(max(len(text) - 3, 1))
        width = self.random.choice((0, 1, 2))
        return text[:at] + self.random.choice(self.verbs) + text[at + width :]

    def _moderate(self, text: str) -> str:
        clauses = text.rstrip("。").split("，")
        way = self.random.randrange(4)
        if way == 0 and len(clauses) > 3:
            del clauses[self.random.randrange(len(clauses))]
        elif way == 1:
            clauses.insert(self.random.randrange(len(clauses) + 1), self.clause()[:8])
        elif way == 2 and len(clauses) > 3:
            at = self.random.randrange(len(clauses) - 1)
            shorter = min(at, at + 1, key=lambda n: len(clauses[n]))
            if len(clauses[shorter]) * 5 <= len(text):
                clauses[at], clauses[at + 1] = clauses[at + 1], clauses[at]
        text = "，".join(clauses) + "。"
        for _ in range(max(2, min(4, len(text) // 18))):
            text = self._replace_word(text)
        return text


def generate(count: int, seed: int = 1) -> Iterator[GeneratedReport]:
    """Generate a corpus.

    Parameters
    ----------
    count : int
        Number of reports, at least 1. Units report on each of `YEARS`, and 20 units make a region, the first
        being superior to the others.
    seed : int
        Another seed gives another corpus.

    Yields
    ------
    GeneratedReport
        Unit after unit, year after year.
    """
    stock = _Writer(f"{seed}-stock")
    root = iter(range(1 << 40))
    national = [Planted(stock.sentence(2019), "national", "verbatim", next(root)) for _ in range(STOCK)]
    regions = -(-count // (UNITS_IN_REGION * len(YEARS)))
    left = count
    for region in range(regions):
        superiors: dict[int, GeneratedReport] = {}
        writer = _Writer(f"{seed}-region-{region}")
        templates = {
            year: [
                Planted(writer.sentence(year), "same_region", "verbatim", next(root))
                for _ in range(REGION_TEMPLATE)
            ]
            for year in YEARS
        }
        for unit in range(UNITS_IN_REGION):
            writer = _Writer(f"{seed}-{region}-{unit}")
            last: GeneratedReport | None = None
            for year in YEARS:
                if not left:
                    return
                left -= 1
                superior = superiors.get(year) if unit else None
                last = _report(writer, region, unit, year, last, superior, templates[year], national, root)
                if not unit:
                    superiors[year] = last
                yield last


def _report(
    writer: _Writer,
    region: int,
    unit: int,
    year: int,
    last: GeneratedReport | None,
    superior: GeneratedReport | None,
    template: list[Planted],
    national: list[Planted],
    root: Iterator[int],
) -> GeneratedReport:
    chance = writer.random
    made: list[Planted] = []

    def copy(source: Planted, origin: str) -> None:
        kind = chance.choices(EDITS, _WEIGHTS[origin])[0]
        text = writer.edit(source.text, kind)
        if text == source.text:
            kind = "verbatim"
        made.append(Planted(text, origin, kind, source.root))

    if last is not None:
        share = chance.uniform(0.45, 0.95)
        for source in last.sentences:
            if source.origin != "internal" and chance.random() < share:
                copy(source, "self_prior")
    known = {sentence.root for sentence in (last.sentences if last else ())}
    for source in chance.sample(template, chance.randint(7, 14)) if unit else ():
        copy(source, "same_region")
    for source in chance.sample(superior.sentences, chance.randint(0, 3)) if superior else ():
        if source.origin == "novel" and source.root not in known:
            copy(source, "superior")
    for _ in range(chance.randint(8, 15)):
        source = national[int(len(national) * chance.random() ** 2)]
        if source.root not in known and all(source.root != other.root for other in made):
            copy(source, "national")
    for _ in range(chance.randint(1, 3)):
        text = writer.hard(chance.choice(national).text)
        made.append(Planted(text, "novel", "hard", next(root)))
    for _ in range(max(4, 56 - len(made) + chance.randint(-8, 8))):
        made.append(Planted(writer.sentence(year), "novel", "", next(root)))
    chance.shuffle(made)
    if chance.random() < 0.5:
        copy(chance.choice(made), "internal")
    issuer = f"r{region:05d}u{unit:02d}"
    return GeneratedReport(
        f"{issuer}-{year}",
        issuer,
        f"r{region:05d}",
        f"r{region:05d}u00" if unit else None,
        year,
        f"{year + 1}-01-{10 + unit % 20:02d}",
        made,
    )


def flagged(reports: list[GeneratedReport]) -> list[list[bool]]:
    """Tell for every sentence whether it has a relative (a copy or a source) in another report."""
    homes: dict[int, int] = {}
    for number, report in enumerate(reports):
        for sentence in report.sentences:
            home = homes.setdefault(sentence.root, number)
            if home != number:
                homes[sentence.root] = -1
    return [[homes[s.root] < 0 for s in report.sentences] for report in reports]
