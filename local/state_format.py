"""The number of the format in which a directory keeps state; it grows when what is stored cannot be read as before."""

from __future__ import annotations

from typing import TYPE_CHECKING

from local.errors import StartFailure

if TYPE_CHECKING:
    from pathlib import Path

FORMAT = 4
FILE = "format"
STATE = ("state", "regions", "environment")
"""What earlier versions, which wrote no number, have left."""


def claim(directory: Path) -> None:
    """Write the number into a directory without state; StartFailure, with nothing changed, where there is another's."""
    file = directory / FILE
    found = file.read_text().strip() if file.exists() else ""
    if found == str(FORMAT):
        return
    if found or any((directory / name).exists() for name in STATE):
        sentence = (
            f"The state in {directory} is of another version of this program (format {found or 'without a number'}, "
            f"and this one reads {FORMAT}): run `make clean` to begin with an empty system."
        )
        raise StartFailure(sentence)
    directory.mkdir(parents=True, exist_ok=True)
    file.write_text(f"{FORMAT}\n")
