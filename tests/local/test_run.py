"""`python -m local.run` as a person starts and stops it."""

from __future__ import annotations

import json
import os
import signal
import socket
import subprocess
import sys
import time
import urllib.error
import urllib.request
from pathlib import Path
from typing import TYPE_CHECKING, Any

import pytest

from local import processes
from local.state_format import FORMAT

if TYPE_CHECKING:
    from collections.abc import Iterator

CHECKOUT = Path(__file__).parents[2]
OF_OTHERS = 0o077


def started(directory: Path, port: int, code: Path = CHECKOUT, **settings: str) -> subprocess.Popen[str]:
    path = os.pathsep.join([str(code), str(code / "shared")])
    return subprocess.Popen(
        [sys.executable, "-m", "local.run"],
        cwd=directory,
        env={**os.environ, "PORT": str(port), "PYTHONPATH": path, **settings},
        stdout=subprocess.PIPE,
        stderr=subprocess.PIPE,
        text=True,
    )


@pytest.fixture(scope="module")
def running(tmp_path_factory: pytest.TempPathFactory) -> Iterator[tuple[subprocess.Popen[str], str, Path]]:
    directory, port = tmp_path_factory.mktemp("run"), processes.free_port()
    process = started(directory, port)
    try:
        yield process, f"http://127.0.0.1:{port}", directory
    finally:
        process.kill()
        process.communicate()


def get(url: str) -> tuple[int, dict[str, str], bytes]:
    try:
        with urllib.request.urlopen(url, timeout=30) as answer:
            return answer.status, dict(answer.headers), answer.read()
    except urllib.error.HTTPError as error:
        return error.code, dict(error.headers), error.read()


def post(url: str, body: dict[str, object]) -> Any:
    headers = {"Content-Type": "application/json"}
    request = urllib.request.Request(url, json.dumps(body).encode(), headers)
    with urllib.request.urlopen(request, timeout=60) as answer:
        return json.load(answer)


def test_a_call_before_the_services_are_up_waits_for_them(running: tuple[subprocess.Popen[str], str, Path]) -> None:
    process, url, _ = running
    until_listening(process, url)

    status, _, body = get(f"{url}/health")

    assert (status, json.loads(body)["status"]) == (200, "ok")


def test_the_pages_are_there(running: tuple[subprocess.Popen[str], str, Path]) -> None:
    _, url, _ = running

    answers = {path: get(url + path) for path in ("/docs", "/docs/swagger-ui-bundle.js", "/_local/", "/_local/queue")}

    assert {status for status, _, _ in answers.values()} == {200}
    assert b"Who to log in as" in answers["/_local/"][2]
    assert len(answers["/docs/swagger-ui-bundle.js"][2]) > 1_000_000
    assert get(f"{url}/docs/..%2f..%2fdemo.json")[0] == 404


def test_jobs_run_by_request_at_the_time_to_which_the_clock_was_set(
    running: tuple[subprocess.Popen[str], str, Path],
) -> None:
    _, url, _ = running

    clock = post(f"{url}/_local/clock", {"now": "2027-03-14T05:00:00.000Z"})
    jobs = post(f"{url}/_local/jobs", {})
    later = json.loads(get(f"{url}/_local/clock")[2])
    back = post(f"{url}/_local/clock", {"now": None})

    assert (jobs["failed"], jobs["jobs"] == sorted(jobs["jobs"])) == ([], True)
    assert {"migrate_plans", "remove_staff", "sweep_outbox"} <= set(jobs["jobs"])
    assert clock["now"] <= later["now"] < "2027-03-14T05:01:00.000Z"
    assert back["now"][:10] == back["real"][:10] == later["real"][:10]


def test_an_unknown_endpoint_is_not_found_in_json(running: tuple[subprocess.Popen[str], str, Path]) -> None:
    _, url, _ = running

    status, headers, body = get(f"{url}/preview/nobody/knows")

    assert (status, headers["Content-Type"], json.loads(body)) == (404, "application/json", {"message": "Not Found"})


def test_a_port_in_use_is_said_in_one_sentence(tmp_path: Path) -> None:
    with socket.create_server(("127.0.0.1", 0)) as other:
        port = other.getsockname()[1]

        output, complaint = started(tmp_path, port).communicate(timeout=20)

    assert (output, complaint) == (
        "",
        f"Port {port} is in use: stop what uses it, or choose another one with PORT=8001.\n",
    )
    assert not (tmp_path / ".vault").exists()


