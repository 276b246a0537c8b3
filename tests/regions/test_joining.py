"""Devices that join in another region: let in by the primary, and while it is gone by the region itself."""

import json
from typing import NoReturn

import pytest

from local.regions.secondary import Secondary
from tests.joining import Device, House, basic, house, joins, server_of
from tests.regions.conftest import NOWHERE, Away, Primary
from tests.regions.lossy import way_to
from tests.regions.queues import records_of
from tests.regions.test_forwarding import unit_added
from tests.world import World, fresh, tenant
from vault.adapters import execute_api
from vault.graph.connection import answer
from vault.graph.schema import Label, Prop
from vault.graph.steps import __
from vault.kernel.errors import Unavailable
from vault.runtime import forwarding


@pytest.fixture(scope="module")
def home(world: World) -> House:
    """A house with a network, of an operator of this module's own."""
    assert world
    made = house(tenant(fresh("Distant")))
    server_of(made.made.operator.id)
    return made


def times_recorded(phone: Device) -> int:
    """As how many devices the primary knows it."""
    return int(answer(__.V().has(Label.DEVICE, Prop.MAC, phone.shown).count())[0])


def test_a_device_is_let_in_by_the_primary_which_records_it(home: House, away: Away, secondary: Secondary) -> None:
    _, phone = home.resident()
    secondary.replicator.catch_up()

    with away():
        told = joins(home.made, phone.by_ruckus())

    assert (told.status, told.body["reply:Session-Timeout"]["value"]) == (200, 86_400), told.body
    assert times_recorded(phone) == 1


def test_while_the_primary_is_gone_it_is_let_in_for_a_while_and_recorded_when_it_asks_again(
    home: House, away: Away, secondary: Secondary
) -> None:
    person, phone = home.resident()
    secondary.replicator.catch_up()

    with away(VAULT_PRIMARY_URL=NOWHERE):
        told = joins(home.made, phone.by_ruckus())
        bodies = [each["body"] for each in records_of("LOG_ENTRIES")["Records"]]
    before = times_recorded(phone)
    with away():
        again = joins(home.made, phone.by_ruckus())

    assert (told.status, told.body["reply:Session-Timeout"]["value"]) == (200, 900), told.body
    assert [json.loads(each)["event"] for each in bodies if person.token in each] == ["Device joined"]
    assert (again.status, before, times_recorded(phone)) == (200, 0, 1)


def test_a_primary_that_fails_is_not_waited_for(
    home: House, away: Away, primary: Primary, secondary: Secondary
) -> None:
    _, phone = home.resident()
    secondary.replicator.catch_up()

    with way_to(primary.port) as way:
        way.to_lose = 2
        with away(VAULT_PRIMARY_URL=way.url):
            told = joins(home.made, phone.by_ruckus())

    assert (told.status, told.body["reply:Session-Timeout"]["value"]) == (200, 900), told.body


def test_an_access_point_waits_for_no_primary_as_long_as_a_console_does(
    world: World, home: House, away: Away, secondary: Secondary, monkeypatch: pytest.MonkeyPatch
) -> None:
    waited: list[float] = []
    _, phone = home.resident()
    secondary.replicator.catch_up()

    def silent(_url: str, _body: bytes, seconds: float) -> NoReturn:
        waited.append(seconds)
        raise Unavailable(service="primary")

    monkeypatch.setattr(execute_api, "post", silent)
    monkeypatch.setattr(forwarding, "PATIENCE", 2.0)
    with away():
        told, refused = joins(home.made, phone.by_ruckus()), unit_added(world)

    assert (told.status, refused.status) == (200, 503)
    assert max(waited[:2]) <= 2.0 < min(waited[2:])


@pytest.mark.parametrize("settings", [{}, {"VAULT_PRIMARY_URL": NOWHERE}], ids=["there", "gone"])
def test_whoever_holds_no_key_is_refused_whether_the_primary_is_there_or_not(
    home: House, away: Away, secondary: Secondary, settings: dict[str, str]
) -> None:
    secondary.replicator.catch_up()

    with away(**settings):
        stranger = joins(home.made, Device("nobody's key", home.ssid).by_ruckus())
        server = joins(home.made, {}, basic("_V3RADIUSSERVER_.none", "secret"))

    assert (stranger.status, server.status) == (401, 401), (stranger.body, server.body)
