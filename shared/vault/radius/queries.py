"""Gremlin traversals for access requests: the keypools of an SSID, and what decides whether keys hold."""

from collections.abc import Collection
from typing import Protocol

from vault.devices import queries as devices
from vault.graph.schema import Edge, Label, Prop
from vault.graph.steps import P, Steps, T, __
from vault.keys import queries as keys

HOLDER_PROPERTIES = (Prop.TOKEN, Prop.STATUS, Prop.DEVICES_VERSION)
PLAN_PROPERTIES = (Prop.UPLOAD_KBPS, Prop.DOWNLOAD_KBPS, Prop.CONCURRENT_DEVICES, Prop.WIRELESS_ONLY)


class AuthorizeRequest(Protocol):
    def ssids(self) -> tuple[str, ...]:
        """Readings of the SSID that the device wants to join."""


def keypools_of_ssid(operator: Steps, request: AuthorizeRequest) -> Steps:
    pools = __.out(Edge.HAS_KEYPOOL).has(Prop.SSID, P.within(list(request.ssids())))
    return operator.project("id", "pools").by(T.id).by(pools.project("id", "ssid").by(T.id).by(Prop.SSID).fold())


def keys_and_card_batches(key_ids: Collection[str], bin_ids: Collection[str]) -> Steps:
    batches = __.V(*bin_ids).has_label(Label.BIN).in_(Edge.BATCH_BIN)
    return (
        __.inject(0)
        .project("keys", "batches")
        .by(_with_policies_and_holder(__.V(*key_ids)).fold())
        .by(_with_bin_entries(batches).fold())
    )


def _with_policies_and_holder(key_steps: Steps) -> Steps:
    return (
        key_steps.has_label(Label.KEY)
        .project("vertex", "pool", "policies", "offsets", "holder")
        .by(__.element_map())
        .by(_with_places(__.out(Edge.IN_BIN).in_(Edge.HAS_BIN)).fold())
        .by(keys.policies().fold())
        .by(_wireless_only_offsets(__.out(Edge.AT_UNIT)).fold())
        .by(_with_plans_and_devices(__.in_(Edge.HOLDS)).fold())
    )


def _wireless_only_offsets(places: Steps) -> Steps:
    """By id the venues of the places that have such an offset."""
    venues = places.coalesce(__.in_(Edge.HAS_UNIT), __.identity()).dedup().has(Prop.WIRELESS_ONLY_OFFSET)
    return venues.project("venue", "offset").by(T.id).by(Prop.WIRELESS_ONLY_OFFSET)


def _with_places(pool_steps: Steps) -> Steps:
    return (
        pool_steps.project("id", "scope", "places", "venues")
        .by(T.id)
        .by(Prop.SCOPE)
        .by(__.out(Edge.SHOWN_AT).id_().fold())
        .by(__.out(Edge.SHOWN_AT).in_(Edge.HAS_UNIT).id_().fold())
    )


def _with_plans_and_devices(person: Steps) -> Steps:
    return (
        person.project("vertex", "plans", "devices", "unconfirmed")
        .by(__.element_map(*HOLDER_PROPERTIES))
        .by(__.out(Edge.SUBSCRIBES).out(Edge.SUBSCRIPTION_PLAN).dedup().element_map(*PLAN_PROPERTIES).fold())
        .by(devices.devices_of_keys(__.out(Edge.HOLDS)).fold())
        .by(__.out(Edge.UNCONFIRMED_AT).id_().fold())
    )


def _with_bin_entries(batch_steps: Steps) -> Steps:
    return (
        batch_steps.project("batch", "bin", "pool", "venue", "entries", "devices")
        .by(__.element_map())
        .by(__.out(Edge.BATCH_BIN).id_())
        .by(_with_places(__.out(Edge.BATCH_OF)))
        .by(__.out(Edge.BATCH_AT).id_().fold())
        .by(__.out(Edge.BATCH_BIN).values(Prop.ENTRIES))
        .by(devices.devices_of_keys(__.identity()).fold())
    )
