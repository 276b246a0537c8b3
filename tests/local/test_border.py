"""No service of the local system answers a web page, another user of the machine, or another host."""

from __future__ import annotations

import base64
import http.client
import json
import os
import pwd
import smtplib
import socket
import subprocess
import sys
import tempfile
import urllib.request
from http import HTTPStatus
from pathlib import Path
from typing import TYPE_CHECKING, Any
from urllib.parse import urlsplit

import pytest
import redis
from gremlin_python.driver.client import Client
from gremlin_python.driver.protocol import ConfigurationError, GremlinServerError

from local.api.answer import Answer
from local.api.application import build_application
from local.pages import mails
from local.private_files import protect_directory
from local.routeros.simulator import SERVICES
from tests.api_server import serve
from tests.local.clients import aws, graph, log_in, pool_with_user
from vault.graph.address import connection_parameters

if TYPE_CHECKING:
    from collections.abc import Iterator

    from local.processes import Service
    from local.system import System

LISTENING = "0A"
ROUTER = "The local MikroTik"
LOOPBACK = "0100007F"
"""127.0.0.1 as the kernel writes it; it is the end of that address in IPv6 too."""
OF_OTHERS = 0o077
STOLEN = "stolen@evil.example"
# What a page could send without asking first: each body is a program, or commands, for one of the services.
BODIES = (
    '{"gremlin": "g.addV(\'stolen\')"}',
    "SET stolen 1\r\n",
    f"EHLO x\r\nMAIL FROM:<a@evil.example>\r\nRCPT TO:<{STOLEN}>\r\nDATA\r\nSubject: x\r\n\r\nx\r\n.\r\nQUIT\r\n",
    "Action=ListTopics",
)


def listening(processes: set[int]) -> set[tuple[str, int]]:
    """The addresses (as the kernel writes them) and ports on which processes listen."""
    names = {str(file.readlink()) for each in processes for file in open_files(each)}
    rows = [line.split() for table in ("tcp", "tcp6") for line in Path("/proc/net", table).read_text().splitlines()[1:]]
    found = [row[1].split(":") for row in rows if row[3] == LISTENING and f"socket:[{row[9]}]" in names]
    return {(address[-len(LOOPBACK) :], int(port, 16)) for address, port in found}


def open_files(process: int) -> list[Path]:
    return [file for file in Path(f"/proc/{process}/fd").iterdir() if file.is_symlink()]


def in_group(leader: int) -> set[int]:
    """The processes of a group, into which each service is started."""
    found = subprocess.run(["/bin/ps", "-eo", "pid=,pgid="], capture_output=True, text=True, check=True).stdout
    return {int(process) for process, group in (line.split() for line in found.splitlines()) if int(group) == leader}


def send(port: int, text: str) -> str:
    """Everything that a port answers to a text."""
    answer = b""
    with socket.create_connection(("127.0.0.1", port), timeout=5) as connection:
        try:
            connection.sendall(text.encode())
            connection.shutdown(socket.SHUT_WR)
            while part := connection.recv(65536):
                answer += part
        except OSError:
            pass
    return answer.decode(errors="replace")


def page_request(method: str, host: str, body: str = "") -> str:
    """A request as a browser sends it for a page of https://evil.example."""
    lines = (
        f"{method} /gremlin?gremlin=1 HTTP/1.1",
        f"Host: {host}",
        "Origin: https://evil.example",
        "Content-Type: text/plain",
        f"Content-Length: {len(body)}",
        "Connection: close",
    )
    return "\r\n".join((*lines, "", body))


def addresses_of(service: Service) -> set[tuple[str, int]]:
    return listening(in_group(service.process.pid))


@pytest.mark.skipif(sys.platform != "linux", reason="reads Linux's tables")
def test_each_service_listens_at_this_machine_alone_and_but_for_the_router_on_one_port(local_system: System) -> None:
    found = {service.name: addresses_of(service) for service in local_system.services}

    ports = {service.name: {(LOOPBACK, service.port)} for service in local_system.services}
    router = {(LOOPBACK, port) for _, port in found[ROUTER]}
    assert found == {**ports, ROUTER: router}
    assert len(router) == len(SERVICES) + 1


@pytest.mark.skipif(sys.platform != "linux", reason="reads Linux's tables")
@pytest.mark.parametrize("host", ["127.0.0.1", "evil.example"])
def test_a_page_gets_nothing_and_does_nothing_at_any_port(
    local_system: System, settings: dict[str, str], host: str
) -> None:
    requests = [page_request("GET", host), *(page_request("POST", host, body) for body in BODIES)]

    ports = [port for service in local_system.services for _, port in sorted(addresses_of(service))]
    answers = [send(port, request) for port in ports for request in requests]

    assert len(ports) == len(local_system.services) + len(SERVICES)
    assert [answer for answer in answers if answer.startswith("HTTP/1.1 2") or "ccess-control" in answer] == []
    with graph(settings) as g:
        assert g.V().has_label("stolen").count().next() == 0
    assert redis.Redis.from_url(settings["VAULT_REDIS_URL"]).get("stolen") is None
    assert [mail for mail in mails.newest(local_system.mails) if STOLEN in mail.recipients] == []


@pytest.mark.parametrize("password", ["", "wrong"])
def test_the_graphs_are_closed_without_the_password(settings: dict[str, str], password: str) -> None:
    parameters = {**connection_parameters(settings["VAULT_GRAPH_WRITER"]), "password": password}
    client = Client(**parameters, traversal_source="g")

    with pytest.raises((GremlinServerError, ConfigurationError)):
        client.submit("g.V().count()").all().result()
    client.close()


