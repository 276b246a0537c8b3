"""The systems of `make services`, each a slot that one test run at a time claims.

The run holds the lock of the slot's claim file until it ends, and finds the services as new, with a world in them.
The keeper empties and refills the slot afterwards.
"""

import functools
import hashlib
import os
import pickle
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import IO, Any

from tests.services import record
from tests.services.record import CannotAttachError

PATIENCE_SECONDS = 6.0
PAUSE_SECONDS = 0.05
SHAPE_WORLDS = (
    "shared/vault/kernel/*.py",
    "shared/vault/graph/schema.py",
    "shared/vault/*/model.py",
    "tests/factories.py",
    "tests/services/*.py",
)
"""The files of what a filling pickles and of what the graph stores. Of all of shared/, each change would cost a run
the seconds of a refill."""
OTHER_CODE = "The world in the services is of other code than there is now: another is built."


@dataclass(frozen=True)
class Filling:
    """What a run needs of a system: how to reach it, the world in it, and the first number for fresh names."""

    environment: dict[str, str]
    world: Any
    next_number: int


@dataclass(frozen=True)
class Claim:
    """A slot that is ours as long as the file is open."""

    directory: Path
    lock: IO[str]
    filling: Filling


def claim_or_explain(explain: Callable[[str], None], file: Path = record.RECORD) -> Claim | None:
    """Claim a slot; None, and the reason explained, where the run has to start services of its own."""
    try:
        return claim(file, explain)
    except CannotAttachError as reason:
        explain(f"{reason} This run starts its own.")
        return None


def claim(file: Path = record.RECORD, explain: Callable[[str], None] = lambda _: None) -> Claim:
    """Claim a slot, waiting a few seconds for one that is being refilled. Raises CannotAttachError."""
    slots = [Path(slot) for slot in record.read_current(file).slots]
    explain_once = functools.cache(explain)
    deadline = time.monotonic() + PATIENCE_SECONDS
    while time.monotonic() < deadline:
        outdated = [slot for slot in slots if drop_outdated(slot)]
        if outdated:
            explain_once(OTHER_CODE)
        for slot in slots:
            claimed = claim_slot(slot)
            if claimed:
                return claimed
        if all(is_in_use(slot) for slot in slots):
            sentence = "Other test runs use all systems of `make services`."
            raise CannotAttachError(sentence)
        time.sleep(PAUSE_SECONDS)
    sentence = f"The services are not ready for a test run: read {record.LOG}."
    raise CannotAttachError(sentence)


def claim_slot(slot: Path) -> Claim | None:
    """Claim this slot if it is free and has a filling of the code that there is now."""
    lock = lock_slot(slot)
    if lock is None:
        return None
    code, pickled = read_filling(slot)
    if code != hash_world_code():
        lock.close()
        return None
    filling = pickle.loads(pickled)  # noqa: S301  our own keeper wrote it
    (slot / "filling").unlink()
    return Claim(slot, lock, filling)


def drop_outdated(slot: Path) -> bool:
    """Remove a filling of other code, so that the keeper makes another; false if there is none."""
    lock = lock_slot(slot)
    if lock is None:
        return False
    with lock:
        code, _ = read_filling(slot)
        if code in {"", hash_world_code()}:
            return False
        (slot / "filling").unlink()
        return True


def read_filling(slot: Path) -> tuple[str, bytes]:
    """The hash of the code that made it, and the pickled filling; both empty if there is none."""
    try:
        code, _, pickled = (slot / "filling").read_bytes().partition(b"\n")
    except FileNotFoundError:
        return "", b""
    return code.decode(errors="replace"), pickled


@functools.cache
def hash_world_code() -> str:
    """A hash of the code that shapes a world."""
    digest = hashlib.sha256()
    for file in sorted(file for pattern in SHAPE_WORLDS for file in record.CHECKOUT.glob(pattern)):
        digest.update(f"{file}\n".encode() + file.read_bytes())
    return digest.hexdigest()


def lock_slot(slot: Path) -> IO[str] | None:
    """The open claim file with its lock, or None if another process holds it."""
    slot.mkdir(parents=True, exist_ok=True)
    lock = (slot / "claim").open("a")
    if record.lock(lock):
        return lock
    lock.close()
    return None


def is_in_use(slot: Path) -> bool:
    """Whether a test run, and not the keeper, holds the slot."""
    claim_file = slot / "claim"
    return claim_file.exists() and record.is_locked(claim_file) and not (slot / "refilling").exists()


def needs_filling(slot: Path, oldest_seconds: float) -> bool:
    """Whether the slot has no filling, or one whose access tokens will expire before long."""
    try:
        return time.time() - (slot / "filling").stat().st_mtime > oldest_seconds
    except FileNotFoundError:
        return True


@contextmanager
def refilling(slot: Path) -> Iterator[bool]:
    """Hold the slot while it is refilled; false if a test run has it."""
    lock = lock_slot(slot)
    if lock is None:
        yield False
        return
    with lock:
        (slot / "refilling").touch()
        (slot / "filling").unlink(missing_ok=True)
        try:
            yield True
        finally:
            (slot / "refilling").unlink()


def write_filling(slot: Path, filling: Filling) -> None:
    """Offer the slot to test runs."""
    written = slot / f"filling.{os.getpid()}"
    written.write_bytes(f"{hash_world_code()}\n".encode() + pickle.dumps(filling))
    written.rename(slot / "filling")
