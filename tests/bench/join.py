"""Devices that join a network of 10,000 keys: loading the keys, from a cold process, and over HTTP in a warm one."""

import json
import os
import time
from collections.abc import Callable, Iterable, Mapping, Sequence
from typing import Any

from cryptography.hazmat.primitives.ciphers.aead import AESGCM

from tests.bench import calls, cold_start, load
from tests.bench.figures import Row
from tests.factories import Tenant, World
from tests.gateway import event
from tests.radius_client import Device, House, create_house, request_access, server_of, unknown_passphrase
from vault.graph.connection import execute
from vault.graph.schema import Edge, Label, Prop
from vault.graph.steps import new_edge, new_vertex
from vault.kernel import ids
from vault.kernel.sealing import seal
from vault.kernel.time import epoch_ms, now
from vault.keys import passphrases, pmk_cache
from vault.keys.bins import BIN_CAPACITY, pack_entries
from vault.operators.service import get_keyring

PATH = "/radius/authorize"
KEYS = 10_000
RESIDENTS = 20
JOINS = 300
ROUNDS = 5
MAX_COLD, MAX_WARM = 1500, 100


def rows(world: World) -> Iterable[Row]:
    """The cost of 10,000 candidates, and the latency for a device."""
    home = create_full_house(world.mine)
    phones = [home.add_resident()[1] for _ in range(RESIDENTS)]
    yield from loading_rows(world, home)
    prepared = calls.Prepared(calls.endpoint(PATH), "functions.radius.authorize", access_event(world, phones[0]))
    cold = min(cold_start.run_probe(prepared)["first answer"] for _ in range(cold_start.ROUNDS))
    yield row_under(f"join, {KEYS:,} keys, cold process: import and first answer", cold, MAX_COLD)
    with load.api() as port:
        yield from warm_rows(port, world, phones)


def warm_rows(port: int, world: World, phones: Sequence[Device]) -> Iterable[Row]:
    """New devices, known devices, and devices with an unknown key."""
    for phone in phones:
        load.run_load(port, PATH, 1, [access_request(world, phone)], again=False)
    new = [access_request(world, Device(phones[each % RESIDENTS].passphrase, phones[0].ssid)) for each in range(JOINS)]
    known = [access_request(world, phones[each % RESIDENTS]) for each in range(JOINS)]
    for what, requests in {"new device": new, "known device": known}.items():
        response = load.run_load(port, PATH, 1, requests, again=False)
        yield row_under(f"join, {KEYS:,} keys, warm, HTTP, {what}: p99", response.p99, MAX_WARM)
        yield Row(f"join, {KEYS:,} keys, warm, HTTP, {what}: p50", response.p50, "ms")
    refused = best(lambda: request_access(world.mine, Device(unknown_passphrase(), phones[0].ssid).by_ruckus()))
    yield Row(f"join, {KEYS:,} keys, warm, called directly, key of nobody", refused, "ms")


def loading_rows(world: World, home: House) -> Iterable[Row]:
    """Loading the candidates from the graph and from the cache, compared with unsealing as many."""
    operator, pools, moment = world.mine.operator, [home.pool], epoch_ms(now())

    def read() -> None:
        pmk_cache.clear()
        pmk_cache.cached_bins(operator, pools, moment)

    key = AESGCM(get_keyring(operator).data_key.generations[0])
    nonce = bytes(12)
    sealed = key.encrypt(nonce, bytes(32), b"")
    bare = best(lambda: [key.decrypt(nonce, sealed, b"") for _ in range(KEYS)])
    yield Row(f"{KEYS:,} candidates from the graph", best(read), "ms", bare, "as many PMKs unsealed, nothing read")
    yield Row(
        f"{KEYS:,} candidates as they are kept", best(lambda: pmk_cache.cached_bins(operator, pools, moment)), "ms"
    )


def row_under(what: str, took: float, most: int) -> Row:
    """A row in milliseconds with an upper limit."""
    return Row(what, took, "ms", aim=f"under {most:,} ms", held=took < most)


def best(side: Callable[[], object]) -> float:
    """The minimum of several rounds in milliseconds."""
    taken = []
    for _ in range(ROUNDS):
        started = time.perf_counter()
        side()
        taken.append((time.perf_counter() - started) * 1000)
    return min(taken)


def access_event(world: World, phone: Device) -> dict[str, Any]:
    return event(phone.by_ruckus(), authorization=server_of(world.mine.operator.id))


def access_request(world: World, phone: Device) -> Mapping[str, Any]:
    headers = {"content-type": "application/json", "authorization": server_of(world.mine.operator.id)}
    return {"headers": headers, "body": json.dumps(phone.by_ruckus())}


def create_full_house(tenant: Tenant) -> House:
    """A house whose network has 10,000 keys, of which a few belong to a resident."""
    home = create_house(tenant)
    fill_keypool(tenant, home.pool)
    return home


def fill_keypool(tenant: Tenant, pool: str) -> None:
    """Fill bins with keys of nobody."""
    data_key = get_keyring(tenant.operator).data_key
    key_ids = [ids.key_id(pool, str(number)) for number in range(KEYS)]
    for number in range(0, KEYS, BIN_CAPACITY):
        some = key_ids[number : number + BIN_CAPACITY]
        entries = {
            each: seal(data_key, os.urandom(32), passphrases.associated_data(each, Prop.PMK), passphrases.PMK_USE)
            for each in some
        }
        bin_id = ids.bin_id(pool, 1000 + number)
        properties = {Prop.VERSION: 1, Prop.NUMBER: 1000 + number, Prop.KEYS: len(entries), Prop.SUBSCRIBERS: 0}
        execute(new_vertex(Label.BIN, bin_id, **properties, **{Prop.ENTRIES: pack_entries(entries)}))
        execute(new_edge(pool, Edge.HAS_BIN, bin_id, ids.edge_id(pool, Edge.HAS_BIN, bin_id)))
