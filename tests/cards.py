"""Scratch cards as tests need them: batches ordered, made and read through the endpoints."""

from typing import Any

from functions.jobs import make_scratch_cards
from functions.networkoperatorconsole.scratchcards import add_scratch_cards, view_scratch_card_batch
from tests.gateway import Answer, Context, call
from tests.residents import add_pool
from tests.world import Tenant
from vault.kernel import ids
from vault.kernel.queue_messages import MakeScratchCards

_pools: dict[str, str] = {}


def order(made: Tenant, pool_id: str, number: int = 0, **fields: Any) -> Answer:
    """A batch of a keypool for one of the venues, its cards not made yet."""
    body = {"VenueID": made.venues[number].id, "KeyPoolID": pool_id, **fields}
    return call(add_scratch_cards.handler, made.token("DomainAdministrator"), body)


def make(made: Tenant, pool_id: str, name: str) -> None:
    """Run the job that the queue would start."""
    message = MakeScratchCards(operator=made.operator.id, batch=batch_id(pool_id, name))
    make_scratch_cards.handler.run(Context(), message)


def batch_id(pool_id: str, name: str) -> str:
    """The batch's vertex."""
    return ids.scratch_batch_id(pool_id, name)


def venue_pool(made: Tenant, number: int = 0) -> str:
    """A keypool of a venue: one for all the batches that nobody looks into."""
    venue_id = made.venues[number].id
    if venue_id not in _pools:
        _pools[venue_id] = add_pool(made, VenueID=venue_id)
    return _pools[venue_id]


def named(made: Tenant, number: int = 0) -> dict[str, str]:
    """What names a new batch of a venue; it lasts until 2099, and its cards are not made."""
    pool = venue_pool(made, number)
    told = order(made, pool, number, **{"EndDateTimeUTC.ISO8601": "2099-01-01T00:00:00Z"})
    return {"KeyPoolID": pool, "ScratchCard_BatchID": told.body["ScratchCard_BatchID"]}


def printed(made: Tenant, **fields: Any) -> dict[str, str]:
    """What names a new batch whose cards are made."""
    pool = add_pool(made)
    name = order(made, pool, **fields).body["ScratchCard_BatchID"]
    make(made, pool, name)
    return {"KeyPoolID": pool, "ScratchCard_BatchID": name}


def view(made: Tenant, batch: dict[str, str], **headers: str) -> Any:
    """A batch as the administrator sees it, by name; in another form than JSON as bytes."""
    told = call(view_scratch_card_batch.handler, made.token("DomainAdministrator"), batch, **headers)
    assert told.status == 200, told.body
    return told.body if isinstance(told.body, bytes) else told.body[batch["ScratchCard_BatchID"]]
