"""Writes that are sent again with their Idempotency-Key are answered, not repeated."""

from concurrent.futures import ThreadPoolExecutor

import pytest

from functions.networkoperatorconsole.equipment import add_service_plan
from functions.networkoperatorconsole.keypools import add_keypool
from functions.networkoperatorconsole.venues import add_venue_units
from functions.subscriberconsole import logout
from functions.venuemgmtconsole.subscribers import add_subscriber
from tests.factories import Persona, Tenant, World, add_staff, add_venue, unique_name
from tests.functions.runtime.probes import rename
from tests.gateway import Answer, call
from tests.request_bodies.all_consoles import BODIES
from tests.request_bodies.scene import Scene
from vault.graph.connection import execute
from vault.graph.schema import Label, Prop
from vault.graph.steps import __, with_properties
from vault.graph.transaction import Transaction
from vault.kernel.ids import subscriber_id
from vault.kernel.permissions import Role
from vault.kernel.time import epoch_ms, now
from vault.staff import queries

REPLAYED = "Idempotent-Replayed"


def test_a_write_repeated_with_its_key_is_answered_and_not_done_again(world: World) -> None:
    venue, token = add_venue(world.mine, unique_name("Repeated")), world.mine.token("DomainAdministrator")
    body = {"VenueID": venue.id, "VenueName": "First"}
    call(rename, token, body, idempotency_key=venue.id)
    execute(with_properties(__.V(venue.id), **{Prop.EXTERNAL_VENUE_ID: "Changed since"}))

    again = call(rename, token, body, idempotency_key=venue.id)

    assert again.status == 200
    assert execute(__.V(venue.id).values(Prop.EXTERNAL_VENUE_ID)) == ["Changed since"]


def test_a_key_with_another_body_is_refused(world: World) -> None:
    venue, token = add_venue(world.mine, unique_name("Reused")), world.mine.token("DomainAdministrator")
    call(rename, token, {"VenueID": venue.id, "VenueName": "First"}, idempotency_key=venue.id)

    response = call(rename, token, {"VenueID": venue.id, "VenueName": "Second"}, idempotency_key=venue.id)

    assert (response.status, response.code) == (400, "IdempotencyKeyReused")


def test_a_key_is_its_callers_own(world: World) -> None:
    venue, other = add_venue(world.mine, unique_name("Shared")), add_staff(world.mine, Role.DOMAIN_ADMINISTRATOR)
    call(rename, world.mine.token("DomainAdministrator"), {"VenueID": venue.id, "VenueName": "A"}, idempotency_key="k")

    response = call(rename, other.access_token, {"VenueID": venue.id, "VenueName": "B"}, idempotency_key="k")

    assert response.status == 200
    assert execute(__.V(venue.id).values(Prop.EXTERNAL_VENUE_ID)) == ["B"]


def test_a_key_does_not_outlive_a_revoked_role(world: World) -> None:
    venue, person = add_venue(world.mine, unique_name("Revoked")), add_staff(world.mine, Role.DOMAIN_ADMINISTRATOR)
    body = {"VenueID": venue.id, "VenueName": "A"}
    call(rename, person.access_token, body, idempotency_key="k")
    execute(__.V(subscriber_id(person.token)).out_e("staff_of").drop())

    response = call(rename, person.access_token, body, idempotency_key="k")

    assert (response.status, response.code) == (403, "AccessDenied")


def test_the_same_write_twice_at_once_is_done_once(world: World) -> None:
    venue, token = add_venue(world.mine, unique_name("Twice")), world.mine.token("DomainAdministrator")
    body = {"VenueID": venue.id, "VenueName": unique_name("Once")}

    with ThreadPoolExecutor(4) as threads:
        answers = list(threads.map(lambda _: call(rename, token, body, idempotency_key=venue.id), range(4)))

    assert {response.status for response in answers} == {200}
    log = __.V().has(Label.LOG_ENTRY, Prop.VENUE, venue.id).has(Prop.EVENT, "Venue configured").count()
    assert execute(log, "LOG") == [1]


def test_a_write_that_refuses_itself_twice_at_once_is_answered_twice(
    world: World, monkeypatch: pytest.MonkeyPatch
) -> None:
    """The first of the two takes the name that the second finds taken."""
    token, body = world.mine.token("DomainAdministrator"), {"SSID": unique_name("Taken"), "Scope": "global"}
    key, commit, first = unique_name("key"), Transaction.commit, list[Answer]()

    def let_the_other_go_first(transaction: Transaction) -> None:
        monkeypatch.setattr(Transaction, "commit", commit)
        first.append(call(add_keypool.handler, token, body, idempotency_key=key))
        commit(transaction)

    monkeypatch.setattr(Transaction, "commit", let_the_other_go_first)

    second = call(add_keypool.handler, token, body, idempotency_key=key)

    assert (first[0].status, second.status, second.headers.get(REPLAYED)) == (200, 200, "true")
    assert second.body["KeyPoolID"] == first[0].body["KeyPoolID"]


@pytest.mark.parametrize("made", ["mine", "other"])
def test_a_repeated_answer_says_so_and_the_first_one_does_not(world: World, made: str) -> None:
    tenant: Tenant = getattr(world, made)
    body, key = {"SSID": unique_name("Said"), "Scope": "global"}, unique_name("key")

    answers = [call(add_keypool.handler, tenant.token("DomainAdministrator"), body, idempotency_key=key) for _ in "123"]

    assert {answer.status for answer in answers} == {200}
    assert [answer.headers.get(REPLAYED) for answer in answers] == [None, "true", "true"]


