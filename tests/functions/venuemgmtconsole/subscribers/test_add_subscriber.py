"""Adding residents."""

import datetime as dt
from concurrent.futures import ThreadPoolExecutor

import pytest

from functions.venuemgmtconsole.subscribers.add_subscriber import handler
from tests.gateway import Answer, call
from tests.residents import add_pool, keys_of, move_in, settled, texts_of
from tests.world import Tenant, World, add_plan, add_unit, add_venue, fresh, signed_in, tenant, token_of
from vault.graph.connection import answer
from vault.graph.schema import Edge, Label, Prop
from vault.graph.steps import T, __, single
from vault.kernel.ids import subscriber_id
from vault.venues.model import Venue


@pytest.fixture(scope="module")
def estate(world: World) -> Tenant:
    """An operator of this module's own, with two networks at every venue."""
    assert world
    made = tenant(fresh("Homes"))
    add_pool(made)
    add_pool(made)
    return made


@pytest.fixture
def unit(estate: Tenant) -> str:
    """A unit of the first venue, where the venue staff work."""
    return add_unit(estate, estate.venues[0], fresh("U"))


def email() -> str:
    """An address that nobody has."""
    return f"{fresh('resident')}@homes.example"


def as_agent(estate: Tenant, body: dict[str, object]) -> Answer:
    """A call of the first venue's leasing agent."""
    return call(handler, estate.token("LeasingAgent"), body)


def test_a_resident_is_told_with_a_temporary_password(estate: Tenant, unit: str) -> None:
    body = {"EmailAddress": email().upper(), "UnitID_internal": unit, "externalSubscriberID": "ext-1"}

    told = as_agent(estate, {**body, "contactpref_sms": True}).body

    assert (
        told.items()
        >= {
            "EmailAddress": body["EmailAddress"].lower(),
            "Status": "AUP not accepted",
            "contactpref_email": True,
            "contactpref_sms": True,
            "externalSubscriberID": "ext-1",
            "errorProcessing": False,
        }.items()
    )
    assert len(told["TemporaryPassword"]) == 12
    assert "StripeCustomerID" not in told


def test_the_resident_has_one_key_text_on_every_network(estate: Tenant, unit: str) -> None:
    person = settled(estate, unit, UserPartForNewKey="blue-door-")

    texts = texts_of(person)

    assert len(texts) == len(keys_of(person)) == 2
    assert len(set(texts)) == 1
    assert texts[0].startswith("blue-door-")


def test_a_key_given_whole_is_taken_as_it_is(estate: Tenant, unit: str) -> None:
    person = settled(estate, unit, NewKey="Legacy-key-of-1999")

    assert set(texts_of(person)) == {"Legacy-key-of-1999"}


def test_the_same_call_again_answers_what_is_there(estate: Tenant, unit: str) -> None:
    body = {"EmailAddress": email(), "UnitID_internal": unit}
    first = as_agent(estate, body).body

    second = as_agent(estate, body).body

    assert {**second, "message": ""} == {**first, "message": ""}
    assert counted(first["SubscriberToken"]) == [1, 2, 2]


def test_two_same_calls_at_once_make_one_person(estate: Tenant, unit: str) -> None:
    body = {"EmailAddress": email(), "UnitID_internal": unit}

    with ThreadPoolExecutor(4) as threads:
        told = list(threads.map(lambda _: as_agent(estate, body), range(4)))

    assert {each.status for each in told} == {200}
    assert len({(each.body["SubscriberToken"], each.body["TemporaryPassword"]) for each in told}) == 1
    assert counted(told[0].body["SubscriberToken"]) == [1, 2, 2]


def counted(token: str) -> list[int]:
    """How many subscriptions, keys and policies a person has."""
    person = subscriber_id(token)
    return [
        answer(__.V(person).out(Edge.SUBSCRIBES).count())[0],
        answer(__.V(person).out(Edge.HOLDS).count())[0],
        answer(__.V(person).out(Edge.HOLDS).out_e(Edge.AT_UNIT).count())[0],
    ]


def test_a_second_home_gets_the_same_key(estate: Tenant, unit: str) -> None:
    other = add_unit(estate, estate.venues[1], fresh("U"))
    address = email()
    first = move_in(estate, unit, address).body

    move_in(estate, other, address)

    assert counted(first["SubscriberToken"]) == [2, 2, 4]


