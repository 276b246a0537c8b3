"""Keys that follow their holder's password."""

import pytest

from tests.joining import candidates_of
from tests.residents import add_pool, move_in, settled, texts_of
from tests.world import Persona, Tenant, World, add_unit, add_venue, commit, fresh, tenant
from vault.graph.connection import Conflict, answer
from vault.graph.schema import Edge, Label, Prop
from vault.graph.steps import __, new_vertex
from vault.kernel.ids import subscriber_id
from vault.kernel.tokens import KeyTextInvalid
from vault.keys import queries, service, texts
from vault.keys.model import KeyHolder, PasswordCollides
from vault.wifi.pmk import pmk


@pytest.fixture(scope="module")
def estate(world: World) -> Tenant:
    """An operator of this module's own, with two networks."""
    assert world
    made = tenant(fresh("Secret"))
    add_pool(made)
    add_pool(made)
    return made


@pytest.fixture
def person(estate: Tenant) -> Persona:
    """A resident with a key on both networks."""
    return settled(estate, estate.units[0])


def holder_of(person: Persona) -> KeyHolder:
    """The person with their keys, as the graph has them now."""
    (row,) = answer(queries.holder(__.V(subscriber_id(person.token))))
    return KeyHolder.of(row)


def change(estate: Tenant, person: Persona, password: str) -> None:
    """A change of password, Cognito left out."""
    caller = estate.caller()
    service.switch(caller, service.prepare(caller, holder_of(person), password), password)
    commit(caller)


def prepare(estate: Tenant, holder: KeyHolder, password: str) -> KeyHolder:
    """A change of password that ends where Cognito would be asked."""
    caller = estate.caller()
    prepared = service.prepare(caller, holder, password)
    commit(caller)
    return prepared


def names() -> int:
    """How many psk vertices there are."""
    return int(answer(__.V().has_label(Label.PSK).count())[0])


def test_a_prepared_key_opens_with_the_old_text_still(estate: Tenant, person: Persona) -> None:
    before = texts_of(person)

    prepare(estate, holder_of(person), fresh("New-password-"))

    assert texts_of(person) == before


def test_a_switched_key_opens_with_the_password_and_nothing_else(estate: Tenant, person: Persona) -> None:
    count, password = names(), fresh("New-password-")

    change(estate, person, password)

    assert set(texts_of(person)) == {password}
    assert names() == count
    assert all(key.pending is None for key in holder_of(person).keys)


def test_whoever_matches_devices_finds_the_new_pmk(estate: Tenant, person: Persona) -> None:
    password = fresh("New-password-")

    change(estate, person, password)

    for key in holder_of(person).keys:
        assert dict(candidates_of(estate, key.keypool_id))[key.id] == pmk(password, key.ssid)


def test_a_key_that_was_given_whole_stays(estate: Tenant) -> None:
    person = settled(estate, estate.units[0], NewKey="Stays-as-it-is-1")
    caller = estate.caller()

    service.prepare(caller, holder_of(person), "Another-password-1")

    assert set(texts_of(person)) == {"Stays-as-it-is-1"}
    assert not caller.tx.parcels


def test_the_same_password_again_prepares_nothing(estate: Tenant, person: Persona) -> None:
    password, caller = fresh("New-password-"), estate.caller()
    prepare(estate, holder_of(person), password)

    service.prepare(caller, holder_of(person), password)
    service.switch(caller, holder_of(person), password)
    commit(caller)

    assert set(texts_of(person)) == {password}


def test_another_password_replaces_what_was_pending(estate: Tenant, person: Persona) -> None:
    count, password = names(), fresh("New-password-")
    prepare(estate, holder_of(person), fresh("Given-up-"))

    change(estate, person, password)

    assert set(texts_of(person)) == {password}
    assert names() == count


