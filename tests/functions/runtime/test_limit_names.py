"""What each limit counts by: a person, or a source, however they are written."""

from collections import Counter
from collections.abc import Callable
from typing import Any

import pytest

from functions.networkoperatorconsole.subscribers import add_key, resend_code_for_t_and_c
from functions.subscriberconsole import (
    accept_t_and_c,
    confirm_reset_console_password,
    initiate_reset_console_password,
    login,
    update_pii,
)
from functions.venuemgmtconsole.subscribers import resend_code_for_t_and_c as resend_at_venue
from tests.factories import PASSWORD, Tenant, World
from tests.gateway import event, send
from tests.pending_residents import PendingResident, add_pending_resident, move_in, unique_source_address
from tests.request_bodies.scene import add_resident_of
from vault.adapters import redis
from vault.graph.connection import execute
from vault.kernel.ids import subscriber_id
from vault.limits import login_attempts, model, service
from vault.limits.model import Limit
from vault.people import codes

Names = list[dict[str, str]]
Counted = set[tuple[str, str]]
"""The names of limits with the values that they counted."""
PHONE = "+13125550151"
ADDRESSES = ["2001:db8:ffff:7::1", "2001:DB8:FFFF:7:0:0:0:2", "2001:0db8:ffff:0007:ffff:ffff:ffff:ffff"]
MAPPED = ["198.51.100.7", "::ffff:198.51.100.7", "::FFFF:c633:6407"]
LIMITS = {limit.name for limit in vars(model).values() if isinstance(limit, Limit)}


@pytest.fixture
def counted(monkeypatch: pytest.MonkeyPatch) -> Counted:
    """What limits counted since the test emptied it."""
    noted: Counted = set()

    def redis_key(_ctx: object, name: str, value: str) -> str:
        noted.add((name, value))
        return f"limit:test:{name}:{value}"

    for module in (service, login_attempts):
        monkeypatch.setattr(module, "redis_key", redis_key)
    return noted


@pytest.fixture(scope="module")
def person(world: World) -> PendingResident:
    """A resident with an e-mail address and a phone number."""
    added = add_pending_resident(world.mine, phone=PHONE)
    move_in(added.token, world.mine.units[0])
    return added


def count_in(counted: Counted, tenant: Tenant, endpoint: Any, body: dict[str, Any], source: str = "") -> Counted:
    """What the limits count in one call."""
    counted.clear()
    called = event(body, origin=tenant.origin)
    called["requestContext"]["http"]["sourceIp"] = source or "192.0.2.1"
    send(endpoint, called)
    return set(counted)


def spellings(person: PendingResident) -> Names:
    """The ways in which the phone numbers, addresses and tokens of a person are written."""
    local, _, host = person.email.partition("@")
    phones = ["312 555-0151", "312.555 0151", "3 125550151", "+1 (312) 555-0151", "(312) 555/0151", PHONE]
    emails = [person.email, person.email.upper(), f" {person.email} ", f"{local}@{host.title()}"]
    return [
        *({"PhoneNumber": phone} for phone in phones),
        *({"EmailAddress": email} for email in emails),
        {"SubscriberToken": person.token},
    ]


def accepting(name: dict[str, str]) -> dict[str, str]:
    return {**name, "TemporaryPassword": "wrong-password", "NewPassword": PASSWORD}


def signing_in(name: dict[str, str]) -> dict[str, str]:
    return {**name, "Password": "wrong-password"}


@pytest.mark.parametrize(
    ("endpoint", "body_of"), [(login.handler, signing_in), (accept_t_and_c.handler, accepting)], ids=["login", "accept"]
)
@pytest.mark.parametrize("is_known", [True, False], ids=["known", "unknown"])
def test_every_name_and_spelling_of_a_person_is_counted_as_one(
    world: World,
    counted: Counted,
    person: PendingResident,
    endpoint: Any,
    body_of: Callable[..., Any],
    *,
    is_known: bool,
) -> None:
    tenant = world.mine if is_known else world.other
    names = spellings(person)

    by_name = [count_in(counted, tenant, endpoint, body_of(name)) for name in names]

    assert all(by_name)
    distinct = {frozenset(values) for values in by_name}
    # Of somebody whom nobody knows, nobody knows either that address, number and token are theirs.
    assert len(distinct) == (1 if is_known else 3)