def test_a_key_of_somebody_else_is_refused(estate: Tenant, unit: str) -> None:
    move_in(estate, unit, NewKey="Only-one-of-us-1")

    told = as_agent(estate, {"EmailAddress": email(), "UnitID_internal": unit, "NewKey": "Only-one-of-us-1"})

    assert (told.status, told.code) == (400, "KeyNotUnique")


def test_days_are_those_of_the_venue(estate: Tenant, unit: str) -> None:
    body = {"StartDateTimeUTC.ISO8601": "2024-01-15T10:00:00.000Z", "EndDateTimeUTC.ISO8601": "2024-07-15T10:00:00Z"}

    token = move_in(estate, unit, **body).body["SubscriberToken"]

    (kept,) = answer(__.V(subscriber_id(token)).out(Edge.SUBSCRIBES).element_map())
    assert moment(kept[Prop.STARTS_AT]) == "2024-01-15T06:00:00+00:00"
    assert moment(kept[Prop.ENDS_AT]) == "2024-07-16T04:59:59.999000+00:00"


def moment(milliseconds: int) -> str:
    """An instant as a person reads it."""
    return (dt.datetime.fromtimestamp(0, dt.UTC) + dt.timedelta(milliseconds=milliseconds)).isoformat()


def test_an_end_before_the_start_is_refused(estate: Tenant, unit: str) -> None:
    period = {"StartDateTimeUTC.ISO8601": "2030-01-15T10:00:00Z", "EndDateTimeUTC.ISO8601": "2030-01-10T10:00:00Z"}

    told = as_agent(estate, {"EmailAddress": email(), "UnitID_internal": unit, **period})

    assert (told.status, told.code) == (400, "PeriodInvalid")


def test_an_invoice_date_ends_the_trial(estate: Tenant, unit: str) -> None:
    token = move_in(estate, unit, **{"InvoiceDateTimeUTC.ISO8601": "2030-01-15T00:00:00Z"}).body["SubscriberToken"]

    (kept,) = answer(__.V(subscriber_id(token)).out(Edge.SUBSCRIBES).element_map())

    assert kept[Prop.TRIAL_CYCLES] == 0


def test_the_only_plan_of_the_venue_is_taken(estate: Tenant) -> None:
    venue = add_venue(estate, fresh("Single"))
    plan = add_plan(estate, fresh("Plan"), venue)

    token = move_in(estate, add_unit(estate, venue, "1")).body["SubscriberToken"]

    assert plan_of(token) == [plan]


def test_of_several_plans_the_venues_default_is_taken(estate: Tenant) -> None:
    venue, plans = venue_with_plans(estate, 2)
    undecided = move_in(estate, add_unit(estate, venue, "1")).body["SubscriberToken"]
    answer(__.V(venue.id).property(single, Prop.DEFAULT_PLAN_WIRED, plans[1]))

    decided = move_in(estate, add_unit(estate, venue, "2")).body["SubscriberToken"]

    assert [plan_of(undecided), plan_of(decided)] == [[], [plans[1]]]


def venue_with_plans(estate: Tenant, number: int) -> tuple[Venue, list[str]]:
    """A venue that offers so many plans."""
    venue = add_venue(estate, fresh("Choice"))
    return venue, [add_plan(estate, fresh("Plan"), venue) for _ in range(number)]


def plan_of(token: str) -> list[str]:
    """The plans of a person's subscriptions."""
    return answer(__.V(subscriber_id(token)).out(Edge.SUBSCRIBES).out(Edge.SUBSCRIPTION_PLAN).id_())


def test_without_a_network_there_is_no_key_yet(world: World) -> None:
    assert world
    made = tenant(fresh("Bare"))

    told = move_in(made, made.units[0]).body

    assert told["Status"] == "AUP not accepted"
    assert counted(told["SubscriberToken"]) == [1, 0, 0]


