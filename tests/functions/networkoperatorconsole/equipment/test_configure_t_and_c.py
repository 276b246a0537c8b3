"""Writing the terms."""

import json

import pytest

from functions.networkoperatorconsole.equipment import configure_t_and_c
from tests.factories import World
from tests.gateway import Answer, call, event, send
from vault.graph.connection import execute as found
from vault.graph.schema import Prop
from vault.graph.steps import __


def write(world: World, text: str, locale: str = "en-us", role: str = "DomainAdministrator") -> Answer:
    return call(configure_t_and_c.handler, world.mine.token(role), {"locale": locale, "TandC": text})


@pytest.mark.parametrize("locale", ["en-us", "es-xl"])
def test_the_answer_is_what_is_kept(world: World, locale: str) -> None:
    answer = write(world, "<h2>Terms</h2><p>Be kind.</p>", locale)

    assert answer.status == 200
    assert answer.body[f"TandC.{locale}"] == "<h2>Terms</h2><p>Be kind.</p>"
    assert len([name for name in answer.body if name.startswith("TandC")]) == 1


def test_scripts_and_handlers_are_taken_out(world: World) -> None:
    answer = write(world, '<p onclick="x()">Hi<script>alert(1)</script></p><a href="javascript:x()">y</a>')

    assert answer.body["TandC.en-us"] == '<p>Hi</p><a rel="noopener">y</a>'


def test_terms_are_written_again_and_logged(world: World) -> None:
    for text in ("<p>One</p>", "<p>Two</p>"):
        answer = write(world, text)

    kept = found(__.V(f"{world.mine.operator.id}._V3TANDC_.en-us").values(Prop.TEXT))
    assert (answer.status, kept) == (200, ["<p>Two</p>"])
    entries = __.V().has(Prop.EVENT, "Terms configured").has(Prop.OPERATOR, world.mine.operator.id)
    assert len(found(entries.id_(), "LOG")) >= 2


@pytest.mark.parametrize("text", ["x" * 1_000_000, "é" * 1_000_000])
def test_terms_may_be_as_long_as_the_documentation_says(world: World, text: str) -> None:
    body = {"AccessToken": world.mine.token("DomainAdministrator"), "locale": "en-us", "TandC": text}

    answer = send(configure_t_and_c.handler, event(json.dumps(body, ensure_ascii=False)))

    assert (answer.status, answer.body.get("TandC.en-us")) == (200, text)


@pytest.mark.parametrize(("text", "code"), [("x" * 1_000_001, "TextTooLong"), ("x" * 4_194_304, "BodyTooLarge")])
def test_terms_that_are_too_long_are_refused(world: World, text: str, code: str) -> None:
    answer = write(world, text)

    assert (answer.status, answer.code) == (400, code)


def test_control_characters_are_refused(world: World) -> None:
    answer = write(world, "<p>\x07</p>")

    assert (answer.status, answer.code) == (400, "TextInvalid")


@pytest.mark.parametrize("role", ["AccountManager", "CustomerSupport", "VenueAdministrator"])
def test_nobody_but_the_administrator_writes_them(world: World, role: str) -> None:
    answer = write(world, "<p>Mine</p>", role=role)

    assert (answer.status, answer.code) == (403, "AccessDenied")
