"""Labels of narrative paragraphs: the keyword model and the front door to all models."""

from govnlp.annotate.labels.front import classify
from govnlp.annotate.labels.records import CueHit, ParagraphScores
from govnlp.annotate.labels.scoring import score_paragraph

__all__ = ["CueHit", "ParagraphScores", "classify", "score_paragraph"]
