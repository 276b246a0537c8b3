"""RADIUS servers are authenticated by their secrets and addresses, for their operators only."""

import base64
import sys
from typing import Any

import pytest

from functions.radius.authorize import handler
from tests.factories import Tenant, World, unique_name
from tests.gateway import Answer, event, send
from tests.pending_residents import unique_source_address as source
from tests.radius_client import (
    ANYWHERE,
    Body,
    Device,
    add_server,
    basic_authorization,
    create_house,
    request_access,
    unknown_passphrase,
)
from vault.adapters import redis
from vault.graph.connection import execute
from vault.graph.schema import Label, Prop
from vault.graph.steps import __
from vault.limits.model import WRONG_SECRETS_PER_SOURCE
from vault.onboarding import __main__ as command
from vault.onboarding import radius
from vault.operators.model import OperatorNotFound


@pytest.fixture(scope="module")
def body(own_operator: Tenant) -> Body:
    """A valid request."""
    return create_house(own_operator).add_resident()[1].by_ruckus()


def asked(body: Body, authorization: str, address: str = "") -> Answer:
    """The answer to a server that calls from an address, by default one of its own."""
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
    response = asked(body, authorization)

    assert (response.status, response.code) == (401, "ServerRefused")
    assert response.body["reply:Reply-Message"]["value"] == "Access denied."


def test_a_persons_token_is_no_proof(own_operator: Tenant, body: Body) -> None:
    token = own_operator.token("DomainAdministrator")

    response = [asked(body | {"AccessToken": token}, ""), asked(body, f"Bearer {token}")]

    assert [each.code for each in response] == ["ServerRefused"] * 2


def test_a_secret_is_its_own_servers_alone(own_operator: Tenant, body: Body, world: World) -> None:
    first, second = (
        radius.add(radius.NewRadiusServer(own_operator.operator.id, unique_name("R"), ANYWHERE)) for _ in range(2)
    )
    other = radius.add(radius.NewRadiusServer(world.other.operator.id, unique_name("R"), ANYWHERE))

    response = [
        asked(body, basic_authorization(first.id, secret))
        for secret in (second.secret, other.secret, first.secret + "x", "")
    ]

    assert [each.code for each in response] == ["ServerRefused"] * 4
    assert asked(body, basic_authorization(first.id, first.secret)).status == 200


def test_a_server_of_another_operator_finds_none_of_the_keys(world: World, body: Body) -> None:
    assert asked(body, add_server(world.other)).code == "DeviceRefused"


@pytest.mark.parametrize(("address", "status"), [("198.51.100.9", 200), ("198.51.101.9", 403), ("", 403)])
def test_a_server_asks_from_its_own_addresses_alone(
    own_operator: Tenant, body: Body, address: str, status: int
) -> None:
    response = asked(body, add_server(own_operator, "198.51.100.0/24", "2001:db8:77::1"), address)

    assert response.status == status
    assert response.code == ("" if status == 200 else "SourceNotAllowed")


def test_a_wrong_secret_from_elsewhere_learns_nothing_of_the_addresses(own_operator: Tenant, body: Body) -> None:
    made = radius.add(radius.NewRadiusServer(own_operator.operator.id, unique_name("R"), ["198.51.100.0/24"]))

    assert asked(body, basic_authorization(made.id, "wrong")).code == "ServerRefused"


def test_a_source_that_guesses_is_stopped_and_no_other(own_operator: Tenant, body: Body) -> None:
    made, guesser = radius.add(radius.NewRadiusServer(own_operator.operator.id, unique_name("R"), ANYWHERE)), source()
    for _ in range(WRONG_SECRETS_PER_SOURCE.max_tries):
        assert asked(body, basic_authorization(made.id, unknown_passphrase()), guesser).code == "ServerRefused"

    response = asked(body, basic_authorization(made.id, made.secret), guesser)

    assert (response.status, response.code) == (429, "TooManyRequests")
    assert 1 <= int(response.headers["Retry-After"]) <= WRONG_SECRETS_PER_SOURCE.seconds
    assert asked(body, basic_authorization(made.id, made.secret)).status == 200


def test_without_redis_servers_are_answered_and_guesses_are_not(
    own_operator: Tenant, body: Body, monkeypatch: pytest.MonkeyPatch
) -> None:
    made = radius.add(radius.NewRadiusServer(own_operator.operator.id, unique_name("R"), ANYWHERE))
    redis.client.cache_clear()
    monkeypatch.setenv("VAULT_REDIS_URL", "redis://127.0.0.1:1")

    response = [asked(body, basic_authorization(made.id, secret)) for secret in (made.secret, "wrong")]

    redis.client.cache_clear()
    assert [each.status for each in response] == [200, 401]


def test_the_secret_is_kept_nowhere(own_operator: Tenant) -> None:
    made = radius.add(radius.NewRadiusServer(own_operator.operator.id, unique_name("R"), ANYWHERE))

    kept = [str(row) for graph in ("WRITER", "LOG") for row in execute(__.V().element_map(), graph)]

    assert any(made.id in row for row in kept)
    assert [row for row in kept if made.secret in row] == []


def test_a_new_secret_ends_the_old_one_at_once(own_operator: Tenant, body: Body) -> None:
    wanted = radius.NewRadiusServer(own_operator.operator.id, unique_name("R"), ANYWHERE)
    old = radius.add(wanted)
    assert asked(body, basic_authorization(old.id, old.secret)).status == 200

    new = radius.add(wanted, rotate=True)

    assert new.id == old.id
    assert asked(body, basic_authorization(old.id, old.secret)).code == "ServerRefused"
    assert asked(body, basic_authorization(new.id, new.secret)).status == 200


