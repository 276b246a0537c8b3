"""What a person at the terminal is told when the system cannot start."""

from __future__ import annotations


class StartFailure(Exception):  # noqa: N818 (it is shown to a person, not caught as an error of the code)
    """One sentence that says what is wrong and what to do about it."""
