"""The archive of the Gremlin Server's classes, written beside a start that had none and used by the next."""

from __future__ import annotations

import fcntl
from typing import TYPE_CHECKING

import pytest

from local.gremlin import class_archive

if TYPE_CHECKING:
    from pathlib import Path

# In the place of Java: "dumps" the class list, which it is told, into the archive, which it is told too.
DUMP = """#!/bin/sh
for option in "$@"; do case "$option" in
  -XX:SharedClassListFile=*) list="${option#*=}" ;;
  -XX:SharedArchiveFile=*) archive="${option#*=}" ;;
esac; done
cp "$list" "$archive"
"""


@pytest.fixture(autouse=True)
def _ordinary_priority(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("os.nice", lambda _: 0)


@pytest.fixture
def java(tmp_path: Path) -> str:
    program = tmp_path / "java"
    program.write_text(DUMP)
    program.chmod(0o755)
    return str(program)


@pytest.fixture
def class_list(tmp_path: Path) -> Path:
    file = tmp_path / class_archive.CLASS_LIST
    file.write_text("java/lang/Object id: 0\njava/lang/Str")
    return file


def test_the_archive_holds_the_classes_of_whole_lines(java: str, class_list: Path, tmp_path: Path) -> None:
    archive = class_archive.file_of(tmp_path, [java])

    class_archive.write(class_list, archive, [java])

    assert archive.read_text() == "java/lang/Object id: 0\n"


def test_a_start_lists_its_classes_until_there_is_an_archive(java: str, class_list: Path, tmp_path: Path) -> None:
    archive = class_archive.file_of(tmp_path, [java])
    before = class_archive.options(archive, tmp_path)

    class_archive.write(class_list, archive, [java])

    assert before == [f"-XX:DumpLoadedClassList={class_list}"]
    assert class_archive.options(archive, tmp_path) == [f"-XX:SharedArchiveFile={archive}"]


def test_two_processes_do_not_write_one_archive(java: str, class_list: Path, tmp_path: Path) -> None:
    archive = class_archive.file_of(tmp_path, [java])

    with archive.with_suffix(".lock").open("w") as other:
        fcntl.flock(other, fcntl.LOCK_EX)
        class_archive.write(class_list, archive, [java])

    assert not archive.exists()


def test_another_class_path_has_another_archive(tmp_path: Path) -> None:
    ours = class_archive.file_of(tmp_path, ["java", "-cp", "a.jar"])

    theirs = class_archive.file_of(tmp_path, ["java", "-cp", "b.jar"])

    assert ours != theirs
