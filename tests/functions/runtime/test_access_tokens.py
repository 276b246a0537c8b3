"""Verification of access tokens: an operator's own issuer, its keys, its client, validity times."""

import time

import pytest

from tests.factories import PASSWORD, World, add_staff
from tests.functions.runtime.house import House, refused
from tests.functions.runtime.issuer import Issuer, encode_part, token_signed_with_public_key, unsigned_token
from tests.functions.runtime.probes import administer, expired_allowed, me
from tests.gateway import Answer, call
from vault.adapters import cognito
from vault.graph.connection import execute
from vault.graph.schema import Edge, Prop
from vault.graph.steps import __, with_properties
from vault.kernel.ids import edge_id, subscriber_id
from vault.kernel.permissions import Role
from vault.operators import issuers
from vault.operators.service import get_user_pool

LONG_AGO, FAR_OFF = 1_000_000_000, 4_000_000_000
"""In seconds; constants, so that each process that collects these tests gets the same ids."""


def let_a_minute_pass() -> None:
    """Let what was read of the issuer, and that others are unknown, be a minute old."""
    for moments in (issuers._read_at, issuers._unknown_since):
        moments.update({name: at - issuers.REREAD_SECONDS for name, at in moments.items()})


def test_a_token_of_the_operators_own_issuer_is_believed(house: House) -> None:
    response = call(me, house.token())

    assert (response.status, response.body["SubscriberToken"]) == (200, house.person.token)


def test_a_token_may_come_as_a_bearer(house: House) -> None:
    response = call(me, "", {}, authorization=f"bearer {house.token()}")

    assert response.status == 200


def test_no_token_is_a_missing_one(house: House) -> None:  # noqa: ARG001  the services
    answers: list[Answer] = [call(me), call(me, "", {"AccessToken": ""}), call(me, "", {"AccessToken": 7})]

    assert {(response.status, response.code) for response in answers} == {(401, "TokenMissing")}


@pytest.mark.parametrize(
    "other",
    [
        {"token_use": "id"},
        {"token_use": None},
        {"client_id": "another"},
        {"client_id": None},
        {"client_id": None, "aud": "another"},
        {"iss": "https://issuer.example/another"},
        {"iss": None},
        {"username": None},
        {"username": "nobody"},
        {"username": ""},
        {"username": 7},
        {"username": ["a"]},
        {"exp": None},
        {"exp": LONG_AGO},
        {"iat": None},
        {"exp": str(FAR_OFF)},
        {"exp": float("inf")},
        {"iat": FAR_OFF},
        {"iat": True},
        {"nbf": FAR_OFF},
        {"nbf": "0"},
        {"auth_time": float("nan")},
        {"auth_time": None, "iat": None},
    ],
    ids=str,
)
def test_a_token_that_says_something_else_is_refused(house: House, other: dict[str, object]) -> None:
    assert refused(house.token(**other))


def test_a_token_that_nobody_signed_is_refused(house: House) -> None:
    body = house.claims()

    assert refused(unsigned_token(body, "first"))
    assert refused(unsigned_token(body, "first", "RS256"))
    assert refused(unsigned_token(body, "first", "None"))


def test_a_token_signed_with_the_public_key_as_a_secret_is_refused(house: House) -> None:
    token = token_signed_with_public_key(house.claims(), "first", house.issuer.public_pem("first"))

    assert refused(token)


def test_a_tampered_token_is_refused(house: House) -> None:
    header, _, signature = house.token().split(".")
    another = encode_part(house.claims(username=house.tenant.people["DomainAdministrator"].token))

    assert refused(f"{header}.{another}.{signature}")
    assert refused(f"{house.token()[:-8]}AAAAAAAA")


@pytest.mark.parametrize("change", ["{}=", "{}==", "{}\n", " {}", "{}.", ".{}", "{}.e30", "{}A", "+{}", "é{}"])
def test_a_token_has_one_text(house: House, change: str) -> None:
    token = house.token()

    assert call(me, token).status == 200
    assert refused(change.format(token))


def test_a_token_whose_header_asks_for_more_is_refused(house: House) -> None:
    token = house.issuer.sign(house.claims(), "first", crit=["exp"])

    assert refused(token)


def test_a_token_of_another_key_under_the_same_id_is_refused(house: House) -> None:
    stranger = Issuer()
    stranger.add("first")

    assert call(me, house.token()).status == 200
    assert refused(stranger.sign(house.claims(), "first"))


@pytest.mark.parametrize("text", ["a", "a.b.c", "..", "e30.e30.e30", "x" * 9000, "Bearer a", "é.é.é"])
def test_what_is_no_token_is_refused(house: House, text: str) -> None:  # noqa: ARG001  the services
    assert refused(text)


