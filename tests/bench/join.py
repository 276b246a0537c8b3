"""Devices that join a network of 10,000 keys: what is loaded, from a cold process, and over HTTP in a warm one."""

import json
import os
import time
from collections.abc import Callable, Iterable, Mapping, Sequence
from typing import Any

from cryptography.hazmat.primitives.ciphers.aead import AESGCM

from tests.bench import calls, cold_start, load
from tests.bench.figures import Row
from tests.gateway import event
from tests.joining import Device, House, house, joins, server_of, stranger
from tests.world import Tenant, World
from vault.graph.connection import answer
from vault.graph.schema import Edge, Label, Prop
from vault.graph.steps import new_edge, new_vertex
from vault.kernel import ids
from vault.kernel.sealing import seal
from vault.kernel.time import epoch_ms, now
from vault.keys import candidates, texts
from vault.keys.bins import FULL, packed
from vault.operators.service import keyring

PATH = "/radius/authorize"
KEYS = 10_000
RESIDENTS = 20
JOINS = 300
ROUNDS = 5
MOST_COLD, MOST_WARM = 1500, 100


def rows(world: World) -> Iterable[Row]:
    """What 10,000 candidates cost, and what a device waits."""
    home = filled(world.mine)
    phones = [home.resident()[1] for _ in range(RESIDENTS)]
    yield from loading(world, home)
    prepared = calls.Prepared(calls.endpoint(PATH), "functions.radius.authorize", asking(world, phones[0]))
    cold = min(cold_start.probed(prepared)["first answer"] for _ in range(cold_start.ROUNDS))
    yield under(f"join, {KEYS:,} keys, cold process: import and first answer", cold, MOST_COLD)
    with load.api() as port:
        yield from warm(port, world, phones)


def warm(port: int, world: World, phones: Sequence[Device]) -> Iterable[Row]:
    """New devices, devices that come again, and devices with a key of nobody."""
    for phone in phones:
        load.asked(port, PATH, 1, [request(world, phone)], again=False)
    new = [request(world, Device(phones[each % RESIDENTS].text, phones[0].ssid)) for each in range(JOINS)]
    known = [request(world, phones[each % RESIDENTS]) for each in range(JOINS)]
    for what, requests in {"new device": new, "known device": known}.items():
        told = load.asked(port, PATH, 1, requests, again=False)
        yield under(f"join, {KEYS:,} keys, warm, HTTP, {what}: p99", told.p99, MOST_WARM)
        yield Row(f"join, {KEYS:,} keys, warm, HTTP, {what}: p50", told.p50, "ms")
    refused = best(lambda: joins(world.mine, Device(stranger(), phones[0].ssid).by_ruckus()))
    yield Row(f"join, {KEYS:,} keys, warm, called directly, key of nobody", refused, "ms")


def loading(world: World, home: House) -> Iterable[Row]:
    """The candidates from the graph and as they are kept, beside the bare unsealing of as many."""
    operator, pools, moment = world.mine.operator, [home.pool], epoch_ms(now())

    def read() -> None:
        candidates.forget()
        candidates.at_hand(operator, pools, moment)

    key = AESGCM(keyring(operator).data_key)
    nonce = bytes(12)
    sealed = key.encrypt(nonce, bytes(32), b"")
    bare = best(lambda: [key.decrypt(nonce, sealed, b"") for _ in range(KEYS)])
    yield Row(f"{KEYS:,} candidates from the graph", best(read), "ms", bare, "as many PMKs unsealed, nothing read")
    yield Row(f"{KEYS:,} candidates as they are kept", best(lambda: candidates.at_hand(operator, pools, moment)), "ms")


def under(what: str, took: float, most: int) -> Row:
    """Milliseconds that may be so many at the most."""
    return Row(what, took, "ms", aim=f"under {most:,} ms", held=took < most)


def best(side: Callable[[], object]) -> float:
    """The least milliseconds of several rounds."""
    taken = []
    for _ in range(ROUNDS):
        started = time.perf_counter()
        side()
        taken.append((time.perf_counter() - started) * 1000)
    return min(taken)


def asking(world: World, phone: Device) -> dict[str, Any]:
    """The event of a join."""
    return event(phone.by_ruckus(), authorization=server_of(world.mine.operator.id))


def request(world: World, phone: Device) -> Mapping[str, Any]:
    """The request of a join."""
    headers = {"content-type": "application/json", "authorization": server_of(world.mine.operator.id)}
    return {"headers": headers, "body": json.dumps(phone.by_ruckus())}


def filled(made: Tenant) -> House:
    """A house whose network has so many keys, of which a resident's are a few."""
    home = house(made)
    fill(made, home.pool)
    return home


def fill(made: Tenant, pool: str) -> None:
    """Bins full of keys of nobody."""
    data_key = keyring(made.operator).data_key
    key_ids = [ids.key_id(pool, str(number)) for number in range(KEYS)]
    for number in range(0, KEYS, FULL):
        some = key_ids[number : number + FULL]
        entries = {each: seal(data_key, os.urandom(32), texts.bound(each, Prop.PMK)) for each in some}
        bin_id = ids.bin_id(pool, 1000 + number)
        properties = {Prop.VERSION: 1, Prop.NUMBER: 1000 + number, Prop.KEYS: len(entries), Prop.SUBSCRIBERS: 0}
        answer(new_vertex(Label.BIN, bin_id, **properties, **{Prop.ENTRIES: packed(entries)}))
        answer(new_edge(pool, Edge.HAS_BIN, bin_id, ids.edge_id(pool, Edge.HAS_BIN, bin_id)))
