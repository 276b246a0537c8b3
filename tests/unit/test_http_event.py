"""Reading API Gateway events, and refusing malformed ones."""

import contextlib
import json
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from vault.runtime.http_event import MAX_BYTES, BodyInvalid, BodyTooLarge, contains_unsafe, parse_body, parse_request

JSON = st.recursive(
    st.none() | st.booleans() | st.integers() | st.floats(allow_nan=False, allow_infinity=False) | st.text(),
    lambda inner: st.lists(inner, max_size=3) | st.dictionaries(st.text(), inner, max_size=3),
)


def event(**headers: Any) -> dict[str, Any]:
    http = {"sourceIp": "203.0.113.9", "userAgent": "x" * 5000}
    return {"headers": headers, "requestContext": {"http": http}}


def test_a_request_is_what_the_gateway_says_of_it() -> None:
    request = parse_request(event(origin="https://Metro.example/", **{"idempotency-key": "k"}), "vault_test")

    assert (request.function_name, request.source_ip, request.origin) == (
        "vault_test",
        "203.0.113.9",
        "https://metro.example",
    )
    assert request.idempotency_key == "k"


def test_long_headers_are_cut() -> None:
    request = parse_request(event(**{"accept-language": "x" * 5000, "idempotency-key": "k" * 500}), "vault_test")

    assert (len(request.user_agent), len(request.accept_language), len(request.idempotency_key)) == (2048, 2048, 500)


@given(JSON)
def test_any_json_is_read_or_refused(value: Any) -> None:
    try:
        read = parse_body({"body": json.dumps(value)})
    except BodyInvalid:
        assert not isinstance(value, dict) or contains_unsafe(value)
    else:
        assert read == value


@given(st.text())
def test_any_text_is_read_or_refused(text: str) -> None:
    with contextlib.suppress(BodyInvalid):
        assert isinstance(parse_body({"body": text}), dict)


def test_the_largest_body_is_read_and_the_next_refused() -> None:
    body = '{"a": "%s"}'
    most = MAX_BYTES - len(body % "")

    assert parse_body({"body": body % ("x" * most)})
    with pytest.raises(BodyTooLarge):
        parse_body({"body": body % ("x" * (most + 1))})
