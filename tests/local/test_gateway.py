"""HTTP in, API Gateway's event to the handler, its answer out."""

from __future__ import annotations

import base64
import http.client
import json
import threading
from typing import TYPE_CHECKING, Any

import pytest

from local.api.application import build_application
from local.api.server import Server
from vault.kernel.cors import ALLOWED_HEADERS, EXPOSED_HEADERS
from vault.runtime.registry import Function

if TYPE_CHECKING:
    from collections.abc import Iterator
    from wsgiref.types import StartResponse, WSGIEnvironment

meeting = threading.Barrier(2, timeout=10)
entered = threading.Event()
released = threading.Event()
SECRET = "a secret"


def echo(event: dict[str, Any], context: Any) -> dict[str, Any]:
    left = context.get_remaining_time_in_millis()
    body = {"event": event, "function": context.function_name, "left": left, "request": context.aws_request_id}
    return {"statusCode": 201, "headers": {"X-Own": "1"}, "cookies": ["a=1", "b=2"], "body": json.dumps(body)}


def meet(_event: dict[str, Any], _context: Any) -> dict[str, Any]:
    return {"met": meeting.wait() >= 0}


def slow(_event: dict[str, Any], _context: Any) -> dict[str, Any]:
    entered.set()
    return {"released": released.wait(10)}


def broken(_event: dict[str, Any], _context: Any) -> dict[str, Any]:
    raise ValueError(SECRET)


def picture(_event: dict[str, Any], _context: Any) -> dict[str, Any]:
    return {"statusCode": 200, "body": base64.b64encode(b"\x89PNG").decode(), "isBase64Encoded": True}


HANDLERS = {"/console/echo": echo, "/meet": meet, "/slow": slow, "/broken": broken, "/picture": picture}


@pytest.fixture
def api() -> Iterator[tuple[Server, threading.Event, threading.Thread]]:
    functions = {path: Function(path.strip("/").replace("/", "-"), handler) for path, handler in HANDLERS.items()}
    server, stop = Server(0), threading.Event()
    application = build_application("preview", functions, lambda _: None)
    thread = threading.Thread(target=server.serve, args=(application, stop))
    thread.start()
    yield server, stop, thread
    stop.set()
    thread.join(10)


def call(
    api: tuple[Server, threading.Event, threading.Thread], method: str, path: str, body: bytes = b"", **headers: str
) -> tuple[int, http.client.HTTPMessage, bytes]:
    return request(api, method, f"/preview{path}", body, **headers)


def request(
    api: tuple[Server, threading.Event, threading.Thread], method: str, path: str, body: bytes = b"", **headers: str
) -> tuple[int, http.client.HTTPMessage, bytes]:
    connection = http.client.HTTPConnection("127.0.0.1", api[0].port, timeout=10)
    sent = {name.replace("_", "-"): value for name, value in headers.items()}
    connection.request(method, path, body, sent)
    answer = connection.getresponse()
    return answer.status, answer.headers, answer.read()


def event_of(answer: tuple[int, http.client.HTTPMessage, bytes]) -> dict[str, Any]:
    event: dict[str, Any] = json.loads(answer[2])["event"]
    return event


def test_a_json_body_arrives_as_text(api: Any) -> None:
    headers = {"X_Correlation_Id": "c-1", "User_Agent": "curl/8"}

    event = event_of(
        call(api, "POST", "/console/echo?a=1&a=2&b=", '{"é": 1}'.encode(), Content_Type="application/json", **headers)
    )

    assert (event["version"], event["rawPath"], event["routeKey"]) == (
        "2.0",
        "/preview/console/echo",
        "POST /console/echo",
    )
    assert (event["body"], event["isBase64Encoded"]) == ('{"é": 1}', False)
    assert event["headers"]["x-correlation-id"] == "c-1"
    assert event["queryStringParameters"] == {"a": "1,2", "b": ""}
    assert event["requestContext"]["http"] == {
        "method": "POST",
        "path": "/preview/console/echo",
        "protocol": "HTTP/1.1",
        "sourceIp": "127.0.0.1",
        "userAgent": "curl/8",
    }


@pytest.mark.parametrize("content_type", ["application/pdf", "application/json"])
def test_bytes_that_are_no_text_arrive_in_base64(api: Any, content_type: str) -> None:
    event = event_of(call(api, "POST", "/console/echo", b"\xff\x00", Content_Type=content_type))

    assert event["isBase64Encoded"] is True
    assert base64.b64decode(event["body"]) == b"\xff\x00"


def test_what_is_absent_is_left_out(api: Any) -> None:
    event = event_of(call(api, "POST", "/console/echo"))

    assert not {"body", "cookies", "queryStringParameters", "pathParameters", "stageVariables"} & set(event)
    assert None not in event.values()


def test_the_reference_page_stands_for_the_console_that_it_names(api: Any) -> None:
    own, console = f"http://127.0.0.1:{api[0].port}", "https://console.example"

    named = event_of(call(api, "POST", "/console/echo", Origin=own, X_Console_Origin=console))
    unnamed = event_of(call(api, "POST", "/console/echo", Origin=own))
    foreign = event_of(call(api, "POST", "/console/echo", Origin="https://else.example", X_Console_Origin=console))

    assert [event["headers"].get("origin") for event in (named, unnamed, foreign)] == [
        console,
        None,
        "https://else.example",
    ]


@pytest.mark.parametrize("host", ["127.0.0.1:8000", "localhost", "LOCALHOST:1"])
def test_the_names_of_this_machine_are_answered(api: Any, host: str) -> None:
    assert call(api, "POST", "/console/echo", Host=host)[0] == 201


