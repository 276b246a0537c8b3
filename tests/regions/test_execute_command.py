"""Calls that claim to come from another region and are refused by the primary."""

import http.client
import json
from collections.abc import Callable
from typing import Any

import pytest

from functions.gremlinconsole import execute_command
from functions.networkoperatorconsole.venues import add_venue_units, list_venue_units
from local.api.context import ROLE
from tests.architecture.source import endpoints
from tests.factories import World, unique_name
from tests.gateway import Answer, event, send
from tests.regions.conftest import Away, Primary
from vault.adapters import execute_api
from vault.graph.connection import execute
from vault.graph.schema import Label
from vault.graph.steps import __
from vault.kernel.time import epoch_ms, now
from vault.runtime.endpoint import Endpoint

Change = Callable[[dict[str, Any]], object]


def command(world: World, target: Endpoint = add_venue_units.handler, **fields: Any) -> dict[str, Any]:
    """A command as the other region sends it."""
    body = {"AccessToken": world.mine.token("DomainAdministrator"), "VenueID": world.mine.venues[0].id}
    moment = epoch_ms(now())
    return {
        "path": target.path,
        "command": target.command,
        "command_id": unique_name("command.of-a-test-"),
        "issued_at_ms": moment,
        "deadline_ms": moment + 20_000,
        "call_event": event(body | {"UnitID": unique_name("X")}),
        **fields,
    }


def executed(sent: dict[str, Any], arn: str = ROLE) -> Answer:
    """The answer to a command of a caller with this role."""
    called = event(sent)
    called["requestContext"]["authorizer"] = {"iam": {"userArn": arn, "accountId": arn.split(":")[4]}}
    return send(execute_command.handler, called)


def test_a_command_is_carried_out_once_and_answered_again(world: World) -> None:
    sent = command(world)
    before = execute(__.V().has_label(Label.UNIT).count())[0]

    first, second = executed(sent), executed(sent)

    assert (first.status, first.body) == (200, second.body)
    assert "Idempotent-Replayed" not in second.headers
    assert execute(__.V().has_label(Label.UNIT).count()) == [before + 1]
    assert "Content-Type" in first.headers["X-Command-Answer"]


def test_it_may_use_what_any_command_may() -> None:
    used = {use for endpoint in endpoints().values() for use in endpoint.uses}

    assert used - set(execute_command.handler.uses) == set()


def test_a_read_is_carried_out_too(world: World) -> None:
    response = executed(command(world, list_venue_units.handler))

    assert response.status == 200


def test_whose_command_it_is_is_checked_again(world: World) -> None:
    sent = command(world, call_event=event({"AccessToken": world.mine.token("LeasingAgent")}))

    response = executed(sent)

    assert (response.status, response.code) == (403, "AccessDenied")


@pytest.mark.parametrize(
    "arn",
    [
        "arn:aws:sts::999999999999:assumed-role/vault-local/function",
        "arn:aws:sts::123456789012:assumed-role/other/function",
        "arn:aws:iam:::",
    ],
)
def test_a_foreign_role_is_refused(world: World, arn: str) -> None:
    response = executed(command(world), arn)

    assert (response.status, response.code, "X-Command-Answer" in response.headers) == (403, "RegionRefused", False)


def test_without_a_role_or_without_the_setting_nobody_is_believed(
    world: World, monkeypatch: pytest.MonkeyPatch
) -> None:
    unsigned = send(execute_command.handler, event(command(world)))
    monkeypatch.delenv("VAULT_REGIONAL_ROLES")
    unset = executed(command(world))

    assert (unsigned.code, unset.code) == ("RegionRefused", "RegionRefused")


@pytest.mark.parametrize("late", [{"issued_at_ms": -61_000}, {"issued_at_ms": 61_000}, {"deadline_ms": -1}])
def test_a_stale_command_is_refused(world: World, late: dict[str, int]) -> None:
    moments = {name: epoch_ms(now()) + by for name, by in late.items()}

    response = executed(command(world, **moments))

    assert (response.status, response.code) == (400, "CommandStale")


@pytest.mark.parametrize(
    "fields",
    [
        {"command": "Venue.add"},
        {"command": None},
        {"path": "/networkoperatorconsole/venues/noSuchThing"},
        {"path": "/jobs/sweepOutbox"},
        {"path": "/networkoperatorconsole/venues"},
        {"path": "../venues/addVenueUnits"},
        {"path": ""},
    ],
)
def test_an_unknown_command_is_refused(world: World, fields: dict[str, Any]) -> None:
    response = executed(command(world, **fields))

    assert (response.status, response.code) == (404, "CommandUnknown")


@pytest.mark.parametrize(("sent", "code"), [({}, "FieldMissing"), ({"path": 7}, "FieldInvalid")])
def test_what_is_no_command_is_refused(world: World, sent: dict[str, Any], code: str) -> None:
    assert executed(sent and command(world, **sent)).code == code


def test_another_region_carries_out_no_command(world: World, away: Away) -> None:
    with away():
        response = executed(command(world))

    assert response.code == "PrimaryRegionOnly"


@pytest.mark.parametrize(
    "change",
    [
        lambda headers: headers.pop("Authorization"),
        lambda headers: headers.update(Authorization=headers["Authorization"][:-64] + "0" * 64),
        lambda headers: headers.update(
            Authorization=headers["Authorization"].replace("Credential=", "Credential=another")
        ),
        lambda headers: headers.update({"X-Amz-Date": "20200101T000000Z"}),
    ],
    ids=["unsigned", "forged", "with a strange key", "signed long ago"],
)
def test_the_gateway_lets_no_unsigned_command_pass(world: World, away: Away, primary: Primary, change: Change) -> None:
    body = json.dumps(command(world)).encode()
    with away():
        headers = execute_api.signed_headers(f"{primary.url}/gremlinconsole/executeCommand", body)

    assert posted(primary, body, headers)[0] == 200
    change(headers)

    assert posted(primary, body, headers) == (403, {"message": "Forbidden"})


def test_the_gateway_lets_no_changed_command_pass(world: World, away: Away, primary: Primary) -> None:
    body = json.dumps(command(world)).encode()
    with away():
        headers = execute_api.signed_headers(f"{primary.url}/gremlinconsole/executeCommand", body)

    response = posted(primary, body.replace(b"addVenueUnits", b"addVenueUnitz"), headers)

    assert response == (403, {"message": "Forbidden"})


def posted(primary: Primary, body: bytes, headers: dict[str, str]) -> tuple[int, Any]:
    """Status and body of an answer over HTTP."""
    connection = http.client.HTTPConnection("127.0.0.1", primary.port)
    connection.request("POST", "/preview/gremlinconsole/executeCommand", body, headers)
    answered = connection.getresponse()
    return answered.status, json.loads(answered.read())
