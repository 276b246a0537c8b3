"""Deleting units that nobody lives in, and vacating those that are to go."""
