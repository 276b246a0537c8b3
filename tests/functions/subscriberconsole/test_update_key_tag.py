"""Naming the caller's own keys."""

from concurrent.futures import ThreadPoolExecutor

import pytest

from functions.subscriberconsole.update_key_tag import handler
from tests.factories import Persona, Tenant, World, create_tenant, unique_name
from tests.gateway import Answer, call
from tests.pending_residents import events_of
from tests.residents import add_accepted_resident, add_pool, keys_of


@pytest.fixture(scope="module")
def own_operator(world: World) -> Tenant:
    """An operator of this module, with two keypools."""
    assert world
    made = create_tenant(unique_name("Named"))
    add_pool(made)
    add_pool(made)
    return made


@pytest.fixture
def person(own_operator: Tenant) -> Persona:
    """A resident of the first venue with two keys."""
    return add_accepted_resident(own_operator, own_operator.units[0])


def tags(person: Persona) -> dict[str, str]:
    return {key_id: key["KeyTag"] for keys in keys_of(person).values() for key_id, key in keys.items()}


def name(own_operator: Tenant, person: Persona, key_id: str, tag: str, venue: int = 0) -> Answer:
    body = {"VenueID": own_operator.venues[venue].id, "KeyID": key_id, "KeyTag": tag}
    return call(handler, person.access_token, body)


def test_a_key_has_the_name_that_it_was_given(own_operator: Tenant, person: Persona) -> None:
    first, second = tags(person)

    response = name(own_operator, person, first, "Living Room TV")

    assert response.body == {"message": "", "errorProcessing": False, "KeyTag": "Living Room TV"}
    assert tags(person) == {first: "Living Room TV", second: ""}


def test_markup_is_taken_out_of_a_name(own_operator: Tenant, person: Persona) -> None:
    (key_id, _) = tags(person)

    response = name(own_operator, person, key_id, "  <b>Sofa</b><script>alert(1)</script> & chair ")

    assert response.body["KeyTag"] == "Sofa & chair"


def test_an_empty_name_takes_the_name_away(own_operator: Tenant, person: Persona) -> None:
    first, second = tags(person)
    name(own_operator, person, first, "Sofa")

    answers = [name(own_operator, person, key_id, "") for key_id in (first, second)]

    assert [response.status for response in answers] == [200, 200]
    assert set(tags(person).values()) == {""}


@pytest.mark.parametrize("tag", ["Sofa", "sOFA", "<i>Sofa</i>"])
def test_no_two_keys_of_a_person_have_one_name(own_operator: Tenant, person: Persona, tag: str) -> None:
    first, second = tags(person)
    name(own_operator, person, first, "Sofa")

    response = name(own_operator, person, second, tag)

    assert (response.status, response.code) == (400, "KeyTagTaken")
    assert tags(person)[second] == ""


def test_a_key_may_be_given_its_own_name_again_and_a_neighbours(own_operator: Tenant, person: Persona) -> None:
    neighbour = add_accepted_resident(own_operator, own_operator.units[0])
    (key_id, _), (theirs, _) = tags(person), tags(neighbour)

    answers = [name(own_operator, person, key_id, tag) for tag in ("Sofa", "SOFA")]

    assert [response.status for response in (*answers, name(own_operator, neighbour, theirs, "Sofa"))] == [200] * 3
    assert tags(person)[key_id] == "SOFA"


def test_of_two_keys_given_one_name_at_once_one_gets_it(own_operator: Tenant, person: Persona) -> None:
    with ThreadPoolExecutor(2) as threads:
        answers = list(threads.map(lambda key_id: name(own_operator, person, key_id, "Sofa"), tags(person)))

    assert sorted(response.code for response in answers) == ["", "KeyTagTaken"]
    assert sorted(tags(person).values()) == ["", "Sofa"]


def test_another_persons_key_is_not_there(own_operator: Tenant, person: Persona) -> None:
    (theirs, _) = tags(add_accepted_resident(own_operator, own_operator.units[0]))

    answers = [name(own_operator, person, key_id, "Sofa") for key_id in (theirs, "psk_nothing")]

    assert [(response.status, response.code) for response in answers] == [(404, "KeyNotFound")] * 2


def test_a_key_that_does_not_hold_at_the_venue_is_not_there(own_operator: Tenant, person: Persona) -> None:
    (key_id, _) = tags(person)

    response = name(own_operator, person, key_id, "Sofa", venue=1)

    assert (response.status, response.code) == (404, "KeyNotFound")


def test_another_operators_venue_is_not_there(world: World, person: Persona) -> None:
    (key_id, _) = tags(person)

    response = name(world.other, person, key_id, "Sofa")

    assert (response.status, response.code) == (404, "VenueNotFound")


def test_forty_characters_are_the_most(own_operator: Tenant, person: Persona) -> None:
    (key_id, _) = tags(person)

    longest, longer = (name(own_operator, person, key_id, "x" * length) for length in (40, 41))

    assert longest.status == 200
    assert (longer.status, longer.code) == (400, "TextTooLong")


def test_naming_is_in_the_audit_log(own_operator: Tenant, person: Persona) -> None:
    (key_id, _) = tags(person)

    name(own_operator, person, key_id, "Sofa")

    assert "Key named" in events_of(person.token)
