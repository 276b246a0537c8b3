"""Reading a venue's log."""

import datetime as dt
from typing import Any

import pytest

from functions.networkoperatorconsole.venues.add_venue_units import handler as add_units
from functions.networkoperatorconsole.venues.list_venue_log import handler
from tests.factories import World, add_staff, add_venue, unique_name
from tests.gateway import Answer, call
from tests.radius_client import request_access, shared_house
from vault.audit.entries import build_log_entry
from vault.audit.events import AuditEvent, AuditKind
from vault.callers.model import CallContext, RequestInfo
from vault.graph.schema import Prop
from vault.kernel.permissions import Role
from vault.kernel.time import epoch_ms, now, to_wire
from vault.outbox import relay
from vault.venues.model import Venue

CHROME = "Mozilla/5.0 (Windows NT 10.0; Win64; x64) AppleWebKit/537.36 Chrome/120.0.0.0 Safari/537.36"


def read(world: World, venue: Venue, role: str = "DomainAdministrator", **more: Any) -> Answer:
    return call(handler, world.mine.token(role), {"VenueID": venue.id, **more})


def happened(
    world: World, venue: Venue, function: str = "vault_test", *, days_ago: int = 0, times: int = 1, **properties: object
) -> None:
    ctx = CallContext(None, world.mine.operator, RequestInfo(function))
    when = now() - dt.timedelta(days=days_ago)
    at = {Prop.WHEN: epoch_ms(when), Prop.VENUE_DAY: f"{venue.id} {to_wire(when)[:10]}", **properties}
    made = [build_log_entry(ctx, AuditEvent.VENUE_DETAILS_READ, {Prop.VENUE: venue.id}, {}) | at for _ in range(times)]
    for start in range(0, times, 250):
        relay.append_log_entries(made[start : start + 250])


def functions_of(answered: Answer) -> list[str]:
    return [row["function_name"] for row in answered.body["log"]]


def test_entries_say_who_did_what_where_and_with_which_browser(world: World) -> None:
    venue, me = add_venue(world.mine, unique_name("Tower")), world.mine.people["DomainAdministrator"]
    call(add_units, me.access_token, {"VenueID": venue.id, "UnitID": "1"}, user_agent=CHROME)

    last = read(world, venue).body["log"][-1]

    assert (last["event"], last["detail"]["vlan"], last["VenueID"]) == ("Unit added", 1050, venue.id)
    assert last["Administrator"] == {"email": me.email, "given_name": "Pat", "family_name": "DomainAdministrator"}
    assert (last["SourceIP"], last["SourceLocale"]) == ("203.0.113.9", "en-us")
    assert last["SourceUA"]["OS"] == "Linux"


def test_entries_stand_in_the_order_of_time_and_are_counted(world: World) -> None:
    venue = add_venue(world.mine, unique_name("Tower"))
    happened(world, venue, "vault_second", days_ago=1)
    happened(world, venue, "vault_first", days_ago=2)

    answered = read(world, venue)

    assert functions_of(answered)[:2] == ["vault_first", "vault_second"]
    assert (answered.body["LogCount"], answered.body["message"]) == (3, "3 venue activity log entries retrieved")


def test_fifteen_days_are_read_where_no_window_is_given(world: World) -> None:
    venue = add_venue(world.mine, unique_name("Tower"))
    happened(world, venue, "vault_old", days_ago=16)
    begins = to_wire(now() - dt.timedelta(days=20))

    usual, longer = read(world, venue), read(world, venue, **{"MinViewWindowDateUTC.ISO8601": begins})

    assert "vault_old" not in functions_of(usual)
    assert "vault_old" in functions_of(longer)


def test_a_window_that_is_too_long_or_turned_round_is_refused(world: World) -> None:
    venue, begins, ends = world.mine.venues[0], "MinViewWindowDateUTC.ISO8601", "MaxViewWindowDateUTC.ISO8601"
    wrong = [
        {begins: to_wire(now() - dt.timedelta(days=93))},
        {begins: "2026-01-02T00:00:00Z", ends: "2026-01-01T00:00:00Z"},
    ]

    answers = [read(world, venue, **window) for window in wrong]

    assert [(each.status, each.code) for each in answers] == [(400, "LogWindowInvalid")] * 2


