"""Benchmarks: what the system costs, against what it is made of."""
