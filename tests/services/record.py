"""What `make services` writes down in `.vault/test-environment`, and whether a test run may rely on it."""

import fcntl
import functools
import hashlib
import json
from dataclasses import asdict, dataclass
from pathlib import Path
from typing import IO

CHECKOUT = Path(__file__).resolve().parents[2]
RECORD = CHECKOUT / ".vault" / "test-environment"
DIRECTORY = CHECKOUT / ".vault" / "test-services"
LOG = DIRECTORY / "log"
FORMAT = 1
OF_SERVICES = {".py", ".groovy", ".lock", ".txt"}


class CannotAttachError(Exception):
    """There is no system to attach to; the message says why, in a sentence for people."""


@dataclass(frozen=True)
class Record:
    """The process that keeps the services, whose they are, a hash of the code they run, and the slots' directories."""

    pid: int
    checkout: str
    code: str
    slots: list[str]
    format: int = FORMAT


@functools.cache
def hash_service_code() -> str:
    """A hash of the code that the services run."""
    digest = hashlib.sha256()
    for file in sorted(path for path in (CHECKOUT / "local").rglob("*") if path.suffix in OF_SERVICES):
        digest.update(file.read_bytes())
    return digest.hexdigest()


def read_current(file: Path = RECORD) -> Record:
    """Read the record. Raises CannotAttachError unless its services run, for this checkout and from this code."""
    record = read_running(file)
    if record.checkout != str(CHECKOUT):
        sentence = f"The services of {file} belong to another checkout, {record.checkout}."
        raise CannotAttachError(sentence)
    if record.code != hash_service_code():
        sentence = "The services that run are of other code than local/ has now: `make services` replaces them."
        raise CannotAttachError(sentence)
    return record


def read_running(file: Path = RECORD) -> Record:
    """Read the record of services that run, from whatever code. Raises CannotAttachError if there are none."""
    if not file.exists():
        sentence = "No services are running: `make services` starts some."
        raise CannotAttachError(sentence)
    if not is_locked(file):
        sentence = "The services of `make services` have ended: it starts new ones."
        raise CannotAttachError(sentence)
    text = file.read_text()
    if not text:
        sentence = "The services of `make services` are starting."
        raise CannotAttachError(sentence)
    try:
        record = Record(**json.loads(text))
    except (ValueError, TypeError):
        record = Record(0, "", "", [], format=0)
    if record.format != FORMAT:
        sentence = f"{file} has another format: end its services with the code that started them."
        raise CannotAttachError(sentence)
    return record


def write(record: Record, file: IO[str]) -> None:
    """Write the record into its file, which is open and locked."""
    file.truncate(0)
    file.write(json.dumps(asdict(record)))
    file.flush()


def is_locked(file: Path) -> bool:
    """Whether a process holds the file's lock; the kernel releases it when that process ends."""
    with file.open() as opened:
        return not lock(opened, fcntl.LOCK_SH)


def lock(file: IO[str], kind: int = fcntl.LOCK_EX) -> bool:
    """Take the file's lock; false if another process holds it, if only for the moment in which it looks."""
    try:
        fcntl.flock(file, kind | fcntl.LOCK_NB)
    except BlockingIOError:
        return False
    return True
