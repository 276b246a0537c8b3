"""Scratch cards for tests: batches ordered, created and read through the endpoints."""

from typing import Any

from functions.jobs import make_scratch_cards
from functions.networkoperatorconsole.scratchcards import add_scratch_cards, view_scratch_card_batch
from tests.factories import Tenant, unique_name
from tests.gateway import Answer, Context, call
from tests.residents import add_pool
from vault.graph.connection import execute
from vault.graph.schema import Edge, Label, Prop
from vault.graph.steps import __, new_edge, new_vertex, with_properties
from vault.kernel import ids
from vault.kernel.queue_messages import MakeScratchCards

_pools: dict[str, str] = {}


def order_batch(tenant: Tenant, pool_id: str, number: int = 0, **fields: Any) -> Answer:
    """Order a batch of a keypool for one of the venues; its cards are not created yet."""
    body = {"VenueID": tenant.venues[number].id, "KeyPoolID": pool_id, **fields}
    return call(add_scratch_cards.handler, tenant.token("DomainAdministrator"), body)


def run_cards_job(tenant: Tenant, pool_id: str, name: str) -> None:
    message = MakeScratchCards(operator=tenant.operator.id, batch=batch_id(pool_id, name))
    make_scratch_cards.handler.run(Context(), message)


def batch_id(pool_id: str, name: str) -> str:
    """The id of the batch's vertex."""
    return ids.scratch_batch_id(pool_id, name)


def venue_pool(tenant: Tenant, number: int = 0) -> str:
    """A keypool of a venue, shared by all batches whose content does not matter."""
    venue_id = tenant.venues[number].id
    if venue_id not in _pools:
        _pools[venue_id] = add_pool(tenant, VenueID=venue_id)
    return _pools[venue_id]


def new_batch(tenant: Tenant, number: int = 0) -> dict[str, str]:
    """Order a batch of a venue, valid until 2099, without cards; return the ids that identify it."""
    pool = venue_pool(tenant, number)
    response = order_batch(tenant, pool, number, **{"EndDateTimeUTC.ISO8601": "2099-01-01T00:00:00Z"})
    return {"KeyPoolID": pool, "ScratchCard_BatchID": response.body["ScratchCard_BatchID"]}


def batch_with_one_card(tenant: Tenant, number: int = 0) -> dict[str, str]:
    """As `new_batch`, with a card that has no passphrase, which takes no time to make."""
    batch = new_batch(tenant, number)
    properties = {Prop.STATUS: "ready", Prop.SIZE: 1, Prop.CARDS: "card", Prop.CARDS_MADE: 1}
    execute(with_properties(__.V(batch_id(*batch.values())), **properties))
    return batch


def finished_batch(tenant: Tenant, **fields: Any) -> dict[str, str]:
    """The ids that identify a new batch with its cards."""
    pool = add_pool(tenant)
    name = order_batch(tenant, pool, **fields).body["ScratchCard_BatchID"]
    run_cards_job(tenant, pool, name)
    return {"KeyPoolID": pool, "ScratchCard_BatchID": name}


def mark_used(batch: dict[str, str], *key_ids: str) -> None:
    """Let a device have joined with these cards, by their keys' ids."""
    device = unique_name("device")
    execute(new_vertex(Label.DEVICE, device))
    for key_id in key_ids:
        edge = unique_name("edge")
        execute(new_edge(batch_id(*batch.values()), Edge.USED_BY, device, edge, **{Prop.KEY_ID: key_id}))


def view_batch(tenant: Tenant, batch: dict[str, Any], **headers: str) -> Any:
    """A batch as the administrator sees it, by name; bytes for another format than JSON."""
    response = call(view_scratch_card_batch.handler, tenant.token("DomainAdministrator"), batch, **headers)
    assert response.status == 200, response.body
    return response.body if isinstance(response.body, bytes) else response.body[batch["ScratchCard_BatchID"]]
