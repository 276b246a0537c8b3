"""Kills a call at any of its fault points: before and after each request to the graph, to AWS and to Redis."""

from collections import Counter
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from typing import Any

import pytest
from botocore.client import BaseClient
from gremlin_python.driver.client import Client
from redis.client import Pipeline, Redis

from vault.graph.connection import execute
from vault.graph.schema import Label, Prop
from vault.graph.steps import __


class Killed(BaseException):
    """The process has ended: nothing catches this, and nothing works after it."""


@dataclass
class FaultInjector:
    """Counts fault points, and kills at one of them."""

    kill_at: int | None = None
    points_passed: int = 0
    is_killed: bool = False
    places: list[str] = field(default_factory=list)

    def pass_point(self, place: str) -> None:
        """Pass a fault point; from `kill_at` on every one of them raises Killed."""
        self.is_killed = self.is_killed or self.points_passed == self.kill_at
        if self.is_killed:
            raise Killed(place)
        self.points_passed += 1
        self.places.append(place)

    def wrap(self, original: Callable[..., Any], place: str) -> Callable[..., Any]:
        """Wrap a call with a fault point before it and one after it."""

        def call(*args: Any, **named: Any) -> Any:
            self.pass_point(f"before {place}")
            result = original(*args, **named)
            if place == "graph":
                result.result().done.result()
            self.pass_point(f"after {place}")
            return result

        return call


@contextmanager
def inject_faults(kill_at: int | None = None) -> Iterator[FaultInjector]:
    """Within this, every request that leaves the process passes the injector."""
    injector = FaultInjector(kill_at)
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(Client, "submit_async", injector.wrap(Client.submit_async, "graph"))
        patch.setattr(BaseClient, "_make_api_call", injector.wrap(BaseClient._make_api_call, "aws"))
        patch.setattr(Redis, "execute_command", injector.wrap(Redis.execute_command, "redis"))
        patch.setattr(Pipeline, "execute", injector.wrap(Pipeline.execute, "redis"))
        yield injector


def graph_counts() -> Counter[str]:
    """Counts of vertices and edges by label, and of log entries by event."""
    found: Counter[str] = Counter()
    for label, number in execute(__.V().label().group_count())[0].items():
        found[f"vertex {label}"] = number
    for label, number in execute(__.E().label().group_count())[0].items():
        found[f"edge {label}"] = number
    for event, number in execute(__.V().has_label(Label.LOG_ENTRY).group_count().by(Prop.EVENT), "LOG")[0].items():
        found[f"log {event}"] = number
    return found


def graph_diff(before: Counter[str]) -> Counter[str]:
    """The counts that were added or removed since."""
    after = graph_counts()
    return Counter({name: after[name] - before[name] for name in {*before, *after} if after[name] != before[name]})
