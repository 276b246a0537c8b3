"""Adding units to a venue."""

from concurrent.futures import ThreadPoolExecutor

from functions.networkoperatorconsole.venues.add_venue_units import handler
from tests.gateway import call
from tests.world import World, add_venue, fresh


def test_a_unit_gets_the_lowest_unused_vlan(world: World) -> None:
    token, venue = world.mine.token("DomainAdministrator"), add_venue(world.mine, fresh("Tower"))
    call(handler, token, {"VenueID": venue.id, "UnitID": "1", "vlan": 1051})

    vlans = [call(handler, token, {"VenueID": venue.id, "UnitID": unit}).body["vlan"] for unit in ("2", "3")]

    assert vlans == [1050, 1052]


def test_a_unit_says_its_id_and_is_there_afterwards(world: World) -> None:
    token, venue = world.mine.token("DomainAdministrator"), add_venue(world.mine, fresh("Tower"))

    answer = call(
        handler, token, {"VenueID": venue.id, "UnitID": "a 1", "UnitBuilding": "North Wing", "UnitFloor": "3"}
    )

    assert (answer.status, answer.body["message"]) == (200, "Unit added.")
    assert answer.body["UnitID_internal"] == f"{venue.id}.A1.NORTHWING.3"


def test_two_additions_at_once_never_get_the_same_vlan(world: World) -> None:
    token, venue = world.mine.token("DomainAdministrator"), add_venue(world.mine, fresh("Tower"))
    bodies = [{"VenueID": venue.id, "UnitID": str(number)} for number in range(12)]

    with ThreadPoolExecutor(4) as threads:
        answers = list(threads.map(lambda body: call(handler, token, body), bodies))

    assert sorted(answer.body["vlan"] for answer in answers) == list(range(1050, 1062))


def test_a_repeated_call_with_its_idempotency_key_is_answered_and_not_repeated(world: World) -> None:
    token, venue = world.mine.token("DomainAdministrator"), add_venue(world.mine, fresh("Tower"))
    body = {"VenueID": venue.id, "UnitID": "7"}

    first = call(handler, token, body, idempotency_key="k7")
    second = call(handler, token, body, idempotency_key="k7")

    assert second.body == first.body


def test_another_operators_venue_is_not_there(world: World) -> None:
    token = world.mine.token("DomainAdministrator")

    answer = call(handler, token, {"VenueID": world.other.venues[0].id, "UnitID": "1"})

    assert (answer.status, answer.code) == (401, "VenueNotFound")
