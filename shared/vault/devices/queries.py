"""Gremlin traversals for devices."""

from collections.abc import Sequence

from vault.callers.references import Texts
from vault.devices.model import Device
from vault.graph.schema import Edge, Label, Prop
from vault.graph.steps import Steps, __, new_edge, new_vertex, with_properties
from vault.kernel import ids
from vault.people import queries as people


def devices_of_keys(keys: Steps) -> Steps:
    return keys.out(Edge.USED_BY).element_map()


def person_with_devices(person: Steps, texts: Texts) -> Steps:
    at_venue = __.coalesce(__.in_(Edge.HAS_UNIT), __.identity()).has_id(texts["venue_id"])
    here = __.out(Edge.HOLDS).where(__.out(Edge.AT_UNIT).flat_map(at_venue)).id_()
    return people.person_with_venues(person, devices=devices_of_keys(__.out(Edge.HOLDS)).fold(), here=here.fold())


def add(device: Device, key_or_batch_id: str) -> list[Steps]:
    properties = {
        Prop.KEY_ID: device.key_id,
        Prop.MAC: device.mac,
        Prop.ACCESS_POINT: device.access_point,
        Prop.FIRST_SEEN: device.first_seen,
        Prop.LAST_SEEN: device.last_seen,
        Prop.ENDS_AT: device.ends_at,
        Prop.HOST_NAME: device.name or None,
    }
    tie = (key_or_batch_id, Edge.USED_BY, device.id)
    return [
        new_vertex(Label.DEVICE, device.id, **properties),
        new_edge(*tie, ids.edge_id(*tie), **{Prop.KEY_ID: device.key_id}),
    ]


def update_last_seen(device: Device) -> Steps:
    times = {Prop.LAST_SEEN: device.last_seen, Prop.ENDS_AT: device.ends_at}
    return with_properties(__.V(device.id), **times, **{Prop.ACCESS_POINT: device.access_point})


def set_name(device_id: str, name: str) -> Steps:
    return with_properties(__.V(device_id), **{Prop.HOST_NAME: name})


def person_at_devices_version(owner_id: str, version: int) -> Steps:
    owner = __.V(owner_id)
    return owner.has(Prop.DEVICES_VERSION, version) if version else owner.has_not(Prop.DEVICES_VERSION)


def set_devices_version(owner_id: str, version: int) -> Steps:
    return with_properties(__.V(owner_id), **{Prop.DEVICES_VERSION: version})


def drop_devices(device_ids: Sequence[str]) -> Steps:
    return __.V(*device_ids).drop()
