"""Adding residents."""

import datetime as dt
from concurrent.futures import ThreadPoolExecutor

import pytest

from functions.venuemgmtconsole.subscribers.add_subscriber import handler
from tests.factories import (
    Tenant,
    World,
    accept_and_sign_in,
    add_unit,
    create_tenant,
    token_of,
    unique_name,
)
from tests.gateway import Answer, call
from tests.residents import add_accepted_resident, add_pool, keys_of, move_in, passphrases_seen_by
from vault.graph.connection import execute
from vault.graph.schema import Edge, Label, Prop
from vault.graph.steps import T, __
from vault.kernel.ids import subscriber_id


@pytest.fixture(scope="module")
def own_operator(world: World) -> Tenant:
    """An operator of this module, with two keypools at every venue."""
    assert world
    made = create_tenant(unique_name("Homes"))
    add_pool(made)
    add_pool(made)
    return made


@pytest.fixture
def unit(own_operator: Tenant) -> str:
    """A unit of the first venue, where the venue staff work."""
    return add_unit(own_operator, own_operator.venues[0], unique_name("U"))


def email() -> str:
    return f"{unique_name('resident')}@homes.example"


def as_agent(own_operator: Tenant, body: dict[str, object]) -> Answer:
    """Call as the first venue's leasing agent."""
    return call(handler, own_operator.token("LeasingAgent"), body)


def test_a_resident_is_told_with_a_temporary_password(own_operator: Tenant, unit: str) -> None:
    body = {"EmailAddress": email().upper(), "UnitID_internal": unit, "externalSubscriberID": "ext-1"}

    response = as_agent(own_operator, {**body, "contactpref_sms": True}).body

    assert (
        response.items()
        >= {
            "EmailAddress": body["EmailAddress"].lower(),
            "Status": "AUP not accepted",
            "contactpref_email": True,
            "contactpref_sms": True,
            "externalSubscriberID": "ext-1",
            "errorProcessing": False,
        }.items()
    )
    assert len(response["TemporaryPassword"]) == 12
    assert "StripeCustomerID" not in response


def test_the_resident_has_one_key_text_on_every_network(own_operator: Tenant, unit: str) -> None:
    person = add_accepted_resident(own_operator, unit, UserPartForNewKey="blue-door-")

    texts = passphrases_seen_by(person)

    assert len(texts) == len(keys_of(person)) == 2
    assert len(set(texts)) == 1
    assert texts[0].startswith("blue-door-")


def test_a_key_given_whole_is_taken_as_it_is(own_operator: Tenant, unit: str) -> None:
    person = add_accepted_resident(own_operator, unit, NewKey="Legacy-key-of-1999")

    assert set(passphrases_seen_by(person)) == {"Legacy-key-of-1999"}


def test_the_same_call_again_answers_what_is_there(own_operator: Tenant, unit: str) -> None:
    body = {"EmailAddress": email(), "UnitID_internal": unit}
    first = as_agent(own_operator, body).body

    second = as_agent(own_operator, body).body

    assert {**second, "message": ""} == {**first, "message": ""}
    assert counted(first["SubscriberToken"]) == [1, 2, 2]


def test_two_same_calls_at_once_make_one_person(own_operator: Tenant, unit: str) -> None:
    body = {"EmailAddress": email(), "UnitID_internal": unit}

    with ThreadPoolExecutor(4) as threads:
        response = list(threads.map(lambda _: as_agent(own_operator, body), range(4)))

    assert {each.status for each in response} == {200}
    assert len({(each.body["SubscriberToken"], each.body["TemporaryPassword"]) for each in response}) == 1
    assert counted(response[0].body["SubscriberToken"]) == [1, 2, 2]


def counted(token: str) -> list[int]:
    """The numbers of a person's subscriptions, keys and policies."""
    person = subscriber_id(token)
    return [
        execute(__.V(person).out(Edge.SUBSCRIBES).count())[0],
        execute(__.V(person).out(Edge.HOLDS).count())[0],
        execute(__.V(person).out(Edge.HOLDS).out_e(Edge.AT_UNIT).count())[0],
    ]


def test_a_second_home_gets_the_same_key(own_operator: Tenant, unit: str) -> None:
    other = add_unit(own_operator, own_operator.venues[1], unique_name("U"))
    address = email()
    first = move_in(own_operator, unit, address).body

    move_in(own_operator, other, address)

    assert counted(first["SubscriberToken"]) == [2, 2, 4]


def test_a_key_of_somebody_else_is_refused(own_operator: Tenant, unit: str) -> None:
    move_in(own_operator, unit, NewKey="Only-one-of-us-1")

    response = as_agent(own_operator, {"EmailAddress": email(), "UnitID_internal": unit, "NewKey": "Only-one-of-us-1"})

    assert (response.status, response.code) == (400, "KeyNotUnique")


def test_days_are_those_of_the_venue(own_operator: Tenant, unit: str) -> None:
    body = {"StartDateTimeUTC.ISO8601": "2024-01-15T10:00:00.000Z", "EndDateTimeUTC.ISO8601": "2024-07-15T10:00:00Z"}

    token = move_in(own_operator, unit, **body).body["SubscriberToken"]

    (kept,) = execute(__.V(subscriber_id(token)).out(Edge.SUBSCRIBES).element_map())
    assert moment(kept[Prop.STARTS_AT]) == "2024-01-15T06:00:00+00:00"
    assert moment(kept[Prop.ENDS_AT]) == "2024-07-16T04:59:59.999000+00:00"


def moment(milliseconds: int) -> str:
    """An instant in its wire form."""
    return (dt.datetime.fromtimestamp(0, dt.UTC) + dt.timedelta(milliseconds=milliseconds)).isoformat()


