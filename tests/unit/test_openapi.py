"""The OpenAPI document: derived from declarations, complete, and valid."""

import json
import os
import re
import subprocess
import sys
from pathlib import Path
from typing import Any

import pytest
from openapi_spec_validator import validate

from local import openapi
from tests.architecture.source import ROOT, all_endpoints, endpoints
from vault.kernel.cors import ALLOWED_HEADERS, EXPOSED_HEADERS
from vault.kernel.permissions import ROLE_PERMISSIONS, Role
from vault.kernel.placeholders import Placeholder
from vault.openapi import catalogue
from vault.openapi.examples import SAMPLES, fill

DOCUMENT = openapi.document()
SCHEMAS = DOCUMENT["components"]["schemas"]
NEEDLESS_ESCAPE = re.compile(r"""\\["'#%&,:;<=>@_`~! ]""")
"""What Python takes in a regular expression and JavaScript refuses in Unicode mode."""
OF_TWO_TYPES = {
    ("Attribute", "value"),
    ("Reply", "value"),
    ("SiteVenuesListed", "VenueList"),
    ("ConfigureVenueEquipment", "Manufacturer"),
    ("UpdateVenueEquipment", "Manufacturer"),
    ("VenuesListed", "VenueList"),
}
"""A gateway's maker is one of a list, other equipment's any; RADIUS has texts and numbers; the public gets an array of
venues, as documented."""


def test_every_endpoint_stands_in_it_under_its_path() -> None:
    assert set(DOCUMENT["paths"]) == set(all_endpoints())


def test_every_reference_in_it_leads_somewhere() -> None:
    named = {part.split('"')[0] for part in json.dumps(DOCUMENT).split('"#/components/schemas/')[1:]}

    assert named - set(DOCUMENT["components"]["schemas"]) == set()


def test_no_mark_of_our_own_is_left_in_it() -> None:
    assert "x-reference" not in json.dumps(DOCUMENT)


def test_it_is_a_valid_document() -> None:
    validate(DOCUMENT)


@pytest.mark.parametrize("name", sorted(SCHEMAS))
def test_a_member_has_one_type_and_its_default_in_words(name: str) -> None:
    members = SCHEMAS[name].get("properties", {}).items()

    assert [member for member, schema in members if "default" in schema] == []
    assert [member for member, schema in members if has_two_types(schema) and (name, member) not in OF_TWO_TYPES] == []


@pytest.mark.parametrize("name", sorted(SCHEMAS))
def test_a_pattern_is_one_of_javascript_too(name: str) -> None:
    patterns = [schema.get("pattern", "") for schema in SCHEMAS[name].get("properties", {}).values()]

    assert [pattern for pattern in patterns if NEEDLESS_ESCAPE.search(pattern)] == []


def test_a_default_is_told() -> None:
    members = SCHEMAS["AddSubscriber"]["properties"]

    assert members["contactpref_email"]["description"].endswith("Default: `true`.")
    assert "Default" not in members["UnitID_internal"]["description"]


def has_two_types(schema: dict[str, Any]) -> bool:
    return "anyOf" in schema or isinstance(schema.get("type"), list)


def test_no_component_has_the_name_of_a_module() -> None:
    assert [name for name in SCHEMAS if "__" in name or name.startswith("_")] == []


def test_no_component_has_the_name_of_a_class_of_generated_clients() -> None:
    assert set(SCHEMAS) & {"AuthenticatedClient", "Client", "File", "Response", "Unset"} == set()


def operation(path: str) -> dict[str, Any]:
    found: dict[str, Any] = DOCUMENT["paths"][path]["post"]
    return found


def test_no_two_operations_share_an_id() -> None:
    ids = [item["post"]["operationId"] for item in DOCUMENT["paths"].values()]

    assert len(set(ids)) == len(ids)


@pytest.mark.parametrize("path", endpoints())
def test_an_operation_says_every_error_that_the_endpoint_declares(path: str) -> None:
    endpoint, responses = endpoints()[path], operation(path)["responses"]

    for error in endpoint.errors:
        refusal = responses[str(endpoint.status_for(error.kind))]
        *_, codes = refusal["content"]["application/json"]["schema"]["allOf"]
        assert error.code in codes["properties"]["errorCode"]["enum"]
        assert f"`{error.code}`: {catalogue.help_for(error.code).cause}" in refusal["description"]
        assert str(error.code) in refusal["content"]["application/json"]["examples"]


def test_no_gap_of_a_message_is_left_open() -> None:
    assert [text for text in ("{most}", "{field}", "{retry_after}", *Placeholder) if text in json.dumps(DOCUMENT)] == []


@pytest.mark.parametrize("path", endpoints())
def test_an_operation_says_who_may_call_it(path: str) -> None:
    roles = [
        role
        for role, permissions in ROLE_PERMISSIONS.items()
        if endpoints()[path].requires in permissions and role is not Role.SUBSCRIBER
    ]

    text = operation(path)["description"].partition("Who may call: ")[2]

    assert text
    assert all(role in text for role in roles)


