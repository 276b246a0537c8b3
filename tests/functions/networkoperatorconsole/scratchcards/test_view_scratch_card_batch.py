"""Viewing batches of scratch cards as JSON, CSV and PDF."""

import csv
import io
import re

import pytest
from pypdf import PdfReader

from functions.networkoperatorconsole.scratchcards.view_scratch_card_batch import handler
from tests.cards import finished_batch, mark_used, new_batch, order_batch, view_batch
from tests.factories import Tenant, World, create_tenant, unique_name
from tests.gateway import call
from tests.radius_client import all_candidates
from tests.residents import add_pool
from vault.graph.connection import execute
from vault.graph.schema import Label, Prop
from vault.graph.steps import __
from vault.wifi.pmk import derive_pmk

WINDOW = {"StartDateTimeUTC.ISO8601": "2026-01-05T08:00:00.000Z", "EndDateTimeUTC.ISO8601": "2098-07-01T17:00:00.000Z"}
NAME = "ScratchCard_BatchID"


@pytest.fixture(scope="module")
def own_operator(world: World) -> Tenant:
    assert world
    return create_tenant(unique_name("Viewed"))


@pytest.fixture(scope="module")
def batch(own_operator: Tenant) -> dict[str, str]:
    """A batch whose passphrases begin like a spreadsheet formula."""
    return finished_batch(own_operator, UserPartofKey="=HOTEL;", **WINDOW)


def test_a_batch_is_shown_with_every_card(own_operator: Tenant, batch: dict[str, str]) -> None:
    shown = view_batch(own_operator, batch)

    cards = shown.pop("Cards")
    assert shown == {
        NAME: batch[NAME],
        "KeyPoolID": batch["KeyPoolID"],
        "SSID": batch["KeyPoolID"].split(".")[-2],
        "VenueID": own_operator.venues[0].id,
        "VenueName": own_operator.venues[0].name,
        "TimeZone": "America/Chicago",
        "Status": "ready",
        "size": 100,
        "CardsMade": 100,
        "CardsUsed": 0,
        "CardsInvalidated": 0,
        **WINDOW,
        "Invalidated": False,
    }
    assert [card["CardNumber"] for card in cards.values()] == list(range(1, 101))
    assert len({card["PSK"] for card in cards.values()}) == 100
    assert {(card["SSID"], card["Invalidated"], card["Used"]) for card in cards.values()} == {
        (shown["SSID"], False, False)
    }


def test_a_key_is_the_users_part_two_words_and_six_characters(own_operator: Tenant, batch: dict[str, str]) -> None:
    cards = view_batch(own_operator, batch)["Cards"].values()

    assert all(re.fullmatch(r"=HOTEL;[a-z]{2,6}-[a-z]{2,6}-[b-z2-9]{6}", card["PSK"]) for card in cards)


def test_the_cards_are_the_keypools_candidates(own_operator: Tenant, batch: dict[str, str]) -> None:
    shown = view_batch(own_operator, batch)

    candidates = dict(all_candidates(own_operator, batch["KeyPoolID"]))

    assert candidates == {key_id: derive_pmk(card["PSK"], shown["SSID"]) for key_id, card in shown["Cards"].items()}


def test_a_batch_in_the_making_tells_how_far_it_is(own_operator: Tenant) -> None:
    shown = view_batch(own_operator, new_batch(own_operator))

    assert (shown["Status"], shown["CardsMade"], shown["size"], shown["Cards"]) == ("making", 0, 100, {})


def test_a_card_that_a_device_joined_with_is_used(own_operator: Tenant) -> None:
    batch = finished_batch(own_operator)
    used, other = list(view_batch(own_operator, batch)["Cards"])[:2]
    mark_used(batch, used)

    shown = view_batch(own_operator, batch)

    assert (shown["CardsUsed"], shown["Cards"][used]["Used"], shown["Cards"][other]["Used"]) == (1, True, False)


def test_whoever_reads_keys_is_logged(own_operator: Tenant, batch: dict[str, str]) -> None:
    readings = __.V().has(Label.LOG_ENTRY, Prop.EVENT, "Scratch cards read")
    before = execute(readings.count(), "LOG")[0]

    for form in ("", "text/csv", "application/pdf"):
        view_batch(own_operator, batch, accept=form)

    assert execute(__.V().has(Label.LOG_ENTRY, Prop.EVENT, "Scratch cards read").count(), "LOG") == [before + 3]