@pytest.mark.parametrize(
    ("number", "words"),
    [
        (f"{FORMAT - 1}\n", f"format {FORMAT - 1}"),
        (f"{FORMAT + 1}\n", f"format {FORMAT + 1}"),
        (None, "format without a number"),
    ],
)
def test_the_state_of_another_version_is_refused_and_left_alone(tmp_path: Path, number: str | None, words: str) -> None:
    pickle = tmp_path / ".vault" / "state" / "aws.pickle"
    pickle.parent.mkdir(parents=True)
    pickle.write_bytes(b"names of modules that are gone")
    if number:
        (tmp_path / ".vault" / "format").write_text(number)
    before = contents(tmp_path)

    output, complaint = started(tmp_path, processes.free_port()).communicate(timeout=20)

    assert output == ""
    assert (words in complaint, "`make clean`" in complaint, complaint.count("\n")) == (True, True, 1)
    assert contents(tmp_path) == before


def test_a_console_that_is_no_origin_is_said_in_one_sentence(tmp_path: Path) -> None:
    process = started(tmp_path, processes.free_port(), CONSOLE="localhost:5173/login")

    output, complaint = process.communicate(timeout=20)

    assert output == ""
    assert complaint.startswith("CONSOLE=localhost:5173/login is not an origin: ")
    assert complaint.count("\n") == 1


def test_ctrl_c_during_the_demo_data_ends_everything_and_the_next_start_goes_on(tmp_path: Path) -> None:
    port = processes.free_port()
    first = started(tmp_path, port)
    until_listening(first, f"http://127.0.0.1:{port}")
    wait_for((tmp_path / ".vault" / "mail"), "*.eml")

    began = time.monotonic()
    first.send_signal(signal.SIGINT)
    output, _ = first.communicate(timeout=30)
    took = time.monotonic() - began
    left = mentioning(str(tmp_path))
    second = started(tmp_path, port)
    wait_for((tmp_path / ".vault"), "demo.json")
    second.send_signal(signal.SIGINT)
    second.communicate(timeout=30)

    assert "The next start continues with them." in output
    assert (took < 3, left, first.returncode, second.returncode) == (True, [], 0, 0)


@pytest.mark.parametrize("seconds", [0.0, 0.3, 1.0, 2.0])
def test_ctrl_c_while_it_starts_ends_everything_without_a_traceback(tmp_path: Path, seconds: float) -> None:
    process = started(tmp_path, processes.free_port())
    until_claimed(process, tmp_path)
    time.sleep(seconds)

    began = time.monotonic()
    process.send_signal(signal.SIGINT)
    _, complaint = process.communicate(timeout=30)

    assert (time.monotonic() - began < 3, complaint, process.returncode) == (True, "", 0)
    assert mentioning(str(tmp_path)) == []


def test_after_sigterm_no_process_is_left(running: tuple[subprocess.Popen[str], str, Path]) -> None:
    process, url, directory = running
    assert get(f"{url}/health")[0] == 200

    process.send_signal(signal.SIGTERM)
    output, _ = process.communicate(timeout=30)

    assert process.returncode == 0
    assert mentioning(str(directory)) == []
    assert (output.startswith("Ready in "), "{" in output) == (True, False)
    assert (directory / ".vault" / "logs" / "api.log").read_text().startswith("{")
    assert [path for path in (directory / ".vault").rglob("*") if path.stat().st_mode & OF_OTHERS] == []
    assert (directory / ".vault" / "state" / "aws.pickle").exists()


def until_listening(process: subprocess.Popen[str], url: str) -> None:
    deadline = time.monotonic() + 30
    while not processes.answers(int(url.rpartition(":")[2])):
        assert process.poll() is None
        assert time.monotonic() < deadline
        time.sleep(processes.POLL_SECONDS)


def until_claimed(process: subprocess.Popen[str], directory: Path) -> None:
    while not (directory / ".vault").exists():
        assert process.poll() is None
        time.sleep(processes.POLL_SECONDS)


def wait_for(directory: Path, pattern: str) -> None:
    deadline = time.monotonic() + 90
    while not list(directory.glob(pattern)):
        assert time.monotonic() < deadline
        time.sleep(processes.POLL_SECONDS)


def contents(directory: Path) -> dict[str, bytes]:
    return {str(path): path.read_bytes() if path.is_file() else b"" for path in directory.rglob("*")}


def mentioning(text: str) -> list[str]:
    """Return the ids and commands of living processes that name a directory (Java, Redis, AWS and mail all do)."""
    found = subprocess.run(["/bin/ps", "-eo", "pid,args", "-ww"], capture_output=True, text=True, check=True).stdout
    return [line for line in found.splitlines() if text in line]
