"""Reading a unit's log, on the operator's console and on the venue's."""

import datetime as dt
from collections.abc import Mapping
from typing import Any

import pytest

from functions.networkoperatorconsole.venues.list_venue_unit_log import handler
from functions.venuemgmtconsole.venue_units.list_venue_unit_log import handler as latest_handler
from tests.factories import World, add_staff, add_unit, add_venue, unique_name
from tests.gateway import Answer, call
from vault.audit.entries import build_log_entry
from vault.audit.events import AuditEvent, AuditKind
from vault.callers.model import CallContext, RequestInfo
from vault.graph.connection import execute
from vault.graph.schema import Prop
from vault.graph.steps import __, with_properties
from vault.kernel.permissions import Role
from vault.kernel.time import epoch_ms, now, to_wire
from vault.outbox import relay
from vault.venues.model import Venue


def record_entries(
    world: World, venue: Venue, unit: str, function: str = "vault_test", /, *, days_ago: int = 0, **more: object
) -> None:
    when, times = now() - dt.timedelta(days=days_ago), int(str(more.pop("times", 1)))
    at = {Prop.WHEN: epoch_ms(when), Prop.VENUE_DAY: f"{venue.id} {to_wire(when)[:10]}", **more}
    ctx = CallContext(None, world.mine.operator, RequestInfo(function))
    about = {Prop.VENUE: venue.id, Prop.UNIT: unit}
    relay.append_log_entries([build_log_entry(ctx, AuditEvent.UNIT_LOG_READ, about, {}) | at for _ in range(times)])


def read(world: World, venue: Venue, unit: str, role: str = "DomainAdministrator", **more: Any) -> Answer:
    return call(handler, world.mine.token(role), {"VenueID": venue.id, "UnitID_internal": unit, **more})


def read_latest(world: World, body: Mapping[str, Any], role: str = "DomainAdministrator") -> Answer:
    return call(latest_handler, world.mine.token(role), body)


def functions_of(answered: Answer) -> list[str]:
    return [row["function_name"] for row in answered.body["log"]]


def test_the_log_of_a_unit_has_its_entries_alone_in_the_order_of_time(world: World) -> None:
    venue = add_venue(world.mine, unique_name("Tower"))
    unit, other = add_unit(world.mine, venue, "1"), add_unit(world.mine, venue, "2")
    record_entries(world, venue, unit, "vault_old", days_ago=16)
    record_entries(world, venue, unit, "vault_earlier", days_ago=1)
    record_entries(world, venue, other, "vault_elsewhere")

    answered = read(world, venue, unit)

    assert functions_of(answered) == ["vault_earlier", "test"]
    assert [row["event"] for row in answered.body["log"]][1:] == ["Unit added"]
    assert answered.body["SupportedLocales"]["en-us"]
    assert answered.body["message"] == ""


def test_a_window_may_reach_further_back_than_fifteen_days_but_not_further_than_ninety_two(world: World) -> None:
    venue, unit = world.mine.venues[0], world.mine.units[0]
    name = unique_name("vault_old")
    record_entries(world, venue, unit, name, days_ago=20)

    wide, too_wide = (
        read(world, venue, unit, **{"MinViewWindowDateUTC.ISO8601": to_wire(now() - dt.timedelta(days=days))})
        for days in (21, 93)
    )

    assert name in functions_of(wide)
    assert (too_wide.status, too_wide.code) == (400, "LogWindowInvalid")


def test_the_hundred_newest_of_three_months_come_first_on_the_venues_console(world: World) -> None:
    venue = add_venue(world.mine, unique_name("Tower"))
    unit = add_unit(world.mine, venue, "1")
    record_entries(world, venue, unit, "vault_many", days_ago=90, times=100)
    record_entries(world, venue, unit, "vault_too_old", days_ago=93)

    answered = read_latest(world, {"UnitID_internal": unit})

    assert answered.body["UnitID_internal"] == unit
    assert functions_of(answered) == ["test", *["vault_many"] * 99]


