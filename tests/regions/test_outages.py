"""A secondary region without its primary: it reads, writes log entries, and shows names as far as possible."""

import json
from typing import Any

import pytest

from functions.jobs import publish_log_entries, sweep_outbox
from functions.networkoperatorconsole.venues import list_venue_details, list_venue_log
from functions.subscriberconsole import list_keys, login
from local.processes import free_port
from tests.factories import PASSWORD, World, unique_name
from tests.gateway import Context, call
from tests.pending_residents import events_of
from tests.regions.conftest import Away
from tests.regions.queues import take_records
from tests.request_bodies.scene import add_resident_of
from vault.adapters import jwks
from vault.graph.schema import Prop
from vault.kernel.errors import Unavailable
from vault.kernel.queue_messages import LogEntry
from vault.operators import service as operators
from vault.outbox import relay

SILENT = {"AWS_ENDPOINT_URL_COGNITO_IDENTITY_PROVIDER": f"http://127.0.0.1:{free_port()}"}


def test_a_read_that_is_audited_leaves_its_entry_by_way_of_two_queues(world: World, away: Away, secondary: Any) -> None:
    me = add_resident_of(world.mine, world.mine.units[0])
    secondary.replicator.wait_until_caught_up()
    with away():
        response = call(list_keys.handler, me.access_token)
        kept = [each for each in take_records("LOG_ENTRIES")["Records"] if me.token in each["body"]]
        sent = publish_log_entries.handler({"Records": kept}, Context())

    assert (response.status, len(kept), sent) == (200, 1, {"batchItemFailures": []})
    assert "Keys read" not in events_of(me.token)
    arrived = take_records("LOG_ENTRIES")
    for _ in range(2):
        assert publish_log_entries.handler(arrived, Context()) == {"batchItemFailures": []}
    assert events_of(me.token).count("Keys read") == 1


def test_a_read_whose_entry_no_queue_takes_answers_nothing(world: World, away: Away, secondary: Any) -> None:
    me = add_resident_of(world.mine, world.mine.units[0])
    secondary.replicator.wait_until_caught_up()

    with away(AWS_ENDPOINT_URL_SQS=f"http://127.0.0.1:{free_port()}"):
        response = call(list_keys.handler, me.access_token)

    assert (response.status, response.code) == (503, "Unavailable")


def test_people_whom_cognito_does_not_tell_of_are_null_and_the_answer_says_so(world: World, away: Away) -> None:
    token, body = world.mine.token("DomainAdministrator"), {"VenueID": world.mine.venues[0].id}

    with away(**SILENT):
        response = call(list_venue_details.handler, token, body)

    assert response.status == 200, response.body
    assert response.body["message"].endswith("The names of some people are not available at the moment.")
    assert response.body["VenueAdministrators"] == [None]
    assert "@metro.example" not in json.dumps(response.body)


def test_whoever_is_not_told_of_is_null_and_told_of_again_as_soon_as_may_be(
    world: World, away: Away, secondary: Any
) -> None:
    me = add_resident_of(world.mine, world.mine.units[0])
    secondary.replicator.wait_until_caught_up()

    with away(**SILENT):
        silent = call(list_keys.handler, me.access_token)
    with away():
        response = call(list_keys.handler, me.access_token)

    assert (silent.body["SubscriberToken"], silent.body["EmailAddress"]) == (me.token, None)
    assert response.body["EmailAddress"] == me.email


def test_without_cognito_nobody_signs_in(world: World, away: Away) -> None:
    entry = {"EmailAddress": world.mine.people["AccountManager"].email, "Password": PASSWORD}

    with away(**SILENT):
        response = call(login.handler, "", entry, origin=world.mine.origin)

    assert (response.status, response.body["message"]) == (503, "Server busy. Please try again.")


def test_without_the_issuer_a_token_is_proven_by_the_keys_kept_with_the_operator(
    world: World, away: Away, monkeypatch: pytest.MonkeyPatch
) -> None:
    def silent(_issuer: str) -> Any:
        raise Unavailable(service="jwks")

    monkeypatch.setattr(jwks, "fetch", silent)
    monkeypatch.setattr(operators, "_cache", {})

    with away():
        response = call(
            list_venue_log.handler, world.mine.token("DomainAdministrator"), {"VenueID": world.mine.venues[0].id}
        )
        forged = call(list_venue_log.handler, world.mine.token("DomainAdministrator")[:-8] + "AAAAAAAA")

    assert (response.status, forged.code) == (200, "TokenInvalid")


def test_a_scheduled_job_rests_outside_the_primary(world: World, away: Away, monkeypatch: pytest.MonkeyPatch) -> None:
    runs: list[int] = []
    monkeypatch.setattr("vault.outbox.relay.sweep", lambda: runs.append(1) or 0)

    with away():
        sweep_outbox.handler({"time": "2026-01-01T00:00:00Z"}, Context())

    assert (runs, world.mine.origin) == ([], "https://metro.example")


def test_a_scheduled_job_rests_while_the_stage_is_read_only(monkeypatch: pytest.MonkeyPatch) -> None:
    runs: list[int] = []
    monkeypatch.setattr("vault.outbox.relay.sweep", lambda: runs.append(1) or 0)

    monkeypatch.setenv("VAULT_READ_ONLY", "1")
    sweep_outbox.handler({}, Context())
    monkeypatch.delenv("VAULT_READ_ONLY")
    sweep_outbox.handler({}, Context())

    assert runs == [1]


def test_an_entry_that_two_regions_hand_to_each_other_waits_until_one_is_the_primary(world: World, away: Away) -> None:
    who = f"{unique_name('hops')} of {world.mine.operator.id}"
    properties = {Prop.EVENT: "Keys read", Prop.SUBSCRIBER: who, Prop.WHEN: 1}

    with away():
        relay.receive(LogEntry.model_validate({"id": unique_name("log.hops"), **properties}))
    (body,) = [each["body"] for each in take_records("LOG_ENTRIES")["Records"] if who in each["body"]]
    sent = publish_log_entries.handler.parse_message(body)
    assert isinstance(sent, LogEntry)
    with away(), pytest.raises(Unavailable):
        relay.receive(sent.model_copy(update={"hops": relay.MAX_HOPS}))
    relay.receive(sent)

    assert (sent.hops, events_of(who)) == (1, ["Keys read"])
