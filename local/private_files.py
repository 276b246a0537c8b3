"""Files and directories that no other user of the machine may read."""

from __future__ import annotations

import os
from pathlib import Path

UMASK = 0o077
"""The bits of a mode that let in others than the owner."""


def protect_directory(directory: Path) -> None:
    """Create the directory if it is missing; take what is in it from everybody but its owner."""
    directory.mkdir(mode=0o700, parents=True, exist_ok=True)
    directory.chmod(0o700)
    for parent, directories, files in os.walk(directory):
        for name in (*directories, *files):
            _take_from_others(Path(parent, name))


def write_private(file: Path, text: str) -> None:
    """Replace the file by one with this text, for its owner alone."""
    draft = file.with_name(f"{file.name}.part")
    draft.unlink(missing_ok=True)
    draft.touch(mode=0o600)
    draft.write_text(text)
    draft.replace(file)


def _take_from_others(path: Path) -> None:
    status = path.lstat()
    if status.st_mode & UMASK and not path.is_symlink() and status.st_uid == os.getuid():
        path.chmod(status.st_mode & ~UMASK & 0o777)
