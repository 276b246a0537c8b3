"""A person's own key reset, and the password with it."""

from typing import Any

import pytest

from tests.keys.test_passwords import change
from tests.newcomers import events_of, messages_waiting
from tests.resets import given_whole, key_ids, matched, names, pmks, reset, signs_in
from tests.residents import add_pool, settled, texts_of
from tests.world import PASSWORD, Persona, Tenant, World, fresh, tenant
from vault.graph.connection import answer
from vault.graph.schema import Label, Prop
from vault.graph.steps import __


@pytest.fixture(scope="module")
def estate(world: World) -> Tenant:
    """An operator of this module's own, with two networks."""
    assert world
    made = tenant(fresh("Reset"))
    add_pool(made)
    add_pool(made)
    return made


@pytest.fixture
def person(estate: Tenant) -> Persona:
    """A resident with a key on both networks."""
    return settled(estate, estate.units[0])


def test_a_whole_key_is_the_text_on_every_network_and_the_password(estate: Tenant, person: Persona) -> None:
    key_id, text = key_ids(person)[0], fresh("New-key-")

    told = reset(person, key_id, NewKey=text)

    assert told.body == {
        "success": True,
        "newKeyId": key_id,
        "message": "WiFi password updated successfully. All devices will need to reconnect.",
        "venues": [estate.venues[0].id],
        "units": [estate.units[0]],
        "errorProcessing": False,
    }
    assert texts_of(person) == [text] * 2
    assert (signs_in(estate, person, text), signs_in(estate, person, PASSWORD)) == (True, False)


def test_a_users_part_is_followed_by_a_token(estate: Tenant, person: Persona) -> None:
    told = reset(person, UserPartForNewKey="attic-")

    (text,) = set(texts_of(person))
    assert told.status == 200
    assert text.startswith("attic-")
    assert len(text) > len("attic-") + 8
    assert signs_in(estate, person, text)


def test_a_key_may_be_made_altogether(person: Persona) -> None:
    before = texts_of(person)

    told = reset(person, UserPartForNewKey="")

    assert told.status == 200
    assert not set(before) & set(texts_of(person))


def test_devices_are_recognised_by_the_new_key_alone_and_the_old_text_is_free(estate: Tenant, person: Persona) -> None:
    count, old, text = names(), texts_of(person)[0], fresh("New-key-")

    reset(person, NewKey=text)

    assert matched(estate, person) == pmks(person, text)
    assert names() == count
    assert reset(settled(estate, estate.units[0]), NewKey=old).status == 200


def test_a_key_that_was_given_whole_changes_without_the_password(estate: Tenant, person: Persona) -> None:
    own, text = set(texts_of(person)), fresh("Changed-")
    key_id, given = given_whole(estate, person)

    told = reset(person, key_id, NewKey=text)

    assert told.body["units"] == []
    assert sorted(texts_of(person)) == sorted([*own] * 2 + [text] * 2)
    assert given not in texts_of(person)
    assert signs_in(estate, person, PASSWORD)


def test_a_key_that_was_given_whole_stays_while_others_change(estate: Tenant, person: Persona) -> None:
    own = key_ids(person)[0]
    _, given = given_whole(estate, person)
    text = fresh("New-key-")

    reset(person, own, NewKey=text)

    assert sorted(texts_of(person)) == sorted([given] * 2 + [text] * 2)


def test_every_key_of_the_old_text_changes(estate: Tenant, person: Persona) -> None:
    key_id, given = given_whole(estate, person)
    change(estate, person, given)

    reset(person, key_id, UserPartForNewKey="")

    assert given not in texts_of(person)
    assert len(set(texts_of(person))) == 1
    assert signs_in(estate, person, texts_of(person)[0])


def test_a_dry_run_changes_nothing(estate: Tenant, person: Persona) -> None:
    before, count = texts_of(person), names()

    told = reset(person, NewKey=fresh("New-key-"), dryRun=True)

    assert (told.status, told.body["message"]) == (200, "This WiFi password can be used. Nothing was changed.")
    assert (texts_of(person), names()) == (before, count)
    assert signs_in(estate, person, PASSWORD)
    assert "Key reset" not in events_of(person.token)
    assert "Key reset tried" in events_of(person.token)


