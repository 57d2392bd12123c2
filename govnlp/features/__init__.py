"""Measures of a report as one row: what it says, how concretely, whether it adds up, what the tables say."""

from govnlp.features.concreteness import RESOURCE
from govnlp.features.one import features_of, lone_features
from govnlp.features.row import Parts, column_names, feature_row

__all__ = ["RESOURCE", "Parts", "column_names", "feature_row", "features_of", "lone_features"]
