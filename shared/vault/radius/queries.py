"""The graph's answers about who joins: keypools of an SSID, and what holds now of the keys that fit."""

from collections.abc import Collection
from typing import Any

from vault.devices import queries as devices
from vault.graph.schema import Edge, Label, Prop
from vault.graph.steps import Steps, T, __
from vault.keys import queries as keys

OF_HOLDER = (Prop.TOKEN, Prop.STATUS, Prop.DEVICES_VERSION)
OF_PLAN = (Prop.UPLOAD_KBPS, Prop.DOWNLOAD_KBPS, Prop.CONCURRENT_DEVICES)


def networks(operator: Steps, body: Any) -> Steps:
    """An operator with the keypools of the SSID that the body names."""
    pools = __.out(Edge.HAS_KEYPOOL).has(Prop.SSID, body.ssid())
    return operator.project("id", "pools").by(T.id).by(pools.id_().fold())


def standings(key_ids: Collection[str], bin_ids: Collection[str]) -> Steps:
    """Keys, and the batches of cards whose bins these are, with all that decides whether they hold."""
    batches = __.V(*bin_ids).has_label(Label.BIN).in_(Edge.BATCH_BIN)
    return __.inject(0).project("keys", "batches").by(key(__.V(*key_ids)).fold()).by(batch(batches).fold())


def key(found: Steps) -> Steps:
    """Keys with where they hold, and who has them."""
    return (
        found.has_label(Label.KEY)
        .project("vertex", "pool", "policies", "holder")
        .by(__.element_map())
        .by(pool(__.out(Edge.IN_BIN).in_(Edge.HAS_BIN)).fold())
        .by(keys.policies().fold())
        .by(holder(__.in_(Edge.HOLDS)).fold())
    )


def pool(found: Steps) -> Steps:
    """Keypools, and where they are shown: at venues and units by their ids, and at the venues of those units."""
    return (
        found.project("id", "scope", "places", "venues")
        .by(T.id)
        .by(Prop.SCOPE)
        .by(__.out(Edge.SHOWN_AT).id_().fold())
        .by(__.out(Edge.SHOWN_AT).in_(Edge.HAS_UNIT).id_().fold())
    )


def holder(person: Steps) -> Steps:
    """Persons with their plans and the devices of all their keys."""
    return (
        person.project("vertex", "plans", "devices")
        .by(__.element_map(*OF_HOLDER))
        .by(__.out(Edge.SUBSCRIBES).out(Edge.SUBSCRIPTION_PLAN).dedup().element_map(*OF_PLAN).fold())
        .by(devices.of_keys(__.out(Edge.HOLDS)).fold())
    )


def batch(found: Steps) -> Steps:
    """Batches of cards with what their bins hold."""
    return (
        found.project("batch", "bin", "pool", "venue", "entries", "devices")
        .by(__.element_map())
        .by(__.out(Edge.BATCH_BIN).id_())
        .by(pool(__.out(Edge.BATCH_OF)))
        .by(__.out(Edge.BATCH_AT).id_().fold())
        .by(__.out(Edge.BATCH_BIN).values(Prop.ENTRIES))
        .by(devices.of_keys(__.identity()).fold())
    )