def test_a_code_is_sent_to_a_person_as_often_however_they_are_named(
    world: World, counted: Counted, person: PendingResident
) -> None:
    token = world.mine.token("DomainAdministrator")
    at_venue = {"VenueID": world.mine.venues[0].id}
    calls = [
        (endpoint, {"AccessToken": token, **name, **more})
        for name in spellings(person)
        for endpoint, more in ((resend_code_for_t_and_c.handler, {}), (resend_at_venue.handler, at_venue))
    ] + [(initiate_reset_console_password.handler, {"AccessToken": token, "SubscriberToken": person.token})]

    by_call = [count_in(counted, world.mine, endpoint, body) for endpoint, body in calls]

    assert set(map(frozenset, by_call)) == {
        frozenset({(model.RESENDS_PER_PERSON.name, person.token), (model.RESENDS_PER_SOURCE.name, "192.0.2.1")})
    }


def test_a_call_that_starts_again_counts_once(
    world: World, person: PendingResident, monkeypatch: pytest.MonkeyPatch
) -> None:
    counts = Counter[str]()
    readings = be_overtaken_once(monkeypatch)
    increment = redis.increment

    def count(key: str, seconds: int) -> tuple[int, int]:
        counts[key] += 1
        return increment(key, seconds)

    monkeypatch.setattr(redis, "increment", count)
    send(accept_t_and_c.handler, event(accepting({"EmailAddress": person.email}), origin=world.mine.origin))

    assert readings == [subscriber_id(person.token)] * 2
    assert list(counts.values()) == [1, 1]


def be_overtaken_once(patch: pytest.MonkeyPatch) -> list[str]:
    """Let somebody else try a code between the first reading of attempts and its write; whose attempts were read."""
    readings: list[str] = []
    read_attempts = codes.read_attempts

    def read_and_be_overtaken(person_id: str) -> int | None:
        attempts = read_attempts(person_id)
        if not readings:
            execute(codes.count_attempt(person_id, attempts))
        readings.append(person_id)
        return attempts

    patch.setattr(codes, "read_attempts", read_and_be_overtaken)
    return readings


@pytest.mark.parametrize("addresses", [ADDRESSES, MAPPED], ids=["subnet", "mapped"])
@pytest.mark.parametrize("endpoint", ["login", "accept", "confirm", "resend"])
def test_every_spelling_of_a_source_is_counted_as_one(
    world: World, counted: Counted, person: PendingResident, addresses: list[str], endpoint: str
) -> None:
    called, body = {
        "login": (login.handler, signing_in({"EmailAddress": person.email})),
        "accept": (accept_t_and_c.handler, accepting({"EmailAddress": person.email})),
        "confirm": (
            confirm_reset_console_password.handler,
            {"AccessToken": "", "SubscriberToken": person.token, "OTP": "BCDFGHJK", "NewPassword": PASSWORD},
        ),
        "resend": (
            resend_code_for_t_and_c.handler,
            {"AccessToken": world.mine.token("DomainAdministrator"), "SubscriberToken": person.token},
        ),
    }[endpoint]

    by_address = [count_in(counted, world.mine, called, body, address) for address in addresses]

    assert len(set(map(frozenset, by_address))) == 1
    assert any("source" in name for name, _ in by_address[0])


def test_a_choice_of_a_passphrase_is_counted_by_who_chooses(world: World, counted: Counted) -> None:
    administrator = world.mine.people["DomainAdministrator"]
    body = {"AccessToken": administrator.access_token, "VenueID": world.mine.venues[0].id, "NewKey": "Chosen-1-2-3"}
    people = [add_resident_of(world.mine, world.mine.units[0]) for _ in range(2)]

    by_person = [
        count_in(counted, world.mine, add_key.handler, {**body, "SubscriberToken": each.token}, unique_source_address())
        for each in people
    ]

    assert by_person == [{(model.PASSPHRASES_PER_PERSON.name, administrator.token)}] * 2


def test_a_change_of_number_is_counted_by_the_person(world: World, counted: Counted) -> None:
    person = add_resident_of(world.mine, world.mine.units[0])
    body = {"AccessToken": person.access_token, "SubscriberToken": person.token, "PhoneNumber": "+13125550199"}

    by_call = count_in(counted, world.mine, update_pii.handler, body)

    assert by_call == {(model.NUMBER_CHANGES_PER_PERSON.name, person.token)}


def test_every_limit_counts_a_person_or_a_source() -> None:
    names = {"code_name", "login_name", "number_change", "passphrase_name", "resend_name"}
    sources = {"code_source", "login_source", "resend_source", "wrong_secret_source"}

    assert names | sources == LIMITS, "another limit needs a test of what it counts by"
