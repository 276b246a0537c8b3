"""Adding keypools."""

from concurrent.futures import ThreadPoolExecutor

import pytest

from functions.networkoperatorconsole.keypools.add_keypool import handler
from tests.gateway import call
from tests.residents import add_pool
from tests.world import World, add_unit, add_venue, fresh
from vault.graph.connection import answer
from vault.graph.schema import Edge, Label, Prop
from vault.graph.steps import T, __, new_edge, new_vertex
from vault.keypools import model, queries


def test_a_global_keypool_is_at_every_venue(world: World) -> None:
    token, ssid = world.mine.token("DomainAdministrator"), fresh("Guest")
    venues = answer(__.V(world.mine.operator.id).out(Edge.HAS_VENUE).count())[0]

    told = call(handler, token, {"SSID": ssid, "Scope": "global"})

    keypool = f"{world.mine.operator.id}._V3SSID.{ssid}.global"
    assert told.body == {
        "message": f"Keypool added: {keypool}. Attached keypool to {venues} venues. ",
        "errorProcessing": False,
        "KeyPoolID": keypool,
        "SSID": ssid,
    }


def test_a_venue_makes_it_local(world: World) -> None:
    token, venue = world.mine.token("DomainAdministrator"), add_venue(world.mine, fresh("Hall"))

    told = call(handler, token, {"SSID": fresh("Home"), "VenueID": venue.id, "Scope": "global"}).body

    assert len(told["KeyPoolID"].rpartition(".")[2]) == 8
    assert told["message"].endswith("Attached keypool to 1 venues. ")


def test_a_local_one_without_a_venue_is_attached_nowhere(world: World) -> None:
    told = call(handler, world.mine.token("DomainAdministrator"), {"SSID": fresh("Home"), "Scope": "local"})

    assert told.body["message"].endswith("Attached keypool to 0 venues. ")


def test_a_long_ssid_is_cut_and_the_answer_says_so(world: World) -> None:
    ssid = fresh("L").ljust(40, "x")

    told = call(handler, world.mine.token("DomainAdministrator"), {"SSID": ssid}).body

    assert told["SSID"] == ssid[:32]
    assert told["message"].endswith("The SSID was shortened to 32 characters. ")


@pytest.mark.parametrize("ssid", ["x", "", " ab", "ab ", "a\x00b", "!ab", "a+b", "\ud83d\ude00" * 9, "a\ud800"])
def test_an_ssid_that_access_points_refuse_is_refused(world: World, ssid: str) -> None:
    told = call(handler, world.mine.token("DomainAdministrator"), {"SSID": ssid, "VenueID": world.mine.venues[0].id})

    assert (told.status, told.code in {"SsidNotAllowed", "FieldInvalid", "BodyInvalid"}) == (400, True)


def test_a_second_global_one_of_an_ssid_is_refused(world: World) -> None:
    token, body = world.mine.token("DomainAdministrator"), {"SSID": fresh("Twice")}
    call(handler, token, body)

    told = call(handler, token, body)

    assert (told.status, told.code) == (400, "KeypoolExists")


def test_an_ssid_is_shown_once_at_a_venue_and_its_units(world: World) -> None:
    token, ssid = world.mine.token("DomainAdministrator"), fresh("Once")
    venue = add_venue(world.mine, fresh("Hall"))
    unit = add_unit(world.mine, venue, "1")
    pool = add_pool(world.mine, SSID=ssid, Scope="local")
    answer(queries.show(pool, unit))

    told = call(handler, token, {"SSID": ssid, "VenueID": venue.id})

    assert (told.status, told.code) == (400, "SsidTaken")


def test_two_at_once_never_show_the_same_ssid_twice(world: World) -> None:
    venue = add_venue(world.mine, fresh("Hall"))
    body = {"SSID": fresh("Race"), "VenueID": venue.id}

    with ThreadPoolExecutor(4) as threads:
        told = list(threads.map(lambda _: call(handler, world.mine.token("DomainAdministrator"), body), range(4)))

    assert sorted(each.status for each in told) == [200, 400, 400, 400]
    assert answer(__.V(venue.id).in_(Edge.SHOWN_AT).count()) == [1]


def test_more_than_an_operator_may_have_are_refused(world: World, monkeypatch: pytest.MonkeyPatch) -> None:
    add_pool(world.other)
    monkeypatch.setattr(queries, "MOST_POOLS", 1)

    told = call(handler, world.other.token("DomainAdministrator"), {"SSID": fresh("Many")})

    assert (told.status, told.code, model.MOST_POOLS) == (400, "KeypoolLimitReached", 500)


def test_a_controller_must_be_there_and_wants_a_scope(world: World) -> None:
    token, operator_id = world.mine.token("DomainAdministrator"), world.mine.operator.id
    controller = f"{operator_id}._V3RUCKUSR1CONTROLLER_.{fresh('R1')}"
    body = {"SSID": fresh("Wpa3"), "RuckusR1ControllerID": controller}

    missing = call(handler, token, {**body, "Scope": "global"})
    answer(new_vertex(Label.CONTROLLER, controller))
    answer(new_edge(operator_id, Edge.HAS_CONTROLLER, controller, f"{controller}>"))
    unscoped, added = call(handler, token, body), call(handler, token, {**body, "Scope": "global"})

    assert [missing.code, unscoped.code, added.status] == ["ControllerNotFound", "ScopeNeeded", 200]
    assert answer(__.V(added.body["KeyPoolID"]).values(Prop.AUTHENTICATION)) == ["WPA3"]


def test_another_operators_venue_is_not_there(world: World) -> None:
    body = {"SSID": fresh("Far"), "VenueID": world.other.venues[0].id}

    told = call(handler, world.mine.token("DomainAdministrator"), body)

    assert (told.status, told.code) == (404, "VenueNotFound")


def test_the_provider_names_the_operator(world: World) -> None:
    body = {"SSID": fresh("Provided"), "OperatorID": world.mine.operator.id}

    told = call(handler, world.provider.access_token, body).body

    assert answer(__.V(told["KeyPoolID"]).in_(Edge.HAS_KEYPOOL).values(Prop.NAME)) == ["Metro"]
    assert T.id in answer(__.V(told["KeyPoolID"]).element_map())[0]
