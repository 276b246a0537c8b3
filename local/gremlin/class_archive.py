"""Class data sharing for the Gremlin Server's Java classes (JEP 350), which makes its later starts faster."""

from __future__ import annotations

import fcntl
import hashlib
import os
import subprocess
import sys
from pathlib import Path
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Sequence

CLASS_LIST = "classes.list"
LOWEST_PRIORITY = 19


def file_of(directory: Path, command: Sequence[str]) -> Path:
    """Where the archive for exactly this runtime and class path is, whether or not it exists."""
    return directory / f"classes-{hashlib.sha256(os.pathsep.join(command).encode()).hexdigest()[:16]}.jsa"


def options(archive: Path, work: Path) -> list[str]:
    """The options that use the archive or, without one, record the list of loaded classes."""
    if archive.exists():
        return [f"-XX:SharedArchiveFile={archive}"]
    return [f"-XX:DumpLoadedClassList={work / CLASS_LIST}"]


def write(class_list: Path, archive: Path, command: Sequence[str]) -> None:
    """Write the archive of the listed classes at the lowest priority, unless another process does."""
    os.nice(LOWEST_PRIORITY)
    with archive.with_suffix(".lock").open("w") as turn:
        try:
            fcntl.flock(turn, fcntl.LOCK_EX | fcntl.LOCK_NB)
        except BlockingIOError:
            return
        # The server still runs: the last line may be incomplete.
        whole = class_list.with_suffix(".whole")
        whole.write_text(class_list.read_text().rpartition("\n")[0] + "\n")
        draft = archive.with_suffix(".part")
        what = ["-Xshare:dump", f"-XX:SharedClassListFile={whole}", f"-XX:SharedArchiveFile={draft}"]
        subprocess.run([command[0], *what, *command[1:]], check=True)
        draft.replace(archive)


if __name__ == "__main__":  # CLASS_LIST ARCHIVE JAVA OPTION...
    write(Path(sys.argv[1]), Path(sys.argv[2]), sys.argv[3:])
