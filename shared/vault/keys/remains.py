"""What is left of a keypool, read and taken away part by part; no part grows with the keypool (docs/adr/0014)."""

from collections.abc import Collection, Mapping, Sequence
from typing import Any, Self

from vault.graph.schema import Edge, Label, Prop
from vault.graph.steps import P, Steps, T, __
from vault.kernel.values import value
from vault.keypools import queries as keypools
from vault.keypools.model import Keypool

BINS, KEYS, DEVICES = 32, 32, 200
"""The most that one write takes away, a key being about seven elements and a device two."""


@value
class Owner:
    """Whose key it is: a person with the version of their keys; nobody, for a batch of scratch cards."""

    id: str
    token: str
    version: int


@value
class Remains:
    """Some bins of a keypool, and some of the keys in them or one batch of cards, with the devices that used these."""

    keypool_id: str
    bins: tuple[str, ...]
    keys: Mapping[str, Owner | None]
    devices: tuple[str, ...]

    @classmethod
    def of(cls, row: Mapping[str, Any]) -> Self:
        """From the rows of the remains' view."""
        return cls(
            keypool_id=row["id"],
            bins=tuple(row["bins"]),
            keys={key["id"]: owner_of(key["holder"]) for key in row["keys"]},
            devices=tuple(row["devices"]),
        )

    @property
    def has_batch(self) -> bool:
        """Whether there are scratch cards: their batches go first, one at a time."""
        return None in self.keys.values()

    @property
    def are_all(self) -> bool:
        """Whether this is the rest, and one write takes it away."""
        return not self.has_batch and len(self.bins) < BINS and len(self.keys) <= KEYS and len(self.devices) <= DEVICES


@value
class Doomed:
    """A keypool that may be about to be deleted, with what a first write would take away of it."""

    keypool: Keypool
    remains: Remains | None

    @classmethod
    def of(cls, row: Any) -> Self:
        """From the rows of the doomed keypool's view."""
        return cls(Keypool.of(row["keypool"]), next(map(Remains.of, row["remains"]), None))

    @property
    def id(self) -> str:
        """The keypool's id."""
        return self.keypool.id

    @property
    def operator_id(self) -> str:
        """The keypool's operator."""
        return self.keypool.operator_id

    @property
    def venue_ids(self) -> frozenset[str]:
        """The venues at which a role reaches it."""
        return self.keypool.venue_ids


def owner_of(holders: Sequence[Mapping[Any, Any]]) -> Owner | None:
    """The person whose key it is."""
    return next((Owner(one[T.id], one[Prop.TOKEN], one.get(Prop.KEYS_VERSION, 0)) for one in holders), None)


def view(found: Steps) -> Steps:
    """Keypools with some of what there is to be taken away, and a little more, which says that it is not all."""
    holder = __.in_(Edge.HOLDS).element_map(Prop.TOKEN, Prop.KEYS_VERSION).fold()
    return (
        found.project("id", "bins", "keys", "devices")
        .by(T.id)
        .by(__.out(Edge.HAS_BIN).limit(BINS).id_().fold())
        .by(some().project("id", "holder").by(T.id).by(holder).fold())
        .by(some().out(Edge.USED_BY).limit(DEVICES + 1).id_().fold())
    )


def some() -> Steps:
    """A batch of scratch cards, or where there is none, some of the keys in the first bins."""
    return __.coalesce(
        __.in_(Edge.BATCH_OF).limit(1),
        __.out(Edge.HAS_BIN).limit(BINS).in_(Edge.IN_BIN).limit(KEYS + 1),
    )


def doomed(keypool: Steps, _body: object = None) -> Steps:
    """A keypool with what a write that deletes it needs to know."""
    return keypool.project("keypool", "remains").by(keypools.view(__.identity())).by(view(__.identity()).fold())


def configured(keypool: Steps, body: Any) -> Steps:
    """A keypool, as one that is deleted only where the body says so."""
    if body.delete_key_pool_permanently:
        return doomed(keypool)
    return keypool.project("keypool", "remains").by(keypools.view(__.identity())).by(__.constant(0).limit(0).fold())


def left(keypool_id: str) -> Steps:
    """What is left of a keypool that is being deleted."""
    return view(__.V(keypool_id).has_label(Label.KEYPOOL).not_(__.in_(Edge.HAS_KEYPOOL)))


def given_up(keypool_id: str) -> Steps:
    """The keypool without its operator and places, and its bins closed: nothing finds it, shows it or fills it."""
    return __.V(keypool_id).union(__.in_e(Edge.HAS_KEYPOOL), __.out_e(Edge.SHOWN_AT, Edge.OPEN_BIN)).drop()


def all_there(vertex_ids: Collection[str]) -> Steps:
    """Something, while nobody else took any of these away."""
    return __.V(*vertex_ids).count().is_(len(vertex_ids))


def no_more_in(found: Remains) -> Steps:
    """Something, while in these bins lie no more keys than were found."""
    return __.not_(but(__.V(*found.bins).in_(Edge.IN_BIN), found.keys))


def no_more_of(found: Remains) -> Steps:
    """The keypool, while it has no other bins, and no scratch cards."""
    return __.V(found.keypool_id).not_(__.in_(Edge.BATCH_OF)).not_(but(__.out(Edge.HAS_BIN), found.bins))


def but(vertices: Steps, vertex_ids: Collection[str]) -> Steps:
    """The other ones."""
    return vertices.not_(__.has_id(P.within(*vertex_ids))) if vertex_ids else vertices


def without_keys(key_ids: Collection[str]) -> list[Steps]:
    """Keys, or a batch of cards, taken away with the names that are theirs alone and the bin that is a batch's own."""
    if not key_ids:
        return []
    return [
        __.V(*key_ids).in_(Edge.NAMES_KEY).not_(but(__.out(Edge.NAMES_KEY), key_ids)).drop(),
        __.V(*key_ids).out(Edge.BATCH_BIN).drop(),
        *gone(key_ids),
    ]


def gone(vertex_ids: Collection[str]) -> list[Steps]:
    """These vertices taken away, with their edges."""
    return [__.V(*vertex_ids).drop()] if vertex_ids else []
