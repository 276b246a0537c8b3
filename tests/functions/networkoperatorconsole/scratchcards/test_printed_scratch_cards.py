"""Scratch cards on paper: the paper's size, who issues them, where to ask, and the unused ones alone."""

import csv
import io

import pytest
from pypdf import PdfReader
from reportlab.lib.pagesizes import LETTER

from functions.networkoperatorconsole.scratchcards import invalidate_scratch_card, view_scratch_card_batch
from tests.cards import finished_batch, mark_used, view_batch
from tests.factories import Tenant, World, create_tenant, unique_name
from tests.gateway import call

HELP = "Questions? Call +1 312 555 0100 or ask at the desk."


@pytest.fixture(scope="module")
def own_operator(world: World) -> Tenant:
    assert world
    return create_tenant(unique_name("Printed"))


@pytest.fixture(scope="module")
def batch(own_operator: Tenant) -> dict[str, str]:
    """A batch of which a device has used the first card, and the second is invalidated."""
    batch = finished_batch(own_operator)
    mark_used(batch, next(iter(view_batch(own_operator, batch)["Cards"])))
    body = {**batch, "CardNumber": 2}
    assert call(invalidate_scratch_card.handler, own_operator.token("DomainAdministrator"), body).status == 200
    return batch


def print_cards(tenant: Tenant, batch: dict[str, object]) -> PdfReader:
    return PdfReader(io.BytesIO(view_batch(tenant, batch, accept="application/pdf")))


@pytest.fixture(scope="module")
def printed(own_operator: Tenant, batch: dict[str, str]) -> PdfReader:
    """All cards of the batch, with a help line."""
    return print_cards(own_operator, {**batch, "HelpLine": HELP})


def test_a_card_says_who_issues_it_and_where_to_ask(own_operator: Tenant, printed: PdfReader) -> None:
    lines = printed.pages[0].extract_text().splitlines()

    assert lines.count(own_operator.operator.name) == lines.count(HELP) == 10


def test_the_file_says_what_it_is_and_whose(own_operator: Tenant, batch: dict[str, str], printed: PdfReader) -> None:
    described = printed.metadata

    name = batch["ScratchCard_BatchID"]
    assert described is not None
    assert described.title == f"Scratch cards of {own_operator.venues[0].name}, {name}"
    assert described.author == own_operator.operator.name
    assert float(printed.pages[0].mediabox.height) == LETTER[1]


def test_only_cards_that_can_be_handed_out_are_shown_again(own_operator: Tenant, batch: dict[str, str]) -> None:
    unused = {**batch, "OnlyUnused": True}

    shown = view_batch(own_operator, unused)
    table = view_batch(own_operator, unused, accept="text/csv").decode("utf-8-sig")
    text = "\n".join(page.extract_text() for page in print_cards(own_operator, unused).pages)

    cards = view_batch(own_operator, batch)["Cards"].values()
    rest = [card["PSK"] for card in cards if card["CardNumber"] > 2]
    assert [card["PSK"] for card in shown["Cards"].values()] == rest
    assert len(list(csv.reader(io.StringIO(table, newline="")))) == 1 + len(rest)
    assert [card["CardNumber"] for card in cards if card["PSK"] in text] == list(range(3, 101))
    assert text.count("Card 3 of 100") == 1
    assert (shown["CardsMade"], shown["CardsUsed"], shown["CardsInvalidated"]) == (100, 1, 1)


def test_an_invalidated_card_is_marked_where_all_are_printed(printed: PdfReader) -> None:
    pages = [page.extract_text() for page in printed.pages]

    assert "".join(pages).count("Invalidated") == 1
    assert "Invalidated" in pages[0]


@pytest.mark.parametrize("line", ["x" * 101, "two\nlines"])
def test_a_help_line_is_one_line_that_fits(own_operator: Tenant, batch: dict[str, str], line: str) -> None:
    token = own_operator.token("DomainAdministrator")

    response = call(view_scratch_card_batch.handler, token, {**batch, "HelpLine": line})

    assert response.status == 400
