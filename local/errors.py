"""Errors that are shown at the terminal when the system cannot start."""

from __future__ import annotations


class StartFailure(Exception):
    """One sentence that says what is wrong and what to do about it."""
