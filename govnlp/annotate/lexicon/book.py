"""The lexicon as a whole: what was read, and the compiled form."""

from __future__ import annotations

import hashlib
from collections.abc import Mapping
from dataclasses import dataclass, field

from govnlp.annotate.lexicon.matcher import Matcher, term_classes
from govnlp.annotate.lexicon.records import Cue, LabelEntry, TermClass
from govnlp.errors import ResourceError

# What the model of tense and mood asks of a clause; the cues are data.
MARKS = (
    "problem_open",
    "problem",
    "problem_soft",
    "problem_hint",
    "plan_open",
    "plan",
    "remedy",
    "slogan",
    "solved",
    "fact_open",
    "done",
    "self_reference",
    "enumeration",
    "purpose",
)


@dataclass(frozen=True, slots=True)
class Lexicon:
    """Labels with their cues, and the marks of tense and mood, compiled.

    Parameters
    ----------
    name : str
        ``govnlp`` or the path it was loaded from.
    labels : mapping of str to LabelEntry
        By key, in the order read.
    classes : mapping of str to TermClass
        By name.
    marks : mapping of str to tuple of Cue
        Cues of tense and mood by the name of the mark.
    sources : tuple of (str, str, str)
        File, version and SHA-256 of each file read, in order.
    matcher, headings : Matcher
        The compiled form: cues for paragraphs and cues for headings.
    """

    name: str
    labels: Mapping[str, LabelEntry]
    classes: Mapping[str, TermClass]
    marks: Mapping[str, tuple[Cue, ...]]
    sources: tuple[tuple[str, str, str], ...]
    matcher: Matcher
    headings: Matcher

    @property
    def sha256(self) -> str:
        """One hash over the hashes of all files read, in order."""
        return hashlib.sha256("".join(digest for _, _, digest in self.sources).encode()).hexdigest()

    def __repr__(self) -> str:
        cues = sum(len(entry.cues) for entry in self.labels.values())
        return f"<Lexicon {self.name!r}: {len(self.labels)} labels, {cues} cues, {self.matcher.terms} terms>"


@dataclass(slots=True)
class Book:
    """A lexicon while files are added to it."""

    labels: dict[str, LabelEntry] = field(default_factory=dict)
    classes: dict[str, TermClass] = field(default_factory=dict)
    marks: dict[str, list[Cue]] = field(default_factory=dict)
    sources: list[tuple[str, str, str]] = field(default_factory=list)
    places: dict[str, tuple[str, int]] = field(default_factory=dict)

    def copy(self) -> Book:
        """Copy it, so that a user's file leaves the package's lexicon as it is."""
        marks = {name: list(cues) for name, cues in self.marks.items()}
        return Book(dict(self.labels), dict(self.classes), marks, list(self.sources), dict(self.places))

    def finish(self, name: str) -> Lexicon:
        """Check what only the whole can tell, and compile.

        Raises
        ------
        ResourceError
            If a cue refers to a class that no file defines, or there is no label.
        """
        cues = [cue for entry in self.labels.values() for cue in entry.cues]
        cues += [cue for group in self.marks.values() for cue in group]
        if not self.labels:
            raise ResourceError("defines no label", source=name)
        for key, entry in self.labels.items():
            for other in entry.yields_to:
                if other not in self.labels:
                    source, at = self.places[key]
                    raise ResourceError(
                        f"label {key!r} yields to {other!r}, which is none", source=source, where=f"line {at}"
                    )
        for cue in cues:
            missing = term_classes([cue]) - self.classes.keys()
            if missing:
                file, _, line = cue.where.rpartition(":")
                names = ", ".join(f"<{part}>" for part in sorted(missing))
                raise ResourceError(f"{cue.pattern!r}: no class {names}", source=file, where=f"line {line}")
        return Lexicon(
            name,
            dict(self.labels),
            dict(self.classes),
            {key: tuple(group) for key, group in self.marks.items()},
            tuple(self.sources),
            Matcher(self.classes, [cue for cue in cues if cue.scope != "heading"]),
            Matcher({}, [cue for cue in cues if cue.scope == "heading"]),
        )
