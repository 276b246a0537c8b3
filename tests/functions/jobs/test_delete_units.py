"""The job that deletes the units of a venue that a call had no time for, and what a call leaves to it."""

import contextlib
import itertools
from typing import Any

import pytest

from functions.jobs.delete_units import handler
from tests.factories import Tenant, World, add_unit, add_venue, create_tenant, unique_name
from tests.faults.harness import Killed, inject_faults
from tests.gateway import Context
from tests.pending_residents import messages_waiting
from tests.residents import add_pool, move_in
from vault.graph.connection import execute
from vault.graph.schema import Edge, Label, Prop
from vault.graph.steps import __, with_properties
from vault.kernel import ids
from vault.kernel.locales import Locale
from vault.kernel.permissions import Role
from vault.kernel.queue_messages import DeleteUnits
from vault.outbox import relay
from vault.unit_deletion import service
from vault.unit_deletion.model import Selection, UnitsOccupied
from vault.venues.model import Venue


@pytest.fixture
def own_operator(world: World, monkeypatch: pytest.MonkeyPatch) -> Tenant:
    """An operator of one test, at which one write deletes two units."""
    assert world
    monkeypatch.setattr(service, "UNITS_PER_WRITE", 2)
    monkeypatch.setattr(service, "SUBSCRIPTIONS_PER_WRITE", 2)
    monkeypatch.setattr(service, "VACATED_PER_WRITE", 1)
    return create_tenant(unique_name("Estate"), Role.DOMAIN_ADMINISTRATOR)


@pytest.fixture
def venue(own_operator: Tenant) -> Venue:
    """A venue with five empty units, one of which has a history of five residents."""
    venue = add_venue(own_operator, unique_name("Tower"))
    add_pool(own_operator, VenueID=venue.id)
    units = [add_unit(own_operator, venue, str(number)) for number in range(5)]
    for _ in range(5):
        move_in(own_operator, units[0])
    execute(with_properties(__.V(units[0]).in_(Edge.SUBSCRIPTION_AT), **{Prop.ENDS_AT: 1}))
    return venue


def run(tenant: Tenant, venue: Venue, **more: Any) -> None:
    handler.run(Context(), DeleteUnits(operator=tenant.operator.id, venue=venue.id, **more))


def call(tenant: Tenant, venue: Venue, *, force: bool = False) -> str:
    """Delete the units of a venue as a call does; what it says."""
    ctx = tenant.caller()
    message = service.delete_units(ctx, Selection(venue.id), force=force)
    if ctx.tx.entries:
        ctx.tx.commit()
    relay.publish(ctx.tx.outbox_records)
    return message.in_locale(Locale.EN_US)


def units_of(venue: Venue) -> list[str]:
    return list(execute(__.V(venue.id).out(Edge.HAS_UNIT).id_()))


def places_of_history(venue: Venue) -> list[object]:
    found = __.V(venue.id).in_(Edge.SUBSCRIPTION_AT)
    return list(execute(found.values(Prop.FORMER_UNIT)))


def test_every_empty_unit_goes_whatever_its_history(own_operator: Tenant, venue: Venue) -> None:
    run(own_operator, venue)

    assert units_of(venue) == []
    assert places_of_history(venue) == [f"{venue.id}.0.DEFAULT.DEFAULT"] * 5


def test_a_job_killed_anywhere_is_completed_by_its_retry(own_operator: Tenant) -> None:
    def prepare() -> Venue:
        venue = add_venue(own_operator, unique_name("Tower"))
        units = [add_unit(own_operator, venue, str(number)) for number in range(3)]
        move_in(own_operator, units[0])
        move_in(own_operator, units[1])
        execute(with_properties(__.V(units[0]).in_(Edge.SUBSCRIPTION_AT), **{Prop.ENDS_AT: 1}))
        return venue

    for point in itertools.count():
        venue = prepare()
        with inject_faults(point) as injector, contextlib.suppress(Killed):
            run(own_operator, venue, force=True)
        for _ in range(2):
            run(own_operator, venue, force=True)
        assert (point, units_of(venue), len(places_of_history(venue))) == (point, [], 2)
        if not injector.is_killed:
            break

    assert point > 10


def test_a_call_deletes_in_parts_and_says_how_many(own_operator: Tenant, venue: Venue) -> None:
    said = call(own_operator, venue)

    assert said == "Deleted 5 unit(s)."
    assert units_of(venue) == []
    assert call(own_operator, venue) == "Deleted 0 unit(s)."


def test_what_a_call_has_no_time_for_is_done_in_the_background(
    own_operator: Tenant, venue: Venue, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(service, "CALL_SECONDS", -1)

    said = call(own_operator, venue)

    assert said.endswith("The deletion goes on in the background.")
    assert [message["venue"] for message in messages_waiting("delete_units")].count(venue.id) == 1
    assert units_of(venue) != []


def test_one_occupied_unit_keeps_all_and_force_vacates_it(own_operator: Tenant, venue: Venue) -> None:
    occupied = units_of(venue)[-1]
    move_in(own_operator, occupied)

    with pytest.raises(UnitsOccupied) as refused:
        call(own_operator, venue)
    before = units_of(venue)
    said, left = call(own_operator, venue, force=True), units_of(venue)
    again = call(own_operator, venue)

    assert (refused.value.data["count"], len(before)) == (1, 5)
    assert said.startswith("Deleted 4 unit(s). Ended the subscriptions at 1 occupied unit(s). Call again")
    assert left == [occupied]
    assert again == "Deleted 1 unit(s)."


def test_a_job_without_force_leaves_a_venue_alone_where_somebody_moved_in(own_operator: Tenant, venue: Venue) -> None:
    move_in(own_operator, units_of(venue)[1])

    run(own_operator, venue)

    assert len(units_of(venue)) == 5


def test_a_job_for_one_unit_leaves_the_others(own_operator: Tenant, venue: Venue) -> None:
    unit = f"{venue.id}.0.DEFAULT.DEFAULT"

    run(own_operator, venue, unit=unit)

    assert sorted(units_of(venue)) == [f"{venue.id}.{number}.DEFAULT.DEFAULT" for number in range(1, 5)]


def test_a_person_whose_unit_is_deleted_is_still_one_of_the_venue(own_operator: Tenant, venue: Venue) -> None:
    token = move_in(own_operator, units_of(venue)[1]).body["SubscriberToken"]
    for _ in range(2):
        call(own_operator, venue, force=True)

    person = __.V(ids.subscriber_id(token)).out(Edge.SUBSCRIBES).out(Edge.SUBSCRIPTION_AT)
    assert execute(person.has_label(Label.VENUE).id_()) == [venue.id]
