"""RELOAD=1: what is saved is served, with the services as they were."""

from __future__ import annotations

import io
import json
import re
import shutil
import signal
import threading
import time
import urllib.error
import urllib.request
from pathlib import Path
from typing import TYPE_CHECKING, Any

import pytest

from local import processes, reload
from tests.local.test_run import CHECKOUT, started, until_listening
from vault.graph import connection

if TYPE_CHECKING:
    import subprocess
    from collections.abc import Callable, Iterator

LOGIN = "functions/subscriberconsole/login.py"
OPENAPI = "shared/vault/openapi/document.py"
UNFINISHED = "def handler(:\n"


@pytest.fixture
def copy(tmp_path: Path) -> Path:
    for package in ("functions", "local", "shared"):
        shutil.copytree(CHECKOUT / package, tmp_path / package, ignore=shutil.ignore_patterns("__pycache__"))
    return tmp_path


@pytest.fixture
def running(copy: Path) -> Iterator[tuple[subprocess.Popen[str], str]]:
    port = processes.free_port()
    process = started(copy, port, copy, RELOAD="1")
    try:
        until_listening(process, f"http://127.0.0.1:{port}")
        yield process, f"http://127.0.0.1:{port}"
    finally:
        process.kill()
        process.communicate()


def document(url: str) -> Any:
    with urllib.request.urlopen(f"{url}/openapi.json", timeout=60) as answer:
        return json.load(answer)


def summary(url: str) -> str:
    paths = document(url)["paths"].items()
    return str(next(path["post"]["summary"] for name, path in paths if name.endswith("subscriberconsole/login")))


def log_in_as_nobody(url: str) -> str:
    body = json.dumps({"EmailAddress": "nobody@nowhere.example", "Password": "Not-There-1"}).encode()
    headers = {"Content-Type": "application/json", "Origin": "https://nowhere.example"}
    with pytest.raises(urllib.error.HTTPError) as refused:
        urllib.request.urlopen(urllib.request.Request(f"{url}/preview/subscriberconsole/login", body, headers))
    return str(json.load(refused.value)["errorCode"])


def replace(file: Path, pattern: str, by: str) -> None:
    changed, times = re.subn(pattern, by, file.read_text(), count=1, flags=re.DOTALL)
    assert times == 1
    file.write_text(changed)


def until(state: Callable[[], bool]) -> None:
    deadline = time.monotonic() + 30
    while not state():
        assert time.monotonic() < deadline
        time.sleep(0.2)


def test_saved_functions_and_shared_code_are_served_and_a_syntax_error_changes_nothing(
    copy: Path, running: tuple[subprocess.Popen[str], str]
) -> None:
    process, url = running
    before = log_in_as_nobody(url)
    assert "Saved" not in summary(url)

    replace(copy / LOGIN, r'^"""[^"]*"""', '"""Saved once."""')
    until(lambda: summary(url) == "Saved once.")
    (copy / "functions/subscriberconsole/unfinished.py").write_text(UNFINISHED)
    replace(copy / LOGIN, r'^"""[^"]*"""', '"""Saved beside a mistake."""')
    time.sleep(6)
    beside_a_mistake = summary(url)
    (copy / "functions/subscriberconsole/unfinished.py").unlink()
    until(lambda: summary(url) == "Saved beside a mistake.")
    replace(copy / OPENAPI, '"title": "[^"]*"', '"title": "Saved too"')
    until(lambda: document(url)["info"]["title"] == "Saved too")
    after = log_in_as_nobody(url)
    process.send_signal(signal.SIGINT)
    output, _ = process.communicate(timeout=30)

    assert after == before
    assert beside_a_mistake == "Saved once."
    assert "SyntaxError" in output
    assert "Reloaded: login.py" in output
    assert process.returncode == 0


class _Serving:
    """Serves what it is given, with these outcomes of its exchanges; the last one ends the watching."""

    def __init__(self, stop: threading.Event, *outcomes: BaseException | None) -> None:
        self._stop = stop
        self._outcomes = list(outcomes)

    def exchange(self, _load: object) -> None:
        outcome = self._outcomes.pop(0)
        if not self._outcomes:
            self._stop.set()
        if outcome:
            raise outcome


def watch(monkeypatch: pytest.MonkeyPatch, looks: list[Any], *outcomes: BaseException | None) -> str:
    """What the terminal shows where looking at the files has these results."""
    stop, terminal = threading.Event(), io.StringIO()

    def look(_directories: object) -> dict[Path, int]:
        found = looks.pop(0)
        if isinstance(found, OSError):
            raise found
        return {Path("login.py"): found}

    monkeypatch.setattr(reload, "LOOK_SECONDS", 0)
    monkeypatch.setattr(reload, "_versions", look)
    reload.watch(_Serving(stop, *outcomes), stop, terminal)  # type: ignore[arg-type]
    return terminal.getvalue()


def test_texts_and_templates_are_watched_as_code_is(tmp_path: Path) -> None:
    for name in ("login.py", "messages.json", "welcome.html", "welcome.sms", "welcome.subject", "cache.pyc"):
        (tmp_path / name).touch()

    watched = {path.name for path in reload._versions([tmp_path])}

    assert watched == {"login.py", "messages.json", "welcome.html", "welcome.sms", "welcome.subject"}
    assert {path.suffix for package in ("functions", "shared/vault") for path in texts(CHECKOUT / package)} <= {
        *reload.SUFFIXES,
        ".zip",
    }


def texts(directory: Path) -> list[Path]:
    return [path for path in directory.rglob("*") if path.is_file() and "__pycache__" not in path.parts]


def test_a_saved_module_that_ends_the_interpreter_does_not_end_the_watching(monkeypatch: pytest.MonkeyPatch) -> None:
    shown = watch(monkeypatch, [1, 2, 3], SystemExit(1), None)

    assert re.findall(r"SystemExit: 1|Reloaded: login.py", shown) == ["SystemExit: 1", "Reloaded: login.py"]


def test_a_directory_that_is_removed_meanwhile_does_not_end_the_watching(monkeypatch: pytest.MonkeyPatch) -> None:
    shown = watch(monkeypatch, [1, FileNotFoundError(), 2], None)

    assert shown == "Reloaded: login.py\n"


def test_new_code_is_served_although_a_client_of_the_old_code_cannot_be_closed(monkeypatch: pytest.MonkeyPatch) -> None:
    asked: list[str] = []

    def create_broken(endpoint: str) -> Any:
        asked.append(endpoint)
        raise ConnectionError

    monkeypatch.setattr(connection, "client", create_broken)
    monkeypatch.setattr(reload, "_remove_modules", lambda _names: None)

    functions = reload._load_anew()

    assert asked == list(connection.TRAVERSAL_SOURCES)
    assert "/subscriberconsole/login" in functions.endpoints
