"""Reading the latest entries of a venue's log on the venue console."""

from functions.networkoperatorconsole.venues.configure_venue import handler as configure
from functions.networkoperatorconsole.venues.update_venue_address import handler as update
from functions.venuemgmtconsole.venues.configure_venue import handler as configure_contact
from functions.venuemgmtconsole.venues.list_venue_log import handler
from tests.equipment import add_equipment
from tests.factories import World, add_venue, unique_name
from tests.gateway import call
from vault.venues.model import Venue


def write_entries(world: World, venue: Venue, number: int) -> None:
    token = world.mine.token("DomainAdministrator")
    for latency in range(1, number + 1):
        call(configure, token, {"VenueID": venue.id, "FCCLabel": {"TypicalLatency": latency}})


def test_the_newest_entry_comes_first_with_before_and_after(world: World) -> None:
    venue = add_venue(world.mine, unique_name("Tower"))
    write_entries(world, venue, 3)

    answer = call(handler, world.mine.token("DomainAdministrator"), {"VenueID": venue.id})

    details = [entry["detail"] for entry in answer.body["log"] if entry["event"] == "Venue configured"]
    name = "FCCLabel.TypicalLatency"
    assert answer.body["VenueID"] == venue.id
    assert details == [
        {"fields": [name], "before": {name: 2}, "after": {name: 3}},
        {"fields": [name], "before": {name: 1}, "after": {name: 2}},
        {"fields": [name], "before": {}, "after": {name: 1}},
    ]


def test_a_hundred_entries_are_the_most(world: World) -> None:
    venue = add_venue(world.mine, unique_name("Tower"))
    write_entries(world, venue, 101)

    log = call(handler, world.mine.token("DomainAdministrator"), {"VenueID": venue.id}).body["log"]

    assert (len(log), log[0]["detail"]["after"]) == (100, {"FCCLabel.TypicalLatency": 101})


def test_the_external_id_comes_before_the_venue_id(world: World) -> None:
    venue, other, external = add_venue(world.mine, unique_name("A")), world.mine.venues[0], unique_name("EXT")
    token = world.mine.token("DomainAdministrator")
    call(update, token, {"VenueID": venue.id, "externalVenueID": external})

    answer = call(handler, token, {"VenueID": other.id, "externalVenueID": external})

    assert answer.body["VenueID"] == venue.id


def test_venue_staff_see_no_equipment_and_no_secret(world: World) -> None:
    venue = world.mine.venues[0]
    token = world.mine.token("DomainAdministrator")
    add_equipment(world.mine, venue)
    call(configure, token, {"VenueID": venue.id, "Integrations.ConnectWise.Authorization": unique_name("Basic ")})

    staff, operator = (
        call(handler, world.mine.token(role), {"VenueID": venue.id}).body["log"]
        for role in ("VenueAdministrator", "DomainAdministrator")
    )

    assert "Equipment added" not in {entry["event"] for entry in staff}
    assert "Equipment added" in {entry["event"] for entry in operator}
    secret = next(entry for entry in operator if entry.get("detail", {}).get("fields") == ["ConnectWiseAuthorization"])
    assert secret["detail"] == {"fields": ["ConnectWiseAuthorization"], "before": {}, "after": {}}


def test_the_contact_is_in_no_entry(world: World) -> None:
    venue = add_venue(world.mine, unique_name("Tower"))
    token = world.mine.token("DomainAdministrator")
    contact = {"PrimaryContactGivenName": "Adalbert", "PrimaryContactEmailAddress": "ada@example.com"}
    call(configure_contact, token, {"VenueID": venue.id, **contact})

    log = call(handler, token, {"VenueID": venue.id}).body["log"]

    assert log[0]["detail"] == {
        "fields": ["PrimaryContactGivenName", "PrimaryContactEmailAddress", "SupportEmailAddress"],
        "before": {},
        "after": {"SupportEmailAddress": "ada@example.com"},
    }
