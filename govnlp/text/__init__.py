"""Text to spans: normalising views, segmentation, bodies and dates."""
