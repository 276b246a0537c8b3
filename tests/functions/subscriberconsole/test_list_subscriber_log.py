"""Reading the caller's own log."""

import datetime as dt
from typing import Any

import pytest

from functions.subscriberconsole import list_keys
from functions.subscriberconsole.list_subscriber_log import handler
from functions.venuemgmtconsole.subscribers import validate_email_address
from tests.factories import Persona, World
from tests.gateway import call
from tests.residents import add_accepted_resident
from vault.audit.entries import build_log_entry
from vault.audit.events import AuditEvent, AuditKind
from vault.callers.model import CallContext, RequestInfo
from vault.graph.schema import Prop
from vault.kernel.time import epoch_ms, now, to_wire
from vault.outbox import relay


def read(person: Persona, **more: Any) -> list[dict[str, Any]]:
    return list(call(handler, person.access_token, more).body["log"])


def events(person: Persona, **more: Any) -> list[str]:
    return [row["event"] for row in read(person, **more)]


def happened(
    world: World,
    person: Persona,
    function: str = "vault_test",
    *,
    days_ago: int = 0,
    times: int = 1,
    **properties: object,
) -> None:
    ctx, when = CallContext(None, world.mine.operator, RequestInfo(function)), now() - dt.timedelta(days=days_ago)
    at = {Prop.WHEN: epoch_ms(when), Prop.SUBSCRIBER_DAY: f"{person.token} {to_wire(when)[:10]}", **properties}
    made = [build_log_entry(ctx, AuditEvent.KEYS_READ, {Prop.SUBSCRIBER: person.token}, {}) | at for _ in range(times)]
    for start in range(0, times, 250):
        relay.append_log_entries(made[start : start + 250])


def test_a_person_reads_what_they_did_and_where(world: World) -> None:
    person = add_accepted_resident(world.mine, world.mine.units[0])
    call(list_keys.handler, person.access_token, {"VenueID": world.mine.venues[0].id})

    last = read(person)[-1]

    assert (last["event"], last["VenueID"]) == ("Keys read", world.mine.venues[0].id)
    assert last["Administrator"]["email"] == person.email
    assert (last["SourceIP"], last["SourceUA"]["OS"]) == ("203.0.113.9", "Linux")


def test_who_of_the_staff_did_something_is_not_told(world: World) -> None:
    person, staff = add_accepted_resident(world.mine, world.mine.units[0]), world.mine.people["DomainAdministrator"]
    call(validate_email_address.handler, staff.access_token, {"EmailAddress": person.email})

    row = next(row for row in read(person) if row["event"] == "Email address looked up")

    assert row["Administrator"] == {}
    assert not {"SourceIP", "SourceLocale"} & row.keys()
    assert row["SourceUA"] == {"Browser": "", "OS": ""}
    assert staff.token not in str(row)


def test_somebody_elses_entries_are_not_shown(world: World) -> None:
    person, neighbour = (add_accepted_resident(world.mine, world.mine.units[0]) for _ in range(2))
    call(list_keys.handler, neighbour.access_token)

    rows = read(person)

    assert rows
    assert {row["SubscriberToken"] for row in rows} == {person.token}


def test_the_log_of_one_venue_can_be_asked_for(world: World) -> None:
    person = add_accepted_resident(world.mine, world.mine.units[0])
    call(list_keys.handler, person.access_token)

    here, there = (events(person, VenueID=venue.id) for venue in world.mine.venues)

    assert "Subscription added" in here
    assert "Keys read" not in here
    assert "Subscription added" not in there


@pytest.mark.parametrize("kind", AuditKind)
def test_entries_on_network_equipment_and_security_are_left_out(world: World, kind: AuditKind) -> None:
    person = add_accepted_resident(world.mine, world.mine.units[0])
    happened(world, person, "vault_of_kind", **{Prop.KIND: kind})

    functions = {row["function_name"] for row in read(person)}

    assert ("vault_of_kind" in functions) is (kind not in {"equipment", "radius", "siem"})


def test_three_months_are_read_in_the_order_of_time(world: World) -> None:
    person = add_accepted_resident(world.mine, world.mine.units[0])
    happened(world, person, "vault_forgotten", days_ago=94)
    happened(world, person, "vault_second", days_ago=10)
    happened(world, person, "vault_first", days_ago=91)

    functions = [row["function_name"] for row in read(person)]

    assert functions[:2] == ["vault_first", "vault_second"]
    assert "vault_forgotten" not in functions


def test_a_long_log_is_read_page_by_page(world: World) -> None:
    person = add_accepted_resident(world.mine, world.mine.units[0])
    happened(world, person, days_ago=1, times=3)

    first = call(handler, person.access_token, {"Pagination": {"Limit": 2}}).body
    cursor = first["pagination"]["NextCursor"]
    second = call(handler, person.access_token, {"Pagination": {"Limit": 2, "Cursor": cursor}}).body

    assert [row["function_name"] for row in (*first["log"], *second["log"])][:3] == ["vault_test"] * 3
    assert len(first["log"]) == len(second["log"]) == 2


def test_the_message_says_where_there_is_more(world: World) -> None:
    person = add_accepted_resident(world.mine, world.mine.units[0])
    happened(world, person, times=1001)

    response = call(handler, person.access_token).body

    assert len(response["log"]) == 1000
    assert response["message"] == "Only the latest 1000 entries are shown."


def test_reading_the_log_is_in_the_log(world: World) -> None:
    person = add_accepted_resident(world.mine, world.mine.units[0])
    read(person)

    assert events(person)[-1] == "Subscriber log read"


def test_another_operators_venue_is_not_there(world: World) -> None:
    person = add_accepted_resident(world.mine, world.mine.units[0])

    response = call(handler, person.access_token, {"VenueID": world.other.venues[0].id})

    assert (response.status, response.code) == (404, "VenueNotFound")
