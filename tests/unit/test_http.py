"""The HTTP client: what it repeats, where it gives up, and what it never does or logs."""

import gzip
import logging
import socket
import time
from collections.abc import Iterator
from contextlib import ExitStack
from typing import Any

import pytest

from local.processes import free_port
from tests.scripted_server import response, scripted_server
from vault.adapters import http
from vault.adapters.http import HttpRequest
from vault.adapters.systems import Limits, OutsideSystem
from vault.kernel import circuit
from vault.kernel.errors import Unavailable

SYSTEM = OutsideSystem("example", limits=Limits(1.0, 1.0, 2.0, answer_bytes=100, tries=2))
BROKEN = b""
BUSY = response(status="503 Service Unavailable")


@pytest.fixture(autouse=True)
def _without_pauses(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(http, "PAUSE_SECONDS", 0.0)
    http.breaker.cache_clear()


def test_an_answer_has_status_body_and_headers_in_any_case() -> None:
    with scripted_server(response(b"content", "404 Not Found", ["X-Kind: plain"])) as server:
        answer = http.send(SYSTEM, HttpRequest("GET", server.url))

    assert (answer.status, answer.body, answer.headers["x-kind"]) == (404, b"content", "plain")


def test_a_redirect_is_followed_only_where_the_request_asks_for_it() -> None:
    with scripted_server(response(b"there")) as target:
        moved = response(status="302 Found", headers=[f"Location: {target.url}/"])
        with scripted_server(moved, moved) as server:
            kept = http.send(SYSTEM, HttpRequest("GET", server.url))
            followed = http.send(SYSTEM, HttpRequest("GET", server.url, follows_redirects=True))

    assert (kept.status, followed.status, followed.body) == (302, 200, b"there")


@pytest.mark.parametrize("location", ["http://[half", "http://a..b/", "http://", "ftp://elsewhere/", "http://x:99999/"])
def test_a_redirect_to_what_is_no_address_is_unavailable(location: str) -> None:
    moved = response(status="302 Found", headers=[f"Location: {location}"])

    with scripted_server(moved, moved) as server, pytest.raises(Unavailable):
        http.send(SYSTEM, HttpRequest("GET", server.url, follows_redirects=True))


@pytest.mark.parametrize("request_of", [{"headers": {"X-Name": "\u0141"}}, {"idempotency_key": "\u0141"}])
def test_a_header_that_cannot_be_sent_is_an_error_of_ours(request_of: dict[str, Any]) -> None:
    with scripted_server(response()) as server:
        for _ in range(circuit.OPENS_AFTER):
            with pytest.raises(UnicodeEncodeError):
                http.send(SYSTEM, HttpRequest("GET", server.url, follows_redirects=True, **request_of))
        answer = http.send(SYSTEM, HttpRequest("GET", server.url))

    assert answer.status == 200


@pytest.mark.parametrize("size", [101, 10_000])
def test_an_answer_that_is_too_large_is_given_up(size: int) -> None:
    with scripted_server(response(b"x" * 100), *[response(b"x" * size)] * 2) as server:
        largest = http.send(SYSTEM, HttpRequest("GET", server.url))
        with pytest.raises(Unavailable):
            http.send(SYSTEM, HttpRequest("GET", server.url))

    assert len(largest.body) == 100


@pytest.mark.parametrize("body", [b"", b"x" * 90])
def test_a_server_that_sends_one_byte_now_and_then_holds_nobody_beyond_the_deadline(body: bytes) -> None:
    headers = [] if body else ["X-Long: " + "x" * 90]
    began = time.monotonic()

    with scripted_server(response(body, headers=headers), is_slow=True) as server, pytest.raises(Unavailable):
        http.send(SYSTEM, HttpRequest("GET", server.url), seconds=0.5)

    assert time.monotonic() - began < 1.5


def test_an_answer_that_ends_before_its_announced_length_is_not_taken() -> None:
    cut = response(b"x" * 50)[:-45]

    with scripted_server(cut, cut) as server, pytest.raises(Unavailable):
        http.send(SYSTEM, HttpRequest("GET", server.url))

    assert len(server.requests) == 2


COMPRESSED = gzip.compress(b"x" * 50)


@pytest.mark.parametrize(
    ("method", "answer", "body"),
    [
        ("HEAD", response(b"x" * 50)[:-50], b""),
        ("GET", response(b"x" * 50, "304 Not Modified")[:-50], b""),
        ("GET", response(b"", "204 No Content"), b""),
        ("GET", b"HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\n5\r\nwhole\r\n0\r\n\r\n", b"whole"),
        ("GET", b"HTTP/1.0 200 OK\r\n\r\nuntil it closes", b"until it closes"),
        ("GET", response(COMPRESSED, headers=["Content-Encoding: gzip"]), COMPRESSED),
    ],
    ids=["head", "304", "204", "chunked", "until the end", "gzip"],
)
def test_an_answer_of_any_framing_is_taken_whole(method: str, answer: bytes, body: bytes) -> None:
    with scripted_server(answer) as server:
        taken = http.send(SYSTEM, HttpRequest(method, server.url))

    assert taken.body == body


def test_a_chunked_answer_without_its_end_is_not_taken() -> None:
    cut = b"HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\n5\r\nwhole\r\n"

    with scripted_server(cut, cut) as server, pytest.raises(Unavailable):
        http.send(SYSTEM, HttpRequest("GET", server.url))


def test_what_may_be_sent_twice_is_sent_again() -> None:
    with scripted_server(BROKEN, response(b"done")) as server:
        answer = http.send(SYSTEM, HttpRequest("GET", server.url))

    assert (answer.body, len(server.requests)) == (b"done", 2)


def test_what_must_not_be_sent_twice_is_sent_once() -> None:
    with scripted_server(BROKEN, response(b"done")) as server, pytest.raises(Unavailable):
        http.send(SYSTEM, HttpRequest("POST", server.url, body=b"{}"))

    assert len(server.requests) == 1


def test_an_idempotency_key_makes_a_post_repeatable_and_stays_the_same() -> None:
    with scripted_server(BROKEN, BUSY.replace(b"503", b"200")) as server:
        http.send(SYSTEM, HttpRequest("POST", server.url, body=b"{}", idempotency_key="charge.17"))

    assert [b"Idempotency-Key: charge.17" in sent for sent in server.requests] == [True, True]


def test_a_system_that_is_busy_is_asked_again_and_then_unavailable() -> None:
    with scripted_server(BUSY, BUSY) as server, pytest.raises(Unavailable):
        http.send(SYSTEM, HttpRequest("GET", server.url))

    assert len(server.requests) == 2


@pytest.mark.parametrize("status", ["429 Too Many Requests", "500 Internal Server Error"])
def test_a_refusal_is_an_answer_only_where_the_adapter_takes_it(status: str) -> None:
    with scripted_server(response(status=status), response(status=status)) as server:
        taken = http.send(SYSTEM, HttpRequest("POST", server.url, returns_errors=True))
        with pytest.raises(Unavailable):
            http.send(SYSTEM, HttpRequest("POST", server.url))

    assert taken.status == int(status[:3])


def test_nobody_waits_longer_for_another_try_than_there_is_time() -> None:
    later = response(status="429 Too Many Requests", headers=["Retry-After: 30"])
    began = time.monotonic()

    with scripted_server(later) as server, pytest.raises(Unavailable):
        http.send(SYSTEM, HttpRequest("GET", server.url))

    assert time.monotonic() - began < 1


def test_failures_in_a_row_open_the_breaker_of_one_host_alone() -> None:
    calls = circuit.OPENS_AFTER + 1
    with scripted_server() as broken, scripted_server(response()) as sound:
        for _ in range(calls):
            with pytest.raises(Unavailable):
                http.send(SYSTEM, HttpRequest("POST", broken.url))
        answer = http.send(SYSTEM, HttpRequest("POST", sound.url))

    assert (len(broken.requests), answer.status) == (circuit.OPENS_AFTER, 200)


@pytest.mark.parametrize("seconds", [0.0, -1.0])
def test_a_call_that_comes_without_time_is_no_failure_of_the_host(seconds: float) -> None:
    with scripted_server(response()) as server:
        for _ in range(circuit.OPENS_AFTER):
            with pytest.raises(Unavailable):
                http.send(SYSTEM, HttpRequest("GET", server.url), seconds)
        answer = http.send(SYSTEM, HttpRequest("GET", server.url))

    assert (answer.status, len(server.requests)) == (200, 1)


@pytest.fixture
def silent_port() -> Iterator[int]:
    """A port at which every connection waits: the queue of its listener is full."""
    with socket.create_server(("127.0.0.1", 0), backlog=0) as listener, ExitStack() as waiting:
        for _ in range(4):
            client = waiting.enter_context(socket.socket())
            client.setblocking(False)  # noqa: FBT003  its parameter has no name
            client.connect_ex(listener.getsockname())
        yield listener.getsockname()[1]


def resolve_to(monkeypatch: pytest.MonkeyPatch, *addresses: str) -> None:
    """Let the host `many.example` have these addresses."""
    resolve = socket.getaddrinfo

    def resolve_many(host: str, *options: Any, **more: Any) -> list[Any]:
        hosts = addresses if host == "many.example" else [host]
        return [found for each in hosts for found in resolve(each, *options, **more)]

    monkeypatch.setattr(socket, "getaddrinfo", resolve_many)


def test_a_host_of_many_silent_addresses_holds_nobody_beyond_the_deadline(
    monkeypatch: pytest.MonkeyPatch, silent_port: int
) -> None:
    resolve_to(monkeypatch, *["127.0.0.1"] * 8)
    hasty = OutsideSystem("example", limits=Limits(0.3, 1.0, 1.0, tries=1))
    began = time.monotonic()

    with pytest.raises(Unavailable):
        http.send(hasty, HttpRequest("GET", f"http://many.example:{silent_port}"))

    assert 0.9 < time.monotonic() - began < 1.5


def test_the_next_address_of_a_host_is_tried_where_the_first_refuses(monkeypatch: pytest.MonkeyPatch) -> None:
    resolve_to(monkeypatch, "127.0.0.2", "127.0.0.1")

    with scripted_server(response(b"there")) as server:
        url = server.url.replace("127.0.0.1", "many.example")
        answer = http.send(SYSTEM, HttpRequest("GET", url))

    assert answer.body == b"there"
    assert f"Host: {url.removeprefix('http://')}".encode() in server.requests[0]


def test_a_host_where_nobody_listens_is_unavailable() -> None:
    with pytest.raises(Unavailable) as refused:
        http.send(SYSTEM, HttpRequest("POST", f"http://127.0.0.1:{free_port()}"))

    assert refused.value.data == {"service": "example"}


@pytest.mark.parametrize("url", ["http://", "nothing", "http://[half", "http://a..b", "http://\ud800"])
def test_an_address_that_is_none_is_unavailable(url: str) -> None:
    with pytest.raises(Unavailable):
        http.send(SYSTEM, HttpRequest("GET", url))


@pytest.mark.parametrize("answer", [response(b"{"), response(b"\xff"), response(b"[]", "404 Not Found")])
def test_an_answer_that_is_no_json_is_unavailable(answer: bytes) -> None:
    with scripted_server(answer) as server, pytest.raises(Unavailable):
        http.get_json(SYSTEM, server.url)


def test_a_call_is_logged_in_one_line_without_secrets(caplog: pytest.LogCaptureFixture) -> None:
    caplog.set_level(logging.DEBUG, "vault")
    secrets = {"Authorization": "Bearer s3cret"}
    with scripted_server(response(b"s3cret")) as server:
        host = server.url.removeprefix("http://")
        url = f"{server.url.replace('//', '//user:s3cret@')}/hooks/s3cret?key=s3cret"
        request = HttpRequest("POST", url, secrets, b"s3cret", operation="send hook", idempotency_key="s3cret")
        http.send(SYSTEM, request)

    lines = [vars(record) for record in caplog.records if record.name == "vault.adapters"]
    assert [(line["system"], line["host"], line["operation"], line["status"], line["tries"]) for line in lines] == [
        ("example", host, "send hook", 200, 1)
    ]
    assert "s3cret" not in str(lines)
    assert "s3cret" not in repr(http.HttpResponse(200, {"Set-Cookie": "s3cret"}, b"s3cret"))
    assert "s3cret" not in repr(request)
