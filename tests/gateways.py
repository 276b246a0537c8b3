"""Gateways for tests: one that is scripted, and the jobs that drive it, with a clock that is set."""

import datetime as dt
from collections.abc import Callable, Collection, Iterator, Mapping, Sequence
from contextlib import contextmanager
from dataclasses import dataclass, field
from typing import Any
from uuid import uuid4

import pytest

from functions.jobs import configure_gateway, disable_gateway_vlans, enable_gateway_vlans
from tests.factories import Tenant, World, add_plan, add_unit, add_venue, create_tenant, unique_name
from tests.gateway import Context
from tests.residents import move_in
from vault.adapters import gateways, queue
from vault.adapters.gateway_session import (
    GatewayFailed,
    GatewayFailure,
    GatewayLogin,
    GatewaySession,
    Maker,
    SpeedLimits,
    Unsupported,
    VlanOrder,
    VlanRefused,
    VlanState,
)
from vault.equipment.model import seal_property
from vault.gateway_marks.service import mark_gateway_vlans
from vault.graph.connection import execute
from vault.graph.schema import Edge, Label, Prop, Row
from vault.graph.steps import __, new_edge, new_vertex, single, with_properties
from vault.kernel import ids, time
from vault.kernel.json_types import JsonObject
from vault.kernel.permissions import Role
from vault.kernel.queue_messages import ConfigureGateway
from vault.kernel.statuses import SUSPENDED
from vault.operators.service import get_keyring
from vault.venues.model import Venue

HOST = "127.0.0.1"
ABSENT = VlanState(is_on=None)
open_real_session = gateways.open_session
PASSWORD = "radio-76512"
COMMAND = "/interface/vlan/add"
NO_ROUTE = GatewayFailed(GatewayFailure.CONNECTION, "No route to host.")
CUT = GatewayFailed(GatewayFailure.CONNECTION, "Connection reset by peer.")


def do_nothing() -> None:
    """Let a session be undisturbed."""


@dataclass
class ScriptedGateway:
    """A device in memory: what it has on, what it was told, and how it fails."""

    vlans: dict[int, VlanState] = field(default_factory=dict)
    applied: list[VlanOrder] = field(default_factory=list)
    sessions: int = 0
    refuses: set[int] = field(default_factory=set)
    words: str = "failure: no such trunk"
    """With which it refuses."""
    ignores_orders: bool = False
    unsupported: frozenset[Unsupported] = frozenset()
    cut_after: int | None = None
    """The number of commands after which the connection is cut."""
    is_dead: bool = False
    meanwhile: Callable[[], None] = do_nothing
    """What happens elsewhere during the next session."""
    fingerprint: str = "ab12"
    transport: str = "scripted"

    def open(self, login: GatewayLogin) -> "ScriptedGateway":
        assert login.password == PASSWORD
        self.sessions += 1
        self.meanwhile, meanwhile = do_nothing, self.meanwhile
        meanwhile()
        if self.is_dead:
            raise NO_ROUTE
        return self

    def read(self, vlans: Collection[int]) -> Mapping[int, VlanState]:
        self._count()
        return {vlan: self.vlans.get(vlan, ABSENT) for vlan in vlans}

    def apply(self, order: VlanOrder) -> None:
        self._count()
        if order.vlan in self.refuses:
            raise VlanRefused(COMMAND, self.words)
        self.applied.append(order)
        if self.ignores_orders:
            return
        limits = order.limits if order.is_on else None
        self.vlans[order.vlan] = VlanState(order.is_on, limits, "10.132.0.0/24", self.unsupported)
        if order.is_removal:
            del self.vlans[order.vlan]

    def save(self) -> None:
        pass

    def allow_access(self, networks: Sequence[str]) -> None:
        raise NotImplementedError

    def close(self) -> None:
        pass

    def _count(self) -> None:
        if self.cut_after is not None:
            self.cut_after -= 1
            if self.cut_after < 0:
                raise CUT

    def on(self) -> dict[int, SpeedLimits | None]:
        """The limits of the VLANs that are on."""
        return {vlan: state.limits for vlan, state in self.vlans.items() if state.is_on}


@dataclass
class Gateway:
    """A driven gateway with its device."""

    id: str
    key: str
    device: ScriptedGateway

    def read(self) -> Row:
        """Its properties."""
        (found,) = execute(__.V(self.id).element_map())
        return dict(found)

    def set(self, **properties: object) -> None:
        execute(with_properties(__.V(self.id), **properties))

    def state_of(self, vlan: int) -> Row:
        """The properties of what it confirmed of a unit's VLAN; empty where it has no state."""
        return next(iter(execute(__.V(ids.gateway_vlan_id(self.key, vlan)).element_map())), {})

    def read_log(self) -> list[Row]:
        """Its entries of today."""
        day = f"{self.key} {time.to_wire(time.now())[:10]}"
        return execute(__.V().has(Label.LOG_ENTRY, Prop.EQUIPMENT_DAY, day).element_map(), "LOG")

    def events(self) -> list[str]:
        """Those of its log of today, in the order of their names."""
        return sorted(str(entry[Prop.EVENT]) for entry in self.read_log())


