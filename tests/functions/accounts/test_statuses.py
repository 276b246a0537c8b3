"""Each status of a person changes answers, at every endpoint that it concerns."""

from concurrent.futures import ThreadPoolExecutor

import pytest

from functions.networkoperatorconsole.staff import disable_staff_access
from functions.networkoperatorconsole.venues import list_venues
from functions.subscriberconsole import list_keys, update_pii
from tests.architecture.source import endpoints
from tests.factories import OF_STAFF, PASSWORD, Persona, Tenant, World, add_staff, create_tenant, unique_name
from tests.functions.accounts.ways import sign_in
from tests.gateway import Answer, call
from tests.pending_residents import set_person
from vault.graph.connection import execute
from vault.graph.schema import Prop
from vault.graph.steps import __, without_properties
from vault.kernel import ids, statuses
from vault.kernel.permissions import SUSPENDED_PERMISSIONS, Permission, Role
from vault.people import queries
from vault.runtime.endpoint import Token


def set_status(by: Persona, person: Persona, status: str = "Suspended") -> Answer:
    return call(update_pii.handler, by.access_token, {"SubscriberToken": person.token, "Status": status})


@pytest.mark.parametrize("role", OF_STAFF)
def test_a_suspended_person_has_no_role_and_only_reads_their_own(world: World, role: Role) -> None:
    person = add_staff(world.mine, role)
    set_person(person.token, status=statuses.SUSPENDED)
    with_token = {
        path: each for path, each in endpoints().items() if each.token in {Token.REQUIRED, Token.ALLOW_EXPIRED}
    }

    refused = {path for path, each in with_token.items() if call(each, person.access_token).code == "AccessDenied"}

    left = {path for path, each in with_token.items() if each.requires in {*SUSPENDED_PERMISSIONS, Permission.PUBLIC}}
    assert refused == with_token.keys() - left
    assert left == {
        "/subscriberconsole/listKeys",
        "/subscriberconsole/listSubscriberLog",
        "/subscriberconsole/logout",
        "/subscriberconsole/refreshAccessToken",
    }


@pytest.mark.parametrize(
    ("status", "signs_in", "reads", "writes"),
    [
        (statuses.IN_SERVICE, 200, 200, 200),
        (statuses.SUSPENDED, 200, 200, 403),
        (statuses.AWAITING_TERMS, 401, 200, 200),
    ],
)
def test_each_status_has_its_effect(world: World, status: str, signs_in: int, reads: int, writes: int) -> None:
    person = add_staff(world.mine, Role.LEASING_AGENT)
    set_person(person.token, status=status)
    if status == statuses.AWAITING_TERMS:
        forget_acceptance(person)

    answers = (
        sign_in(world.mine, person.email, PASSWORD),
        call(list_keys.handler, person.access_token),
        call(update_pii.handler, person.access_token, {"SubscriberToken": person.token, "contactpref_sms": True}),
    )

    assert tuple(answer.status for answer in answers) == (signs_in, reads, writes)


def test_every_status_is_tried() -> None:
    declared = {value for name, value in vars(statuses).items() if name.isupper()}

    assert declared == {statuses.IN_SERVICE, statuses.SUSPENDED, statuses.AWAITING_TERMS}


@pytest.mark.parametrize("role", [Role.DOMAIN_ADMINISTRATOR, Role.VENUE_ADMINISTRATOR])
def test_a_suspended_administrator_sees_no_venue_where_they_do_not_live(world: World, role: Role) -> None:
    person = add_staff(world.mine, role)
    before = call(list_venues.handler, person.access_token)
    set_person(person.token, status=statuses.SUSPENDED)

    answer = call(list_venues.handler, person.access_token)

    assert before.body["VenueList"]
    assert not answer.body["VenueList"]


def test_somebody_back_in_service_has_their_roles_again(world: World) -> None:
    person, administrator = add_staff(world.mine, Role.DOMAIN_ADMINISTRATOR), world.mine.people["DomainAdministrator"]
    set_status(administrator, person)

    answers = [
        set_status(person, administrator),
        set_status(administrator, person, "Active"),
        set_status(person, add_staff(world.mine, Role.LEASING_AGENT)),
    ]

    assert [answer.status for answer in answers] == [403, 200, 200]


@pytest.fixture(scope="module")
def small(world: World) -> Tenant:
    """An operator whose first administrator, who never signed in, is suspended."""
    assert world
    made = create_tenant(unique_name("Tiny"), Role.DOMAIN_ADMINISTRATOR)
    domain = made.origin.removeprefix("https://")
    first = execute(queries.by_email(f"root@{domain}", lambda: made.operator).values("token"))[0]
    set_person(first, status=statuses.SUSPENDED)
    return made


def test_the_last_administrator_in_service_cannot_be_suspended(small: Tenant) -> None:
    me = small.people["DomainAdministrator"]

    answer = set_status(me, me)

    assert (answer.status, answer.code) == (400, "LastAdministrator")
    assert in_service(small) == 1


@pytest.mark.parametrize("removes", [False, True])
def test_of_two_administrators_who_suspend_or_remove_each_other_at_once_one_stays(
    small: Tenant, *, removes: bool
) -> None:
    one, two = small.people["DomainAdministrator"], add_staff(small, Role.DOMAIN_ADMINISTRATOR)

    def suspend_or_remove(pair: tuple[Persona, Persona]) -> Answer:
        if removes and pair[0] is one:
            return call(disable_staff_access.handler, pair[0].access_token, {"EmailAddress": pair[1].email})
        return set_status(*pair)

    with ThreadPoolExecutor(2) as threads:
        answers = list(threads.map(suspend_or_remove, [(one, two), (two, one)]))

    assert min(answer.status for answer in answers) == 200
    assert in_service(small) == 1
    set_person(one.token, status=statuses.IN_SERVICE)
    set_person(two.token, status=statuses.SUSPENDED)


def in_service(tenant: Tenant) -> int:
    return len(execute(queries.another_administrator(tenant.operator.id, "nobody").id_()))


def forget_acceptance(person: Persona) -> None:
    execute(without_properties(__.V(ids.subscriber_id(person.token)), Prop.ACCEPTED_AT))
