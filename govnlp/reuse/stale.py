"""Stale content: figures, years, promises and names that were left standing when a report was copied."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterator, Sequence
from functools import lru_cache

from govnlp.annotate.claims import extract_claims
from govnlp.reuse.findings import Finding, Sentence, load_rules, make_finding
from govnlp.reuse.origins import ORIGINS
from govnlp.reuse.promises import PROBLEMS, Promises
from govnlp.reuse.result import Reuse
from govnlp.reuse.wrong_bodies import find_wrong_bodies, read_issuer
from govnlp.text.normalize import fold, squeeze

_CENTURY = "20"
_YEAR = re.compile(r"(?<!\d)(?<![〔\[])(20\d\d)\s*年")
# A plan that opens with the year it is for.
_PLAN = re.compile(r"^\W*(20\d\d)\s*年[,，]?[^,，。;；]{0,12}(?:将|计划|拟|要重点|要着力|打算)")
_NUMERALS = re.compile(r"\d+|[一二两三四五六七八九十百千]+")
# A unit's reports mostly come one after the other, and each is read again for the next.
_KEPT = 1 << 14
_OWN = (ORIGINS.index("self_prior"), ORIGINS.index("internal"))


class Stale:
    """Finds what was left standing.

    Parameters
    ----------
    reuse : Reuse
        Where the sentences come from.
    """

    def __init__(self, reuse: Reuse) -> None:
        self._reuse = reuse
        self._promises = Promises(reuse)
        self._counted = lru_cache(_KEPT)(self._count)

    def find(self, report_id: str, texts: Sequence[str], issuer: str | None) -> list[Finding]:
        """Find what was left standing in a report.

        Parameters
        ----------
        report_id : str
            The report.
        texts : sequence of str
            Its narrative sentences as printed.
        issuer : str or None
            Name of its issuer; without it, other bodies are not looked for.

        Returns
        -------
        list of Finding
            In text order.
        """
        reuse = self._reuse
        rows = reuse.rows(report_id)
        sentences = _sentences(rows, texts)
        inside = slice(rows.start, rows.stop)
        priors = reuse.prior.source[inside].tolist()
        origins = reuse.origins.origin[inside].tolist()
        sources = reuse.origins.source[inside].tolist()
        sections = reuse.ranked.section[inside].tolist()
        found: list[Finding] = []
        of_the_year = load_rules().of_the_year.search
        unit = read_issuer(issuer) if issuer else None
        for sentence, prior, origin, source, section in zip(
            sentences, priors, origins, sources, sections, strict=True
        ):
            # What can be seen at a glance is looked at first: most sentences have nothing of it.
            if prior >= 0 and origin in _OWN:
                if of_the_year(sentence.folded):
                    found += self._figures(sentence, prior)
                if _CENTURY in sentence.folded:
                    found += self._years(sentence, prior)
            elif section == PROBLEMS:
                found += self._plan_year(sentence)
            if unit is not None and unit.glance.search(sentence.folded):
                found += find_wrong_bodies(reuse, sentence, unit, source if source >= 0 else None)
        found += self._promises.find(reuse.place(report_id), sentences)
        return sorted(found, key=lambda f: (f.start, f.end, f.kind))

    def _text(self, number: int) -> str:
        return self._reuse.ranked.texts.string(number)

    def _figures(self, sentence: Sentence, source: int) -> Iterator[Finding]:
        """A copied sentence whose counted figures are all those of last year."""
        text = self._reuse.ranked.text
        mine, theirs = int(text[sentence.row]), int(text[source])
        # Reading the figures is the dear part, so it waits until some number stands in both.
        numerals = set(_NUMERALS.findall(self._text(mine)))
        if not numerals or (mine != theirs and numerals.isdisjoint(_NUMERALS.findall(self._text(theirs)))):
            return
        figures = self._counted(mine)
        if not figures:
            return
        if mine != theirs:
            new, old = Counter(figures), Counter(self._counted(theirs))
            if new != old and not (len(figures) > 1 and new <= old):
                return
        detail = "；".join(surface for surface, _ in figures)
        span = _trimmed(sentence.text)
        years = self._run(sentence.row)
        yield make_finding(self._reuse, "stale_figure", sentence, span, source, detail, years)

    def _count(self, number: int) -> tuple[tuple[str, str], ...]:
        """Figures that count something of the year: neither rules, nor zeros, nor all of it."""
        text = self._text(number)
        made = []
        for claim in extract_claims(text):
            around = text[max(claim.start - 5, 0) : claim.end + 3]
            rule = claim.modality == "rule" or claim.dimension in ("duration", "frequency")
            whole = claim.unit == "%" and claim.value == 100
            if rule or whole or not claim.value or claim.implicit:
                continue
            if not any(word in around for word in load_rules().rules):
                made.append((squeeze(claim.surface), claim.unit))
        return tuple(sorted(made))

    def _run(self, row: int) -> int:
        """Count the years in a row that have the sentence as it is."""
        years = 1
        text = self._reuse.ranked.text
        while (source := int(self._reuse.prior.source[row])) >= 0:
            years += 1
            if text[source] != text[row]:
                break
            row = source
        return years

    def _years(self, sentence: Sentence, source: int) -> Iterator[Finding]:
        """A year that should have moved on with the report and did not."""
        now = _free_years(sentence.folded)
        if not now:
            return
        ranked = self._reuse.ranked
        before = _free_years(self._text(int(ranked.text[source])))
        if len(before) != len(now):
            return
        year = int(ranked.year[ranked.document[sentence.row]])
        last = int(ranked.year[ranked.document[source]])
        plan = any(word in sentence.text for word in load_rules().plan)
        for (old, _), (new, span) in zip(before, now, strict=True):
            if old == new and (new == last or (new == last + 1 == year and plan)):
                detail = f"{new}→{year if new == last else year + 1}"
                yield make_finding(self._reuse, "stale_year", sentence, span, source, detail, 2)

    def _plan_year(self, sentence: Sentence) -> Iterator[Finding]:
        """A plan for the time to come that is dated with the year of the report."""
        match = _PLAN.match(sentence.folded)
        year = int(self._reuse.ranked.year[self._reuse.ranked.document[sentence.row]])
        if match and year and int(match[1]) == year:
            yield make_finding(self._reuse, "stale_year", sentence, match.span(1), None, f"{year}→{year + 1}")


def find_stale(reuse: Reuse, report_id: str, texts: Sequence[str], issuer: str | None) -> list[Finding]:
    """Find what was left standing in one report; for many, `Stale` remembers what it has read.

    Parameters
    ----------
    reuse : Reuse
        Where its sentences come from.
    report_id : str
        The report.
    texts : sequence of str
        Its narrative sentences as printed.
    issuer : str or None
        Name of its issuer; without it, other bodies are not looked for.

    Returns
    -------
    list of Finding
        In text order.
    """
    return Stale(reuse).find(report_id, texts, issuer)


def _sentences(rows: range, texts: Sequence[str]) -> list[Sentence]:
    """Fold all sentences of a report in one go."""
    folded = fold("".join(texts))
    made = []
    at = 0
    for number, (row, text) in enumerate(zip(rows, texts, strict=True)):
        made.append(Sentence(number, row, text, folded[at : at + len(text)]))
        at += len(text)
    return made


def _trimmed(text: str) -> tuple[int, int]:
    return len(text) - len(text.lstrip()), len(text.rstrip())


def _free_years(text: str) -> list[tuple[int, tuple[int, int]]]:
    """Years of a sentence that go with the year of the report, with their spans."""
    words = load_rules().fixed_year
    made = []
    for match in _YEAR.finditer(text):
        behind, before = text[match.end() : match.end() + 4].lstrip(), text[: match.start()].rstrip()
        quoted = before.count("《") > before.count("》")
        if not quoted and not behind.startswith(words) and not before.endswith(("自", "从", "于")):
            made.append((int(match[1]), match.span()))
    return made