def test_an_end_before_the_start_is_refused(own_operator: Tenant, unit: str) -> None:
    period = {"StartDateTimeUTC.ISO8601": "2030-01-15T10:00:00Z", "EndDateTimeUTC.ISO8601": "2030-01-10T10:00:00Z"}

    response = as_agent(own_operator, {"EmailAddress": email(), "UnitID_internal": unit, **period})

    assert (response.status, response.code) == (400, "PeriodInvalid")


def test_an_invoice_date_ends_the_trial(own_operator: Tenant, unit: str) -> None:
    token = move_in(own_operator, unit, **{"InvoiceDateTimeUTC.ISO8601": "2030-01-15T00:00:00Z"}).body[
        "SubscriberToken"
    ]

    (kept,) = execute(__.V(subscriber_id(token)).out(Edge.SUBSCRIBES).element_map())

    assert kept[Prop.TRIAL_CYCLES] == 0


def test_without_a_network_there_is_no_key_yet(world: World) -> None:
    assert world
    made = create_tenant(unique_name("Bare"))

    response = move_in(made, made.units[0]).body

    assert response["Status"] == "AUP not accepted"
    assert counted(response["SubscriberToken"]) == [1, 0, 0]


def test_of_somebody_of_another_venue_nothing_is_told(own_operator: Tenant, unit: str) -> None:
    address = email()
    there = move_in(own_operator, own_operator.units[1], address).body

    response = [as_agent(own_operator, {"EmailAddress": address, "UnitID_internal": unit}).body for _ in range(2)]

    assert set(response[0]) == {"message", "errorProcessing", "SubscriberToken", "EmailAddress"}
    assert "TemporaryPassword" not in response[1]
    assert response[0]["SubscriberToken"] == there["SubscriberToken"]


def test_the_temporary_password_of_staff_is_told_to_nobody(own_operator: Tenant, unit: str) -> None:
    address = f"{unique_name('boss')}@homes.example"
    move_in(own_operator, unit, address)
    person = subscriber_id(token_of(own_operator.operator, address))
    edge = (
        __.V(person).add_e(Edge.STAFF_OF).to(__.V(own_operator.operator.id)).property(Prop.ROLE, "DomainAdministrator")
    )
    execute(edge.property(T.id, f"{person}>boss"))

    response = as_agent(own_operator, {"EmailAddress": address, "UnitID_internal": unit}).body

    assert "TemporaryPassword" not in response


def test_a_unit_of_another_venue_or_operator_is_not_there(world: World, own_operator: Tenant) -> None:
    bodies = [
        {"EmailAddress": email(), "UnitID_internal": each} for each in (own_operator.units[1], world.other.units[0])
    ]

    response = [as_agent(own_operator, body) for body in bodies]

    assert [(each.status, each.code) for each in response] == [(404, "UnitNotFound")] * 2


def test_a_venue_of_another_operator_is_not_there(world: World, own_operator: Tenant, unit: str) -> None:
    body = {"EmailAddress": email(), "UnitID_internal": unit, "VenueID": world.other.venues[0].id}

    response = as_agent(own_operator, body)

    assert (response.status, response.code) == (404, "VenueNotFound")


def test_a_unit_and_a_venue_that_do_not_belong_together_are_refused(own_operator: Tenant, unit: str) -> None:
    body = {"EmailAddress": email(), "UnitID_internal": unit, "VenueID": own_operator.venues[1].id}

    response = call(handler, own_operator.token("DomainAdministrator"), body)

    assert (response.status, response.code) == (400, "ReferencesDisagree")


def test_a_subscriber_token_names_somebody_who_is_there(own_operator: Tenant, unit: str) -> None:
    body = {"EmailAddress": email(), "UnitID_internal": unit}

    response = as_agent(own_operator, {**body, "SubscriberToken": "no-body-abcdef"})
    known = add_accepted_resident(own_operator, unit)
    other = as_agent(own_operator, {**body, "SubscriberToken": known.token})

    assert [(response.status, response.code), (other.status, other.code)] == [
        (404, "PersonNotFound"),
        (400, "ReferencesDisagree"),
    ]


@pytest.mark.parametrize("field", ["NewKey", "UserPartForNewKey"])
def test_a_key_that_no_device_takes_is_refused(own_operator: Tenant, unit: str, field: str) -> None:
    response = as_agent(own_operator, {"EmailAddress": email(), "UnitID_internal": unit, field: "über alles"})

    assert (response.status, response.code) == (400, "KeyTextInvalid")


def test_the_audit_log_has_each_step_and_no_person(own_operator: Tenant, unit: str) -> None:
    token = move_in(own_operator, unit).body["SubscriberToken"]

    entries = execute(__.V().has(Label.LOG_ENTRY, Prop.SUBSCRIBER, token).element_map(), "LOG")

    assert {entry[Prop.EVENT] for entry in entries} == {"Subscriber added", "Subscription added", "Keys issued"}
    assert not any("@" in str(value) for entry in entries for value in entry.values())


def test_a_key_that_is_let_in_anew_is_logged(own_operator: Tenant, unit: str) -> None:
    address = email()
    token = move_in(own_operator, unit, address).body["SubscriberToken"]
    execute(__.V(subscriber_id(token)).out(Edge.HOLDS).out_e(Edge.AT_UNIT).drop())

    again = move_in(own_operator, unit, address)

    assert again.status == 200
    logged = __.V().has(Label.LOG_ENTRY, Prop.SUBSCRIBER, token).has(Prop.EVENT, "Keys extended").count()
    assert execute(logged, "LOG") == [1]


def test_the_new_resident_can_sign_in(own_operator: Tenant, unit: str) -> None:
    response = move_in(own_operator, unit).body

    assert accept_and_sign_in(own_operator.operator, response["EmailAddress"]).token == response["SubscriberToken"]
