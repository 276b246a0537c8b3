"""What a body says counts under one name, and what other systems store changes after the claim that protects it."""

from typing import Any

import pytest

from functions.networkoperatorconsole.staff import enable_staff_access as operator_staff
from functions.subscriberconsole import login
from functions.venuemgmtconsole.staff import enable_staff_access as venue_staff
from functions.venuemgmtconsole.subscribers import add_subscriber
from tests.factories import World, commit, unique_name
from tests.functions.runtime.probes import rename
from tests.gateway import Answer, call, event, send
from tests.pending_residents import attributes_in_cognito
from tests.request_bodies.scene import add_pending_person
from vault.adapters import cognito
from vault.audit import entries as audit
from vault.audit.events import AuditEvent
from vault.graph.connection import Conflict
from vault.graph.transaction import Transaction
from vault.kernel.generated_secrets import derive_subscriber_token, generate_temporary_password
from vault.operators.service import get_keyring, get_user_pool
from vault.people import service as people
from vault.people.model import NewPerson
from vault.runtime.attempt import MAX_ATTEMPTS


def test_nobody_is_appointed_or_renamed_by_an_inner_name(world: World) -> None:
    victim = add_pending_person(world.mine, phone="+13125550911")
    before = attributes_in_cognito(world.mine, victim.token)
    names = {"GivenName": "Mallory", "FamilyName": "Was-Here", "Role": "LeasingAgent"}
    body = {"VenueID": world.mine.venues[0].id, "email_address": victim.email, **names}

    response = call(venue_staff.handler, world.mine.token("VenueAdministrator"), body)

    assert (response.status, response.body["message"]) == (400, "EmailAddress is required.")
    assert attributes_in_cognito(world.mine, victim.token) == before


def test_nobody_moves_in_by_an_inner_name(world: World) -> None:
    victim = add_pending_person(world.mine, phone="+13125550912")
    before = attributes_in_cognito(world.mine, victim.token)
    body = {"UnitID_internal": world.mine.units[0], "email_address": victim.email}

    response = call(add_subscriber.handler, world.mine.token("LeasingAgent"), body)

    assert (response.status, response.body["message"]) == (400, "EmailAddress is required.")
    assert attributes_in_cognito(world.mine, victim.token) == before


def test_an_inner_name_does_not_hide_whose_password_is_guessed(world: World) -> None:
    victim = world.mine.people["SIEMAdministrator"].token

    def guess(number: int) -> int:
        body = {"SubscriberToken": victim, "email_address": f"{number}@else.example", "Password": "a wrong guess"}
        return call(login.handler, "", body, origin=world.mine.origin).status

    statuses = [guess(number) for number in range(8)]

    assert (statuses[0], statuses[-1]) == (401, 429)


@pytest.mark.parametrize("value", [{"x": "y"}, {"domain": "y"}, [], "y", 7])
def test_a_ready_made_reference_is_ignored(world: World, value: Any) -> None:
    staff = {"EmailAddress": f"{unique_name('x')}@else.example", "Role": "AccountManager"}
    named = {**staff, "GivenName": "Ada", "FamilyName": "Okafor", "named_domain": value, "namedDomain": value}

    known = call(operator_staff.handler, world.mine.token("DomainAdministrator"), named)
    unknown = call(operator_staff.handler, "a.b.c", named)

    assert (known.status, unknown.status) == (200, 401)


def test_somebody_who_is_there_is_no_leftover_of_an_earlier_attempt(world: World) -> None:
    known = add_pending_person(world.mine)
    before, ctx = attributes_in_cognito(world.mine, known.token), world.mine.caller()

    with pytest.raises(Conflict):
        people.add(ctx, NewPerson(known.email, given_name="Mallory", family_name="Was-Here"))

    assert attributes_in_cognito(world.mine, known.token) == before


def test_what_an_earlier_attempt_left_is_changed_once_the_address_is_claimed(world: World) -> None:
    operator, email = world.mine.operator, f"{unique_name('left')}@else.example"
    token = derive_subscriber_token(get_keyring(operator).index_key, "email", email, "0")
    left = {"email": email, "given_name": "Old", "phone_number": "+13125550913"}
    cognito.create_user(get_user_pool(operator), token, left, generate_temporary_password())
    ctx = world.mine.caller()

    added = people.add(ctx, NewPerson(email, given_name="New"))
    audit.record(ctx, AuditEvent.SUBSCRIBER_ADDED, subscriber=added.token)
    commit(ctx)

    stored = attributes_in_cognito(world.mine, token)
    assert (added.token, stored["given_name"], stored.get("phone_number", "")) == (token, "New", "")


def rename_under_conflicts(world: World, patch: pytest.MonkeyPatch, *, is_concurrent: bool) -> tuple[Answer, int]:
    """The answer to a write of which every commit meets a conflict, and the number of commits."""
    commits = []

    def conflict(_: Transaction) -> None:
        commits.append(1)
        raise Conflict(is_concurrent=is_concurrent)

    patch.setattr(Transaction, "commit", conflict)
    body = {"AccessToken": world.mine.token("DomainAdministrator"), "VenueID": world.mine.venues[0].id}
    return send(rename, event({**body, "VenueName": "A"})), len(commits)


def test_a_conflict_that_repeats_with_the_same_reading_ends_the_call(
    world: World, monkeypatch: pytest.MonkeyPatch
) -> None:
    response, commits = rename_under_conflicts(world, monkeypatch, is_concurrent=False)

    assert (response.status, response.code, commits) == (503, "Unavailable", 2)


def test_a_write_that_meets_others_again_and_again_ends_before_its_time_does(
    world: World, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("vault.graph.retry.time.sleep", lambda _: None)

    response, commits = rename_under_conflicts(world, monkeypatch, is_concurrent=True)

    assert (response.status, commits) == (503, MAX_ATTEMPTS)