def test_a_batch_that_is_not_there_is_not_found(world: World, own_operator: Tenant, batch: dict[str, str]) -> None:
    ask = [batch | {NAME: "2001-01-01T00:00:00Z"}, batch | {"KeyPoolID": "none"}, new_batch(world.other)]

    response = [call(handler, own_operator.token("DomainAdministrator"), each) for each in ask]

    codes = ["ScratchCardBatchNotFound", "KeypoolNotFound", "KeypoolNotFound"]
    assert [(each.status, each.code) for each in response] == [(404, code) for code in codes]


def test_the_table_holds_every_key_and_no_formula(own_operator: Tenant, batch: dict[str, str]) -> None:
    response = call(handler, own_operator.token("DomainAdministrator"), batch, accept="text/csv")

    rows = list(csv.DictReader(io.StringIO(response.body.decode("utf-8-sig"), newline="")))
    cards = view_batch(own_operator, batch)["Cards"]
    assert response.headers["Content-Type"] == "text/csv; charset=utf-8"
    assert response.body.startswith(b"\xef\xbb\xbf")
    assert response.body.count(b"\r\n") == 101
    assert [row["KeyID"] for row in rows] == list(cards)
    column = "PSK (type it without the apostrophe in front)"
    assert [row[column] for row in rows] == [f"'{card['PSK']}" for card in cards.values()]


def test_the_pages_show_ten_cards_each(own_operator: Tenant, batch: dict[str, str]) -> None:
    response = call(handler, own_operator.token("DomainAdministrator"), batch, accept="application/pdf")

    pages = [page.extract_text() for page in PdfReader(io.BytesIO(response.body)).pages]
    shown = view_batch(own_operator, batch)
    psks = [card["PSK"] for card in shown["Cards"].values()]
    assert response.headers["Content-Type"] == "application/pdf"
    assert len(pages) == 10
    assert [[psk for psk in psks if psk in page] for page in pages] == [psks[n : n + 10] for n in range(0, 100, 10)]
    assert all(page.count(shown["SSID"]) == page.count(own_operator.venues[0].name) == 10 for page in pages)


def test_the_dates_on_paper_are_the_venues(own_operator: Tenant, batch: dict[str, str]) -> None:
    page = PdfReader(io.BytesIO(view_batch(own_operator, batch, accept="application/pdf"))).pages[0]

    assert page.extract_text().count("Valid from 01/05/2026 02:00 AM CST\nuntil 07/01/2098 12:00 PM CDT") == 10


def test_a_batch_without_an_end_says_so_on_paper(own_operator: Tenant) -> None:
    page = PdfReader(
        io.BytesIO(view_batch(own_operator, finished_batch(own_operator), accept="application/pdf"))
    ).pages[0]

    assert page.extract_text().count("until further notice") == 10


def test_an_accept_that_names_none_of_the_forms_is_answered_in_json(
    own_operator: Tenant, batch: dict[str, str]
) -> None:
    response = call(handler, own_operator.token("DomainAdministrator"), batch, accept="text/html, image/*;q=0.3")

    assert response.headers["Content-Type"].startswith("application/json")


def test_a_refusal_is_json_whatever_was_asked_for(own_operator: Tenant) -> None:
    ask = {"KeyPoolID": "none", NAME: "2001-01-01T00:00:00Z"}

    response = call(handler, own_operator.token("DomainAdministrator"), ask, accept="application/pdf")

    assert response.headers["Content-Type"].startswith("application/json")
    assert response.code == "KeypoolNotFound"


def test_a_batch_of_no_card_yet_has_no_page_of_any(own_operator: Tenant) -> None:
    pool = add_pool(own_operator)
    batch = {"KeyPoolID": pool, NAME: order_batch(own_operator, pool).body[NAME]}

    raw = view_batch(own_operator, batch, accept="application/pdf")

    assert all("Key" not in page.extract_text() for page in PdfReader(io.BytesIO(raw)).pages)
