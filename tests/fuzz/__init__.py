"""Fuzzing with generated bodies and frames."""
