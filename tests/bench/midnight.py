"""A thousand stays that begin at one midnight at fifty gateways: how long the last of them waits for its VLAN."""

import time as clock
from collections.abc import Iterable, Iterator
from concurrent.futures import ThreadPoolExecutor
from contextlib import contextmanager

import pytest

from cdk.sizing import QUEUE_CONCURRENCY
from functions.jobs import configure_gateway, enable_gateway_vlans
from tests.bench.figures import Row
from tests.factories import Tenant, World, add_venue, create_tenant, unique_name
from tests.gateway import Context
from tests.gateway_load import in_one_request, subscribe
from tests.gateways import ScriptedGateway, Site
from vault.adapters import gateways, queue
from vault.adapters.gateway_session import GatewayLogin, VlanOrder
from vault.graph import marks
from vault.graph.connection import execute
from vault.graph.schema import Prop
from vault.graph.steps import __
from vault.kernel import ids, time
from vault.kernel.json_types import JsonObject
from vault.kernel.permissions import Role
from vault.kernel.queue_messages import ConfigureGateway
from vault.kernel.queues import Queue

GATEWAYS, RESIDENTS, FIRST_VLAN = 50, 20, 2000
COMMANDS, COMMAND_SECONDS = 8, 0.02
"""Of a VLAN that is created at a MikroTik, over a line of twenty milliseconds."""
JOB_SECONDS, MOST_SECONDS = 60, 120
"""The longest time from a midnight to the job's next run, and the aim."""


class DistantGateway(ScriptedGateway):
    """A device that takes its time for each VLAN."""

    def apply(self, order: VlanOrder) -> None:
        clock.sleep(COMMANDS * COMMAND_SECONDS)
        super().apply(order)


def rows(world: World) -> Iterable[Row]:
    assert world
    tenant = create_tenant(unique_name("Midnight"), Role.DOMAIN_ADMINISTRATOR)
    with open_sites(tenant) as (sites, sent):
        began = clock.perf_counter()
        enable_gateway_vlans.handler.run(Context(), previous_run=time.epoch_ms(time.now()) - 1)
        with ThreadPoolExecutor(QUEUE_CONCURRENCY[Queue.CONFIGURE_GATEWAY]) as workers:
            list(workers.map(lambda message: configure_gateway.handler.run(Context(), message), sent))
        taken = clock.perf_counter() - began
    done = sum(len(site.device.on()) for site in sites)
    what = f"{GATEWAYS * RESIDENTS:,} stays that begin at one midnight at {GATEWAYS} gateways"
    worst, aim = JOB_SECONDS + taken, f"at most {MOST_SECONDS} s, by the job's period and its concurrency"
    yield Row(f"{what}: VLANs on", done, "", aim="all", held=done == GATEWAYS * RESIDENTS)
    yield Row(f"{what}: the last is on after", worst, "s", aim=aim, held=worst <= MOST_SECONDS)


@contextmanager
def open_sites(tenant: Tenant) -> Iterator[tuple[list[Site], list[ConfigureGateway]]]:
    """Venues with a gateway each whose residents' stays begin now, and the messages that the jobs send."""
    midnight, sent = time.now(), list[ConfigureGateway]()
    sites = [Site(tenant, add_venue(tenant, unique_name("Tower ")), "", moment=midnight) for _ in range(GATEWAYS)]
    devices: dict[str, ScriptedGateway] = {}

    def open_session(login: GatewayLogin) -> ScriptedGateway:
        return devices[login.address].open(login)

    def catch(messages: list[JsonObject]) -> None:
        sent.extend(map(ConfigureGateway.model_validate, messages))

    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(gateways, "open_session", open_session)
        patch.setattr(queue, "send", catch)
        for number, site in enumerate(sites):
            add_distant_gateway(site, f"192.0.2.{number}", devices)
        for _ in range(2):
            enable_gateway_vlans.handler.run(Context())
        sent.clear()
        for site in sites:
            begin_stays(site)
        yield sites, sent


def add_distant_gateway(site: Site, address: str, devices: dict[str, ScriptedGateway]) -> None:
    added = site.add_gateway()
    added.set(**{Prop.IP_ADDRESS: address})
    devices[address] = added.device = DistantGateway()


def begin_stays(site: Site) -> None:
    vlans = range(FIRST_VLAN, FIRST_VLAN + RESIDENTS)
    subscribe(site, vlans)
    vertices = [ids.vlan_id(site.venue.id, vlan) for vlan in vlans]
    due_at = time.epoch_ms(time.now())
    execute(in_one_request(marks.set_mark(__.V(vertex), due_at) for vertex in vertices))
