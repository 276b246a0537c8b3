"""Naming one's own keys."""

from concurrent.futures import ThreadPoolExecutor

import pytest

from functions.subscriberconsole.update_key_tag import handler
from tests.gateway import Answer, call
from tests.newcomers import events_of
from tests.residents import add_pool, keys_of, settled
from tests.world import Persona, Tenant, World, fresh, tenant


@pytest.fixture(scope="module")
def estate(world: World) -> Tenant:
    """An operator of this module's own, with two networks."""
    assert world
    made = tenant(fresh("Named"))
    add_pool(made)
    add_pool(made)
    return made


@pytest.fixture
def person(estate: Tenant) -> Persona:
    """A resident of the first venue with two keys."""
    return settled(estate, estate.units[0])


def tags(person: Persona) -> dict[str, str]:
    return {key_id: key["KeyTag"] for keys in keys_of(person).values() for key_id, key in keys.items()}


def name(estate: Tenant, person: Persona, key_id: str, tag: str, venue: int = 0) -> Answer:
    body = {"VenueID": estate.venues[venue].id, "KeyID": key_id, "KeyTag": tag}
    return call(handler, person.access_token, body)


def test_a_key_has_the_name_that_it_was_given(estate: Tenant, person: Persona) -> None:
    first, second = tags(person)

    told = name(estate, person, first, "Living Room TV")

    assert told.body == {"message": "", "errorProcessing": False, "KeyTag": "Living Room TV"}
    assert tags(person) == {first: "Living Room TV", second: ""}


def test_markup_is_taken_out_of_a_name(estate: Tenant, person: Persona) -> None:
    (key_id, _) = tags(person)

    told = name(estate, person, key_id, "  <b>Sofa</b><script>alert(1)</script> & chair ")

    assert told.body["KeyTag"] == "Sofa & chair"


def test_an_empty_name_takes_the_name_away(estate: Tenant, person: Persona) -> None:
    first, second = tags(person)
    name(estate, person, first, "Sofa")

    answers = [name(estate, person, key_id, "") for key_id in (first, second)]

    assert [told.status for told in answers] == [200, 200]
    assert set(tags(person).values()) == {""}


@pytest.mark.parametrize("tag", ["Sofa", "sOFA", "<i>Sofa</i>"])
def test_no_two_keys_of_a_person_have_one_name(estate: Tenant, person: Persona, tag: str) -> None:
    first, second = tags(person)
    name(estate, person, first, "Sofa")

    told = name(estate, person, second, tag)

    assert (told.status, told.code) == (400, "KeyTagTaken")
    assert tags(person)[second] == ""


def test_a_key_may_be_given_its_own_name_again_and_a_neighbours(estate: Tenant, person: Persona) -> None:
    neighbour = settled(estate, estate.units[0])
    (key_id, _), (theirs, _) = tags(person), tags(neighbour)

    answers = [name(estate, person, key_id, tag) for tag in ("Sofa", "SOFA")]

    assert [told.status for told in (*answers, name(estate, neighbour, theirs, "Sofa"))] == [200] * 3
    assert tags(person)[key_id] == "SOFA"


def test_of_two_keys_given_one_name_at_once_one_gets_it(estate: Tenant, person: Persona) -> None:
    with ThreadPoolExecutor(2) as threads:
        answers = list(threads.map(lambda key_id: name(estate, person, key_id, "Sofa"), tags(person)))

    assert sorted(told.code for told in answers) == ["", "KeyTagTaken"]
    assert sorted(tags(person).values()) == ["", "Sofa"]


def test_another_persons_key_is_not_there(estate: Tenant, person: Persona) -> None:
    (theirs, _) = tags(settled(estate, estate.units[0]))

    answers = [name(estate, person, key_id, "Sofa") for key_id in (theirs, "psk_nothing")]

    assert [(told.status, told.code) for told in answers] == [(404, "KeyNotFound")] * 2


def test_a_key_that_does_not_hold_at_the_venue_is_not_there(estate: Tenant, person: Persona) -> None:
    (key_id, _) = tags(person)

    told = name(estate, person, key_id, "Sofa", venue=1)

    assert (told.status, told.code) == (404, "KeyNotFound")


def test_another_operators_venue_is_not_there(world: World, person: Persona) -> None:
    (key_id, _) = tags(person)

    told = name(world.other, person, key_id, "Sofa")

    assert (told.status, told.code) == (404, "VenueNotFound")


def test_forty_characters_are_the_most(estate: Tenant, person: Persona) -> None:
    (key_id, _) = tags(person)

    longest, longer = (name(estate, person, key_id, "x" * length) for length in (40, 41))

    assert longest.status == 200
    assert (longer.status, longer.code) == (400, "TextTooLong")


def test_naming_is_in_the_audit_log(estate: Tenant, person: Persona) -> None:
    (key_id, _) = tags(person)

    name(estate, person, key_id, "Sofa")

    assert "Key named" in events_of(person.token)