@dataclass
class Site:
    """A venue of an operator with gateways, and the clock of the test."""

    tenant: Tenant
    venue: Venue
    unit: str
    gateways: list[Gateway] = field(default_factory=list)
    sent: list[ConfigureGateway] = field(default_factory=list)
    moment: dt.datetime = field(default_factory=time.real_now)
    previous_run: int | None = None

    @property
    def gateway(self) -> Gateway:
        return self.gateways[0]

    @property
    def device(self) -> ScriptedGateway:
        return self.gateway.device

    def open_session(self, login: GatewayLogin) -> GatewaySession:
        """That of a scripted device, or a real one of an address of this machine."""
        if login.address == HOST:
            return open_real_session(login)
        return self.gateways[int(login.address.rpartition(".")[2])].device.open(login)

    def pass_time(self, **period: float) -> None:
        self.moment += dt.timedelta(**period)

    def run_jobs(self) -> None:
        """What happens in a minute: both jobs, then the messages that they sent."""
        for job in (enable_gateway_vlans, disable_gateway_vlans):
            job.handler.run(Context(), previous_run=self.previous_run)
        self.previous_run = time.epoch_ms(self.moment)
        while self.sent:
            configure_gateway.handler.run(Context(), self.sent.pop())

    def run_worker(self, gateway: str) -> None:
        message = ConfigureGateway(operator=self.tenant.operator.id, gateway=gateway)
        configure_gateway.handler.run(Context(), message)

    def mark(self, **what: Any) -> None:
        """As rooms do in their writes: `units`, `vlans`, `plan` or `venue`."""
        ctx = self.tenant.caller()
        ctx.tx.is_bookkeeping = True
        mark_gateway_vlans(ctx, **what)
        ctx.tx.commit()

    def suspend(self, person: str, status: str = SUSPENDED) -> None:
        execute(__.V(ids.subscriber_id(person)).property(single, Prop.STATUS, status))
        self.mark(units=execute(__.V(ids.subscriber_id(person)).out(Edge.SUBSCRIBES).out(Edge.SUBSCRIPTION_AT).id_()))

    def add_gateway(self) -> Gateway:
        """A driven gateway, which orders marks for its venue."""
        number = len(self.gateways)
        added = Gateway(ids.equipment_id(self.venue.id, f"GATEWAY-{number}"), f"key-{uuid4().hex}", ScriptedGateway())
        password = seal_property(get_keyring(self.tenant.operator), added.id, Prop.PASSWORD, PASSWORD)
        properties = {
            Prop.EQUIPMENT: f"GATEWAY-{number}",
            Prop.EQUIPMENT_KEY: added.key,
            Prop.EQUIPMENT_TYPE: "Gateway",
            Prop.MANUFACTURER: str(Maker.MIKROTIK),
            Prop.OPERATOR: self.tenant.operator.id,
            Prop.VENUE: self.venue.id,
            Prop.DRIVEN_BY: str(Maker.MIKROTIK),
            Prop.IP_ADDRESS: f"192.0.2.{number}",
            Prop.PORT: 8728,
            Prop.CONNECTION_PROTOCOL: "http",
            Prop.PASSWORD: password,
            Prop.EPOCH: "first",
        }
        execute(new_vertex(Label.EQUIPMENT, added.id, **properties))
        for label in (Edge.HAS_EQUIPMENT, Edge.HAS_GATEWAY):
            execute(new_edge(self.venue.id, label, added.id, ids.edge_id(self.venue.id, label, added.id)))
        self.gateways.append(added)
        self.mark(venue=self.venue.id)
        return added


def is_at(venue: Venue, gateway: str) -> bool:
    """Whether a gateway, or what is left of a deleted one, is of the venue: other tests leave theirs."""
    return bool(execute(__.V(gateway).has(Prop.VENUE, venue.id).id_()))


@contextmanager
def open_site(tenant: Tenant, venue: Venue, unit: str) -> Iterator[Site]:
    """The venue with one gateway; sessions reach scripted devices, and the jobs' messages go to the site."""
    site, send = Site(tenant, venue, unit), queue.send

    def catch(messages: list[JsonObject]) -> None:
        of_jobs = [message for message in messages if message["queue"] == ConfigureGateway.queue]
        site.sent += [ConfigureGateway.model_validate(each) for each in of_jobs if is_at(venue, str(each["gateway"]))]
        send([message for message in messages if message not in of_jobs])

    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(gateways, "open_session", site.open_session)
        patch.setattr(queue, "send", catch)
        time.set_clock(lambda: site.moment)
        try:
            site.add_gateway()
            yield site
        finally:
            time.set_clock(time.real_now)


@pytest.fixture(scope="module")
def tenant(world: World) -> Tenant:
    assert world
    return create_tenant(unique_name("Routed"), Role.DOMAIN_ADMINISTRATOR)


@pytest.fixture
def site(tenant: Tenant) -> Iterator[Site]:
    """A venue with a plan, a unit and a gateway."""
    venue = add_venue(tenant, unique_name("Routed House "))
    add_plan(tenant, unique_name("Fast"), venue)
    with open_site(tenant, venue, add_unit(tenant, venue, "101")) as opened:
        yield opened


def add_resident(site: Site, unit: str = "", **fields: str) -> str:
    """The token of a new resident of a unit, or of the first one."""
    unit_id = unit or site.unit
    return str(move_in(site.tenant, unit_id, **fields).body["SubscriberToken"])


def add_second_unit(site: Site) -> str:
    return add_unit(site.tenant, site.venue, "102")


def enable_resident(site: Site) -> str:
    token = add_resident(site)
    site.run_jobs()
    return token
