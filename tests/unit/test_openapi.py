"""The OpenAPI document: derived from declarations, complete, and valid."""

import json
import os
import subprocess
import sys
from pathlib import Path

import pytest

from local import openapi
from tests.architecture.source import ROOT, all_endpoints, endpoints

DOCUMENT = openapi.document()


def test_every_endpoint_stands_in_it_under_its_path() -> None:
    assert set(DOCUMENT["paths"]) == set(all_endpoints())


def test_every_reference_in_it_leads_somewhere() -> None:
    named = {part.split('"')[0] for part in json.dumps(DOCUMENT).split('"#/components/schemas/')[1:]}

    assert named - set(DOCUMENT["components"]["schemas"]) == set()


def test_no_mark_of_our_own_is_left_in_it() -> None:
    assert "x-reference" not in json.dumps(DOCUMENT)


def test_what_an_answer_leaves_out_is_not_required() -> None:
    asked = json.dumps([item["post"]["requestBody"] for item in DOCUMENT["paths"].values()])

    wrong = [
        f"{name}.{member}"
        for name, schema in DOCUMENT["components"]["schemas"].items()
        if f'schemas/{name}"' not in asked
        for member in schema.get("required", ())
        if {"type": "null"} in schema["properties"].get(member, {}).get("anyOf", ())
    ]

    assert wrong == []


def test_no_two_operations_share_an_id() -> None:
    ids = [item["post"]["operationId"] for item in DOCUMENT["paths"].values()]

    assert len(set(ids)) == len(ids)


@pytest.mark.parametrize("path", endpoints())
def test_an_operation_says_every_error_that_the_endpoint_declares(path: str) -> None:
    responses = DOCUMENT["paths"][path]["post"]["responses"]

    said = "".join(response["description"] for response in responses.values())

    assert all(f"`{error.code}`" in said for error in endpoints()[path].errors)


@pytest.mark.parametrize("path", endpoints())
def test_a_field_that_names_a_thing_is_a_bounded_text(path: str) -> None:
    schema = DOCUMENT["paths"][path]["post"]["requestBody"]["content"]["application/json"]["schema"]
    properties = DOCUMENT["components"]["schemas"][schema["$ref"].rpartition("/")[2]]["properties"]

    assert properties.get("VenueID", {"type": "string"})["type"] == "string"
    assert "venue" not in properties


@pytest.mark.parametrize("path", [path for path, endpoint in endpoints().items() if endpoint.unimplemented_fields])
def test_what_is_pending_is_named(path: str) -> None:
    assert DOCUMENT["paths"][path]["post"]["x-pending"]


def command_with_seed(seed: str) -> str:
    """The document that the command writes in an interpreter with this seed of hashes."""
    return command("/dev/stdout", PYTHONHASHSEED=seed).stdout


def command(*arguments: str, **beside: str) -> subprocess.CompletedProcess[str]:
    """Run the command as make does."""
    environment = {**os.environ, "PYTHONPATH": f"{ROOT / 'shared'}:{ROOT}", **beside}
    line = [sys.executable, "-m", "local.openapi", *arguments]
    return subprocess.run(line, capture_output=True, text=True, check=False, env=environment, cwd=ROOT)


def test_the_command_writes_the_file(tmp_path: Path) -> None:
    file = tmp_path / "build" / "openapi.json"

    done = command(str(file))

    assert done.returncode == 0, done.stderr
    assert json.loads(file.read_text())["openapi"] == "3.1.0"


def test_the_same_declarations_make_the_same_bytes() -> None:
    once, again = (command_with_seed(seed) for seed in ("1", "2"))

    assert once == again


def test_the_committed_document_is_what_the_code_declares() -> None:
    done = command("--check", "docs/openapi.json")

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
