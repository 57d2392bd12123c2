"""The linear model of labels: n-grams and keyword evidence, calibrated."""
