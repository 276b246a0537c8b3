"""Reading display options, and the command that saves them."""

import json
from typing import Any

import pytest

from functions.operatorconsole.config.list_display_options import handler
from tests.factories import Tenant, World, create_tenant, unique_name
from tests.gateway import call
from vault.kernel.ids import default_display_option_id
from vault.kernel.permissions import Role
from vault.onboarding import __main__ as command


def save(tenant: Tenant, name: str, capsys: pytest.CaptureFixture[str], **settings: Any) -> str:
    """Run the command; return the id that it prints, or its complaint."""
    arguments = ["--operator", tenant.operator.id, "--name", name, "--settings", json.dumps(settings)]
    command.main(["display-option", *arguments])
    printed = capsys.readouterr()
    return (printed.out or printed.err).strip().removeprefix("DisplayOptionID ")


def test_every_operator_has_the_built_in_option(world: World) -> None:
    option_id = default_display_option_id(world.mine.operator.id)

    option = call(handler, "", {"DisplayOptionID": option_id}, origin=world.mine.origin).body["DisplayOptions"][0]

    assert (option["DisplayOptionID"], option["DisplayOptionName"]) == (option_id, "DEFAULT")
    assert option["ThemeLight"]["Colors"]["Primary"] == "#1D4ED8"
    assert option["Support"]["ShowEquipmentStatusToVenueAdministrator"] is False


def test_the_public_has_to_name_one(world: World) -> None:
    answer = call(handler, "", {}, origin=world.mine.origin)

    assert (answer.status, answer.code) == (400, "FieldMissing")


@pytest.mark.parametrize("role", ["DomainAdministrator", "LeasingAgent"])
def test_with_a_token_those_of_the_own_operator_are_listed(
    world: World, role: str, capsys: pytest.CaptureFixture[str]
) -> None:
    saved = save(world.mine, unique_name("Summer"), capsys, Behavior={"ShowTour": False})

    listed = call(handler, world.mine.token(role)).body

    options = {option["DisplayOptionID"]: option for option in listed["DisplayOptions"]}
    assert options[saved]["Behavior"]["ShowTour"] is False
    assert default_display_option_id(world.mine.operator.id) in options
    assert {option["OperatorID"] for option in options.values()} == {world.mine.operator.id}
    assert listed["SupportedLocales"].keys() == {"en-us", "es-xl"}


def test_the_providers_staff_see_those_of_every_operator_unless_they_name_one(world: World) -> None:
    operators = {tenant.operator.id for tenant in (world.mine, world.other)}

    every, named = (
        call(handler, world.provider.access_token, body).body["DisplayOptions"]
        for body in ({}, {"OperatorID": world.other.operator.id})
    )

    assert operators <= {option["OperatorID"] for option in every}
    assert {option["OperatorID"] for option in named} == {world.other.operator.id}


@pytest.mark.parametrize("name", ["NOBODY", "DEFAULT"])
def test_one_that_is_not_there_or_another_operators_is_not_found(world: World, name: str) -> None:
    foreign = f"{world.other.operator.id}._V3DISPLAY_.{name}"

    answer = call(handler, "", {"DisplayOptionID": foreign}, origin=world.mine.origin)

    assert (answer.status, answer.code) == (404, "DisplayOptionNotFound")


def test_saving_one_again_replaces_its_settings(world: World, capsys: pytest.CaptureFixture[str]) -> None:
    name = unique_name("Winter")
    first = save(world.mine, name, capsys, MetaData={"TitleTextContent": "Old"}, Behavior={"ShowTour": False})
    second = save(world.mine, name.lower(), capsys, MetaData={"TitleTextContent": "New"})

    option = call(handler, world.mine.token("LeasingAgent"), {"DisplayOptionID": first}).body["DisplayOptions"][0]

    assert first == second
    assert (option["MetaData"]["TitleTextContent"], option["Behavior"]["ShowTour"]) == ("New", True)


@pytest.mark.usefixtures("world")
def test_an_operator_may_replace_the_built_in_option(capsys: pytest.CaptureFixture[str]) -> None:
    own_operator = create_tenant(unique_name("Looks"), Role.DOMAIN_ADMINISTRATOR)
    save(own_operator, "Default", capsys, ThemeDark={"Colors": {"Banner": "#00ff00"}})

    options = call(handler, own_operator.token("DomainAdministrator")).body["DisplayOptions"]

    assert [option["ThemeDark"] for option in options] == [{"LogoURLs": {}, "Colors": {"Banner": "#00ff00"}}]


@pytest.mark.parametrize(
    ("settings", "member"),
    [
        ({"ThemeLight": {"Colors": {"Primary": "red"}}}, "ThemeLight.Colors.Primary"),
        ({"ThemeLight": {"LogoURLs": {"AfterLogin": "javascript:x"}}}, "ThemeLight.LogoURLs.AfterLogin"),
        ({"Behaviour": {}}, "Behaviour"),
    ],
)
def test_settings_that_are_wrong_are_refused_by_name(
    world: World, capsys: pytest.CaptureFixture[str], settings: dict[str, Any], member: str
) -> None:
    assert save(world.mine, "Broken", capsys, **settings) == f"The settings are not valid at {member}."


def test_pages_follow_one_another(world: World, capsys: pytest.CaptureFixture[str]) -> None:
    save(world.mine, unique_name("Page"), capsys)
    token = world.mine.token("DomainAdministrator")
    whole = call(handler, token).body["DisplayOptions"]

    first = call(handler, token, {"Pagination": {"Limit": 1}}).body
    rest = call(handler, token, {"Pagination": {"Limit": 99, "Cursor": first["pagination"]["NextCursor"]}}).body

    assert first["DisplayOptions"] + rest["DisplayOptions"] == whole