@pytest.mark.parametrize("dry_run", [True, False])
@pytest.mark.parametrize("whole", [True, False])
def test_somebody_elses_key_is_refused_and_nothing_is_changed(
    estate: Tenant, person: Persona, *, dry_run: bool, whole: bool
) -> None:
    taken, key_id = texts_of(settled(estate, estate.units[0]))[0], key_ids(person)[0]
    key_id = given_whole(estate, person)[0] if whole else key_id
    before = sorted(texts_of(person))

    told = reset(person, key_id, NewKey=taken, dryRun=dry_run)

    assert (told.status, told.code, told.body["message"]) == (400, "PasswordCollides", "Choose another password.")
    assert sorted(texts_of(person)) == before
    assert signs_in(estate, person, PASSWORD)
    assert reset(person, key_id, NewKey=fresh("Another-one-")).status == 200


def test_a_key_is_not_given_the_text_of_another_one_of_the_same_person(estate: Tenant, person: Persona) -> None:
    key_id, _ = given_whole(estate, person)
    own = next(text for text in texts_of(person) if not text.startswith("Given-whole-"))

    told = reset(person, key_id, NewKey=own)

    assert told.code == "PasswordCollides"


def test_the_same_text_again_changes_nothing(estate: Tenant, person: Persona) -> None:
    text = fresh("New-key-")
    reset(person, NewKey=text)
    written = events_of(person.token).count("Keys changed")

    told = reset(person, NewKey=text)

    assert told.status == 200
    assert (texts_of(person), events_of(person.token).count("Keys changed")) == ([text] * 2, written)
    assert signs_in(estate, person, text)


def test_texts_that_a_person_may_try_are_limited(estate: Tenant, person: Persona) -> None:
    taken, key_id = texts_of(settled(estate, estate.units[0]))[0], key_ids(person)[0]

    codes = [reset(person, key_id, NewKey=taken, dryRun=True).code for _ in range(21)]

    assert codes == ["PasswordCollides"] * 20 + ["TooManyRequests"]


def test_a_mail_says_so_and_the_log_has_no_key(person: Persona) -> None:
    text = fresh("Unlogged-")

    reset(person, NewKey=text)

    sent = {each["template"] for each in messages_waiting("notifications") if each["person"] == person.token}
    entries = answer(__.V().has(Label.LOG_ENTRY, Prop.SUBSCRIBER, person.token).element_map(), "LOG")
    assert "password_changed" in sent
    assert "Key reset" in events_of(person.token)
    assert text not in str(entries)


def test_another_persons_key_is_not_there(estate: Tenant, person: Persona) -> None:
    theirs = key_ids(settled(estate, estate.units[0]))[0]

    answers = [reset(person, key_id, NewKey=fresh("New-key-")) for key_id in (theirs, "psk_nothing")]

    assert [(told.status, told.code) for told in answers] == [(404, "KeyNotFound")] * 2


@pytest.mark.parametrize(
    ("fields", "code"),
    [
        ({}, "FieldMissing"),
        ({"NewKey": "Twice-wished", "UserPartForNewKey": "both"}, "FieldInvalid"),
        ({"NewKey": "short"}, "KeyTextInvalid"),
        ({"NewKey": "x" * 64}, "KeyTextInvalid"),
        ({"NewKey": "with a space"}, "KeyTextInvalid"),
        ({"UserPartForNewKey": "x" * 41}, "KeyTextInvalid"),
        ({"UserPartForNewKey": "é"}, "KeyTextInvalid"),
        ({"NewKey": "Right-enough", "dryRun": "yes"}, "FieldInvalid"),
    ],
)
def test_a_key_is_wished_in_one_of_two_ways(person: Persona, fields: dict[str, Any], code: str) -> None:
    told = reset(person, **fields)

    assert (told.status, told.code) == (400, code)
