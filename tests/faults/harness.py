"""Kills a call at any of its fault points: each request to the graph, to AWS and to Redis, before it and after it."""

from collections import Counter
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from typing import Any

import pytest
from botocore.client import BaseClient
from gremlin_python.driver.client import Client
from redis.client import Pipeline, Redis

from vault.graph.connection import answer
from vault.graph.schema import Label, Prop
from vault.graph.steps import __


class Killed(BaseException):
    """The process is no more: nothing catches this, and nothing works after it."""


@dataclass
class Reaper:
    """Counts fault points, and strikes at one of them."""

    strike_at: int | None = None
    passed: int = 0
    dead: bool = False
    places: list[str] = field(default_factory=list)

    def point(self, place: str) -> None:
        """A fault point: from the strike on, every one of them kills."""
        self.dead = self.dead or self.passed == self.strike_at
        if self.dead:
            raise Killed(place)
        self.passed += 1
        self.places.append(place)

    def around(self, original: Callable[..., Any], place: str) -> Callable[..., Any]:
        """A call with a fault point before it and one after it, when it has been done."""

        def call(*args: Any, **named: Any) -> Any:
            self.point(f"before {place}")
            result = original(*args, **named)
            if place == "graph":
                result.result().done.result()
            self.point(f"after {place}")
            return result

        return call


@contextmanager
def haunted(strike_at: int | None = None) -> Iterator[Reaper]:
    """Everything that leaves the process passes the reaper."""
    reaper = Reaper(strike_at)
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(Client, "submit_async", reaper.around(Client.submit_async, "graph"))
        patch.setattr(BaseClient, "_make_api_call", reaper.around(BaseClient._make_api_call, "aws"))
        patch.setattr(Redis, "execute_command", reaper.around(Redis.execute_command, "redis"))
        patch.setattr(Pipeline, "execute", reaper.around(Pipeline.execute, "redis"))
        yield reaper


def census() -> Counter[str]:
    """How many there are of everything: vertices and edges by label, and log entries by event."""
    found: Counter[str] = Counter()
    for label, number in answer(__.V().label().group_count())[0].items():
        found[f"vertex {label}"] = number
    for label, number in answer(__.E().label().group_count())[0].items():
        found[f"edge {label}"] = number
    for event, number in answer(__.V().has_label(Label.LOG_ENTRY).group_count().by(Prop.EVENT), "LOG")[0].items():
        found[f"log {event}"] = number
    return found


def growth(before: Counter[str]) -> Counter[str]:
    """What has been added since, and what has gone."""
    after = census()
    return Counter({name: after[name] - before[name] for name in {*before, *after} if after[name] != before[name]})