def test_a_sign_out_cannot_be_repeated_by_its_own_token(world: World) -> None:
    person, here = add_staff(world.mine, Role.LEASING_AGENT), {"VenueID": world.mine.venues[0].id}

    answers = [call(logout.handler, person.access_token, here, idempotency_key="k") for _ in range(2)]

    assert [answer.code for answer in answers] == ["", "TokenInvalid"]


@pytest.mark.parametrize("length", [138, 173, 255])
def test_keys_that_differ_in_their_last_character_are_two(world: World, length: int) -> None:
    start = unique_name("k").ljust(length - 1, "k")
    token = world.mine.token("DomainAdministrator")

    answers = [
        call(add_keypool.handler, token, {"SSID": unique_name("Long"), "Scope": "global"}, idempotency_key=start + end)
        for end in "ab"
    ]

    assert [(answer.status, answer.headers.get(REPLAYED)) for answer in answers] == [(200, None)] * 2
    assert answers[0].body != answers[1].body


def test_a_key_of_256_characters_is_refused_and_the_header_is_named(world: World) -> None:
    body = {"SSID": unique_name("Long"), "Scope": "global"}

    answer = call(add_keypool.handler, world.mine.token("DomainAdministrator"), body, idempotency_key="k" * 256)

    assert (answer.status, answer.code) == (400, "IdempotencyKeyTooLong")
    assert answer.body["message"] == "The header Idempotency-Key is too long: at most 255 characters."


def add_plan_by_provider(world: World, tenant: Tenant, key: str) -> Answer:
    """The provider adds a plan at an operator that they name by its id."""
    scene = Scene(tenant, 0)
    body = {**BODIES["/networkoperatorconsole/equipment/addServicePlan"](scene), "OperatorID": tenant.operator.id}
    return call(add_service_plan.handler, world.provider.access_token, body, idempotency_key=key)


def test_the_provider_may_use_one_key_at_two_operators(world: World) -> None:
    key = unique_name("key")

    answers = [add_plan_by_provider(world, tenant, key) for tenant in (world.mine, world.other)]

    assert [(answer.status, answer.headers.get(REPLAYED)) for answer in answers] == [(200, None)] * 2, answers


def test_the_provider_may_use_one_key_at_two_operators_that_they_name_by_things(world: World) -> None:
    token, key, tenants = world.provider.access_token, unique_name("key"), (world.mine, world.other)
    bodies = [{"VenueID": tenant.venues[0].id, "UnitID": unique_name("P")} for tenant in tenants]

    answers = [call(add_venue_units.handler, token, body, idempotency_key=key) for body in (*bodies, *bodies)]

    assert [answer.status for answer in answers] == [200] * 4
    assert [answer.headers.get(REPLAYED) for answer in answers] == [None, None, "true", "true"]


def grant_role(agent: Persona, role: Role, at: str) -> None:
    execute(queries.grant(agent.token, role, at, epoch_ms(now())))


def revoke_role(agent: Persona, role: Role, at: str) -> None:
    execute(queries.revoke(agent.token, role, at)[0])


def add_resident(world: World, agent: Persona, email: str, key: str = "") -> Answer:
    """Add a resident at the first venue."""
    body = {"EmailAddress": email, "UnitID_internal": world.mine.units[0]}
    return call(add_subscriber.handler, agent.access_token, body, **({"idempotency_key": key} if key else {}))


def test_an_answer_is_not_repeated_to_who_lost_the_permission_at_its_venue(world: World) -> None:
    agent, email = add_staff(world.mine, Role.LEASING_AGENT), f"{unique_name('resident')}@else.example"
    first = add_resident(world, agent, email, "key")
    grant_role(agent, Role.LEASING_AGENT, world.mine.venues[1].id)
    revoke_role(agent, Role.LEASING_AGENT, world.mine.venues[0].id)

    again, fresh = add_resident(world, agent, email, "key"), add_resident(world, agent, email)

    assert first.body["TemporaryPassword"]
    assert (again.status, again.body) == (fresh.status, fresh.body) == (404, fresh.body)


def test_an_answer_is_repeated_to_who_lost_the_permission_elsewhere(world: World) -> None:
    agent, email = add_staff(world.mine, Role.LEASING_AGENT), f"{unique_name('resident')}@else.example"
    grant_role(agent, Role.LEASING_AGENT, world.mine.venues[1].id)
    first = add_resident(world, agent, email, "key")
    revoke_role(agent, Role.LEASING_AGENT, world.mine.venues[1].id)

    again = add_resident(world, agent, email, "key")

    assert (again.body, again.headers.get(REPLAYED)) == (first.body, "true")


def test_an_answer_is_repeated_to_who_holds_the_permission_for_the_same_things_in_another_role(world: World) -> None:
    agent, email = add_staff(world.mine, Role.DOMAIN_ADMINISTRATOR), f"{unique_name('resident')}@else.example"
    first = add_resident(world, agent, email, "key")
    revoke_role(agent, Role.DOMAIN_ADMINISTRATOR, world.mine.operator.id)
    grant_role(agent, Role.LEASING_AGENT, world.mine.venues[0].id)

    again = add_resident(world, agent, email, "key")

    assert (again.body, again.headers.get(REPLAYED)) == (first.body, "true")
