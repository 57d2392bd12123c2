"""Who copied what from whom: index, candidates, compare; origins, passages, measures, stale figures."""
