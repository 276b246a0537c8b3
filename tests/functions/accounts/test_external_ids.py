"""An external id is one person's in the operator, by every way to set it, and free again when it is changed."""

from concurrent.futures import ThreadPoolExecutor

import pytest

from functions.networkoperatorconsole.subscribers import list_subscriber_keys
from functions.subscriberconsole import update_pii
from functions.venuemgmtconsole.subscribers import add_subscriber
from tests.factories import Tenant, World, unique_name
from tests.gateway import Answer, call
from tests.pending_residents import person_properties, set_person

SETS = ("addSubscriber", "updatePII")


def add(tenant: Tenant, external: str = "", **more: str) -> Answer:
    """Add a resident with the external id, as the venue's leasing agent."""
    body = {"EmailAddress": f"{unique_name('known')}@homes.example", "UnitID_internal": tenant.units[0], **more}
    named = {"externalSubscriberID": external} if external else {}
    return call(add_subscriber.handler, tenant.token("LeasingAgent"), {**body, **named})


def change(tenant: Tenant, token: str, external: str, **more: str) -> Answer:
    body = {"SubscriberToken": token, "externalSubscriberID": external, **more}
    return call(update_pii.handler, tenant.token("DomainAdministrator"), body)


def give(tenant: Tenant, way: str, external: str) -> Answer:
    """Give the external id to a new person in this way."""
    if way == "addSubscriber":
        return add(tenant, external)
    return change(tenant, add(tenant).body["SubscriberToken"], external)


def find(tenant: Tenant, external: str) -> Answer:
    body = {"externalSubscriberID": external}
    return call(list_subscriber_keys.handler, tenant.token("DomainAdministrator"), body)


@pytest.mark.parametrize("first", SETS)
@pytest.mark.parametrize("second", SETS)
def test_a_taken_external_id_is_refused(world: World, first: str, second: str) -> None:
    external = unique_name("Resident-")
    give(world.mine, first, external)

    answer = give(world.mine, second, external)

    assert (answer.status, answer.code) == (400, "ExternalSubscriberIdTaken")
    assert "externalSubscriberID" in answer.body["message"]
    assert find(world.mine, external).status == 200


@pytest.mark.parametrize("first", SETS)
def test_one_of_two_who_ask_for_it_at_once_gets_it(world: World, first: str) -> None:
    external = unique_name("Resident-")

    with ThreadPoolExecutor(2) as threads:
        answers = list(threads.map(lambda way: give(world.mine, way, external), (first, "addSubscriber")))

    assert sorted(answer.status for answer in answers) == [200, 400]
    assert find(world.mine, external).status == 200


def test_a_changed_external_id_frees_the_old_one(world: World) -> None:
    old, new = unique_name("Resident-"), unique_name("Resident-")
    token = add(world.mine, old).body["SubscriberToken"]

    answers = [change(world.mine, token, new), change(world.mine, token, new), add(world.mine, old)]

    assert [answer.status for answer in answers] == [200, 200, 200]
    assert person_properties(token)["external_subscriber_id"] == new


def test_a_refused_external_id_changes_nothing_else(world: World) -> None:
    external = unique_name("Resident-")
    add(world.mine, external)
    token = add(world.mine).body["SubscriberToken"]
    before = person_properties(token)

    answer = change(world.mine, token, external, GivenName="Kim", Status="Suspended")

    assert answer.code == "ExternalSubscriberIdTaken"
    assert person_properties(token) == before


def test_an_external_id_of_before_counts_too(world: World) -> None:
    external = unique_name("Resident-")
    set_person(add(world.mine).body["SubscriberToken"], external_subscriber_id=external)

    answer = add(world.mine, external)

    assert answer.code == "ExternalSubscriberIdTaken"


def test_another_operators_person_may_have_the_same(world: World) -> None:
    external = unique_name("Resident-")
    add(world.other, external)

    answer = add(world.mine, external)

    assert answer.status == 200
