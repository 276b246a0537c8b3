"""Adding keypools."""

from concurrent.futures import ThreadPoolExecutor

import pytest

from functions.networkoperatorconsole.keypools.add_keypool import handler
from tests.factories import World, add_unit, add_venue, unique_name
from tests.gateway import call
from tests.residents import add_pool
from vault.graph.connection import execute
from vault.graph.schema import Edge, Label, Prop
from vault.graph.steps import T, __, new_edge, new_vertex
from vault.keypools import model, queries


def test_a_global_keypool_is_at_every_venue(world: World) -> None:
    token, ssid = world.mine.token("DomainAdministrator"), unique_name("Guest")
    venues = execute(__.V(world.mine.operator.id).out(Edge.HAS_VENUE).count())[0]

    response = call(handler, token, {"SSID": ssid, "Scope": "global"})

    keypool = f"{world.mine.operator.id}._V3SSID.{ssid}.global"
    assert response.body == {
        "message": f"Keypool added: {keypool}. Attached keypool to {venues} venues. ",
        "errorProcessing": False,
        "KeyPoolID": keypool,
        "SSID": ssid,
    }


def test_a_venue_makes_it_local(world: World) -> None:
    token, venue = world.mine.token("DomainAdministrator"), add_venue(world.mine, unique_name("Hall"))

    response = call(handler, token, {"SSID": unique_name("Home"), "VenueID": venue.id, "Scope": "global"}).body

    assert len(response["KeyPoolID"].rpartition(".")[2]) == 8
    assert response["message"].endswith("Attached keypool to 1 venues. ")


def test_a_local_one_without_a_venue_is_attached_nowhere(world: World) -> None:
    response = call(handler, world.mine.token("DomainAdministrator"), {"SSID": unique_name("Home"), "Scope": "local"})

    assert response.body["message"].endswith("Attached keypool to 0 venues. ")


def test_a_long_ssid_is_cut_and_the_answer_says_so(world: World) -> None:
    ssid = unique_name("L").ljust(40, "x")

    response = call(handler, world.mine.token("DomainAdministrator"), {"SSID": ssid}).body

    assert response["SSID"] == ssid[:32]
    assert response["message"].endswith("The SSID was shortened to 32 characters. ")


@pytest.mark.parametrize("ssid", ["x", "", " ab", "ab ", "a\x00b", "!ab", "a+b", "\ud83d\ude00" * 9, "a\ud800"])
def test_an_ssid_that_access_points_refuse_is_refused(world: World, ssid: str) -> None:
    response = call(
        handler, world.mine.token("DomainAdministrator"), {"SSID": ssid, "VenueID": world.mine.venues[0].id}
    )

    assert (response.status, response.code in {"SsidNotAllowed", "FieldInvalid", "BodyInvalid"}) == (400, True)


def test_a_second_global_one_of_an_ssid_is_refused(world: World) -> None:
    token, body = world.mine.token("DomainAdministrator"), {"SSID": unique_name("Twice")}
    call(handler, token, body)

    response = call(handler, token, body)

    assert (response.status, response.code) == (400, "KeypoolExists")


def test_an_ssid_is_shown_once_at_a_venue_and_its_units(world: World) -> None:
    token, ssid = world.mine.token("DomainAdministrator"), unique_name("Once")
    venue = add_venue(world.mine, unique_name("Hall"))
    unit = add_unit(world.mine, venue, "1")
    pool = add_pool(world.mine, SSID=ssid, Scope="local")
    execute(queries.add_attachment(pool, unit))

    response = call(handler, token, {"SSID": ssid, "VenueID": venue.id})

    assert (response.status, response.code) == (400, "SsidTaken")


def test_two_at_once_never_show_the_same_ssid_twice(world: World) -> None:
    venue = add_venue(world.mine, unique_name("Hall"))
    body = {"SSID": unique_name("Race"), "VenueID": venue.id}

    with ThreadPoolExecutor(4) as threads:
        response = list(threads.map(lambda _: call(handler, world.mine.token("DomainAdministrator"), body), range(4)))

    assert sorted(each.status for each in response) == [200, 400, 400, 400]
    assert execute(__.V(venue.id).in_(Edge.SHOWN_AT).count()) == [1]


def test_more_than_an_operator_may_have_are_refused(world: World, monkeypatch: pytest.MonkeyPatch) -> None:
    add_pool(world.other)
    monkeypatch.setattr(queries, "MAX_POOLS", 1)

    response = call(handler, world.other.token("DomainAdministrator"), {"SSID": unique_name("Many")})

    assert (response.status, response.code, model.MAX_POOLS) == (400, "KeypoolLimitReached", 500)


def test_a_controller_must_be_there_and_wants_a_scope(world: World) -> None:
    token, operator_id = world.mine.token("DomainAdministrator"), world.mine.operator.id
    controller = f"{operator_id}._V3RUCKUSR1CONTROLLER_.{unique_name('R1')}"
    body = {"SSID": unique_name("Wpa3"), "RuckusR1ControllerID": controller}

    missing = call(handler, token, {**body, "Scope": "global"})
    execute(new_vertex(Label.CONTROLLER, controller))
    execute(new_edge(operator_id, Edge.HAS_CONTROLLER, controller, f"{controller}>"))
    unscoped, added = call(handler, token, body), call(handler, token, {**body, "Scope": "global"})

    assert [missing.code, unscoped.code, added.status] == ["ControllerNotFound", "ScopeNeeded", 200]
    assert execute(__.V(added.body["KeyPoolID"]).values(Prop.AUTHENTICATION)) == ["WPA3"]


def test_another_operators_venue_is_not_there(world: World) -> None:
    body = {"SSID": unique_name("Far"), "VenueID": world.other.venues[0].id}

    response = call(handler, world.mine.token("DomainAdministrator"), body)

    assert (response.status, response.code) == (404, "VenueNotFound")


def test_the_provider_names_the_operator(world: World) -> None:
    body = {"SSID": unique_name("Provided"), "OperatorID": world.mine.operator.id}

    response = call(handler, world.provider.access_token, body).body

    assert execute(__.V(response["KeyPoolID"]).in_(Edge.HAS_KEYPOOL).values(Prop.NAME)) == ["Metro"]
    assert T.id in execute(__.V(response["KeyPoolID"]).element_map())[0]
