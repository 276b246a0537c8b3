"""Calls in a secondary region: writes are forwarded, reads are answered there."""

import time

import pytest

from functions.networkoperatorconsole.equipment import configure_t_and_c
from functions.networkoperatorconsole.venues import add_venue_units, list_venue_units
from functions.subscriberconsole import accept_t_and_c, login
from functions.venuemgmtconsole.subscribers import add_subscriber
from local.processes import free_port
from local.regions.secondary import Secondary
from tests.factories import PASSWORD, Persona, World, unique_name
from tests.functions.accounts.ways import add_resident, sign_in, unconfirmed
from tests.functions.runtime import probes
from tests.gateway import Answer, call, event, send
from tests.regions.conftest import LAG, NOWHERE, Away, Primary
from tests.request_bodies.scene import acceptance_body, add_pending_person
from tests.residents import add_accepted_resident
from vault.graph.connection import execute
from vault.graph.steps import __
from vault.kernel import circuit
from vault.runtime import forwarding


def unit_added(world: World, **headers: str) -> Answer:
    """Add a unit at the first venue as the operator's administrator."""
    body = {"VenueID": world.mine.venues[0].id, "UnitID": unique_name("F")}
    return call(add_venue_units.handler, world.mine.token("DomainAdministrator"), body, **headers)


def units_seen(world: World, role: str) -> Answer:
    """The units of the first venue, as the role sees them."""
    return call(list_venue_units.handler, world.mine.token(role), {"VenueID": world.mine.venues[0].id})


def test_a_write_is_done_in_the_primary_and_answered_here(world: World, away: Away) -> None:
    with away():
        response = unit_added(world, x_correlation_id="from-another-region")

    assert (response.status, response.headers["X-Correlation-Id"]) == (200, "from-another-region"), response.body
    assert execute(__.V(response.body["UnitID_internal"]).count()) == [1]


def test_a_long_document_is_forwarded_whole(world: World, away: Away) -> None:
    text = "<p>" + 'It is "agreed".' * 60_000 + "</p>"

    with away():
        response = call(
            configure_t_and_c.handler, world.mine.token("DomainAdministrator"), {"locale": "en-us", "TandC": text}
        )

    assert (response.status, response.body.get("TandC.en-us")) == (200, text)


