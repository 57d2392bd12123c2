"""Lexicons: cues of the labels as data, compiled into one pass over the text."""

from govnlp.annotate.lexicon.book import Lexicon
from govnlp.annotate.lexicon.loading import load_lexicon
from govnlp.annotate.lexicon.records import Cue, LabelEntry, TermClass

__all__ = ["Cue", "LabelEntry", "Lexicon", "TermClass", "load_lexicon"]
