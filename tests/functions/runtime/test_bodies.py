"""Answers to invalid bodies."""

import base64
import json
from typing import Any

import pytest

from tests.factories import World, unique_name
from tests.functions.runtime.probes import me, rename
from tests.gateway import Answer, call, event, send
from vault.runtime.http_event import MAX_BYTES

REFUSED: dict[str, str] = {
    "an empty one": "",
    "no JSON": "{",
    "a list": "[]",
    "a text": '"a"',
    "a number": "1",
    "null": "null",
    "NaN": '{"a": NaN}',
    "an infinity": '{"a": -Infinity}',
    "a number beyond all": '{"a": 1e999}',
    "a number of too many digits": f'{{"a": {"9" * 5000}}}',
    "a NUL": '{"a": "\\u0000"}',
    "a NUL in a name": '{"\\u0000": 1}',
    "a lone surrogate": '{"a": ["\\ud800"]}',
    "a nesting of 400": '{"a":' * 400 + "1" + "}" * 400,
    "a nesting of 700": '{"a":' * 700 + "1" + "}" * 700,
    "a nesting of 100,000": "[" * 100_000 + "]" * 100_000,
}


def raw(world: World, body: str, **more: Any) -> Answer:
    """Call with this text as the body."""
    return send(me, {**event(body, authorization=f"Bearer {world.mine.token('LeasingAgent')}"), **more})


@pytest.mark.parametrize("name", [name for name in REFUSED if name != "a nesting of 400"])
def test_a_body_that_is_no_json_object_is_refused(world: World, name: str) -> None:
    answer = raw(world, REFUSED[name])

    assert (answer.status, answer.code) == (400, "BodyInvalid")


@pytest.mark.parametrize(
    ("body", "reason"),
    [
        ("", "it is empty"),
        (" \n", "it is empty"),
        ("{", "it is not valid JSON in UTF-8"),
        ("AccessToken=secret", "it is not valid JSON in UTF-8"),
        ('["secret"]', "it is JSON of another type"),
        ('{"secret": "\\u0000"}', "a text in it has a NUL or half of a surrogate pair"),
        ("[" * 100_000 + "]" * 100_000, "it is nested too deeply"),
    ],
)
def test_a_refused_body_is_told_why_and_nothing_of_it_is_repeated(world: World, body: str, reason: str) -> None:
    answer = raw(world, body)

    assert answer.body["message"] == f"The body must be a JSON object: {reason}."


@pytest.mark.parametrize(
    ("kind", "reason"),
    [
        ("text/plain", "the header Content-Type is not application/json"),
        ("", "the header Content-Type is empty instead of application/json"),
    ],
)
def test_a_wrong_content_type_is_told_before_the_body_is_read(world: World, kind: str, reason: str) -> None:
    called = event("a=b", authorization=f"Bearer {world.mine.token('LeasingAgent')}")

    answer = send(me, {**called, "headers": {**called["headers"], "content-type": kind}})

    assert answer.body["message"] == f"The body must be a JSON object: {reason}."


def test_a_body_is_refused_in_the_language_of_the_caller() -> None:
    answer = send(me, event("", **{"accept-language": "es"}))

    assert answer.body["message"] == "El cuerpo debe ser un objeto JSON: está vacío."


def test_no_nesting_is_a_failure_of_ours(world: World) -> None:
    answers = [raw(world, '{"a":' * depth + "1" + "}" * depth) for depth in range(100, 1100, 50)]

    assert {answer.status for answer in answers} <= {200, 400}


def test_a_missing_body_is_refused(world: World) -> None:
    called = event({})
    del called["body"]

    assert send(me, called).code == "BodyInvalid"
    assert raw(world, "{}").status == 200


def test_a_body_in_base64_is_read(world: World) -> None:
    body = base64.b64encode(json.dumps({"AccessToken": world.mine.token("LeasingAgent")}).encode()).decode()

    answer = send(me, {**event(body), "isBase64Encoded": True})

    assert answer.status == 200


def test_a_body_in_broken_base64_is_refused() -> None:
    answer = send(me, {**event("%%%"), "isBase64Encoded": True})

    assert answer.code == "BodyInvalid"


@pytest.mark.parametrize("size", [MAX_BYTES, 7 * 1024 * 1024])
def test_a_body_of_too_many_bytes_is_refused(world: World, size: int) -> None:
    answer = raw(world, json.dumps({"a": "x" * size}))

    assert (answer.status, answer.code) == (400, "BodyTooLarge")


