"""Viewing batches of scratch cards: as JSON, as CSV, and on paper."""

import csv
import io
import re

import pytest
from pypdf import PdfReader

from functions.networkoperatorconsole.scratchcards.view_scratch_card_batch import handler
from tests.cards import batch_id, named, order, printed, view
from tests.gateway import call
from tests.joining import candidates_of
from tests.residents import add_pool
from tests.world import Tenant, World, fresh, tenant
from vault.graph.connection import answer
from vault.graph.schema import Edge, Label, Prop
from vault.graph.steps import __, new_edge, new_vertex
from vault.wifi.pmk import pmk

WINDOW = {"StartDateTimeUTC.ISO8601": "2026-01-05T08:00:00.000Z", "EndDateTimeUTC.ISO8601": "2098-07-01T17:00:00.000Z"}
NAME = "ScratchCard_BatchID"


@pytest.fixture(scope="module")
def estate(world: World) -> Tenant:
    """An operator of this module's own."""
    assert world
    return tenant(fresh("Viewed"))


@pytest.fixture(scope="module")
def batch(estate: Tenant) -> dict[str, str]:
    """A batch whose keys begin as a formula does."""
    return printed(estate, UserPartofKey="=HOTEL;", **WINDOW)


def test_a_batch_is_shown_with_every_card(estate: Tenant, batch: dict[str, str]) -> None:
    shown = view(estate, batch)

    cards = shown.pop("Cards")
    assert shown == {
        NAME: batch[NAME],
        "KeyPoolID": batch["KeyPoolID"],
        "SSID": batch["KeyPoolID"].split(".")[-2],
        "VenueID": estate.venues[0].id,
        "VenueName": estate.venues[0].name,
        "TimeZone": "America/Chicago",
        "Status": "ready",
        "size": 100,
        "CardsMade": 100,
        "CardsUsed": 0,
        **WINDOW,
        "Invalidated": False,
    }
    assert [card["CardNumber"] for card in cards.values()] == list(range(1, 101))
    assert len({card["PSK"] for card in cards.values()}) == 100
    assert {(card["SSID"], card["Invalidated"], card["Used"]) for card in cards.values()} == {
        (shown["SSID"], False, False)
    }


def test_a_key_is_the_users_part_two_words_and_six_characters(estate: Tenant, batch: dict[str, str]) -> None:
    cards = view(estate, batch)["Cards"].values()

    assert all(re.fullmatch(r"=HOTEL;[a-z]{2,6}-[a-z]{2,6}-[b-z2-9]{6}", card["PSK"]) for card in cards)


def test_the_cards_are_the_keypools_candidates(estate: Tenant, batch: dict[str, str]) -> None:
    shown = view(estate, batch)

    candidates = dict(candidates_of(estate, batch["KeyPoolID"]))

    assert candidates == {key_id: pmk(card["PSK"], shown["SSID"]) for key_id, card in shown["Cards"].items()}


def test_a_batch_in_the_making_tells_how_far_it_is(estate: Tenant) -> None:
    shown = view(estate, named(estate))

    assert (shown["Status"], shown["CardsMade"], shown["size"], shown["Cards"]) == ("making", 0, 100, {})


def test_a_card_that_a_device_joined_with_is_used(estate: Tenant) -> None:
    batch = printed(estate)
    used, other = list(view(estate, batch)["Cards"])[:2]
    device, vertex = fresh("device"), batch_id(*batch.values())
    answer(new_vertex(Label.BIN, device))
    answer(new_edge(vertex, Edge.USED_BY, device, fresh("edge"), **{Prop.KEY_ID: used}))

    shown = view(estate, batch)

    assert (shown["CardsUsed"], shown["Cards"][used]["Used"], shown["Cards"][other]["Used"]) == (1, True, False)


