"""Keys that follow their holder's password."""

import pytest

from tests.factories import Persona, Tenant, World, add_unit, add_venue, commit, create_tenant, unique_name
from tests.radius_client import all_candidates
from tests.residents import add_accepted_resident, add_pool, move_in, passphrases_seen_by
from vault.graph.connection import Conflict, execute
from vault.graph.schema import Edge, Label, Prop
from vault.graph.steps import __, new_vertex
from vault.kernel.generated_secrets import KeyTextInvalid
from vault.kernel.ids import subscriber_id
from vault.keys import passphrases, queries, service
from vault.keys.model import KeyHolder, PasswordCollides
from vault.wifi.pmk import derive_pmk


@pytest.fixture(scope="module")
def own_operator(world: World) -> Tenant:
    """An operator of this module, with two keypools."""
    assert world
    made = create_tenant(unique_name("Secret"))
    add_pool(made)
    add_pool(made)
    return made


@pytest.fixture
def person(own_operator: Tenant) -> Persona:
    """A resident with a key of both keypools."""
    return add_accepted_resident(own_operator, own_operator.units[0])


def holder_of(person: Persona) -> KeyHolder:
    """The person with their keys, as the graph has them now."""
    (row,) = execute(queries.person_with_keys_and_bins(__.V(subscriber_id(person.token))))
    return KeyHolder.from_row(row)


def change(own_operator: Tenant, person: Persona, password: str) -> None:
    """Change a password, without Cognito."""
    ctx = own_operator.caller()
    service.switch_passphrase(ctx, service.prepare_passphrase(ctx, holder_of(person), password), password)
    commit(ctx)


def prepare(own_operator: Tenant, holder: KeyHolder, password: str) -> KeyHolder:
    """The steps of a change of password that come before Cognito."""
    ctx = own_operator.caller()
    prepared = service.prepare_passphrase(ctx, holder, password)
    commit(ctx)
    return prepared


def names() -> int:
    return int(execute(__.V().has_label(Label.PSK).count())[0])


def test_a_prepared_key_opens_with_the_old_text_still(own_operator: Tenant, person: Persona) -> None:
    before = passphrases_seen_by(person)

    prepare(own_operator, holder_of(person), unique_name("New-password-"))

    assert passphrases_seen_by(person) == before


def test_a_switched_key_opens_with_the_password_and_nothing_else(own_operator: Tenant, person: Persona) -> None:
    count, password = names(), unique_name("New-password-")

    change(own_operator, person, password)

    assert set(passphrases_seen_by(person)) == {password}
    assert names() == count
    assert all(key.pending is None for key in holder_of(person).keys)


def test_whoever_matches_devices_finds_the_new_pmk(own_operator: Tenant, person: Persona) -> None:
    password = unique_name("New-password-")

    change(own_operator, person, password)

    for key in holder_of(person).keys:
        assert dict(all_candidates(own_operator, key.keypool_id))[key.id] == derive_pmk(password, key.ssid)


def test_a_key_that_was_given_whole_stays(own_operator: Tenant) -> None:
    person = add_accepted_resident(own_operator, own_operator.units[0], NewKey="Stays-as-it-is-1")
    ctx = own_operator.caller()

    service.prepare_passphrase(ctx, holder_of(person), "Another-password-1")

    assert set(passphrases_seen_by(person)) == {"Stays-as-it-is-1"}
    assert not ctx.tx.outbox_records


def test_the_same_password_again_prepares_nothing(own_operator: Tenant, person: Persona) -> None:
    password, ctx = unique_name("New-password-"), own_operator.caller()
    prepare(own_operator, holder_of(person), password)

    service.prepare_passphrase(ctx, holder_of(person), password)
    service.switch_passphrase(ctx, holder_of(person), password)
    commit(ctx)

    assert set(passphrases_seen_by(person)) == {password}


def test_another_password_replaces_what_was_pending(own_operator: Tenant, person: Persona) -> None:
    count, password = names(), unique_name("New-password-")
    prepare(own_operator, holder_of(person), unique_name("Given-up-"))

    change(own_operator, person, password)

    assert set(passphrases_seen_by(person)) == {password}
    assert names() == count


