"""Changing a venue's address and external id among its other settings: what is refused."""

import pytest

from functions.networkoperatorconsole.venues.configure_venue import handler
from tests.factories import World, add_venue, unique_name
from tests.gateway import call
from vault.kernel.geocoding import PlaceUnknown
from vault.venues import service as venues


def test_an_address_or_external_id_of_another_venue_and_places_that_are_none_are_refused(world: World) -> None:
    token, external, street = world.mine.token("DomainAdministrator"), unique_name("EXT"), f"{unique_name('7')} Elm"
    first, second = (add_venue(world.mine, unique_name("Tower")) for _ in range(2))
    call(handler, token, {"VenueID": first.id, "externalVenueID": external, "AddressLine1": street})
    refused: list[dict[str, str]] = [
        {"externalVenueID": external},
        {"AddressLine1": street},
        {"PostalCode": "33126"},
    ]

    codes = [call(handler, token, {"VenueID": second.id, **body}).code for body in refused]

    assert codes == ["ExternalVenueIdTaken", "VenueAddressTaken", "PostalCodeInvalid"]


def test_a_place_that_nobody_knows_is_refused(world: World, monkeypatch: pytest.MonkeyPatch) -> None:
    def know_nothing(_: object) -> None:
        raise PlaceUnknown(field="City")

    monkeypatch.setattr(venues, "geocode", know_nothing)
    venue = world.mine.venues[0]

    answer = call(
        handler, world.mine.token("DomainAdministrator"), {"VenueID": venue.id, "City": unique_name("Nowhere")}
    )

    assert (answer.status, answer.code) == (401, "PlaceUnknown")