@pytest.mark.parametrize("kind", ["text/plain", "application/x-www-form-urlencoded", "", "multipart/form-data"])
def test_another_content_type_is_refused(world: World, kind: str) -> None:
    called = event({"AccessToken": world.mine.token("LeasingAgent")})

    answer = send(me, {**called, "headers": {**called["headers"], "content-type": kind}})

    assert answer.code == "BodyInvalid"


def test_a_charset_is_no_other_content_type(world: World) -> None:
    called = event({"AccessToken": world.mine.token("LeasingAgent")})

    answer = send(me, {**called, "headers": {"content-type": "Application/JSON; charset=utf-8"}})

    assert answer.status == 200


def test_unknown_fields_are_ignored(world: World) -> None:
    answer = call(me, world.mine.token("LeasingAgent"), {"Unheard": {"of": [1, None]}, "subscriber_token": "x"})

    assert answer.status == 200
    assert answer.body["SubscriberToken"] == world.mine.people["LeasingAgent"].token


@pytest.mark.parametrize(
    ("body", "message"),
    [
        ({"VenueName": 7}, "VenueName is not valid."),
        ({"VenueName": None}, "VenueName is not valid."),
        ({"VenueName": "x" * 41}, "The text is too long: at most 40 characters."),
        ({"VenueName": "A", "UnitCount": "1"}, "UnitCount is not valid."),
        ({"VenueName": "A", "UnitCount": 10}, "UnitCount is not valid."),
        ({"VenueName": "A", "UnitCount": 1.5}, "UnitCount is not valid."),
        ({}, "VenueName is required."),
    ],
)
def test_a_field_of_another_form_is_named(world: World, body: dict[str, Any], message: str) -> None:
    venue = {"VenueID": world.mine.venues[0].id}

    answer = call(rename, world.mine.token("DomainAdministrator"), venue | body)

    assert answer.status == 400
    assert answer.body["message"] == message
    assert answer.body["errors"][0]["message"] == message


def test_all_faults_of_a_body_are_told_at_once(world: World) -> None:
    answer = call(rename, world.mine.token("DomainAdministrator"), {"VenueName": "x" * 41, "UnitCount": 12})

    assert answer.body["errors"] == [
        {
            "field": "VenueID",
            "code": "FieldMissing",
            "message": "VenueID is required.",
            "accepted": {"type": "string", "minLength": 1, "maxLength": 512},
        },
        {
            "field": "VenueName",
            "code": "TextTooLong",
            "message": "The text is too long: at most 40 characters.",
            "accepted": {"type": "string", "maxLength": 40},
        },
        {
            "field": "UnitCount",
            "code": "FieldInvalid",
            "message": "UnitCount is not valid.",
            "accepted": {"type": "integer", "minimum": 1, "maximum": 9},
        },
    ]


@pytest.mark.parametrize("value", [7, [], {}, True, ["a"], "x" * 513])
def test_a_name_of_a_thing_that_is_no_text_is_refused(world: World, value: Any) -> None:
    answer = call(rename, world.mine.token("DomainAdministrator"), {"VenueID": value, "VenueName": unique_name("A")})

    assert answer.status in {400, 404}
    assert answer.code in {"FieldInvalid", "VenueNotFound", "FieldMissing"}


def test_a_wrong_body_is_told_only_to_who_may_call(world: World) -> None:
    answer = call(rename, world.mine.token("LeasingAgent"), {"VenueName": 7})

    assert (answer.status, answer.code) == (403, "AccessDenied")


def test_an_event_of_almost_nothing_is_answered() -> None:
    assert send(me, {}).code == "BodyInvalid"
    assert send(me, {"headers": None, "requestContext": None, "body": None}).code == "BodyInvalid"


@pytest.mark.parametrize("name", ["origin", "accept-language", "x-correlation-id", "idempotency-key", "authorization"])
def test_a_header_of_any_characters_is_no_failure_of_ours(world: World, name: str) -> None:
    called = event({"AccessToken": world.mine.token("LeasingAgent")})

    answers = [send(me, {**called, "headers": {name: text}}) for text in ("\ud800", "\x00", "'; drop", "é" * 3000)]

    assert all(answer.status < 500 for answer in answers), answers
