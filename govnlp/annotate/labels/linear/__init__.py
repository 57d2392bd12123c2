"""The linear model of labels: n-grams and keyword evidence, calibrated."""

from govnlp.annotate.labels.linear.model import LinearModel, load_model, save_model
from govnlp.annotate.labels.linear.train import TrainSettings, train, weak_examples

__all__ = ["LinearModel", "TrainSettings", "load_model", "save_model", "train", "weak_examples"]
