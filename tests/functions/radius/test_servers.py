"""Who may ask: RADIUS servers by their secrets, from their addresses, for their operators."""

import base64
import sys
from typing import Any

import pytest

from functions.radius.authorize import handler
from tests.gateway import Answer, event, send
from tests.joining import ANYWHERE, Body, Device, add_server, basic, house, joins, stranger
from tests.newcomers import house as source
from tests.world import Tenant, World, fresh, tenant
from vault.adapters import redis
from vault.graph.connection import answer
from vault.graph.schema import Label, Prop
from vault.graph.steps import __
from vault.limits.model import WRONG_SECRETS_FROM_SOURCE
from vault.onboarding import __main__ as command
from vault.onboarding import radius
from vault.operators.model import OperatorNotFound


@pytest.fixture(scope="module")
def estate(world: World) -> Tenant:
    """An operator of this module's own."""
    assert world
    return tenant(fresh("Asked"))


@pytest.fixture(scope="module")
def body(estate: Tenant) -> Body:
    """A right question."""
    return house(estate).resident()[1].by_ruckus()


def asked(body: Body, authorization: str, address: str = "") -> Answer:
    """The answer to somebody who calls from an address, of their own where none is given."""
    called = event(body, authorization=authorization)
    called["requestContext"]["http"]["sourceIp"] = address or source()
    return send(handler, called)


@pytest.mark.parametrize(
    "authorization",
    [
        "",
        "Basic",
        "Basic ???",
        "Bearer x",
        "Basic " + base64.b64encode(b"no colon").decode(),
        "Basic " + base64.b64encode(b":secret").decode(),
        "Basic " + base64.b64encode(b"\xff:\xff").decode(),
        "Basic " + base64.b64encode(b"nobody:secret").decode(),
        "Basic " + "A" * 5000,
    ],
)
def test_nobody_is_answered_without_a_servers_secret(body: Body, authorization: str) -> None:
    told = asked(body, authorization)

    assert (told.status, told.code) == (401, "ServerRefused")
    assert told.body["reply:Reply-Message"]["value"] == "Access denied."


def test_a_persons_token_is_no_proof(estate: Tenant, body: Body) -> None:
    token = estate.token("DomainAdministrator")

    told = [asked(body | {"AccessToken": token}, ""), asked(body, f"Bearer {token}")]

    assert [each.code for each in told] == ["ServerRefused"] * 2


def test_a_secret_is_its_own_servers_alone(estate: Tenant, body: Body, world: World) -> None:
    first, second = (radius.add(radius.Wanted(estate.operator.id, fresh("R"), ANYWHERE)) for _ in range(2))
    other = radius.add(radius.Wanted(world.other.operator.id, fresh("R"), ANYWHERE))

    told = [asked(body, basic(first.id, secret)) for secret in (second.secret, other.secret, first.secret + "x", "")]

    assert [each.code for each in told] == ["ServerRefused"] * 4
    assert asked(body, basic(first.id, first.secret)).status == 200


def test_a_server_of_another_operator_finds_none_of_the_keys(world: World, body: Body) -> None:
    assert asked(body, add_server(world.other)).code == "DeviceRefused"


@pytest.mark.parametrize(("address", "status"), [("198.51.100.9", 200), ("198.51.101.9", 403), ("", 403)])
def test_a_server_asks_from_its_own_addresses_alone(estate: Tenant, body: Body, address: str, status: int) -> None:
    told = asked(body, add_server(estate, "198.51.100.0/24", "2001:db8:77::1"), address)

    assert told.status == status
    assert told.code == ("" if status == 200 else "SourceNotAllowed")


def test_a_wrong_secret_from_elsewhere_learns_nothing_of_the_addresses(estate: Tenant, body: Body) -> None:
    made = radius.add(radius.Wanted(estate.operator.id, fresh("R"), ["198.51.100.0/24"]))

    assert asked(body, basic(made.id, "wrong")).code == "ServerRefused"


def test_a_source_that_guesses_is_stopped_and_no_other(estate: Tenant, body: Body) -> None:
    made, guesser = radius.add(radius.Wanted(estate.operator.id, fresh("R"), ANYWHERE)), source()
    for _ in range(WRONG_SECRETS_FROM_SOURCE.most):
        assert asked(body, basic(made.id, stranger()), guesser).code == "ServerRefused"

    told = asked(body, basic(made.id, made.secret), guesser)

    assert (told.status, told.code) == (429, "TooManyRequests")
    assert 1 <= int(told.headers["Retry-After"]) <= WRONG_SECRETS_FROM_SOURCE.seconds
    assert asked(body, basic(made.id, made.secret)).status == 200