@pytest.mark.parametrize("host", ["evil.example", "127.0.0.1.evil.example", "[::1", "", "evil.example:8000"])
@pytest.mark.parametrize("path", ["/preview/console/echo", "/_local/people"])
def test_another_host_is_refused(api: Any, path: str, host: str) -> None:
    status, _, body = request(api, "POST", path, Host=host)

    assert (status, json.loads(body)) == (403, {"error": "The Host is not 127.0.0.1 or localhost."})


OTHER_SITES = [
    {"Origin": "https://evil.example"},
    {"Origin": "null"},
    {"Origin": "http://localhost:5173"},
    {"Sec_Fetch_Site": "cross-site", "Sec_Fetch_Dest": "script"},
    {"Sec_Fetch_Site": "same-site", "Sec_Fetch_Dest": "iframe"},
]


@pytest.mark.parametrize("method", ["GET", "POST"])
@pytest.mark.parametrize("headers", OTHER_SITES)
def test_the_pages_are_closed_to_other_sites(api: Any, method: str, headers: dict[str, str]) -> None:
    status, answered, body = request(api, method, "/_local/people", b"", **headers)

    assert (status, json.loads(body)) == (403, {"error": "The Origin is another site's."})
    assert "access-control-allow-origin" not in answered


@pytest.mark.parametrize(
    "headers",
    [{}, {"Sec_Fetch_Site": "same-origin"}, {"Sec_Fetch_Site": "cross-site", "Sec_Fetch_Dest": "document"}],
)
def test_the_pages_are_open_to_programs_themselves_and_links(api: Any, headers: dict[str, str]) -> None:
    own = {"Origin": f"http://127.0.0.1:{api[0].port}"}

    assert request(api, "GET", "/_local/people", b"", **headers)[0] == 404
    assert request(api, "GET", "/_local/people", b"", **own)[0] == 404


def test_cookies_travel_both_ways(api: Any) -> None:
    answer = call(api, "POST", "/console/echo", Cookie="x=1; y=2")

    assert event_of(answer)["cookies"] == ["x=1", "y=2"]
    assert answer[1].get_all("set-cookie") == ["a=1", "b=2"]
    assert (answer[0], answer[1]["x-own"]) == (201, "1")


def test_the_context_is_lambdas(api: Any) -> None:
    first, second = (json.loads(call(api, "POST", "/console/echo")[2]) for _ in range(2))

    assert first["function"] == "console-echo"
    assert 28_000 < first["left"] <= 29_000
    assert first["request"] != second["request"]


def test_a_base64_answer_is_decoded(api: Any) -> None:
    assert call(api, "POST", "/picture")[2] == b"\x89PNG"


def test_an_exception_is_not_shown(api: Any) -> None:
    status, _, body = call(api, "POST", "/broken")

    assert (status, json.loads(body)) == (500, {"message": "Internal Server Error"})


def test_another_method_is_refused(api: Any) -> None:
    status, headers, body = call(api, "GET", "/console/echo")

    assert (status, headers["allow"], json.loads(body)) == (405, "OPTIONS,POST", {"message": "Method Not Allowed"})


def test_more_than_lambda_takes_is_refused(api: Any) -> None:
    status, _, _ = call(api, "POST", "/console/echo", b"x" * (6 * 1024 * 1024 + 1), Content_Type="text/plain")

    assert status == 413


def test_a_preflight_is_answered_without_the_handler(api: Any) -> None:
    origin = "https://console.example"

    status, headers, body = call(api, "OPTIONS", "/broken", Origin=origin, Access_Control_Request_Method="POST")

    answered = call(api, "POST", "/console/echo", Origin=origin)[1]
    assert (status, headers["access-control-allow-origin"], body) == (204, "*", b"")
    assert headers["access-control-allow-headers"].split(",") == [*ALLOWED_HEADERS]
    assert answered["access-control-allow-origin"] == "*"
    assert answered["access-control-expose-headers"].split(",") == [*EXPOSED_HEADERS]


def test_two_calls_are_served_at_once(api: Any) -> None:
    answers: list[bytes] = []
    calls = [threading.Thread(target=lambda: answers.append(call(api, "POST", "/meet")[2])) for _ in range(2)]

    for each in calls:
        each.start()
    for each in calls:
        each.join(10)

    assert [json.loads(answer) for answer in answers] == [{"met": True}] * 2


def test_a_call_under_way_is_answered_before_the_server_stops(api: Any) -> None:
    answers: list[bytes] = []
    ctx = threading.Thread(target=lambda: answers.append(call(api, "POST", "/slow")[2]))
    ctx.start()
    entered.wait(10)

    api[1].set()
    api[2].join(0.5)
    still_serving = api[2].is_alive()
    released.set()
    ctx.join(10)
    api[2].join(10)

    assert (still_serving, api[2].is_alive(), json.loads(answers[0])) == (True, False, {"released": True})


def test_a_call_that_takes_longer_than_the_server_waits_does_not_hold_it_up() -> None:
    server, stop = Server(0), threading.Event()
    begun, end = threading.Event(), threading.Event()

    def wait(_environ: WSGIEnvironment, start_response: StartResponse) -> list[bytes]:
        begun.set()
        end.wait(20)
        start_response("200 OK", [])
        return []

    serving = threading.Thread(target=server.serve, args=(wait, stop), kwargs={"drain_seconds": 0.1})
    serving.start()
    connection = http.client.HTTPConnection("127.0.0.1", server.port, timeout=20)
    connection.request("GET", "/")
    assert begun.wait(10)

    stop.set()
    serving.join(2)
    ended = not serving.is_alive()
    end.set()

    assert ended
    with pytest.raises((http.client.HTTPException, OSError)):
        connection.getresponse()
