"""Members of every answer, its language, and answers to repeated writes."""

import json

import pytest

from tests.factories import World, add_staff
from tests.functions.runtime.probes import broken, me, rename, silent
from tests.gateway import call, event, send
from tests.instrumentation import undeclared
from vault.graph import connection
from vault.graph.connection import Conflict, execute
from vault.graph.schema import Prop
from vault.graph.steps import __, with_properties
from vault.graph.transaction import Transaction
from vault.kernel.errors import Unavailable
from vault.kernel.ids import subscriber_id
from vault.kernel.permissions import Role
from vault.kernel.sealing import SealBroken


def test_an_answer_says_how_to_read_it_and_is_kept_by_nobody(world: World) -> None:
    response = call(me, world.mine.token("LeasingAgent"))

    assert response.headers["Content-Type"] == "application/json; charset=utf-8"
    assert response.headers["Cache-Control"] == "no-store"
    assert (response.body["errorProcessing"], response.body["message"]) == (False, "")


def test_an_error_says_its_status_code_and_sentence(world: World) -> None:
    response = call(me, "", {}, origin=world.mine.origin)

    assert response.body == {
        "errorProcessing": True,
        "message": "AccessToken missing.",
        "statusCode": 401,
        "errorCode": "TokenMissing",
    }


@pytest.mark.parametrize("given", ["0af7651916cd43dd8448eb211c80319c", "a.b-c_d=e1"])
def test_a_correlation_id_that_came_is_kept(world: World, given: str) -> None:
    response = call(me, world.mine.token("LeasingAgent"), {}, x_correlation_id=given)

    assert response.headers["X-Correlation-Id"] == given


@pytest.mark.parametrize("given", ["", "short", "a b c d e f", "x" * 65, "a\r\nSet-Cookie: b", "{$jndi:ldap}"])
def test_a_correlation_id_of_another_form_is_replaced(world: World, given: str) -> None:
    response = call(me, world.mine.token("LeasingAgent"), {}, x_correlation_id=given)

    assert response.headers["X-Correlation-Id"].startswith("call.")


def test_each_call_has_a_correlation_id_of_its_own(world: World) -> None:
    ids = {call(me, world.mine.token("LeasingAgent")).headers["X-Correlation-Id"] for _ in range(3)}

    assert len(ids) == 3


@pytest.mark.parametrize(
    ("asked", "said"),
    [
        ("", "en-us"),
        ("es-MX,en;q=0.5", "es-xl"),
        ("de", "en-us"),
        ("en;q=0.1, es", "es-xl"),
        ("es;q=0", "en-us"),
        (";;;,q=", "en-us"),
    ],
)
def test_a_visitor_is_answered_in_the_language_that_they_accept(world: World, asked: str, said: str) -> None:
    response = call(me, "", {}, origin=world.mine.origin, accept_language=asked)

    assert response.headers["Content-Language"] == said
    assert response.body["message"] == {"en-us": "AccessToken missing.", "es-xl": "Falta AccessToken."}[said]


def test_a_persons_own_language_counts_more_than_the_browsers(world: World) -> None:
    person = add_staff(world.mine, Role.LEASING_AGENT)
    execute(with_properties(__.V(subscriber_id(person.token)), **{Prop.LOCALE: "es-xl"}))

    response = call(rename, person.access_token, {}, accept_language="en-US")

    assert response.headers["Content-Language"] == "es-xl"
    assert response.body["message"] == "Acceso denegado."


def test_a_mistake_of_ours_tells_nothing_of_itself(world: World) -> None:
    response = call(broken, "", {}, origin=world.mine.origin)

    assert (response.status, response.code) == (500, "InternalError")
    assert "zz-secret" not in json.dumps(response.body)
    assert undeclared.take() == ["/tests/broken: InternalError"]


def test_a_write_without_an_audit_entry_writes_nothing(world: World) -> None:
    response = call(silent, world.mine.token("DomainAdministrator"))

    assert response.code == "InternalError"
    assert not execute(__.V(world.mine.operator.id).values(Prop.DETAIL))
    assert undeclared.take() == ["/tests/silent: InternalError"]


def test_the_code_of_an_internal_error_is_in_the_log_alone(
    world: World, monkeypatch: pytest.MonkeyPatch, caplog: pytest.LogCaptureFixture
) -> None:
    def break_seal(_: Transaction) -> None:
        raise SealBroken

    monkeypatch.setattr(Transaction, "commit", break_seal)
    body = {"AccessToken": world.mine.token("DomainAdministrator"), "VenueID": world.mine.venues[0].id}

    response = send(rename, event({**body, "VenueName": "A"}))

    assert (response.status, response.code) == (500, "InternalError")
    assert [vars(record)["error_code"] for record in caplog.records if record.message == "call answered"] == [
        "SealBroken"
    ]
    assert undeclared.take() == ["/tests/rename: SealBroken"]


def test_a_write_that_others_keep_changing_gives_up_before_the_gateway_does(
    world: World, monkeypatch: pytest.MonkeyPatch
) -> None:
    def conflict(_: Transaction) -> None:
        raise Conflict

    monkeypatch.setattr(Transaction, "commit", conflict)
    body = {"AccessToken": world.mine.token("DomainAdministrator"), "VenueID": world.mine.venues[0].id}

    response = send(rename, event({**body, "VenueName": "A"}), milliseconds=1_000)

    assert (response.status, response.code) == (503, "Unavailable")


def test_without_the_graph_a_call_is_unavailable_and_the_next_one_works(
    world: World, monkeypatch: pytest.MonkeyPatch
) -> None:
    with monkeypatch.context() as patch:
        patch.setenv("VAULT_GRAPH_WRITER", "ws://127.0.0.1:9/gremlin")
        connection.client.cache_clear()
        response = call(me, world.mine.token("LeasingAgent"))
    connection.client.cache_clear()

    assert (response.status, response.code) == (503, "Unavailable")
    assert call(me, world.mine.token("LeasingAgent")).status == 200


def test_an_unavailable_service_is_not_named_to_the_caller(world: World, monkeypatch: pytest.MonkeyPatch) -> None:
    def down(_: Transaction) -> None:
        raise Unavailable(service="graph")

    monkeypatch.setattr(Transaction, "commit", down)
    body = {"VenueID": world.mine.venues[0].id, "VenueName": "A"}

    response = call(rename, world.mine.token("DomainAdministrator"), body)

    assert response.status == 503
    assert "graph" not in json.dumps(response.body)
