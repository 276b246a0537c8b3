"""Outages of services: no wrong effects, and completed work is published later."""

from collections.abc import Iterator
from contextlib import contextmanager

import pytest

from functions.jobs import sweep_outbox
from functions.networkoperatorconsole.keypools import list_keypools
from functions.networkoperatorconsole.venues import add_venue_units
from functions.subscriberconsole import list_keys
from local.processes import free_port
from tests.architecture.source import endpoints
from tests.factories import World, unique_name
from tests.faults.harness import graph_counts, graph_diff
from tests.gateway import Context, call, event, send
from tests.pending_residents import messages_waiting
from tests.radius_client import headers_of
from tests.request_bodies.all_consoles import BODIES
from tests.request_bodies.scene import Scene, add_resident_of
from vault.adapters import aws
from vault.graph import connection
from vault.graph.connection import execute
from vault.graph.schema import Label
from vault.graph.steps import __
from vault.outbox import relay


@contextmanager
def down(patch: pytest.MonkeyPatch, *settings: str, scheme: str = "ws") -> Iterator[None]:
    """Point settings to a port where nothing listens, and restore them afterwards."""
    with patch.context() as nowhere:
        for name in settings:
            nowhere.setenv(name, f"{scheme}://127.0.0.1:{free_port()}/gremlin")
        reconnect()
        yield
    reconnect()


def reconnect() -> None:
    """Close every connection."""
    connection.client.cache_clear()
    aws.client.cache_clear()
    aws.session.cache_clear()


def sweep_all(patch: pytest.MonkeyPatch) -> None:
    """Empty the outbox, with records of any age."""
    with patch.context() as at_once:
        at_once.setattr(relay, "SWEPT_AFTER_MS", -1_000)
        sweep_outbox.handler({}, Context())


def sent_to(token: str) -> int:
    """The number of queued reset codes for a person."""
    waiting = messages_waiting("notifications")
    return sum((message["person"], message["template"]) == (token, "password_reset") for message in waiting)


@pytest.mark.parametrize("path", sorted(endpoints()))
def test_without_the_graph_every_endpoint_is_busy(world: World, monkeypatch: pytest.MonkeyPatch, path: str) -> None:
    me = add_resident_of(world.mine, world.mine.units[0])
    body = {"AccessToken": me.access_token} | BODIES[path](Scene(world.mine, 0))
    sent = event(body, origin=world.mine.origin, **headers_of(path, world.mine))

    with down(monkeypatch, "VAULT_GRAPH_WRITER", "VAULT_GRAPH_READER", "VAULT_LOG_GRAPH"):
        response = send(endpoints()[path], sent)

    assert (response.status, response.code) == (503, "Unavailable")


def test_without_the_log_a_write_is_done_and_logged_later(world: World, monkeypatch: pytest.MonkeyPatch) -> None:
    sweep_all(monkeypatch)
    before, body = graph_counts(), {"VenueID": world.mine.venues[1].id, "UnitID": unique_name("L")}

    with down(monkeypatch, "VAULT_LOG_GRAPH"):
        response = call(add_venue_units.handler, world.mine.token("DomainAdministrator"), body)

    assert (response.status, graph_diff(before)["log Unit added"]) == (200, 0)
    sweep_all(monkeypatch)
    assert (graph_diff(before)["log Unit added"], graph_diff(before)["vertex outbox"]) == (1, 0)


def test_without_the_log_nobody_reads_keys(world: World, monkeypatch: pytest.MonkeyPatch) -> None:
    me = add_resident_of(world.mine, world.mine.units[0])

    with down(monkeypatch, "VAULT_LOG_GRAPH"):
        response = call(list_keys.handler, me.access_token)

    assert response.status == 503


def test_without_the_queue_what_was_to_be_sent_is_kept(world: World, monkeypatch: pytest.MonkeyPatch) -> None:
    administrator, path = (
        world.mine.token("DomainAdministrator"),
        "/networkoperatorconsole/subscribers/resendCodeforTandC",
    )
    body = BODIES[path](Scene(world.mine, 0))

    with down(monkeypatch, "VAULT_NOTIFICATIONS_QUEUE_URL", scheme="http"):
        response = call(endpoints()[path], administrator, body)

    assert (response.status, sent_to(body["SubscriberToken"])) == (200, 0)
    sweep_all(monkeypatch)
    assert sent_to(body["SubscriberToken"]) == 1
    assert execute(__.V().has_label(Label.OUTBOX).count()) == [0]


def test_the_graph_may_come_back(world: World, monkeypatch: pytest.MonkeyPatch) -> None:
    body = {"VenueID": world.mine.venues[0].id}
    with down(monkeypatch, "VAULT_GRAPH_READER"):
        assert call(list_keypools.handler, world.mine.token("DomainAdministrator"), body).status == 503

    response = call(list_keypools.handler, world.mine.token("DomainAdministrator"), body)

    assert response.status == 200