@pytest.mark.parametrize("path", endpoints())
def test_an_operation_names_its_headers(path: str) -> None:
    endpoint, parameters = endpoints()[path], operation(path).get("parameters", [])

    named = {parameter["name"] for parameter in parameters}

    assert ("Idempotency-Key" in named) == bool(endpoint.command and endpoint.looks_at_token)
    assert ("Origin" in named) == (not endpoint.is_for_radius_servers)
    for status, response in operation(path)["responses"].items():
        assert {"X-Correlation-Id", "Content-Language"} <= set(response["headers"])
        assert ("Retry-After" in response["headers"]) == (status == "429")


def test_a_page_may_send_and_read_every_header_in_it() -> None:
    sent = {"authorization", "content-type", "accept"}
    sent |= {
        each["name"].lower()
        for operation in DOCUMENT["paths"].values()
        for each in operation["post"].get("parameters", ())
    }

    assert sent - {"origin"} == set(ALLOWED_HEADERS)
    assert {name.lower() for name in DOCUMENT["components"]["headers"]} == set(EXPOSED_HEADERS)


@pytest.mark.parametrize("path", endpoints())
def test_a_field_that_names_a_thing_is_a_bounded_text(path: str) -> None:
    schema = DOCUMENT["paths"][path]["post"]["requestBody"]["content"]["application/json"]["schema"]
    properties = DOCUMENT["components"]["schemas"][schema["$ref"].rpartition("/")[2]]["properties"]

    assert properties.get("VenueID", {"type": "string"})["type"] == "string"
    assert "venue" not in properties


@pytest.mark.parametrize("path", [path for path, endpoint in endpoints().items() if endpoint.unimplemented_fields])
def test_what_is_pending_is_named(path: str) -> None:
    assert operation(path)["x-pending"]


@pytest.mark.parametrize(
    ("model", "name"),
    [
        ("BatchView", "analytics"),
        ("ServicePlan", "TrialCycles"),
        ("ShoppingCart", "StripeWebHookURL"),
        ("VenueDetailsListed", "DeviceCount"),
    ],
)
def test_a_pending_member_is_marked(model: str, name: str) -> None:
    assert "Reserved" in SCHEMAS[model]["properties"][name]["description"]
    assert "Reserved" not in SCHEMAS["PlanView"]["properties"]["FCCLabel"]["description"]


def test_values_of_another_system_take_the_place_of_the_samples() -> None:
    values = {Placeholder.VENUE_ID: "here", Placeholder.UNIQUE: 7, Placeholder.BATCH_ID: "now"}

    filled = fill(
        {"at": Placeholder.VENUE_ID, "{BATCH_ID}": [f"House {Placeholder.UNIQUE}", 1], "left": "{KEY_ID}"}, values
    )

    assert filled == {"at": "here", "now": ["House 7", 1], "left": "{KEY_ID}"}


def test_a_sample_stands_for_every_placeholder() -> None:
    assert set(SAMPLES) == set(Placeholder), "add a line to shared/vault/openapi/samples.toml"


def command_with_seed(seed: str) -> str:
    """The document that the command writes in an interpreter with this seed of hashes."""
    return command("--write", "/dev/stdout", PYTHONHASHSEED=seed).stdout


def command(*arguments: str, **beside: str) -> subprocess.CompletedProcess[str]:
    """Run the command as make does."""
    environment = {**os.environ, "PYTHONPATH": f"{ROOT / 'shared'}:{ROOT}", **beside}
    line = [sys.executable, "-m", "local.openapi", *arguments]
    return subprocess.run(line, capture_output=True, text=True, check=False, env=environment, cwd=ROOT)


def test_the_command_writes_the_file(tmp_path: Path) -> None:
    file = tmp_path / "build" / "openapi.json"

    done = command("--write", str(file))

    assert done.returncode == 0, done.stderr
    assert json.loads(file.read_text())["openapi"] == "3.1.0"


def test_the_same_declarations_make_the_same_bytes() -> None:
    once, again = (command_with_seed(seed) for seed in ("1", "2"))

    assert once == again


def test_the_committed_document_is_what_the_code_declares() -> None:
    done = command("--check")

    assert (done.returncode, done.stderr) == (0, "")


def test_the_check_names_what_differs(tmp_path: Path) -> None:
    changed = json.loads(openapi.render(DOCUMENT))
    del changed["paths"]["/subscriberconsole/login"]
    changed["paths"]["/made/up"] = {}
    changed["components"]["schemas"]["Error"]["type"] = "array"
    changed["info"]["title"] = "Another"
    file = tmp_path / "openapi.json"
    file.write_text(openapi.render(changed))

    done = command("--check", str(file))

    assert done.returncode == 1
    assert [line.strip() for line in done.stderr.splitlines()[1:]] == [
        "differs: components schemas Error",
        "differs: info",
        "not in the file: paths /subscriberconsole/login",
        "only in the file: paths /made/up",
    ]


def test_the_check_sees_a_file_that_was_not_written_by_the_command(tmp_path: Path) -> None:
    file = tmp_path / "openapi.json"
    file.write_text(json.dumps(DOCUMENT))

    done = command("--check", str(file))

    assert (done.returncode, "layout" in done.stderr) == (1, True)


def test_the_command_says_how_it_is_used() -> None:
    done = command()

    assert (done.returncode, "usage" in done.stderr) == (2, True)
