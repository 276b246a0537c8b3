"""The jobs of gateways: nothing due among few and many subscriptions, a hundred VLANs at once, one of three dead."""

import time as clock
from collections.abc import Callable, Iterable, Iterator
from unittest.mock import patch

from functions.jobs import enable_gateway_vlans
from functions.networkoperatorconsole.venues import add_venue_equipment
from local.routeros.faults import Faults
from local.routeros.simulator import RouterOs
from tests.bench.figures import Row, median, row_within
from tests.bench.round_trips import count_requests
from tests.factories import World, add_unit, add_venue, unique_name
from tests.gateway import Context, call
from tests.gateway_load import in_one_request, subscribe
from tests.gateways import HOST, Site, open_site
from vault.adapters import gateways
from vault.adapters.gateway_session import GatewayLogin, Maker, SpeedLimits, VlanOrder
from vault.graph.connection import execute
from vault.graph.schema import Label, Prop
from vault.graph.steps import new_vertex
from vault.kernel import time
from vault.kernel.time import epoch_ms
from vault.venues.model import Venue

FEW, MANY, AT_ONCE = 100, 100_000, 500
VLANS, FIRST_VLAN = 100, 2000
ROUNDS = 5
DELAYS_MS = (0, 3)
"""A router beside the jobs, and one over a line as short as lines to venues are."""
MAX_IDLE, MAX_RATIO = 1, 2.0
"""Requests of a job with nothing due, beside its turn; and the times of a bare loop that a whole turn may take."""


def rows(world: World) -> Iterable[Row]:
    with open_site(world.mine, *new_place(world)) as site:
        yield from three_rows(site)
        yield from idle_rows()
    with patch.dict("os.environ", VAULT_ALLOW_LOOPBACK="1"), open_site(world.mine, *new_place(world)) as site:
        yield from router_rows(world, site)


def new_place(world: World) -> tuple[Venue, str]:
    venue = add_venue(world.mine, unique_name("Routed Tower "))
    return venue, add_unit(world.mine, venue, "101")


def three_rows(site: Site) -> Iterator[Row]:
    """A hundred VLANs that become due at three gateways, of which one is dead."""
    for _ in range(2):
        site.add_gateway()
    site.gateways[1].device.is_dead = True
    site.run_jobs()
    site.mark(units=subscribe(site, range(FIRST_VLAN, FIRST_VLAN + VLANS)))
    with count_requests() as counted:
        site.run_jobs()
    what, most = f"{VLANS} VLANs at 3 gateways, one dead", 10 + 5 * 3 + VLANS // 10
    sessions = [gateway.device.sessions for gateway in site.gateways]
    done = [len(gateway.device.on()) for gateway in site.gateways]
    yield Row(f"{what}: requests", counted["requests"], "", aim=f"at most {most}", held=counted["requests"] <= most)
    yield Row(f"{what}: sessions", sum(sessions), "", aim="one each", held=sessions == [1, 1, 1])
    yield Row(f"{what}: VLANs on", sum(done), "", aim="all at two", held=done == [VLANS, 0, VLANS])


def idle_rows() -> Iterator[Row]:
    """A run with nothing due, before and after many subscriptions were added."""
    few, less = measure_idle()
    for start in range(0, MANY, AT_ONCE):
        names = (f"idle subscription {number}" for number in range(start, start + AT_ONCE))
        execute(in_one_request(new_vertex(Label.SUBSCRIPTION, name, **{Prop.STARTS_AT: 0}) for name in names))
    many, more = measure_idle()
    what, against = f"nothing due, {MANY:,} subscriptions", f"{FEW} subscriptions"
    yield Row(f"{what}: requests", many, "", few, against, f"at most {MAX_IDLE}", many <= MAX_IDLE)
    yield Row(f"{what}: time of a job", more, "ms", less, against)


def measure_idle() -> tuple[int, float]:
    """Requests of a run a moment after another one, and milliseconds."""
    now = epoch_ms(time.now())
    with count_requests() as counted:
        taken = [measure(lambda: enable_gateway_vlans.handler.run(Context(), previous_run=now)) for _ in range(ROUNDS)]
    return counted["requests"] // ROUNDS, median(taken)


def router_rows(world: World, site: Site) -> Iterator[Row]:
    """A hundred VLANs at one MikroTik, compared with a loop over the same orders in one session."""
    site.run_jobs()
    with RouterOs() as ours, RouterOs() as bare:
        add_router(world, site, ours)
        site.run_jobs()
        for number, delay in enumerate(DELAYS_MS):
            first = FIRST_VLAN + number * VLANS
            yield from turn_rows(site, ours, bare, range(first, first + VLANS), delay)
        changes = len(ours.changes)
        site.mark(venue=site.venue.id)
        site.run_jobs()
        again = len(ours.changes) - changes
        yield Row("VLANs as desired already: changing commands", again, "", aim="none", held=again == 0)


def turn_rows(site: Site, ours: RouterOs, bare: RouterOs, vlans: range, delay: int) -> Iterator[Row]:
    """Jobs and turn against the loop, with routers that take some milliseconds for each command."""
    for router in (ours, bare):
        router.set_faults(Faults(delay_seconds=delay / 1000))
    site.mark(units=subscribe(site, vlans))
    before, bare_before = len(ours.changes), len(bare.changes)
    turn = measure(site.run_jobs)
    loop = measure(lambda: apply_all(bare, vlans))
    commands, of_loop = (len(ours.changes) - before) / VLANS, (len(bare.changes) - bare_before) / VLANS
    what = f"{VLANS} VLANs at a MikroTik of {delay} ms a command"
    yield row_within(f"{what}: jobs and turn", turn, loop, MAX_RATIO, "a bare loop in one session")
    yield Row(f"{what}: commands that change something, a VLAN", commands, "", of_loop, "the loop")


def add_router(world: World, site: Site, router: RouterOs) -> None:
    body = {
        "VenueID": site.venue.id,
        "EquipmentID": "ROUTER-01",
        "EquipmentType": "Gateway",
        "Manufacturer": "MikroTik",
        "IPAddress": HOST,
        "Port": router.ports["api"],
        "ConnectionProtocol": "http",
        "Username": router.username,
        "Password": router.password,
    }
    call(add_venue_equipment.handler, world.mine.token("DomainAdministrator"), body)


def apply_all(router: RouterOs, vlans: range) -> None:
    login = GatewayLogin(Maker.MIKROTIK, HOST, router.ports["api"], False, router.username, router.password)  # noqa: FBT003
    session = gateways.open_session(login)
    session.read(vlans)
    for vlan in vlans:
        session.apply(VlanOrder(vlan, is_on=True, limits=SpeedLimits()))
    session.read(vlans)
    session.close()


def measure(work: Callable[[], object]) -> float:
    """Milliseconds."""
    started = clock.perf_counter()
    work()
    return (clock.perf_counter() - started) * 1000
