"""What a process remembers of the issuers of tokens."""

import contextlib
import json
import time
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass, field
from types import SimpleNamespace
from typing import Any

import pytest

from vault.adapters import jwks
from vault.graph.schema import Label, Prop
from vault.graph.steps import T
from vault.kernel.errors import Unavailable
from vault.operators import issuers
from vault.operators import service as tenants
from vault.operators.model import Operator

ISSUER = "https://issuer.example/pool"
TEXTS = (Prop.NAME, Prop.USER_POOL_ID, Prop.CLIENT_ID, Prop.CLIENT_SECRET, Prop.DATA_KEY, Prop.INDEX_KEY)


def operator_row(**properties: object) -> dict[Any, object]:
    """The vertex of an operator with this issuer."""
    texts = dict.fromkeys(TEXTS, "text")
    return {T.id: "operator", T.label: Label.OPERATOR, **texts, Prop.ISSUER: ISSUER, **properties}


@dataclass
class Memory:
    """A memory that begins empty, a clock, and the vertices that the graph answers with."""

    rows: list[dict[Any, object]] = field(default_factory=lambda: [operator_row()])
    moment: float = 1000.0
    readings: int = 0

    def execute(self, *_: object) -> list[dict[Any, object]]:
        self.readings += 1
        return self.rows


@pytest.fixture
def memory(monkeypatch: pytest.MonkeyPatch) -> Memory:
    made = Memory()
    clock = SimpleNamespace(monotonic=lambda: made.moment)
    for module in (issuers, tenants):
        monkeypatch.setattr(module, "time", clock)
        monkeypatch.setattr(module, "execute", made.execute)
    for name in ("_read_at", "_unknown_since", "_fetched"):
        monkeypatch.setattr(issuers, name, {})
    monkeypatch.setattr(tenants, "_cache", {})
    return made


def test_an_issuer_is_read_once_and_remembered_for_minutes(memory: Memory) -> None:
    first = issuers.recall_operator(ISSUER)
    memory.moment += tenants.CACHE_SECONDS - 1

    assert issuers.recall_operator(ISSUER) is first
    assert memory.readings == 1


def test_an_issuer_that_no_operator_has_is_remembered_for_a_minute(memory: Memory) -> None:
    memory.rows = []

    found = [issuers.recall_operator(ISSUER) for _ in range(3)]
    before = memory.readings
    memory.moment += issuers.REREAD_SECONDS
    memory.rows = [operator_row()]

    assert (found, before) == ([None, None, None], 1)
    assert issuers.recall_operator(ISSUER)


def test_what_is_remembered_of_unknown_issuers_has_a_bound(memory: Memory) -> None:
    memory.rows = []

    for number in range(issuers.MAX_UNKNOWN + 10):
        issuers.recall_operator(f"{ISSUER}{number}")

    assert len(issuers._unknown_since) == issuers.MAX_UNKNOWN
    assert len(tenants._cache) == 0


def test_an_issuer_is_read_again_once_a_minute(memory: Memory) -> None:
    issuers.recall_operator(ISSUER)

    within = [issuers.reread_operator(ISSUER) for _ in range(3)]
    memory.moment += issuers.REREAD_SECONDS
    later = [issuers.reread_operator(ISSUER) for _ in range(3)]

    assert within == [None, None, None]
    assert [bool(each) for each in later] == [True, False, False]
    assert memory.readings == 2


def operator_without_keys() -> Operator:
    return Operator.from_row(operator_row())


def test_stored_keys_are_the_keys(memory: Memory, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(jwks, "fetch", lambda _: {})
    stored = {"first": {"n": "n", "e": "e"}}

    keys = issuers.find_signing_keys(Operator.from_row(operator_row(**{Prop.SIGNING_KEYS: json.dumps(stored)})))

    assert (keys, memory.readings) == (stored, 0)


@pytest.mark.parametrize("is_reached", [True, False])
def test_an_issuer_is_asked_for_keys_once_a_minute_whatever_it_answers(
    memory: Memory, monkeypatch: pytest.MonkeyPatch, *, is_reached: bool
) -> None:
    asked: list[str] = []

    def fetch(name: str) -> dict[str, Any]:
        asked.append(name)
        if not is_reached:
            raise Unavailable(service="jwks")
        return {}

    monkeypatch.setattr(jwks, "fetch", fetch)
    for seconds in (0, 59.9, 60.0):
        memory.moment = 1000 + seconds
        with contextlib.nullcontext() if is_reached else pytest.raises(Unavailable):
            assert issuers.find_signing_keys(operator_without_keys()) == {}

    assert asked == [ISSUER, ISSUER]


def test_callers_who_come_at_once_wait_for_one_answer(memory: Memory, monkeypatch: pytest.MonkeyPatch) -> None:
    asked: list[str] = []

    def fetch_slowly(name: str) -> dict[str, Any]:
        asked.append(name)
        time.sleep(0.05)
        return {"first": {}}

    monkeypatch.setattr(jwks, "fetch", fetch_slowly)
    with ThreadPoolExecutor(4) as callers:
        keys = list(callers.map(lambda _: issuers.find_signing_keys(operator_without_keys()), range(4)))

    assert (keys, asked) == ([{"first": {}}] * 4, [ISSUER])
    assert memory.readings == 0