def test_the_present_password_given_up_its_successor_is_forgotten(estate: Tenant, person: Persona) -> None:
    password = fresh("New-password-")
    change(estate, person, password)
    count = names()
    prepare(estate, holder_of(person), fresh("Given-up-"))

    change(estate, person, password)

    assert names() == count
    assert all(key.pending is None for key in holder_of(person).keys)


def test_the_password_of_a_neighbour_cannot_be_chosen(estate: Tenant, person: Persona) -> None:
    password, caller = fresh("Neighbours-"), estate.caller()
    change(estate, settled(estate, estate.units[0]), password)
    before = texts_of(person)

    with pytest.raises(PasswordCollides):
        service.prepare(caller, holder_of(person), password)

    assert texts_of(person) == before
    assert [*caller.tx.changes, *caller.tx.entries] == []


def test_a_password_that_somebody_is_about_to_get_cannot_be_chosen(estate: Tenant, person: Persona) -> None:
    password = fresh("Pending-")
    prepare(estate, holder_of(settled(estate, estate.units[0])), password)

    with pytest.raises(PasswordCollides):
        prepare(estate, holder_of(person), password)


def test_of_two_changes_at_once_one_starts_again(estate: Tenant, person: Persona) -> None:
    holder = holder_of(person)
    prepare(estate, holder, fresh("First-"))

    with pytest.raises(Conflict):
        prepare(estate, holder, fresh("Second-"))


def test_a_key_issued_in_between_makes_the_switch_start_again(estate: Tenant, person: Persona) -> None:
    caller, password = estate.caller(), fresh("New-password-")
    holder = prepare(estate, holder_of(person), password)
    venue = add_venue(estate, fresh("Annex"))
    add_pool(estate, VenueID=venue.id)
    move_in(estate, add_unit(estate, venue, "1"), person.email)

    service.switch(caller, holder, password)

    with pytest.raises(Conflict):
        caller.tx.commit()


def test_one_text_under_the_same_ssid_at_two_venues_is_one_name(estate: Tenant) -> None:
    ssid, venues = fresh("Same"), [add_venue(estate, fresh("Twin")) for _ in range(2)]
    for venue in venues:
        add_pool(estate, SSID=ssid, VenueID=venue.id)
    person = settled(estate, add_unit(estate, venues[0], "1"))
    move_in(estate, add_unit(estate, venues[1], "1"), person.email)
    password = fresh("New-password-")

    change(estate, person, password)

    assert texts_of(person) == [password] * 4
    assert answer(__.V(subscriber_id(person.token)).out(Edge.HOLDS).in_(Edge.NAMES_KEY).dedup().count()) == [3]


def test_a_text_that_is_taken_on_a_new_network_is_made_anew_there(estate: Tenant) -> None:
    venue, unit = add_venue(estate, fresh("Hall")), add_unit(estate, estate.venues[0], fresh("P"))
    pool = add_pool(estate, VenueID=venue.id)
    password, person = fresh("Popular-"), settled(estate, unit)
    change(estate, person, password)
    take(estate, pool, password)

    moved = move_in(estate, add_unit(estate, venue, "1"), person.email)

    assert moved.status == 200
    assert len(set(texts_of(person))) == 2


def take(estate: Tenant, pool: str, text: str) -> None:
    """Somebody's text on this network, and on no other."""
    ssid = answer(__.V(pool).values(Prop.SSID))[0]
    answer(new_vertex(Label.PSK, texts.psk(estate.operator, ssid, text)))


def test_a_text_that_no_device_takes_is_refused(estate: Tenant, person: Persona) -> None:
    with pytest.raises(KeyTextInvalid):
        prepare(estate, holder_of(person), "short")


def test_nobody_needs_a_key_to_change_a_password(estate: Tenant) -> None:
    caller = estate.caller()
    holder = holder_of(estate.people["LeasingAgent"])

    service.switch(caller, service.prepare(caller, holder, "Some-password-1"), "Some-password-1")

    assert [*caller.tx.parcels, *caller.tx.changes] == []
