"""A request model that lacks what the view of a reference reads fails at import."""

import re
from typing import Annotated

import pytest

from vault.callers.references import Naming
from vault.devices.references import OwnDevicesRef
from vault.keypool_lifecycle.references import ConfigurableKeypoolRef
from vault.runtime.models import Request
from vault.scratchcards.references import CardPoolAtVenueRef
from vault.units.references import VenueForNewUnitRef
from vault.venues.references import VENUE_FIELDS, VenueRef


class Complete(Request):
    site: Annotated[VenueForNewUnitRef, Naming(by=VENUE_FIELDS)]
    vlan: Annotated[int, "from 1 to 4095"] | None = None

    def parts(self) -> tuple[str, str, str]:
        return "1", "2", "3"


def test_a_model_with_all_that_a_view_reads_is_accepted() -> None:
    assert list(Complete.references) == ["site"]


def test_a_lacking_field_is_named() -> None:
    sentence = (
        "WithoutFlag has no field 'delete_key_pool_permanently' of type bool: the view of its reference 'keypool'"
    )

    with pytest.raises(TypeError, match=re.escape(sentence)):

        class WithoutFlag(Request):
            keypool: ConfigurableKeypoolRef


def test_a_lacking_method_is_named() -> None:
    sentence = "WithoutParts has no method parts(self) -> tuple[str, str, str]: the view of its reference 'site'"

    with pytest.raises(TypeError, match=re.escape(sentence)):

        class WithoutParts(Request):
            site: VenueForNewUnitRef
            vlan: int | None = None


def test_a_field_of_another_type_counts_as_lacking() -> None:
    with pytest.raises(TypeError, match="OtherFlag has no field 'delete_key_pool_permanently' of type bool"):

        class OtherFlag(Request):
            keypool: ConfigurableKeypoolRef
            delete_key_pool_permanently: bool | None = None


def test_a_method_of_another_type_counts_as_lacking() -> None:
    with pytest.raises(TypeError, match="OtherParts has no method parts"):

        class OtherParts(Complete):
            def parts(self) -> str:  # type: ignore[override]
                return "1"


def test_a_lacking_text_is_named() -> None:
    with pytest.raises(TypeError, match="WithoutVenue has no required reference by 'venue_id' alone"):

        class WithoutVenue(Request):
            person: OwnDevicesRef


def test_a_text_that_may_be_left_out_counts_as_lacking() -> None:
    with pytest.raises(TypeError, match="MaybeVenue has no required reference by 'venue_id' alone"):

        class MaybeVenue(Request):
            venue: VenueRef | None = None
            person: OwnDevicesRef


def test_a_text_in_whose_place_another_may_stand_counts_as_lacking() -> None:
    with pytest.raises(TypeError, match="EitherVenue has no required reference by 'venue_id' alone"):

        class EitherVenue(Request):
            venue: Annotated[VenueRef, Naming(by=VENUE_FIELDS)]
            person: OwnDevicesRef


def test_everything_that_is_lacking_is_named_at_once() -> None:
    sentence = (
        "Empty has no field 'scratch_card_batch_id' of type datetime.datetime | None"
        " and has no required reference by 'venue_id' alone"
    )

    with pytest.raises(TypeError, match=re.escape(sentence)):

        class Empty(Request):
            card_pool: CardPoolAtVenueRef