def test_of_somebody_of_another_venue_nothing_is_told(estate: Tenant, unit: str) -> None:
    address = email()
    there = move_in(estate, estate.units[1], address).body

    told = [as_agent(estate, {"EmailAddress": address, "UnitID_internal": unit}).body for _ in range(2)]

    assert set(told[0]) == {"message", "errorProcessing", "SubscriberToken", "EmailAddress"}
    assert "TemporaryPassword" not in told[1]
    assert told[0]["SubscriberToken"] == there["SubscriberToken"]


def test_the_temporary_password_of_staff_is_told_to_nobody(estate: Tenant, unit: str) -> None:
    address = f"{fresh('boss')}@homes.example"
    move_in(estate, unit, address)
    person = subscriber_id(token_of(estate.operator, address))
    edge = __.V(person).add_e(Edge.STAFF_OF).to(__.V(estate.operator.id)).property(Prop.ROLE, "DomainAdministrator")
    answer(edge.property(T.id, f"{person}>boss"))

    told = as_agent(estate, {"EmailAddress": address, "UnitID_internal": unit}).body

    assert "TemporaryPassword" not in told


def test_a_unit_of_another_venue_or_operator_is_not_there(world: World, estate: Tenant) -> None:
    bodies = [{"EmailAddress": email(), "UnitID_internal": each} for each in (estate.units[1], world.other.units[0])]

    told = [as_agent(estate, body) for body in bodies]

    assert [(each.status, each.code) for each in told] == [(404, "UnitNotFound")] * 2


def test_a_venue_of_another_operator_is_not_there(world: World, estate: Tenant, unit: str) -> None:
    body = {"EmailAddress": email(), "UnitID_internal": unit, "VenueID": world.other.venues[0].id}

    told = as_agent(estate, body)

    assert (told.status, told.code) == (404, "VenueNotFound")


def test_a_unit_and_a_venue_that_do_not_belong_together_are_refused(estate: Tenant, unit: str) -> None:
    body = {"EmailAddress": email(), "UnitID_internal": unit, "VenueID": estate.venues[1].id}

    told = call(handler, estate.token("DomainAdministrator"), body)

    assert (told.status, told.code) == (400, "ReferencesDisagree")


def test_a_subscriber_token_names_somebody_who_is_there(estate: Tenant, unit: str) -> None:
    body = {"EmailAddress": email(), "UnitID_internal": unit}

    told = as_agent(estate, {**body, "SubscriberToken": "no-body-abcdef"})
    known = settled(estate, unit)
    other = as_agent(estate, {**body, "SubscriberToken": known.token})

    assert [(told.status, told.code), (other.status, other.code)] == [
        (404, "PersonNotFound"),
        (400, "ReferencesDisagree"),
    ]


@pytest.mark.parametrize("field", ["NewKey", "UserPartForNewKey"])
def test_a_key_that_no_device_takes_is_refused(estate: Tenant, unit: str, field: str) -> None:
    told = as_agent(estate, {"EmailAddress": email(), "UnitID_internal": unit, field: "über alles"})

    assert (told.status, told.code) == (400, "KeyTextInvalid")


def test_the_audit_log_has_each_step_and_no_person(estate: Tenant, unit: str) -> None:
    token = move_in(estate, unit).body["SubscriberToken"]

    entries = answer(__.V().has(Label.LOG_ENTRY, Prop.SUBSCRIBER, token).element_map(), "LOG")

    assert {entry[Prop.EVENT] for entry in entries} == {"Subscriber added", "Subscription added", "Keys issued"}
    assert not any("@" in str(value) for entry in entries for value in entry.values())


def test_a_key_that_is_let_in_anew_is_logged(estate: Tenant, unit: str) -> None:
    address = email()
    token = move_in(estate, unit, address).body["SubscriberToken"]
    answer(__.V(subscriber_id(token)).out(Edge.HOLDS).out_e(Edge.AT_UNIT).drop())

    again = move_in(estate, unit, address)

    assert again.status == 200
    logged = __.V().has(Label.LOG_ENTRY, Prop.SUBSCRIBER, token).has(Prop.EVENT, "Keys extended").count()
    assert answer(logged, "LOG") == [1]


def test_the_new_resident_can_sign_in(estate: Tenant, unit: str) -> None:
    told = move_in(estate, unit).body

    assert signed_in(estate.operator, told["EmailAddress"]).token == told["SubscriberToken"]