def test_pages_of_the_newest_entries_go_back_in_time(world: World) -> None:
    venue = add_venue(world.mine, unique_name("Tower"))
    unit = add_unit(world.mine, venue, "1")
    for days in (1, 2, 3):
        record_entries(world, venue, unit, f"vault_{days}", days_ago=days)
    body = {"UnitID_internal": unit, "Pagination": {"Limit": 2}}

    first = read_latest(world, body)
    rest = read_latest(world, body | {"Pagination": {"Limit": 9, "Cursor": first.body["pagination"]["NextCursor"]}})

    assert functions_of(first) == ["test", "vault_1"]
    assert functions_of(rest) == ["vault_2", "vault_3"]


@pytest.mark.parametrize("role", ["VenueAdministrator", "LeasingAgent"])
@pytest.mark.parametrize("kind", AuditKind)
def test_venue_staff_see_every_kind_but_equipment_radius_and_siem(world: World, kind: AuditKind, role: str) -> None:
    venue, unit, function = world.mine.venues[0], world.mine.units[0], unique_name(f"vault_of_{kind}")
    record_entries(world, venue, unit, function, **{Prop.KIND: kind})

    whole, cut = (functions_of(read(world, venue, unit, each)) for each in ("DomainAdministrator", role))
    latest = functions_of(read_latest(world, {"UnitID_internal": unit}, role))

    assert function in whole
    assert (function in cut) is (function in latest) is (kind not in {"equipment", "radius", "siem"})


def test_an_external_id_names_the_unit_of_the_venue_that_is_named_with_it(world: World) -> None:
    venues = [add_venue(world.mine, unique_name("Tower")) for _ in range(2)]
    units = [add_unit(world.mine, venue, "1") for venue in venues]
    external, external_venue = unique_name("EXT"), unique_name("EXTVENUE")
    for unit in units:
        execute(with_properties(__.V(unit), **{Prop.EXTERNAL_UNIT_ID: external}))
    execute(with_properties(__.V(venues[1].id), **{Prop.EXTERNAL_VENUE_ID: external_venue}))
    body = {"externalVenueUnitID": external}

    by_id = read_latest(world, body | {"VenueID": venues[0].id})
    by_external = read_latest(world, body | {"externalVenueID": external_venue, "VenueID": venues[1].id})
    alone = read_latest(world, body)
    both = read_latest(world, body | {"UnitID_internal": units[0], "VenueID": venues[0].id})

    assert [each.body["UnitID_internal"] for each in (by_id, by_external, both)] == [units[0], units[1], units[0]]
    assert (alone.status, alone.code) == (400, "FieldMissing")


def test_a_unit_lies_in_a_venue_of_the_caller_whatever_venue_is_named(world: World) -> None:
    mine, elsewhere = world.mine.venues, world.mine.units[1]
    agent = add_staff(world.mine, Role.LEASING_AGENT, mine[0])

    answers = [
        call(handler, agent.access_token, {"VenueID": mine[0].id, "UnitID_internal": elsewhere}),
        call(latest_handler, agent.access_token, {"VenueID": mine[0].id, "UnitID_internal": elsewhere}),
        call(latest_handler, agent.access_token, {"UnitID_internal": world.other.units[0]}),
        read(world, mine[0], elsewhere),
    ]

    assert [(each.status, each.code) for each in answers] == [
        *[(404, "UnitNotFound")] * 3,
        (400, "ReferencesDisagree"),
    ]


def test_more_than_a_thousand_entries_are_cut_and_the_message_says_so(world: World) -> None:
    venue = add_venue(world.mine, unique_name("Tower"))
    unit = add_unit(world.mine, venue, "1")
    for _ in range(4):
        record_entries(world, venue, unit, times=250)

    answered = read(world, venue, unit)

    assert len(answered.body["log"]) == 1000
    assert answered.body["message"].startswith("Only the latest 1000 entries")


def test_reading_the_log_of_a_unit_is_in_it(world: World) -> None:
    venue = add_venue(world.mine, unique_name("Tower"))
    unit = add_unit(world.mine, venue, "1")
    read_latest(world, {"UnitID_internal": unit})

    again = read(world, venue, unit)

    assert again.body["log"][-1]["event"] == "Unit log read"
