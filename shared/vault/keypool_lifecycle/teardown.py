"""Reading and dropping what is left of a keypool, in parts of bounded size (docs/adr/0014)."""

from collections.abc import Collection, Mapping, Sequence
from typing import Protocol, Self

from vault.graph.schema import Edge, Label, Prop, Row
from vault.graph.steps import P, Steps, T, __
from vault.kernel.values import value
from vault.keypools import queries as keypools
from vault.keypools.model import Keypool


@value
class Bounds:
    """What one write drops at most; a key is about seven elements of the graph, a device two, a batch of cards 104."""

    bins: int
    keys: int
    devices: int
    card_batches: int


CALL = Bounds(bins=256, keys=256, devices=1_000, card_batches=4)
"""What the write of a call drops: its caller waits for it."""
PART = Bounds(bins=32, keys=32, devices=200, card_batches=1)
"""What one write of the job drops, beside calls that go on."""


@value
class KeyOwner:
    id: str
    token: str
    version: int


@value
class TeardownBatch:
    """Some bins, keys and batches of scratch cards, with the devices that used these.

    Of keys, batches and devices there is one more than the bounds say where there are more.
    """

    bounds: Bounds
    keypool_id: str
    bins: tuple[str, ...]
    keys: Mapping[str, KeyOwner | None]
    card_batches: tuple[str, ...]
    devices: tuple[str, ...]

    @classmethod
    def from_row(cls, bounds: Bounds, row: Row) -> Self:
        return cls(
            bounds=bounds,
            keypool_id=row["id"],
            bins=tuple(row["bins"]),
            keys={key["id"]: _find_owner(key["holder"]) for key in row["keys"]},
            card_batches=tuple(row["card_batches"]),
            devices=tuple(row["devices"]),
        )

    @property
    def empties_bins(self) -> bool:
        """Whether nothing is left in the bins after this write."""
        return (
            len(self.devices) <= self.bounds.devices
            and len(self.keys) <= self.bounds.keys
            and len(self.card_batches) <= self.bounds.card_batches
        )

    @property
    def is_last(self) -> bool:
        return self.empties_bins and len(self.bins) < self.bounds.bins


@value
class DeletableKeypool:
    keypool: Keypool
    first_batch: TeardownBatch | None

    @classmethod
    def from_row(cls, row: Row) -> Self:
        batches = [TeardownBatch.from_row(CALL, batch) for batch in row["first_batch"]]
        return cls(Keypool.from_row(row["keypool"]), next(iter(batches), None))

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


def _teardown_batches(keypools_to_drop: Steps, bounds: Bounds) -> Steps:
    """Of each keypool one thing more of a kind than a write drops, which tells whether it is the last."""
    holder = __.in_(Edge.HOLDS).element_map(Prop.TOKEN, Prop.KEYS_VERSION).fold()
    return (
        keypools_to_drop.project("id", "bins", "keys", "card_batches", "devices")
        .by(T.id)
        .by(__.out(Edge.HAS_BIN).limit(bounds.bins).id_().fold())
        .by(_keys(bounds).project("id", "holder").by(T.id).by(holder).fold())
        .by(_card_batches(bounds).id_().fold())
        .by(__.union(_keys(bounds), _card_batches(bounds)).out(Edge.USED_BY).limit(bounds.devices + 1).id_().fold())
    )


def _keys(bounds: Bounds) -> Steps:
    return __.out(Edge.HAS_BIN).limit(bounds.bins).in_(Edge.IN_BIN).limit(bounds.keys + 1)


def _card_batches(bounds: Bounds) -> Steps:
    return __.in_(Edge.BATCH_OF).limit(bounds.card_batches + 1)


def deletable_keypool(keypool: Steps) -> Steps:
    return (
        keypool.project("keypool", "first_batch")
        .by(keypools.view(__.identity()))
        .by(_teardown_batches(__.identity(), CALL).fold())
    )


class ConfigureKeypoolRequest(Protocol):
    delete_key_pool_permanently: bool


def configurable_keypool(keypool: Steps, request: ConfigureKeypoolRequest) -> Steps:
    if request.delete_key_pool_permanently:
        return deletable_keypool(keypool)
    return keypool.project("keypool", "first_batch").by(keypools.view(__.identity())).by(__.constant(0).limit(0).fold())


def next_teardown_batch(keypool_id: str) -> Steps:
    return _teardown_batches(__.V(keypool_id).has_label(Label.KEYPOOL).not_(__.in_(Edge.HAS_KEYPOOL)), PART)


def detach(keypool_id: str) -> Steps:
    """Drop the edges by which the keypool is found, broadcast and filled."""
    return __.V(keypool_id).union(__.in_e(Edge.HAS_KEYPOOL), __.out_e(Edge.SHOWN_AT, Edge.OPEN_BIN)).drop()


def all_exist(vertex_ids: Collection[str]) -> Steps:
    return __.V(*vertex_ids).count().is_(len(vertex_ids))


def no_other_keys_in_bins(batch: TeardownBatch) -> Steps:
    return __.not_(_exclude(__.V(*batch.bins).in_(Edge.IN_BIN), batch.keys))


def no_other_bins_or_cards(batch: TeardownBatch) -> Steps:
    return (
        __.V(batch.keypool_id)
        .not_(_exclude(__.in_(Edge.BATCH_OF), batch.card_batches))
        .not_(_exclude(__.out(Edge.HAS_BIN), batch.bins))
    )


def _exclude(vertices: Steps, vertex_ids: Collection[str]) -> Steps:
    return vertices.not_(__.has_id(P.within(*vertex_ids))) if vertex_ids else vertices


def drop_keys(key_ids: Collection[str]) -> list[Steps]:
    """Drop keys and batches of cards, with the psk vertices that only they use and a batch's own bin."""
    if not key_ids:
        return []
    return [
        __.V(*key_ids).in_(Edge.NAMES_KEY).not_(_exclude(__.out(Edge.NAMES_KEY), key_ids)).drop(),
        __.V(*key_ids).out(Edge.BATCH_BIN).drop(),
        *drop_vertices(key_ids),
    ]


def drop_vertices(vertex_ids: Collection[str]) -> list[Steps]:
    return [__.V(*vertex_ids).drop()] if vertex_ids else []
