"""What of a keypool is deleted within the call, and what goes on in the background."""

from dataclasses import replace

import pytest

from tests.factories import Tenant
from tests.keypool_deletion import add_batch, add_device, delete, existing_ids, keys_in, run_deletion_job
from tests.residents import add_pool, move_in
from vault.keypool_lifecycle import teardown
from vault.venues.model import Venue


def test_scratch_cards_go_in_the_same_call(own_operator: Tenant, house: tuple[Venue, str]) -> None:
    pool = add_pool(own_operator, VenueID=house[0].id)
    move_in(own_operator, house[1])
    things_of_cards = add_batch(pool, 3) + add_batch(pool, 2)

    response = delete(own_operator, pool)

    assert response.body["message"] == f"Deleted keypool {pool}. All PSKs and bins removed."
    assert existing_ids(pool, *things_of_cards) == []


def test_more_batches_of_cards_than_a_call_removes_go_in_the_background(own_operator: Tenant) -> None:
    pool = add_pool(own_operator, Scope="local")
    things_of_cards = [thing for _ in range(teardown.CALL.card_batches + 1) for thing in add_batch(pool, 1)]

    response = delete(own_operator, pool)
    run_deletion_job(own_operator, pool)

    assert "no longer work" in response.body["message"]
    assert existing_ids(pool, *things_of_cards) == []


@pytest.mark.parametrize("kind", ["keys", "devices"])
def test_a_call_removes_more_than_a_part_of_the_job_does(
    own_operator: Tenant, house: tuple[Venue, str], monkeypatch: pytest.MonkeyPatch, kind: str
) -> None:
    monkeypatch.setattr(teardown, "PART", replace(teardown.PART, **{kind: 1}))
    pool = add_pool(own_operator, VenueID=house[0].id)
    for _ in range(2):
        move_in(own_operator, house[1])
    keys_there = keys_in(pool)
    devices = [add_device(key) for key in keys_there]

    response = delete(own_operator, pool)

    assert response.body["message"] == f"Deleted keypool {pool}. All PSKs and bins removed."
    assert existing_ids(pool, *keys_there, *devices) == []
