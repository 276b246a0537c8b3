"""The jars of Apache TinkerPop's Gremlin Server, hash-locked in jars.lock; `python -m local.gremlin.jars` writes it."""

from __future__ import annotations

import fcntl
import hashlib
import os
import sys
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path
from typing import TYPE_CHECKING

from local.errors import StartFailure

if TYPE_CHECKING:
    from jgo.maven import MavenContext

LOCK = Path(__file__).with_name("jars.lock")
ROOTS = (
    "org.apache.tinkerpop:gremlin-server:3.7.5",
    "org.apache.tinkerpop:tinkergraph-gremlin:3.7.5",
    "org.slf4j:slf4j-simple:1.7.25",
)
# Test tools of a dependency, which contain a second logging backend.
LEFT_OUT = ("ch.qos.logback:", "io.github.hakky54:logcaptor:")
PARALLEL_DOWNLOADS = 8
TIMEOUT_SECONDS = 60


def class_path() -> list[Path]:
    """The verified jars; missing ones are downloaded. Raises StartFailure if one is unavailable or differs."""
    locked = [line.split() for line in LOCK.read_text().splitlines()]
    directory = repository()
    directory.mkdir(parents=True, exist_ok=True)
    with (directory / "downloading").open("w") as turn, ThreadPoolExecutor(PARALLEL_DOWNLOADS) as pool:
        # Two first starts at once, such as tests and `make run`, would write the same files.
        fcntl.flock(turn, fcntl.LOCK_EX)
        return list(pool.map(lambda entry: _archive(entry[0], entry[1]), locked))


def repository() -> Path:
    """The directory of the jars."""
    return Path(os.environ.get("M2_REPO") or Path(sys.prefix) / "share" / "maven")


def _archive(coordinate: str, sha256: str) -> Path:
    group, name, version = coordinate.split(":")
    file = f"{name}-{version}.jar"
    path = repository().joinpath(*group.split("."), name, version, file)
    if path.exists() and _sha256(path) != sha256:
        path.unlink()
    if not path.exists():
        _download(group, name, version)
    if _sha256(path) != sha256:
        path.unlink()
        sentence = f"The downloaded {file} is not what {LOCK.name} names: check where Maven artifacts come from."
        raise StartFailure(sentence)
    return path


def _sha256(path: Path) -> str:
    return hashlib.sha256(path.read_bytes()).hexdigest()


def _download(group: str, name: str, version: str) -> None:
    try:
        _maven().project(group, name).at_version(version).artifact().resolve()
    except (OSError, RuntimeError) as error:
        sentence = f"The Gremlin Server's {name} {version} could not be downloaded ({error}): check the network."
        raise StartFailure(sentence) from error


def _maven() -> MavenContext:
    from jgo.maven import MavenContext

    return MavenContext(repo_cache=repository(), timeout=TIMEOUT_SECONDS)


def _write_lock() -> None:
    maven = _maven()
    roots, others = maven.resolver.resolve([maven.create_dependency(root) for root in ROOTS])
    lines = []
    for artifact in (dependency.artifact for dependency in (*roots, *others)):
        name = f"{artifact.groupId}:{artifact.artifactId}:{artifact.version}"
        # A jar with a classifier has one platform's native transport; Java's own works everywhere.
        if not artifact.classifier and not name.startswith(LEFT_OUT):
            lines.append(f"{name} {_sha256(artifact.resolve())}")
    LOCK.write_text("".join(f"{line}\n" for line in sorted(lines)))


if __name__ == "__main__":
    _write_lock()
