"""Marked tokens, passwords, codes, keys, names and addresses are sent to every endpoint; none appears outside."""

import contextlib
import io
import itertools
import json
import logging
import re
from collections.abc import Iterator
from dataclasses import dataclass, field
from typing import Any

import pytest

from tests.architecture.source import endpoints
from tests.factories import Persona, World
from tests.gateway import Answer
from tests.personas import find_caller, find_entitled, scene_for, send_as
from tests.request_bodies.all_consoles import BODIES
from tests.request_bodies.scene import Body
from vault.adapters import queue
from vault.graph.connection import execute
from vault.graph.steps import __
from vault.kernel.vocabulary import wire_name

_numbers = itertools.count(7000)
KEYS = re.compile(r"'(?:PSK|DPSKPassphrase|PMK(?:_R[01])?|EAPOLFrame|[AS]Nonce)': '([^']+)'")
MARKED = re.compile(r"zzmark|1312555[789]\d{3}", re.IGNORECASE)
TELLING = re.compile(MARKED.pattern + r"|@\w+\.example|okafor|correct-horse|BCDFGHJK|eyJ[\w-]{10}", re.IGNORECASE)
TEXTS = {
    "GivenName": "Zzmarka",
    "FamilyName": "Zzmarkb",
    "NewPassword": "Zzmark-Pass-1",
    "Password": "Zzmark-Pass-2",
    "TemporaryPassword": "Zzmark-Pass-3",
    "NewKey": "zzmark-key-1",
    "Username": "zzmark-device-user",
    "PSK": "zzmark-psk-1",
    "Passphrase": "zzmark-psk-2",
    "UserPartForNewKey": "zzmark-part",
    "UserPartofKey": "zzmark-card",
    "OTP": "ZZMARKOT",
    "RefreshToken": "zzmark.refresh.token",
    "authorizationToken": "zzmark.sso.token",
}
"""Members that the documents call personal or secret, with marked values."""


@dataclass
class Heard:
    """Everything that left the system during the calls."""

    calls: int = 0
    done: int = 0
    lines: io.StringIO = field(default_factory=io.StringIO)
    sent: list[Any] = field(default_factory=list)
    keys: set[str] = field(default_factory=set)

    def note(self, answered: Answer) -> None:
        """Count an answer, and remember the keys in it."""
        self.calls += 1
        self.done += answered.status == 200
        self.keys |= set(KEYS.findall(str(answered.body)))


def addresses(body: Body) -> Body:
    """The body with every invented address of a new person marked."""
    return {
        name: f"zzmark{value}" if isinstance(value, str) and value.endswith("@else.example") else value
        for name, value in body.items()
    }


def fields(path: str) -> set[str]:
    """Every member of an endpoint's body."""
    request = endpoints()[path].request
    references = {by for reference in request.references.values() for by in reference.by}
    return {wire_name(name) for name in {*request.model_fields, *references} - set(request.references)}


def marks(path: str) -> Body:
    """Marked texts for every personal or secret member of an endpoint."""
    number = next(_numbers)
    texts = {**TEXTS, "EmailAddress": f"zzmark{number}@secret.example", "PhoneNumber": f"+1312555{number}"}
    texts["StaffEmailAddress"] = texts["EmailAddress"]
    return {name: text for name, text in texts.items() if name in fields(path)}


def harmless(path: str) -> Body:
    """The marked texts with which a call can still be valid."""
    kept = {"GivenName", "FamilyName", "NewPassword", "UserPartForNewKey", "UserPartofKey", "PSK", "Passphrase"}
    kept &= fields(path)
    number = {"PhoneNumber": f"+1312555{next(_numbers)}"} if path.endswith("updatePII") else {}
    return {name: TEXTS[name] for name in kept} | number


@contextlib.contextmanager
def overheard(heard: Heard) -> Iterator[None]:
    """Everything that is logged at INFO or above, printed, or sent to a queue."""
    root, ours, send = logging.getLogger(), logging.getLogger("vault"), queue.send
    listening = logging.StreamHandler(heard.lines)
    streams = [(handler, handler.stream) for handler in ours.handlers if isinstance(handler, logging.StreamHandler)]
    level = root.level

    def noted(messages: Any) -> None:
        messages = list(messages)
        heard.sent.extend(messages)
        send(messages)

    queue.send = noted
    root.addHandler(listening)
    root.setLevel(logging.INFO)
    for handler, _ in streams:
        handler.setStream(heard.lines)
    try:
        with contextlib.redirect_stdout(heard.lines), contextlib.redirect_stderr(heard.lines):
            yield
    finally:
        queue.send = send
        root.removeHandler(listening)
        root.setLevel(level)
        for handler, stream in streams:
            handler.setStream(stream)


@pytest.fixture(scope="module")
def heard(stage: World, cast: dict[str, Persona]) -> Heard:
    """What left the system while every endpoint was called with marked texts, in valid and invalid calls."""
    response = Heard()
    with overheard(response):
        for path in endpoints():
            for person in (find_entitled(stage, cast, path), find_caller(stage, cast, path, "Subscriber")):
                body = BODIES[path](scene_for(stage, path, person))
                response.note(send_as(path, stage.mine, addresses(body) | harmless(path), person))
                response.note(send_as(path, stage.mine, body | marks(path), person))
                response.note(send_as(path, stage.mine, marks(path) | {"AccessToken": "zzmark.access.token"}, None))
    return response


def test_the_calls_were_made_and_many_succeeded(heard: Heard) -> None:
    assert heard.calls == 6 * len(endpoints())
    assert heard.done > 1.5 * len(endpoints())
    assert heard.keys
    assert heard.sent


def test_no_line_of_a_log_tells_of_a_person_or_a_secret(heard: Heard) -> None:
    lines = heard.lines.getvalue().splitlines()

    assert len(lines) >= heard.calls
    assert [line for line in lines if TELLING.search(line)] == []


def test_no_line_of_a_log_holds_a_key(heard: Heard) -> None:
    assert [key for key in heard.keys if key in heard.lines.getvalue()] == []


def test_no_message_tells_of_a_person_or_a_secret(heard: Heard) -> None:
    assert [message for message in heard.sent if TELLING.search(json.dumps(message, default=str))] == []


@pytest.mark.parametrize("endpoint", ["WRITER", "LOG"])
def test_neither_graph_knows_a_person_or_a_secret(heard: Heard, endpoint: str) -> None:
    kept = [str(row) for row in execute(__.V().element_map(), endpoint)]

    assert [row for row in kept if MARKED.search(row)] == []
    assert [row for row in kept for key in heard.keys if key in row] == []


@pytest.mark.parametrize("endpoint", ["WRITER", "LOG"])
def test_no_edge_knows_a_person_or_a_secret(heard: Heard, endpoint: str) -> None:
    kept = [str(row) for row in execute(__.E().element_map(), endpoint)]

    assert [row for row in kept if MARKED.search(row)] == []
    assert heard.calls
