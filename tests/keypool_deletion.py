"""Deleting or disconnecting keypools, at once or in parts, and running the jobs that complete it."""

from collections import Counter
from typing import Any

from functions.jobs import delete_keypool, disconnect_keypool
from functions.networkoperatorconsole.admin.delete_keypool_permanently import handler
from tests.factories import Tenant, unique_name
from tests.gateway import Answer, Context, call
from vault.graph.connection import execute
from vault.graph.schema import Edge, Label
from vault.graph.steps import __, new_edge, new_vertex
from vault.kernel.queue_messages import DeleteKeypool, DisconnectKeypool
from vault.keypool_lifecycle import teardown


def delete(tenant: Tenant, pool: str) -> Answer:
    return call(handler, tenant.token("DomainAdministrator"), {"KeyPoolID": pool})


def run_deletion_job(tenant: Tenant, pool: str, context: Context | None = None) -> None:
    message = DeleteKeypool(operator=tenant.operator.id, keypool=pool)
    delete_keypool.handler.run(context or Context(), message)


def run_disconnection_job(tenant: Tenant, pool: str, venue_id: str) -> None:
    message = DisconnectKeypool(operator=tenant.operator.id, keypool=pool, venue=venue_id)
    disconnect_keypool.handler.run(Context(), message)


def use_small_batches(patch: Any) -> None:
    """Let every pool be too large for one write."""
    for name in ("CALL", "PART"):
        patch.setattr(teardown, name, teardown.Bounds(bins=1, keys=1, devices=1, card_batches=1))


def add_device(key_or_batch: str) -> str:
    """Add a device that used a key, or a card of a batch; return its id."""
    device = unique_name("device.")
    execute(new_vertex(Label.DEVICE, device))
    execute(new_edge(key_or_batch, Edge.USED_BY, device, f"{device}>"))
    return device


def add_batch(pool: str, cards: int) -> list[str]:
    """A batch of cards with its own bin, the vertices of its passphrases, and a device: all their ids."""
    batch = unique_name("batch.")
    bin_id, names = f"{batch}.bin", [f"{batch}.name{number}" for number in range(cards)]
    for label, vertex in [(Label.SCRATCH_BATCH, batch), (Label.BIN, bin_id), *((Label.PSK, name) for name in names)]:
        execute(new_vertex(label, vertex))
    ties = [(batch, Edge.BATCH_OF, pool), (batch, Edge.BATCH_BIN, bin_id), (pool, Edge.HAS_BIN, bin_id)]
    for source, edge, target in [*ties, *((name, Edge.NAMES_KEY, batch) for name in names)]:
        execute(new_edge(source, edge, target, f"{source}>{edge}>{target}"))
    return [batch, bin_id, *names, add_device(batch)]


def without_log_and_outbox(grown: Counter[str]) -> dict[str, int]:
    """The vertices and edges that were added or removed, without the log and the outbox."""
    return {name: number for name, number in grown.items() if not name.startswith(("log", "vertex outbox"))}


def keys_in(pool: str) -> list[str]:
    """The keys in a pool's bins."""
    return [str(key) for key in execute(__.V(pool).out(Edge.HAS_BIN).in_(Edge.IN_BIN).id_())]


def existing_ids(*ids: str) -> list[str]:
    """Those of the ids that exist."""
    return [str(found) for found in execute(__.V(*ids).id_())]
