"""Jobs run by hand, and the clock, below /_local/."""

from __future__ import annotations

import datetime as dt
import json
from types import SimpleNamespace
from typing import TYPE_CHECKING, Any

import pytest

from local import clock
from local.api.page_request import PageRequest
from local.pages import site
from vault.kernel import time
from vault.runtime.registry import Functions

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator
    from pathlib import Path

    Post = Callable[..., tuple[int, Any]]

MOMENT = "2027-03-14T05:00:00.000Z"


def build_post(functions: Functions, directory: Path) -> Post:
    system: Any = SimpleNamespace(mails=directory, services=[])
    page = site.pages(functions, system, directory / "demo.json")

    def post(
        path: str, body: object = None, method: str = "POST", content_type: str = "application/json"
    ) -> tuple[int, Any]:
        raw = body if isinstance(body, bytes) else b"" if body is None else json.dumps(body).encode()
        answer = page(PageRequest(f"/_local/{path}", {}, method, content_type, raw))
        return (answer.status, json.loads(answer.body)) if answer else (404, None)

    return post


@pytest.fixture
def post(tmp_path: Path) -> Iterator[Post]:
    """Of a system without jobs, with a clock of its own."""
    with pytest.MonkeyPatch.context() as patch:
        patch.setenv(clock.SETTING, "")
        clock.create(tmp_path)
        yield build_post(Functions({}, {}, ()), tmp_path)
    time.set_clock(time.real_now)


def is_soon_after(text: str, moment: dt.datetime) -> bool:
    return moment <= time.from_wire(text) < moment + dt.timedelta(seconds=20)


def test_the_clock_that_is_set_goes_on_and_null_brings_the_machines_back(post: Post) -> None:
    before = post("clock", method="GET")
    set_to = post("clock", {"now": MOMENT})
    later = post("clock", method="GET")
    seen_by_rules = time.now()
    back = post("clock", {"now": None})

    assert {status for status, _ in (before, set_to, later, back)} == {200}
    assert is_soon_after(set_to[1]["now"], time.from_wire(MOMENT))
    assert is_soon_after(later[1]["now"], time.from_wire(set_to[1]["now"]))
    assert seen_by_rules >= time.from_wire(later[1]["now"])
    assert all(is_soon_after(each[1]["real"], time.from_wire(before[1]["real"])) for each in (set_to, later, back))
    assert is_soon_after(back[1]["now"], time.from_wire(before[1]["real"]))


@pytest.mark.parametrize(
    "moment", ["2000-01-01T00:00:00Z", "2199-12-31T23:59:59.999+00:00", "1999-12-31T22:00:00-05:00"]
)
def test_the_clock_goes_from_2000_to_2200_backwards_too(post: Post, moment: str) -> None:
    post("clock", {"now": MOMENT})

    status, answer = post("clock", {"now": moment})

    assert (status, is_soon_after(answer["now"], time.from_wire(moment))) == (200, True)


@pytest.mark.parametrize(
    "body",
    [
        {},
        {"now": MOMENT, "zone": "UTC"},
        {"now": ""},
        {"now": "tomorrow"},
        {"now": "2027-03-14T05:00:00"},
        {"now": "1999-12-31T23:59:59.999Z"},
        {"now": "2200-01-01T00:00:00Z"},
        {"now": 1_800_000_000},
        {"now": True},
        {"now": [MOMENT]},
        [],
        None.__class__.__name__,
        b"{",
        b"\xff",
        b"[" * 100_000,
    ],
)
def test_what_is_no_instant_is_refused_with_a_sentence_and_changes_nothing(post: Post, body: object) -> None:
    post("clock", {"now": MOMENT})

    status, answer = post("clock", body)

    assert (status, list(answer)) == (400, ["error"])
    assert answer["error"].endswith(".")
    assert is_soon_after(post("clock", method="GET")[1]["now"], time.from_wire(MOMENT))


def test_a_body_of_another_type_and_another_method_are_refused(post: Post) -> None:
    other_types = ("text/plain", "application/x-www-form-urlencoded", "")

    refused = {post("clock", {"now": MOMENT}, content_type=each)[0] for each in other_types}

    assert refused == {400}
    assert post("clock", {"now": MOMENT}, content_type="Application/JSON; charset=utf-8")[0] == 200
    assert [post(path, method="PUT")[0] for path in ("clock", "jobs")] == [405, 405]
    assert post("jobs", method="GET")[0] == 405


def test_another_process_follows_the_clock_that_is_set(post: Post) -> None:
    post("clock", {"now": MOMENT})

    clock._open.cache_clear()  # as a process that starts now opens it
    follower = clock.follow()

    assert follower is not None
    assert is_soon_after(time.to_wire(follower.now()), time.from_wire(MOMENT))


def test_without_a_clock_the_machines_time_counts(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.delenv(clock.SETTING, raising=False)

    assert clock.follow() is None
    assert time.now.__module__ == "vault.kernel.time"
    assert abs(time.now() - time.real_now()) < dt.timedelta(seconds=5)