def test_a_token_of_another_operators_pool_is_refused_though_the_name_is_the_same(house: House, world: World) -> None:
    another = house.claims(iss=world.mine.operator.issuer, client_id=world.mine.operator.client_id)

    assert refused(house.issuer.sign(another, "first"))
    assert house.issuer.requested_paths == []


def test_the_keys_of_an_issuer_that_is_no_operators_are_never_fetched(house: House) -> None:
    for pool_name in ("evil", f"{house.name.rpartition('/')[2]}/../evil"):
        assert refused(house.token(iss=f"https://issuer.example/{pool_name}"))

    assert house.issuer.requested_paths == []


def test_stored_keys_are_never_fetched_from_the_issuer(house: House) -> None:
    assert call(me, house.token()).status == 200
    assert refused(house.issuer.sign(house.claims(), "first", kid="unknown"))

    assert house.issuer.requested_paths == []


def test_while_no_key_is_stored_the_issuer_is_asked_once_a_minute(house: House) -> None:
    execute(with_properties(__.V(house.tenant.operator.id), **{Prop.SIGNING_KEYS: "{}"}))

    answers = [call(me, house.token()).status for _ in range(3)]
    house.issuer.add("second")

    assert refused(house.token("second"))
    assert (answers, len(house.issuer.requested_paths)) == ([200, 200, 200], 1)


def test_without_any_key_a_token_is_unavailable_not_invalid(house: House) -> None:
    execute(with_properties(__.V(house.tenant.operator.id), **{Prop.SIGNING_KEYS: "{}"}))
    house.issuer.stop()

    assert [call(me, house.token()).code for _ in range(2)] == ["Unavailable", "Unavailable"]


def test_an_unknown_key_is_looked_for_at_the_operator_once_a_minute(house: House) -> None:
    assert call(me, house.token()).status == 200
    house.issuer.add("second")
    house.store_keys()

    assert refused(house.token("second"))
    let_a_minute_pass()
    assert call(me, house.token("second")).status == 200


def test_tokens_of_unknown_keys_do_not_delay_a_new_key_that_any_other_call_has_seen(house: House) -> None:
    let_a_minute_pass()
    assert refused(house.issuer.sign(house.claims(), "first", kid="unknown"))
    house.issuer.add("second")
    house.store_keys()

    assert call(me, house.token()).status == 200
    assert call(me, house.token("second")).status == 200


def test_what_was_read_wrongly_refuses_nobody_for_longer_than_a_minute(house: House) -> None:
    execute(with_properties(__.V(house.tenant.operator.id), **{Prop.CLIENT_ID: "another"}))
    wrong = refused(house.token())
    execute(with_properties(__.V(house.tenant.operator.id), **{Prop.CLIENT_ID: house.tenant.operator.client_id}))
    let_a_minute_pass()

    assert (wrong, call(me, house.token()).status) == (True, 200)


def test_an_expired_token_passes_where_declared_and_must_still_verify(house: House) -> None:
    past = {"exp": int(time.time()) - 60}

    assert call(expired_allowed, house.token(**past)).status == 200
    assert call(expired_allowed, house.token(**past, client_id="another")).code == "TokenInvalid"
    assert call(expired_allowed, unsigned_token(house.claims(**past), "first")).code == "TokenInvalid"


def test_a_revoked_role_ends_at_once(world: World) -> None:
    person = add_staff(world.mine, Role.DOMAIN_ADMINISTRATOR)
    before = call(administer, person.access_token).status
    execute(
        __.E(edge_id(subscriber_id(person.token), Edge.STAFF_OF, world.mine.operator.id, "DomainAdministrator")).drop()
    )

    after = call(administer, person.access_token)

    assert (before, after.status, after.code) == (200, 403, "AccessDenied")


def test_somebody_who_is_no_more_is_nobody(world: World) -> None:
    person = add_staff(world.mine, Role.CUSTOMER_SUPPORT)
    execute(__.V(subscriber_id(person.token)).drop())

    assert refused(person.access_token)


def test_a_token_of_cognito_itself_is_believed(world: World) -> None:
    person = world.mine.people["AccountManager"]

    fresh_token = cognito.sign_in(get_user_pool(world.mine.operator), person.token, PASSWORD)["AccessToken"]

    assert call(me, fresh_token).body["SubscriberToken"] == person.token


def test_an_id_token_of_cognito_is_refused(world: World) -> None:
    person = world.mine.people["AccountManager"]

    id_token = cognito.sign_in(get_user_pool(world.mine.operator), person.token, PASSWORD)["IdToken"]

    assert refused(id_token)