def test_without_redis_servers_are_answered_and_guesses_are_not(
    estate: Tenant, body: Body, monkeypatch: pytest.MonkeyPatch
) -> None:
    made = radius.add(radius.Wanted(estate.operator.id, fresh("R"), ANYWHERE))
    redis.client.cache_clear()
    monkeypatch.setenv("VAULT_REDIS_URL", "redis://127.0.0.1:1")

    told = [asked(body, basic(made.id, secret)) for secret in (made.secret, "wrong")]

    redis.client.cache_clear()
    assert [each.status for each in told] == [200, 401]


def test_the_secret_is_kept_nowhere(estate: Tenant) -> None:
    made = radius.add(radius.Wanted(estate.operator.id, fresh("R"), ANYWHERE))

    kept = [str(row) for graph in ("WRITER", "LOG") for row in answer(__.V().element_map(), graph)]

    assert any(made.id in row for row in kept)
    assert [row for row in kept if made.secret in row] == []


def test_a_new_secret_ends_the_old_one_at_once(estate: Tenant, body: Body) -> None:
    wanted = radius.Wanted(estate.operator.id, fresh("R"), ANYWHERE)
    old = radius.add(wanted)
    assert asked(body, basic(old.id, old.secret)).status == 200

    new = radius.add(wanted, rotate=True)

    assert new.id == old.id
    assert asked(body, basic(old.id, old.secret)).code == "ServerRefused"
    assert asked(body, basic(new.id, new.secret)).status == 200


def test_a_second_server_of_a_name_is_not_made(estate: Tenant) -> None:
    name = fresh("Twice ")
    radius.add(radius.Wanted(estate.operator.id, name, ANYWHERE))

    for again in (name, f"{name}!"):
        with pytest.raises(radius.RadiusServerExists):
            radius.add(radius.Wanted(estate.operator.id, again, ANYWHERE))
    with pytest.raises(radius.RadiusServerExists):
        radius.add(radius.Wanted(estate.operator.id, f"{name}!", ANYWHERE), rotate=True)


@pytest.mark.parametrize("networks", [[], [""], ["nowhere"], ["198.51.100.9/24"], ["198.51.100.9", "300.1.1.1"]])
def test_a_server_needs_addresses(estate: Tenant, networks: list[str]) -> None:
    with pytest.raises(radius.NetworkInvalid):
        radius.add(radius.Wanted(estate.operator.id, fresh("R"), networks))


def test_an_operator_that_is_none_has_no_servers(estate: Tenant) -> None:
    with pytest.raises(OperatorNotFound):
        radius.add(radius.Wanted(f"{estate.operator.id}.X", fresh("R"), ANYWHERE))


def run(monkeypatch: pytest.MonkeyPatch, *arguments: str) -> int:
    """The command, as make calls it."""
    monkeypatch.setattr(sys, "argv", ["vault.onboarding", "radius-server", *arguments])
    return command.main()


def test_the_command_tells_the_secret_once(
    estate: Tenant, body: Body, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    line = ["--operator", estate.operator.id, "--name", fresh("R"), "--ip", *ANYWHERE]

    codes = [run(monkeypatch, *line), run(monkeypatch, *line), run(monkeypatch, *line, "--rotate")]

    told: Any = capsys.readouterr()
    said = [part.split()[1] for part in told.out.splitlines() if part.startswith(("ServerID", "Secret"))]
    assert codes == [0, 1, 0]
    assert "already" in told.err
    assert asked(body, basic(said[0], said[1])).code == "ServerRefused"
    assert asked(body, basic(said[2], said[3])).status == 200


def test_no_line_of_a_log_tells_a_device_or_a_secret(
    estate: Tenant, capsys: pytest.CaptureFixture[str], caplog: pytest.LogCaptureFixture
) -> None:
    made = radius.add(radius.Wanted(estate.operator.id, fresh("R"), ANYWHERE))
    _, phone = house(estate).resident()
    capsys.readouterr()

    told = [joins(estate, phone.by_ruckus(), basic(made.id, made.secret)), joins(estate, phone.by_ruckus(), "Basic x")]
    told.append(joins(estate, Device(stranger(), phone.ssid, phone.mac).by_hostapd()))

    said = capsys.readouterr().out + caplog.text
    assert [each.status for each in told] == [200, 401, 401]
    forms = {
        phone.shown,
        phone.mac.hex(),
        phone.mac.hex("-"),
        made.secret,
        phone.text,
        told[0].body["reply:Ruckus-Dpsk"]["value"],
    }
    assert [form for form in forms if form.lower() in said.lower()] == []
    assert answer(__.V().has(Label.DEVICE, Prop.MAC, phone.shown).count()) == [1]