def test_redis_is_closed_without_the_password(settings: dict[str, str]) -> None:
    port = urlsplit(settings["VAULT_REDIS_URL"]).port or 0

    assert send(port, "GET x\r\n").startswith("-NOAUTH")
    assert send(port, "AUTH wrong\r\n").startswith("-WRONGPASS")


def test_the_mail_server_takes_nothing_without_the_password(settings: dict[str, str]) -> None:
    address = urlsplit(settings["VAULT_SMTP_URL"])

    with smtplib.SMTP("127.0.0.1", address.port or 0) as server, pytest.raises(smtplib.SMTPSenderRefused) as refused:
        server.sendmail("a@example.com", "b@example.com", "x")
    with smtplib.SMTP("127.0.0.1", address.port or 0) as server, pytest.raises(smtplib.SMTPAuthenticationError):
        server.login(address.username or "", "wrong")

    assert refused.value.smtp_code == 530


@pytest.mark.parametrize(
    ("path", "headers", "status"),
    [
        ("{secret}/moto-api/data.json", {}, 200),
        ("{secret}/moto-api/data.json", {"Origin": "http://127.0.0.1:8000"}, 403),
        ("{secret}/moto-api/data.json", {"Host": "evil.example"}, 403),
        ("/moto-api/data.json", {}, 403),
        ("/local/outside", {}, 403),
        ("{secret}0/local/outside", {}, 403),
        ("/any/.well-known/jwks.json", {}, 403),
    ],
)
def test_the_local_aws_answers_who_knows_its_secret(
    settings: dict[str, str], path: str, headers: dict[str, str], status: int
) -> None:
    endpoint = urlsplit(settings["AWS_ENDPOINT_URL"])
    connection = http.client.HTTPConnection(endpoint.netloc, timeout=10)

    connection.request("GET", path.format(secret=endpoint.path), headers=headers)

    assert connection.getresponse().status == status


def test_each_pool_signs_with_a_key_of_its_own(settings: dict[str, str]) -> None:
    cognito = aws(settings, "cognito-idp")
    pools = [pool_with_user(cognito) for _ in range(2)]

    keys = [published(settings, pool) for pool, _ in pools]
    header = log_in(cognito, *pools[0])["AccessToken"].partition(".")[0]

    assert keys[0]["n"] != keys[1]["n"]
    assert {name for key in keys for name in key} == {"alg", "e", "kid", "kty", "n", "use"}
    assert decoded(header)["kid"] == keys[0]["kid"] != keys[1]["kid"]


def published(settings: dict[str, str], pool: str) -> dict[str, str]:
    with urllib.request.urlopen(settings["VAULT_JWKS_URL"].format(pool=pool)) as answer:
        (key,) = json.load(answer)["keys"]
    return dict(key)


def decoded(part: str) -> Any:
    return json.loads(base64.urlsafe_b64decode(part + "=="))


def test_no_password_stands_on_a_command_line(local_system: System, settings: dict[str, str]) -> None:
    secrets = [service.secret for service in local_system.services] + [settings["AWS_SECRET_ACCESS_KEY"]]

    lines = subprocess.run(["/bin/ps", "-eo", "args", "-ww"], capture_output=True, text=True, check=True).stdout

    assert str(local_system.directory) in lines
    assert [secret for secret in secrets if secret in lines] == []


def test_state_that_others_could_read_is_taken_from_them(tmp_path: Path) -> None:
    state = tmp_path / ".vault"
    (state / "mail").mkdir(parents=True, mode=0o755)
    (state / "mail" / "1.eml").touch(mode=0o644)

    protect_directory(state)

    assert [path for path in (state, *state.rglob("*")) if path.stat().st_mode & OF_OTHERS] == []


@pytest.mark.skipif(os.getuid() != 0, reason="only root can run a program as somebody else")
def test_another_user_of_the_machine_reads_nothing() -> None:
    with tempfile.TemporaryDirectory() as directory:
        Path(directory).chmod(0o755)
        secret = Path(directory, ".vault", "environment")
        secret.parent.mkdir()
        secret.write_text("VAULT_STAGE=preview")
        secret.parent.chmod(0o755)
        secret.chmod(0o644)
        before = read_as_nobody(secret)

        protect_directory(secret.parent)

        assert (before, read_as_nobody(secret)) == (0, 1)


def read_as_nobody(file: Path) -> int:
    return run_as_nobody("/bin/cat", str(file)).returncode


def run_as_nobody(*command: str) -> subprocess.CompletedProcess[bytes]:
    nobody = pwd.getpwnam("nobody").pw_uid
    return subprocess.run(command, user=nobody, capture_output=True, check=False)


@pytest.fixture
def page_port() -> Iterator[int]:
    """The port of a server whose pages all have the text "secret"."""
    with serve(build_application("preview", {}, lambda _: Answer(HTTPStatus.OK, (), b"secret"))) as port:
        yield port


@pytest.mark.skipif(sys.platform != "linux" or os.getuid() != 0, reason="only root can run a program as somebody else")
def test_another_user_of_the_machine_sees_no_page(page_port: int) -> None:
    request = f"GET /_local/people HTTP/1.1\r\nHost: 127.0.0.1:{page_port}\r\nConnection: close\r\n\r\n"
    program = f"exec 3<>/dev/tcp/127.0.0.1/{page_port}; printf {request!r} >&3; cat <&3"

    own, others = send(page_port, request), run_as_nobody("/bin/bash", "-c", program).stdout.decode()

    assert (own.split()[1], own.endswith("secret")) == ("200", True)
    assert (others.split()[1], "secret" in others) == ("403", False)