def test_whoever_reads_keys_is_logged(estate: Tenant, batch: dict[str, str]) -> None:
    readings = __.V().has(Label.LOG_ENTRY, Prop.EVENT, "Scratch cards read")
    before = answer(readings.count(), "LOG")[0]

    for form in ("", "text/csv", "application/pdf"):
        view(estate, batch, accept=form)

    assert answer(__.V().has(Label.LOG_ENTRY, Prop.EVENT, "Scratch cards read").count(), "LOG") == [before + 3]


def test_a_batch_that_is_not_there_is_not_found(world: World, estate: Tenant, batch: dict[str, str]) -> None:
    ask = [batch | {NAME: "2001-01-01T00:00:00Z"}, batch | {"KeyPoolID": "none"}, named(world.other)]

    told = [call(handler, estate.token("DomainAdministrator"), each) for each in ask]

    codes = ["ScratchCardBatchNotFound", "KeypoolNotFound", "KeypoolNotFound"]
    assert [(each.status, each.code) for each in told] == [(404, code) for code in codes]


def test_the_table_holds_every_key_and_no_formula(estate: Tenant, batch: dict[str, str]) -> None:
    told = call(handler, estate.token("DomainAdministrator"), batch, accept="text/csv")

    rows = list(csv.DictReader(io.StringIO(told.body.decode(), newline="")))
    cards = view(estate, batch)["Cards"]
    assert told.headers["Content-Type"] == "text/csv; charset=utf-8"
    assert told.body.count(b"\r\n") == 101
    assert [row["KeyID"] for row in rows] == list(cards)
    assert [row["PSK"] for row in rows] == [f"'{card['PSK']}" for card in cards.values()]


def test_the_pages_show_ten_cards_each(estate: Tenant, batch: dict[str, str]) -> None:
    told = call(handler, estate.token("DomainAdministrator"), batch, accept="application/pdf")

    pages = [page.extract_text() for page in PdfReader(io.BytesIO(told.body)).pages]
    shown = view(estate, batch)
    psks = [card["PSK"] for card in shown["Cards"].values()]
    assert told.headers["Content-Type"] == "application/pdf"
    assert len(pages) == 10
    assert [[psk for psk in psks if psk in page] for page in pages] == [psks[n : n + 10] for n in range(0, 100, 10)]
    assert all(page.count(shown["SSID"]) == page.count(estate.venues[0].name) == 10 for page in pages)


def test_the_dates_on_paper_are_the_venues(estate: Tenant, batch: dict[str, str]) -> None:
    page = PdfReader(io.BytesIO(view(estate, batch, accept="application/pdf"))).pages[0]

    assert page.extract_text().count("Valid from 01/05/2026 02:00 AM CST\nuntil 07/01/2098 12:00 PM CDT") == 10


def test_a_batch_without_an_end_says_so_on_paper(estate: Tenant) -> None:
    page = PdfReader(io.BytesIO(view(estate, printed(estate), accept="application/pdf"))).pages[0]

    assert page.extract_text().count("until further notice") == 10


def test_an_accept_that_names_none_of_the_forms_is_answered_in_json(estate: Tenant, batch: dict[str, str]) -> None:
    told = call(handler, estate.token("DomainAdministrator"), batch, accept="text/html, image/*;q=0.3")

    assert told.headers["Content-Type"].startswith("application/json")


def test_a_refusal_is_json_whatever_was_asked_for(estate: Tenant) -> None:
    ask = {"KeyPoolID": "none", NAME: "2001-01-01T00:00:00Z"}

    told = call(handler, estate.token("DomainAdministrator"), ask, accept="application/pdf")

    assert told.headers["Content-Type"].startswith("application/json")
    assert told.code == "KeypoolNotFound"


def test_a_batch_of_no_card_yet_has_no_page_of_any(estate: Tenant) -> None:
    pool = add_pool(estate)
    batch = {"KeyPoolID": pool, NAME: order(estate, pool).body[NAME]}

    raw = view(estate, batch, accept="application/pdf")

    assert all("Key" not in page.extract_text() for page in PdfReader(io.BytesIO(raw)).pages)
