"""Thin bridges to other libraries; whoever does not import them does not load those libraries."""