def test_the_present_password_given_up_its_successor_is_forgotten(own_operator: Tenant, person: Persona) -> None:
    password = unique_name("New-password-")
    change(own_operator, person, password)
    count = names()
    prepare(own_operator, holder_of(person), unique_name("Given-up-"))

    change(own_operator, person, password)

    assert names() == count
    assert all(key.pending is None for key in holder_of(person).keys)


def test_the_password_of_a_neighbour_cannot_be_chosen(own_operator: Tenant, person: Persona) -> None:
    password, ctx = unique_name("Neighbours-"), own_operator.caller()
    change(own_operator, add_accepted_resident(own_operator, own_operator.units[0]), password)
    before = passphrases_seen_by(person)

    with pytest.raises(PasswordCollides):
        service.prepare_passphrase(ctx, holder_of(person), password)

    assert passphrases_seen_by(person) == before
    assert [*ctx.tx.changes, *ctx.tx.entries] == []


def test_a_password_that_somebody_is_about_to_get_cannot_be_chosen(own_operator: Tenant, person: Persona) -> None:
    password = unique_name("Pending-")
    prepare(own_operator, holder_of(add_accepted_resident(own_operator, own_operator.units[0])), password)

    with pytest.raises(PasswordCollides):
        prepare(own_operator, holder_of(person), password)


def test_of_two_changes_at_once_one_starts_again(own_operator: Tenant, person: Persona) -> None:
    holder = holder_of(person)
    prepare(own_operator, holder, unique_name("First-"))

    with pytest.raises(Conflict):
        prepare(own_operator, holder, unique_name("Second-"))


def test_a_key_issued_in_between_makes_the_switch_start_again(own_operator: Tenant, person: Persona) -> None:
    ctx, password = own_operator.caller(), unique_name("New-password-")
    holder = prepare(own_operator, holder_of(person), password)
    venue = add_venue(own_operator, unique_name("Annex"))
    add_pool(own_operator, VenueID=venue.id)
    move_in(own_operator, add_unit(own_operator, venue, "1"), person.email)

    service.switch_passphrase(ctx, holder, password)

    with pytest.raises(Conflict):
        ctx.tx.commit()


def test_one_text_under_the_same_ssid_at_two_venues_is_one_name(own_operator: Tenant) -> None:
    ssid, venues = unique_name("Same"), [add_venue(own_operator, unique_name("Twin")) for _ in range(2)]
    for venue in venues:
        add_pool(own_operator, SSID=ssid, VenueID=venue.id)
    person = add_accepted_resident(own_operator, add_unit(own_operator, venues[0], "1"))
    move_in(own_operator, add_unit(own_operator, venues[1], "1"), person.email)
    password = unique_name("New-password-")

    change(own_operator, person, password)

    assert passphrases_seen_by(person) == [password] * 4
    assert execute(__.V(subscriber_id(person.token)).out(Edge.HOLDS).in_(Edge.NAMES_KEY).dedup().count()) == [3]


def test_a_text_that_is_taken_on_a_new_network_is_made_anew_there(own_operator: Tenant) -> None:
    venue, unit = (
        add_venue(own_operator, unique_name("Hall")),
        add_unit(own_operator, own_operator.venues[0], unique_name("P")),
    )
    pool = add_pool(own_operator, VenueID=venue.id)
    password, person = unique_name("Popular-"), add_accepted_resident(own_operator, unit)
    change(own_operator, person, password)
    take(own_operator, pool, password)

    moved = move_in(own_operator, add_unit(own_operator, venue, "1"), person.email)

    assert moved.status == 200
    assert len(set(passphrases_seen_by(person))) == 2


def take(own_operator: Tenant, pool: str, text: str) -> None:
    """Take a passphrase on this keypool, and on no other."""
    ssid = execute(__.V(pool).values(Prop.SSID))[0]
    execute(new_vertex(Label.PSK, passphrases.psk_vertex_id(own_operator.operator, ssid, text)))


def test_a_text_that_no_device_takes_is_refused(own_operator: Tenant, person: Persona) -> None:
    with pytest.raises(KeyTextInvalid):
        prepare(own_operator, holder_of(person), "short")


def test_nobody_needs_a_key_to_change_a_password(own_operator: Tenant) -> None:
    ctx = own_operator.caller()
    holder = holder_of(own_operator.people["LeasingAgent"])

    service.switch_passphrase(ctx, service.prepare_passphrase(ctx, holder, "Some-password-1"), "Some-password-1")

    assert [*ctx.tx.outbox_records, *ctx.tx.changes] == []
