"""Statements about a report, each with its evidence."""
