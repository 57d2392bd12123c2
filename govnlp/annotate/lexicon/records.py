"""What a lexicon is made of, as it is written; `matcher` compiles it."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field

SCOPES = ("anywhere", "first_sentence", "clause_start", "clause_end", "heading")
WHEN = ("fact", "any")


@dataclass(frozen=True, slots=True)
class TermClass:
    """A named set of terms that patterns refer to as ``<name>``.

    Parameters
    ----------
    name : str
        Its name.
    terms : tuple of str
        The terms written out and folded.
    inside : bool
        Whether a term also counts where it stands inside a longer term of the lexicon.
    """

    name: str
    terms: tuple[str, ...]
    inside: bool = False


@dataclass(frozen=True, slots=True)
class Cue:
    """One thing whose presence in a clause speaks for a label, or against it.

    Parameters
    ----------
    target : str
        Key of the label; for a mark of tense or mood ``@`` and its name.
    pattern : str
        As written; also its name in the evidence.
    weight : float
        In [-1, 1]; below 0 it speaks against the label.
    scope : str
        ``anywhere``, ``first_sentence``, ``clause_start`` (behind at most a list mark), ``clause_end`` or
        ``heading``.
    when : str
        ``fact``: counts only in clauses that state what was or is; ``any``: also inside problems and plans.
    not_clause, not_sentence, not_paragraph : tuple of str
        Terms or ``<class>`` that, found in the same clause, sentence or paragraph, void the cue.
    where : str
        File and line.
    """

    target: str
    pattern: str
    weight: float
    scope: str = "anywhere"
    when: str = "fact"
    not_clause: tuple[str, ...] = ()
    not_sentence: tuple[str, ...] = ()
    not_paragraph: tuple[str, ...] = ()
    where: str = ""


@dataclass(frozen=True, slots=True)
class LabelEntry:
    """A label of the lexicon.

    Parameters
    ----------
    key, name, description : str
        Key, Chinese name and what it means.
    threshold : float
        Score from which it is given, in (0, 1].
    sections : mapping of str to float
        Prior by section key, in [0, 1).
    yields_to : tuple of str
        Labels before which it steps back: where one of them has a stronger cue in the same clause, the cue of
        this label is void.
    cues : tuple of Cue
        In the order written.
    """

    key: str
    name: str
    description: str
    threshold: float = 0.5
    sections: Mapping[str, float] = field(default_factory=dict)
    yields_to: tuple[str, ...] = ()
    cues: tuple[Cue, ...] = ()
