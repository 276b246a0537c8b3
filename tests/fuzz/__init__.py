"""Calls with made-up bodies."""
