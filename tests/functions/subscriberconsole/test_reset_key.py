"""Resetting a person's own key, and the password with it."""

from typing import Any

import pytest

from tests.factories import PASSWORD, Persona, Tenant, World, create_tenant, unique_name
from tests.keys.test_passwords import change
from tests.pending_residents import events_of, messages_waiting
from tests.resets import add_custom_key, count_psks, expected_pmks, key_ids, recognized_pmks, reset_key, signs_in
from tests.residents import add_accepted_resident, add_pool, passphrases_seen_by
from vault.graph.connection import execute
from vault.graph.schema import Label, Prop
from vault.graph.steps import __


@pytest.fixture(scope="module")
def own_operator(world: World) -> Tenant:
    """An operator of this module, with two keypools."""
    assert world
    made = create_tenant(unique_name("Reset"))
    add_pool(made)
    add_pool(made)
    return made


@pytest.fixture
def person(own_operator: Tenant) -> Persona:
    """A resident with a key of both keypools."""
    return add_accepted_resident(own_operator, own_operator.units[0])


def test_a_whole_key_is_the_text_on_every_network_and_the_password(own_operator: Tenant, person: Persona) -> None:
    key_id, text = key_ids(person)[0], unique_name("New-key-")

    response = reset_key(person, key_id, NewKey=text)

    assert response.body == {
        "success": True,
        "newKeyId": key_id,
        "message": "WiFi password updated successfully. All devices will need to reconnect.",
        "venues": [own_operator.venues[0].id],
        "units": [own_operator.units[0]],
        "errorProcessing": False,
    }
    assert passphrases_seen_by(person) == [text] * 2
    assert (signs_in(own_operator, person, text), signs_in(own_operator, person, PASSWORD)) == (True, False)


def test_a_users_part_is_followed_by_a_token(own_operator: Tenant, person: Persona) -> None:
    response = reset_key(person, UserPartForNewKey="attic-")

    (text,) = set(passphrases_seen_by(person))
    assert response.status == 200
    assert text.startswith("attic-")
    assert len(text) > len("attic-") + 8
    assert signs_in(own_operator, person, text)


def test_a_key_may_be_made_altogether(person: Persona) -> None:
    before = passphrases_seen_by(person)

    response = reset_key(person, UserPartForNewKey="")

    assert response.status == 200
    assert not set(before) & set(passphrases_seen_by(person))


def test_devices_are_recognised_by_the_new_key_alone_and_the_old_text_is_free(
    own_operator: Tenant, person: Persona
) -> None:
    count, old, text = count_psks(), passphrases_seen_by(person)[0], unique_name("New-key-")

    reset_key(person, NewKey=text)

    assert recognized_pmks(own_operator, person) == expected_pmks(person, text)
    assert count_psks() == count
    assert reset_key(add_accepted_resident(own_operator, own_operator.units[0]), NewKey=old).status == 200


def test_a_key_that_was_given_whole_changes_without_the_password(own_operator: Tenant, person: Persona) -> None:
    own, text = set(passphrases_seen_by(person)), unique_name("Changed-")
    key_id, given = add_custom_key(own_operator, person)

    response = reset_key(person, key_id, NewKey=text)

    assert response.body["units"] == []
    assert sorted(passphrases_seen_by(person)) == sorted([*own] * 2 + [text] * 2)
    assert given not in passphrases_seen_by(person)
    assert signs_in(own_operator, person, PASSWORD)


def test_a_key_that_was_given_whole_stays_while_others_change(own_operator: Tenant, person: Persona) -> None:
    own = key_ids(person)[0]
    _, given = add_custom_key(own_operator, person)
    text = unique_name("New-key-")

    reset_key(person, own, NewKey=text)

    assert sorted(passphrases_seen_by(person)) == sorted([given] * 2 + [text] * 2)


def test_every_key_of_the_old_text_changes(own_operator: Tenant, person: Persona) -> None:
    key_id, given = add_custom_key(own_operator, person)
    change(own_operator, person, given)

    reset_key(person, key_id, UserPartForNewKey="")

    assert given not in passphrases_seen_by(person)
    assert len(set(passphrases_seen_by(person))) == 1
    assert signs_in(own_operator, person, passphrases_seen_by(person)[0])