def test_whoever_has_written_reads_it_at_once_and_others_after_the_lag(
    world: World, away: Away, secondary: Secondary, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(secondary.replicator, "lag", 5.0)

    with away():
        unit = unit_added(world).body["UnitID_internal"]
        mine, theirs = units_seen(world, "DomainAdministrator"), units_seen(world, "AccountManager")
        monkeypatch.setattr(secondary.replicator, "lag", LAG)
        secondary.replicator.wait_until_caught_up()
        later = units_seen(world, "AccountManager")

    assert [unit in str(each.body) for each in (mine, theirs, later)] == [True, False, True]


def test_what_somebody_else_has_just_written_can_be_written_to(
    world: World, away: Away, secondary: Secondary, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(secondary.replicator, "lag", 5.0)
    newcomer_in = {"EmailAddress": f"{unique_name('soon')}@metro.example"}

    with away():
        unit = unit_added(world).body["UnitID_internal"]
        response = call(
            add_subscriber.handler, world.mine.token("LeasingAgent"), newcomer_in | {"UnitID_internal": unit}
        )
        never = call(
            add_subscriber.handler, world.mine.token("LeasingAgent"), newcomer_in | {"UnitID_internal": "none"}
        )

    assert (response.status, never.status) == (200, 404), (response.body, never.body)


def test_after_the_lag_reads_are_of_this_region_again(world: World, away: Away) -> None:
    with away(VAULT_REPLICA_LAG_SECONDS="1"):
        unit_added(world)
        time.sleep(1.1)
        with away(VAULT_PRIMARY_URL=NOWHERE):
            response = units_seen(world, "DomainAdministrator")

    assert (response.status, "X-Replica-Lag-Seconds" in response.headers) == (200, False)


def test_whoever_accepts_the_terms_can_sign_in_at_once(
    world: World, away: Away, secondary: Secondary, monkeypatch: pytest.MonkeyPatch
) -> None:
    body = acceptance_body(add_pending_person(world.mine))
    secondary.replicator.wait_until_caught_up()
    monkeypatch.setattr(secondary.replicator, "lag", 5.0)
    entry = {"EmailAddress": body["EmailAddress"], "Password": body["NewPassword"]}

    with away():
        accepted = call(accept_t_and_c.handler, "", body, origin=world.mine.origin)
        response = call(login.handler, "", entry, origin=world.mine.origin)

    assert (accepted.status, response.status) == (200, 200), (accepted.body, response.body)


def test_without_redis_a_write_is_done_and_its_answer_says_that_reads_may_lag(world: World, away: Away) -> None:
    with away(VAULT_REDIS_URL=f"redis://127.0.0.1:{free_port()}/0"):
        written = unit_added(world)
        read = units_seen(world, "DomainAdministrator")

    assert (written.status, written.headers["X-Replica-Lag-Seconds"]) == (200, "10")
    assert (read.status, read.headers["X-Replica-Lag-Seconds"]) == (200, "10")


def test_without_the_primary_reads_go_on_and_writes_are_told_to_wait(world: World, away: Away) -> None:
    with away(VAULT_PRIMARY_URL=NOWHERE):
        written = unit_added(world)
        read = units_seen(world, "DomainAdministrator")

    assert (written.status, written.code) == (503, "Unavailable")
    assert written.body["message"] == "Server busy. Please try again."
    assert (read.status, read.headers["X-Replica-Lag-Seconds"]) == (200, "10")


def test_after_failures_in_a_row_nobody_waits_and_then_one_tries_again(
    world: World, away: Away, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(circuit, "OPEN_SECONDS", 60.0)
    with away(VAULT_PRIMARY_URL=NOWHERE):
        for _ in range(2):
            unit_added(world)

    with away():
        refused = unit_added(world)
        forwarding.primary.open_until -= circuit.OPEN_SECONDS
        done = unit_added(world)

    assert (refused.status, done.status) == (503, 200)


def test_a_primary_killed_in_the_middle_of_a_write_answers_once_it_is_back(
    world: World, away: Away, primary: Primary
) -> None:
    key, body = unique_name("key-of-a-retry-"), {"VenueID": world.mine.venues[0].id, "UnitID": unique_name("K")}
    token = world.mine.token("DomainAdministrator")

    with away():
        primary.send_order("die after the commit")
        first = call(add_venue_units.handler, token, body, idempotency_key=key)
        primary.start()
        second = call(add_venue_units.handler, token, body, idempotency_key=key)

    assert (first.status, second.status) == (503, 200), second.body
    assert second.body["message"] == "Unit added."


def test_a_stage_that_is_read_only_takes_no_write(world: World, away: Away) -> None:
    with away(VAULT_READ_ONLY="1"):
        response, read = unit_added(world), units_seen(world, "DomainAdministrator")

    assert (response.status, response.code, response.body["message"]) == (
        401,
        "WriteNotPermitted",
        "Write access not permitted.",
    )
    assert read.status == 200


def test_what_only_the_primary_does_is_refused_elsewhere(world: World, away: Away) -> None:
    here = call(probes.primary_only, world.mine.token("DomainAdministrator"))
    with away():
        there = call(probes.primary_only, world.mine.token("DomainAdministrator"))

    assert (here.status, there.status, there.code) == (200, 400, "PrimaryRegionOnly")


def test_a_call_with_no_time_left_is_not_forwarded(world: World, away: Away) -> None:
    token, venue = world.mine.token("DomainAdministrator"), world.mine.venues[0].id
    asked = event({"AccessToken": token, "VenueID": venue, "UnitID": unique_name("F")})

    with away():
        response = send(add_venue_units.handler, asked, milliseconds=1_200)

    assert (response.status, response.code) == (503, "Unavailable")


def test_a_sign_in_that_confirms_a_tie_is_answered_by_the_primary(
    world: World, away: Away, secondary: Secondary
) -> None:
    person = tied_resident(world)
    secondary.replicator.wait_until_caught_up()

    with away():
        response = sign_in(world.mine, person.email, PASSWORD)

    assert response.status == 200, response.body
    assert unconfirmed(person) == []


def test_without_the_primary_a_sign_in_is_answered_here_and_confirms_nothing(
    world: World, away: Away, secondary: Secondary
) -> None:
    person = tied_resident(world)
    secondary.replicator.wait_until_caught_up()

    with away(VAULT_PRIMARY_URL=NOWHERE):
        response = sign_in(world.mine, person.email, PASSWORD)

    assert response.status == 200, response.body
    assert unconfirmed(person) == [world.mine.venues[0].id]


def tied_resident(world: World) -> Persona:
    """A resident whom the staff of another venue have added there."""
    person = add_accepted_resident(world.mine, world.mine.units[1])
    assert add_resident(world.mine, "LeasingAgent", person.email).status == 200
    return person
