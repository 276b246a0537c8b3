"""A full disk, or a directory that cannot be written, in words."""

from __future__ import annotations

import errno
import os
from contextlib import contextmanager
from typing import TYPE_CHECKING

from local.errors import StartFailure

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

FULL = (errno.ENOSPC, errno.EDQUOT)
CLOSED = (errno.EROFS, errno.EACCES, errno.EPERM, errno.EEXIST, errno.ENOTDIR, errno.EFBIG)
PROBE_BYTES = 64 * 1024


@contextmanager
def explain_failures(directory: Path) -> Iterator[None]:
    """Raise StartFailure in place of an OSError that the directory's disk is the cause of."""
    try:
        yield
    except OSError as error:
        sentence = _explain(directory, error.errno or 0)
        if not sentence:
            raise
        raise StartFailure(sentence) from error


def check_writable(directory: Path) -> None:
    """Raise StartFailure unless a file can be written into the directory."""
    probe = directory / "probe"
    with explain_failures(directory):
        try:
            probe.write_bytes(bytes(PROBE_BYTES))
        finally:
            probe.unlink(missing_ok=True)


def find_failure(directory: Path, output: str = "") -> str:
    """A sentence, if the disk has no space left or a program's output says that it cannot be written; else empty."""
    for number in (*FULL, errno.EROFS, errno.EACCES, errno.EFBIG):
        if os.strerror(number) in output:
            return _explain(directory, number)
    disk = os.statvfs(directory)
    # Some space may be for root alone.
    left = disk.f_bavail if os.geteuid() else disk.f_bfree
    return "" if left else _explain(directory, errno.ENOSPC)


def _explain(directory: Path, number: int) -> str:
    if number in FULL:
        return f"No space left in {directory.absolute()}: make room, then start again."
    if number in CLOSED:
        return f"{directory.absolute()} cannot be written ({os.strerror(number)}): make it a directory of your own."
    return ""