def test_a_dry_run_changes_nothing(own_operator: Tenant, person: Persona) -> None:
    before, count = passphrases_seen_by(person), count_psks()

    response = reset_key(person, NewKey=unique_name("New-key-"), dryRun=True)

    assert (response.status, response.body["message"]) == (200, "This WiFi password can be used. Nothing was changed.")
    assert (passphrases_seen_by(person), count_psks()) == (before, count)
    assert signs_in(own_operator, person, PASSWORD)
    assert "Key reset" not in events_of(person.token)
    assert "Key reset tried" in events_of(person.token)


@pytest.mark.parametrize("dry_run", [True, False])
@pytest.mark.parametrize("whole", [True, False])
def test_somebody_elses_key_is_refused_and_nothing_is_changed(
    own_operator: Tenant, person: Persona, *, dry_run: bool, whole: bool
) -> None:
    taken, key_id = (
        passphrases_seen_by(add_accepted_resident(own_operator, own_operator.units[0]))[0],
        key_ids(person)[0],
    )
    key_id = add_custom_key(own_operator, person)[0] if whole else key_id
    before = sorted(passphrases_seen_by(person))

    response = reset_key(person, key_id, NewKey=taken, dryRun=dry_run)

    assert (response.status, response.code, response.body["message"]) == (
        400,
        "PasswordCollides",
        "Choose another password.",
    )
    assert sorted(passphrases_seen_by(person)) == before
    assert signs_in(own_operator, person, PASSWORD)
    assert reset_key(person, key_id, NewKey=unique_name("Another-one-")).status == 200


def test_a_key_is_not_given_the_text_of_another_one_of_the_same_person(own_operator: Tenant, person: Persona) -> None:
    key_id, _ = add_custom_key(own_operator, person)
    own = next(text for text in passphrases_seen_by(person) if not text.startswith("Given-whole-"))

    response = reset_key(person, key_id, NewKey=own)

    assert response.code == "PasswordCollides"


def test_the_same_text_again_changes_nothing(own_operator: Tenant, person: Persona) -> None:
    text = unique_name("New-key-")
    reset_key(person, NewKey=text)
    written = events_of(person.token).count("Keys changed")

    response = reset_key(person, NewKey=text)

    assert response.status == 200
    assert (passphrases_seen_by(person), events_of(person.token).count("Keys changed")) == ([text] * 2, written)
    assert signs_in(own_operator, person, text)


def test_texts_that_a_person_may_try_are_limited(own_operator: Tenant, person: Persona) -> None:
    taken, key_id = (
        passphrases_seen_by(add_accepted_resident(own_operator, own_operator.units[0]))[0],
        key_ids(person)[0],
    )

    codes = [reset_key(person, key_id, NewKey=taken, dryRun=True).code for _ in range(21)]

    assert codes == ["PasswordCollides"] * 20 + ["TooManyRequests"]


def test_a_mail_says_so_and_the_log_has_no_key(person: Persona) -> None:
    text = unique_name("Unlogged-")

    reset_key(person, NewKey=text)

    sent = {each["template"] for each in messages_waiting("notifications") if each["person"] == person.token}
    entries = execute(__.V().has(Label.LOG_ENTRY, Prop.SUBSCRIBER, person.token).element_map(), "LOG")
    assert "password_changed" in sent
    assert "Key reset" in events_of(person.token)
    assert text not in str(entries)


def test_another_persons_key_is_not_there(own_operator: Tenant, person: Persona) -> None:
    theirs = key_ids(add_accepted_resident(own_operator, own_operator.units[0]))[0]

    answers = [reset_key(person, key_id, NewKey=unique_name("New-key-")) for key_id in (theirs, "psk_nothing")]

    assert [(response.status, response.code) for response in answers] == [(404, "KeyNotFound")] * 2


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
    response = reset_key(person, **fields)

    assert (response.status, response.code) == (400, code)
