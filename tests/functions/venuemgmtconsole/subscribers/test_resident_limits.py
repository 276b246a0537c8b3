"""How much staff may add to somebody else's account."""

import pytest

from functions.networkoperatorconsole.subscribers import add_key
from functions.venuemgmtconsole.subscribers.add_subscriber import handler
from tests.factories import Tenant, World, add_unit, create_tenant, unique_name
from tests.gateway import Answer, call
from tests.residents import add_pool
from vault.graph.connection import execute
from vault.graph.schema import Edge, Prop
from vault.graph.steps import __
from vault.kernel.ids import subscriber_id
from vault.kernel.permissions import Role
from vault.limits import model as limits
from vault.limits.model import Limit
from vault.subscribers import service as subscribers

MAX_AT_VENUE = 3


@pytest.fixture(scope="module")
def own_operator(world: World) -> Tenant:
    """An operator of this module, with two keypools at every venue."""
    assert world
    made = create_tenant(unique_name("Bounds"), Role.DOMAIN_ADMINISTRATOR)
    add_pool(made)
    add_pool(made)
    return made


@pytest.fixture(autouse=True)
def _few(monkeypatch: pytest.MonkeyPatch) -> None:
    """Limits that a test reaches soon."""
    monkeypatch.setenv("VAULT_CHOSEN_KEYS_PER_VENUE", str(MAX_AT_VENUE))
    monkeypatch.setattr(subscribers, "MAX_SUBSCRIPTIONS_AT_VENUE", MAX_AT_VENUE)
    monkeypatch.setattr(limits, "PASSPHRASES_PER_PERSON", Limit(unique_name("passphrases"), 20, 900))


@pytest.fixture
def unit(own_operator: Tenant) -> str:
    return add_unit(own_operator, own_operator.venues[0], unique_name("U"))


def add(tenant: Tenant, unit: str, email: str, **fields: str) -> Answer:
    body = {"EmailAddress": email, "UnitID_internal": unit, **fields}
    return call(handler, tenant.token("DomainAdministrator"), body)


def add_with_new_key(tenant: Tenant, unit: str, email: str) -> Answer:
    return add(tenant, unit, email, NewKey=unique_name("Chosen-by-staff-"))


def add_key_at_venue(tenant: Tenant, email: str, policy: dict[str, str], **fields: str) -> Answer:
    body = {"EmailAddress": email, "VenueID": tenant.venues[0].id, "PolicyforSubscriberKey": policy, **fields}
    return call(add_key.handler, tenant.token("DomainAdministrator"), body)


def email() -> str:
    return f"{unique_name('resident')}@bounds.example"


def test_a_person_has_few_chosen_keys_at_a_venue(own_operator: Tenant, unit: str) -> None:
    person = email()

    answers = [add_with_new_key(own_operator, unit, person) for _ in range(MAX_AT_VENUE + 1)]

    assert [answer.code for answer in answers] == [""] * MAX_AT_VENUE + ["ChosenKeyLimitReached"]
    assert (answers[-1].status, f"at most {MAX_AT_VENUE} chosen" in answers[-1].body["message"]) == (400, True)
    held = __.V(subscriber_id(answers[0].body["SubscriberToken"])).out(Edge.HOLDS).values(Prop.CUSTOM)
    assert execute(held) == [True] * 2 * MAX_AT_VENUE


def test_another_unit_of_the_venue_counts_with_it_and_another_venue_does_not(own_operator: Tenant, unit: str) -> None:
    person = email()
    for _ in range(MAX_AT_VENUE):
        add_with_new_key(own_operator, unit, person)
    beside, elsewhere = (add_unit(own_operator, venue, unique_name("U")) for venue in own_operator.venues[:2])

    answers = [add_with_new_key(own_operator, home, person) for home in (beside, elsewhere)]

    assert [answer.code for answer in answers] == ["ChosenKeyLimitReached", ""]


def test_the_same_chosen_key_again_is_no_further_one(own_operator: Tenant, unit: str) -> None:
    person, chosen = email(), unique_name("Chosen-by-staff-")
    for _ in range(MAX_AT_VENUE - 1):
        add_with_new_key(own_operator, unit, person)

    answers = [add(own_operator, unit, person, NewKey=chosen) for _ in range(2)]

    assert [answer.status for answer in answers] == [200, 200]


def test_keys_that_nobody_chose_are_given_all_the_same(own_operator: Tenant, unit: str) -> None:
    person = email()
    for _ in range(MAX_AT_VENUE):
        add_with_new_key(own_operator, unit, person)
    beside = add_unit(own_operator, own_operator.venues[0], unique_name("U"))

    answer = add(own_operator, beside, person)

    assert answer.status == 200


def test_a_key_of_the_operators_console_counts_with_those_of_the_venues(own_operator: Tenant, unit: str) -> None:
    person = email()
    for _ in range(MAX_AT_VENUE - 1):
        add_with_new_key(own_operator, unit, person)

    answers = [add_key_at_venue(own_operator, person, {}, NewKey=unique_name("Chosen-by-staff-")) for _ in range(2)]

    assert [answer.code for answer in answers] == ["", "ChosenKeyLimitReached"]


PERIODS = [
    {"StartDateTimeUTC.ISO8601": f"20{year}-01-01T12:00:00Z", "EndDateTimeUTC.ISO8601": f"20{year}-02-01T12:00:00Z"}
    for year in range(30, 31 + MAX_AT_VENUE)
]


def test_a_person_has_a_bounded_number_of_subscriptions_at_a_venue(own_operator: Tenant, unit: str) -> None:
    person = email()

    answers = [add(own_operator, unit, person, **period) for period in PERIODS]

    assert [answer.code for answer in answers] == [""] * MAX_AT_VENUE + ["SubscriptionLimitReached"]


def test_the_operators_console_adds_no_more_subscriptions_either(own_operator: Tenant) -> None:
    person = email()

    answers = [add_key_at_venue(own_operator, person, period) for period in PERIODS]

    assert [answer.code for answer in answers] == [""] * MAX_AT_VENUE + ["SubscriptionLimitReached"]


def test_staff_who_try_passphrases_are_held_back(own_operator: Tenant, unit: str) -> None:
    taken = unique_name("Somebody-has-it-")
    add(own_operator, unit, email(), NewKey=taken)

    answers = [add(own_operator, unit, email(), NewKey=taken) for _ in range(20)]

    assert [answer.code for answer in answers] == ["KeyNotUnique"] * 19 + ["TooManyRequests"]
    assert answers[0].body["message"] == "This Wi-Fi key cannot be used on this network. Choose another one."