def test_an_administrators_own_entries_are_found_by_their_address(world: World) -> None:
    venue, helper = add_venue(world.mine, unique_name("Tower")), add_staff(world.mine, Role.DOMAIN_ADMINISTRATOR)
    call(add_units, helper.access_token, {"VenueID": venue.id, "UnitID": "1"})
    call(add_units, world.mine.token("DomainAdministrator"), {"VenueID": venue.id, "UnitID": "2"})

    theirs, nobodys = (read(world, venue, Administrator=who) for who in (helper.email.upper(), "no@metro.example"))

    assert [row["Administrator"]["email"] for row in theirs.body["log"]] == [helper.email]
    assert nobodys.body["log"] == []


@pytest.mark.parametrize("kind", AuditKind)
def test_venue_staff_see_every_kind_but_equipment_radius_and_siem(world: World, kind: AuditKind) -> None:
    venue, function = world.mine.venues[0], f"vault_of_{kind}"
    happened(world, venue, function, **{Prop.KIND: kind})

    whole, cut = (functions_of(read(world, venue, role)) for role in ("DomainAdministrator", "VenueAdministrator"))

    assert function in whole
    assert (function in cut) is (kind not in {"equipment", "radius", "siem"})


@pytest.mark.parametrize("event", ["Device joined", "Venue details read"])
def test_an_entry_from_before_kinds_were_stored_has_that_of_its_event(world: World, event: str) -> None:
    venue, function = world.mine.venues[0], unique_name("vault_old")
    happened(world, venue, function, **{Prop.KIND: None, Prop.EVENT: event})

    whole, cut = (functions_of(read(world, venue, role)) for role in ("DomainAdministrator", "VenueAdministrator"))

    assert function in whole
    assert (function in cut) is (event != "Device joined")


def test_venue_staff_do_not_see_when_a_resident_was_at_home(world: World) -> None:
    home = shared_house(world.mine)
    staff = add_staff(world.mine, Role.VENUE_ADMINISTRATOR, home.venue)
    _, phone = home.add_resident()
    assert request_access(world.mine, phone.by_ruckus()).status == 200

    whole, cut = read(world, home.venue), call(handler, staff.access_token, {"VenueID": home.venue.id})

    assert [row["event"] for row in whole.body["log"] if phone.mac_text in str(row)] == ["Device joined"]
    assert phone.mac_text not in str(cut.body)
    assert "Subscriber added" in [row["event"] for row in cut.body["log"]]


def test_a_thousand_entries_are_the_most_and_the_message_says_so(world: World) -> None:
    venue = add_venue(world.mine, unique_name("Tower"))
    happened(world, venue, times=1001)

    answered = read(world, venue)

    assert (answered.body["LogCount"], len(answered.body["log"])) == (1000, 1000)
    assert answered.body["message"].endswith(
        "Only the latest 1000 entries of the window are shown. Choose a shorter window to see all of them."
    )


def test_reading_the_log_is_in_the_log(world: World) -> None:
    venue = add_venue(world.mine, unique_name("Tower"))
    read(world, venue)

    again = read(world, venue)

    assert again.body["log"][-1]["event"] == "Venue log read"


def test_the_providers_staff_reads_the_log_of_any_operators_venue(world: World) -> None:
    answered = call(handler, world.provider.access_token, {"VenueID": world.other.venues[0].id})

    assert (answered.status, answered.body["errorProcessing"]) == (200, False)


def test_another_venue_is_not_there(world: World) -> None:
    foreign = read(world, world.other.venues[0])
    elsewhere = read(world, world.mine.venues[1], "VenueAdministrator")

    assert [(each.status, each.code) for each in (foreign, elsewhere)] == [(404, "VenueNotFound")] * 2
