"""The Groovy classes of the Gremlin Server that are compiled once, since each start would take most of a second."""

from __future__ import annotations

import hashlib
import os
import subprocess
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import TYPE_CHECKING
from zipfile import ZipFile

from local.errors import StartFailure

if TYPE_CHECKING:
    from collections.abc import Sequence

SOURCE = Path(__file__).with_name("journal.groovy")
COMPILER = "org.codehaus.groovy.tools.FileSystemCompiler"


def jar_of_classes(directory: Path, java: str, class_path: Sequence[Path]) -> Path:
    """The jar of the source as it is now, below the directory; it is compiled if it is missing."""
    jar = directory / f"{SOURCE.stem}-{hashlib.sha256(SOURCE.read_bytes()).hexdigest()[:16]}.jar"
    if not jar.exists():
        with TemporaryDirectory(dir=directory) as work:
            _compile(Path(work), [java, "-XX:TieredStopAtLevel=1", "-cp", os.pathsep.join(map(str, class_path))])
            draft = Path(work, "draft.jar")
            with ZipFile(draft, "w") as archive:
                for file in sorted(Path(work).rglob("*.class")):
                    archive.write(file, file.relative_to(work))
            draft.replace(jar)
    return jar


def _compile(work: Path, java: Sequence[str]) -> None:
    compiled = subprocess.run(
        [*java, COMPILER, "-d", str(work), str(SOURCE)], capture_output=True, text=True, check=False
    )
    if compiled.returncode:
        sentence = f"{SOURCE.name} cannot be compiled: {compiled.stderr.strip() or compiled.stdout.strip()}"
        raise StartFailure(sentence)
