"""Benchmarks: the cost of the system compared with the cost of its parts."""
