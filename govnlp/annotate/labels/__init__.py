"""Labels of narrative paragraphs: the keyword model, the linear model, and the front door to both."""

from govnlp.annotate.labels.front import classify
from govnlp.annotate.labels.linear.model import load_model
from govnlp.annotate.labels.records import CueHit, Given, Model, ParagraphScores
from govnlp.annotate.labels.scoring import score_paragraph

__all__ = ["CueHit", "Given", "Model", "ParagraphScores", "classify", "load_model", "score_paragraph"]
