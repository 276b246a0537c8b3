"""Reading and dropping what is left of a keypool, in parts of bounded size (docs/adr/0014)."""

from collections.abc import Collection, Mapping, Sequence
from typing import Any, Self

from vault.graph.schema import Edge, Label, Prop, Row
from vault.graph.steps import P, Steps, T, __
from vault.kernel.values import value
from vault.keypools import queries as keypools
from vault.keypools.model import Keypool

BINS, KEYS, DEVICES = 32, 32, 200
"""What one write drops at most; a key is about seven elements of the graph, a device two."""


@value
class KeyOwner:
    id: str
    token: str
    version: int


@value
class TeardownBatch:
    """Some bins, and some of their keys or one batch of scratch cards, with the devices that used these."""

    keypool_id: str
    bins: tuple[str, ...]
    keys: Mapping[str, KeyOwner | None]
    devices: tuple[str, ...]

    @classmethod
    def from_row(cls, row: Row) -> Self:
        return cls(
            keypool_id=row["id"],
            bins=tuple(row["bins"]),
            keys={key["id"]: _find_owner(key["holder"]) for key in row["keys"]},
            devices=tuple(row["devices"]),
        )

    @property
    def has_scratch_cards(self) -> bool:
        """Whether `keys` is a batch of scratch cards, which has no owner; batches are dropped first."""
        return None in self.keys.values()

    @property
    def is_last(self) -> bool:
        return (
            not self.has_scratch_cards
            and len(self.bins) < BINS
            and len(self.keys) <= KEYS
            and len(self.devices) <= DEVICES
        )


@value
class DeletableKeypool:
    keypool: Keypool
    first_batch: TeardownBatch | None

    @classmethod
    def from_row(cls, row: Row) -> Self:
        return cls(Keypool.from_row(row["keypool"]), next(map(TeardownBatch.from_row, row["first_batch"]), None))

    @property
    def id(self) -> str:
        return self.keypool.id

    @property
    def operator_id(self) -> str:
        return self.keypool.operator_id

    @property
    def venue_ids(self) -> frozenset[str]:
        return self.keypool.venue_ids


def _find_owner(holders: Sequence[Row]) -> KeyOwner | None:
    return next(
        (KeyOwner(holder[T.id], holder[Prop.TOKEN], holder.get(Prop.KEYS_VERSION, 0)) for holder in holders), None
    )


def _teardown_batches(pool_steps: Steps) -> Steps:
    """Keypools with one key and one device more than a write drops, which tells whether it is the last."""
    holder = __.in_(Edge.HOLDS).element_map(Prop.TOKEN, Prop.KEYS_VERSION).fold()
    return (
        pool_steps.project("id", "bins", "keys", "devices")
        .by(T.id)
        .by(__.out(Edge.HAS_BIN).limit(BINS).id_().fold())
        .by(_keys_or_card_batch().project("id", "holder").by(T.id).by(holder).fold())
        .by(_keys_or_card_batch().out(Edge.USED_BY).limit(DEVICES + 1).id_().fold())
    )


def _keys_or_card_batch() -> Steps:
    return __.coalesce(
        __.in_(Edge.BATCH_OF).limit(1),
        __.out(Edge.HAS_BIN).limit(BINS).in_(Edge.IN_BIN).limit(KEYS + 1),
    )


def deletable_keypool(keypool: Steps, _body: object = None) -> Steps:
    return (
        keypool.project("keypool", "first_batch")
        .by(keypools.view(__.identity()))
        .by(_teardown_batches(__.identity()).fold())
    )


def configurable_keypool(keypool: Steps, body: Any) -> Steps:
    if body.delete_key_pool_permanently:
        return deletable_keypool(keypool)
    return keypool.project("keypool", "first_batch").by(keypools.view(__.identity())).by(__.constant(0).limit(0).fold())


def next_teardown_batch(keypool_id: str) -> Steps:
    return _teardown_batches(__.V(keypool_id).has_label(Label.KEYPOOL).not_(__.in_(Edge.HAS_KEYPOOL)))


def detach(keypool_id: str) -> Steps:
    """Drop the edges by which the keypool is found, broadcast and filled."""
    return __.V(keypool_id).union(__.in_e(Edge.HAS_KEYPOOL), __.out_e(Edge.SHOWN_AT, Edge.OPEN_BIN)).drop()


def all_exist(vertex_ids: Collection[str]) -> Steps:
    return __.V(*vertex_ids).count().is_(len(vertex_ids))


def no_other_keys_in_bins(batch: TeardownBatch) -> Steps:
    return __.not_(_exclude(__.V(*batch.bins).in_(Edge.IN_BIN), batch.keys))


def no_other_bins_or_cards(batch: TeardownBatch) -> Steps:
    return __.V(batch.keypool_id).not_(__.in_(Edge.BATCH_OF)).not_(_exclude(__.out(Edge.HAS_BIN), batch.bins))


def _exclude(vertices: Steps, vertex_ids: Collection[str]) -> Steps:
    return vertices.not_(__.has_id(P.within(*vertex_ids))) if vertex_ids else vertices


def drop_keys(key_ids: Collection[str]) -> list[Steps]:
    """Drop keys, or a batch of cards, with the psk vertices that only they use and the batch's own bin."""
    if not key_ids:
        return []
    return [
        __.V(*key_ids).in_(Edge.NAMES_KEY).not_(_exclude(__.out(Edge.NAMES_KEY), key_ids)).drop(),
        __.V(*key_ids).out(Edge.BATCH_BIN).drop(),
        *drop_vertices(key_ids),
    ]


def drop_vertices(vertex_ids: Collection[str]) -> list[Steps]:
    return [__.V(*vertex_ids).drop()] if vertex_ids else []