def test_a_second_server_of_a_name_is_not_made(own_operator: Tenant) -> None:
    name = unique_name("Twice ")
    radius.add(radius.NewRadiusServer(own_operator.operator.id, name, ANYWHERE))

    for again in (name, name.upper()):
        with pytest.raises(radius.RadiusServerExists):
            radius.add(radius.NewRadiusServer(own_operator.operator.id, again, ANYWHERE))
    with pytest.raises(radius.RadiusServerExists):
        radius.add(radius.NewRadiusServer(own_operator.operator.id, name.upper(), ANYWHERE), rotate=True)


def test_names_that_are_cleaned_to_the_same_id_are_servers_of_their_own(own_operator: Tenant) -> None:
    name = unique_name("Cleaned")
    servers = [radius.NewRadiusServer(own_operator.operator.id, each, ANYWHERE) for each in (name, f"{name}!")]
    added = [radius.add(server).id for server in servers]

    rotated = [radius.add(server, rotate=True).id for server in servers]

    assert len({*added}) == 2
    assert rotated == added


@pytest.mark.parametrize("networks", [[], [""], ["nowhere"], ["198.51.100.9/24"], ["198.51.100.9", "300.1.1.1"]])
def test_a_server_needs_addresses(own_operator: Tenant, networks: list[str]) -> None:
    with pytest.raises(radius.NetworkInvalid):
        radius.add(radius.NewRadiusServer(own_operator.operator.id, unique_name("R"), networks))


def test_an_operator_that_is_none_has_no_servers(own_operator: Tenant) -> None:
    with pytest.raises(OperatorNotFound):
        radius.add(radius.NewRadiusServer(f"{own_operator.operator.id}.X", unique_name("R"), ANYWHERE))


def run(monkeypatch: pytest.MonkeyPatch, *arguments: str) -> int:
    """Run the command as make does."""
    monkeypatch.setattr(sys, "argv", ["vault.onboarding", "radius-server", *arguments])
    return command.main()


def test_the_command_tells_the_secret_once(
    own_operator: Tenant, body: Body, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    line = ["--operator", own_operator.operator.id, "--name", unique_name("R"), "--ip", *ANYWHERE]

    codes = [run(monkeypatch, *line), run(monkeypatch, *line), run(monkeypatch, *line, "--rotate")]

    response: Any = capsys.readouterr()
    said = [part.split()[1] for part in response.out.splitlines() if part.startswith(("ServerID", "Secret"))]
    assert codes == [0, 1, 0]
    assert "already" in response.err
    assert asked(body, basic_authorization(said[0], said[1])).code == "ServerRefused"
    assert asked(body, basic_authorization(said[2], said[3])).status == 200


@pytest.mark.parametrize(
    ("lacking", "explained"),
    [
        (["--ip"], "IP="),
        (["--ip", ""], "IP="),
        (["--name", ""], "NAME="),
        (["--operator", " "], "OPERATOR="),
        (["--session-seconds", "299"], "SESSION_SECONDS="),
        (["--session-seconds", "86401"], "SESSION_SECONDS="),
        (["--pmk-in", "Class"], "PMK_IN="),
    ],
)
def test_the_command_speaks_of_what_make_takes(
    monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str], lacking: list[str], explained: str
) -> None:
    line = ["--operator", "O", "--name", "N", "--ip", "192.0.2.1"]

    with pytest.raises(SystemExit):
        run(monkeypatch, *line, *lacking)

    response = capsys.readouterr().err
    assert f"argument {explained}:" in response
    assert response.startswith("usage: make radius-server OPERATOR= NAME= IP=")
    assert "--" not in response


def test_a_server_admits_devices_for_as_long_as_it_is_set_to(
    own_operator: Tenant, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    phone = create_house(own_operator).add_resident()[1]
    line = ["--operator", own_operator.operator.id, "--name", unique_name("R"), "--ip", *ANYWHERE]

    run(monkeypatch, *line, "--session-seconds", "3600")

    lines = capsys.readouterr().out.splitlines()
    server_id, secret = [line.split()[1] for line in lines if line.startswith(("ServerID", "Secret"))]
    response = request_access(own_operator, phone.by_ruckus(), basic_authorization(server_id, secret))
    assert response.body["reply:Session-Timeout"]["value"] == 3600


def test_no_line_of_a_log_tells_a_device_or_a_secret(
    own_operator: Tenant, capsys: pytest.CaptureFixture[str], caplog: pytest.LogCaptureFixture
) -> None:
    made = radius.add(radius.NewRadiusServer(own_operator.operator.id, unique_name("R"), ANYWHERE))
    _, phone = create_house(own_operator).add_resident()
    capsys.readouterr()

    response = [
        request_access(own_operator, phone.by_ruckus(), basic_authorization(made.id, made.secret)),
        request_access(own_operator, phone.by_ruckus(), "Basic x"),
    ]
    response.append(request_access(own_operator, Device(unknown_passphrase(), phone.ssid, phone.mac).by_hostapd()))

    said = capsys.readouterr().out + caplog.text
    assert [each.status for each in response] == [200, 401, 401]
    forms = {
        phone.mac_text,
        phone.mac.hex(),
        phone.mac.hex("-"),
        made.secret,
        phone.passphrase,
        response[0].body["reply:Ruckus-Dpsk"]["value"],
    }
    assert [form for form in forms if form.lower() in said.lower()] == []
    assert execute(__.V().has(Label.DEVICE, Prop.MAC, phone.mac_text).count()) == [1]
