"""Devices that join in a secondary region: authorized by the primary, and by the region itself during an outage."""

import json
from typing import NoReturn

import pytest

from functions.radius import authorize
from local.regions.secondary import Secondary
from tests.factories import World, create_tenant, unique_name
from tests.gateway import send
from tests.pending_residents import set_person
from tests.radius_client import Device, House, basic_authorization, create_house, request_access, server_of
from tests.regions.conftest import NOWHERE, Away, Primary
from tests.regions.lossy_proxy import proxy_to
from tests.regions.queues import take_records
from tests.regions.test_forwarding import unit_added
from tests.rlm_rest import Encoding
from vault.adapters import execute_api
from vault.graph.connection import execute
from vault.graph.schema import Label, Prop
from vault.graph.steps import __
from vault.kernel.errors import Unavailable
from vault.kernel.statuses import SUSPENDED
from vault.runtime import forwarding


@pytest.fixture(scope="module")
def home(world: World) -> House:
    """A house of an operator of this module."""
    assert world
    made = create_house(create_tenant(unique_name("Distant")))
    server_of(made.tenant.operator.id)
    return made


def times_recorded(phone: Device) -> int:
    """The number of device records in the primary."""
    return int(execute(__.V().has(Label.DEVICE, Prop.MAC, phone.mac_text).count())[0])


def test_a_device_is_let_in_by_the_primary_which_records_it(home: House, away: Away, secondary: Secondary) -> None:
    _, phone = home.add_resident()
    secondary.replicator.wait_until_caught_up()

    with away():
        response = request_access(home.tenant, phone.by_ruckus())

    assert (response.status, response.body["reply:Session-Timeout"]["value"]) == (200, 86_400), response.body
    assert times_recorded(phone) == 1


@pytest.mark.parametrize("machine", ["x86", "arm64"])
def test_octets_that_are_no_text_reach_the_primary_as_they_are(
    home: House, away: Away, secondary: Secondary, machine: str
) -> None:
    _, phone = home.add_resident()
    secondary.replicator.wait_until_caught_up()
    asked = Encoding("3.2.4", machine).event(phone.by_ruckus(), server_of(home.tenant.operator.id))

    with away():
        response = send(authorize.handler, asked)

    assert (response.status, times_recorded(phone)) == (200, 1), response.body


def test_while_the_primary_is_gone_it_is_let_in_for_a_while_and_recorded_when_it_asks_again(
    home: House, away: Away, secondary: Secondary
) -> None:
    person, phone = home.add_resident()
    secondary.replicator.wait_until_caught_up()

    with away(VAULT_PRIMARY_URL=NOWHERE):
        response = request_access(home.tenant, phone.by_ruckus())
        bodies = [each["body"] for each in take_records("LOG_ENTRIES")["Records"]]
    before = times_recorded(phone)
    with away():
        again = request_access(home.tenant, phone.by_ruckus())

    assert (response.status, response.body["reply:Session-Timeout"]["value"]) == (200, 900), response.body
    assert [json.loads(each)["event"] for each in bodies if person.token in each] == ["Device joined"]
    assert (again.status, before, times_recorded(phone)) == (200, 0, 1)


def test_a_primary_that_fails_is_not_waited_for(
    home: House, away: Away, primary: Primary, secondary: Secondary
) -> None:
    _, phone = home.add_resident()
    secondary.replicator.wait_until_caught_up()

    with proxy_to(primary.port) as way:
        way.to_lose = 2
        with away(VAULT_PRIMARY_URL=way.url):
            response = request_access(home.tenant, phone.by_ruckus())

    assert (response.status, response.body["reply:Session-Timeout"]["value"]) == (200, 900), response.body


def test_an_access_point_waits_for_no_primary_as_long_as_a_console_does(
    world: World, home: House, away: Away, secondary: Secondary, monkeypatch: pytest.MonkeyPatch
) -> None:
    waited: list[float] = []
    _, phone = home.add_resident()
    secondary.replicator.wait_until_caught_up()

    def silent(_url: str, _body: bytes, seconds: float) -> NoReturn:
        waited.append(seconds)
        raise Unavailable(service="primary")

    monkeypatch.setattr(execute_api, "post", silent)
    monkeypatch.setattr(forwarding, "MAX_WAIT_SECONDS", 2.0)
    with away():
        response, refused = request_access(home.tenant, phone.by_ruckus()), unit_added(world)

    assert (response.status, refused.status) == (200, 503)
    assert max(waited[:2]) <= 2.0 < min(waited[2:])


@pytest.mark.parametrize("settings", [{}, {"VAULT_PRIMARY_URL": NOWHERE}], ids=["there", "gone"])
def test_whoever_holds_no_key_is_refused_whether_the_primary_is_there_or_not(
    home: House, away: Away, secondary: Secondary, settings: dict[str, str]
) -> None:
    secondary.replicator.wait_until_caught_up()

    with away(**settings):
        stranger = request_access(home.tenant, Device("nobody's key", home.ssid).by_ruckus())
        server = request_access(home.tenant, {}, basic_authorization("_V3RADIUSSERVER_.none", "secret"))

    assert (stranger.status, server.status) == (401, 401), (stranger.body, server.body)


def test_a_refusal_is_recorded_by_the_primary(home: House, away: Away, secondary: Secondary) -> None:
    person, phone = home.add_resident()
    set_person(person.token, **{Prop.STATUS: SUSPENDED})
    secondary.replicator.wait_until_caught_up()

    with away():
        response = request_access(home.tenant, phone.by_ruckus())

    entries = execute(__.V().has(Label.LOG_ENTRY, Prop.MAC, phone.mac_text).values(Prop.SUBSCRIBER), "LOG")
    assert (response.status, entries) == (401, [person.token])


def test_while_the_primary_is_gone_a_refusal_is_queued_for_its_log(
    home: House, away: Away, secondary: Secondary
) -> None:
    person, phone = home.add_resident()
    set_person(person.token, **{Prop.STATUS: SUSPENDED})
    secondary.replicator.wait_until_caught_up()

    with away(VAULT_PRIMARY_URL=NOWHERE):
        answers = [request_access(home.tenant, phone.by_ruckus()).status for _ in range(2)]
        bodies = [json.loads(each["body"]) for each in take_records("LOG_ENTRIES")["Records"]]

    found = [each for each in bodies if each.get(Prop.MAC) == phone.mac_text]
    assert answers == [401, 401]
    assert [(each["event"], each["kind"], each[Prop.SUBSCRIBER]) for each in found] == [
        ("Device refused", "radius", person.token)
    ]
