"""The operator's staff."""
