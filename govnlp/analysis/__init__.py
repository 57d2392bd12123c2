"""From tables to findings: evaluation, statistics, features."""
