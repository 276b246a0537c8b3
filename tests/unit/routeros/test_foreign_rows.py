"""Nothing of others at a MikroTik is ever changed or removed, whatever it is called."""

from contextlib import suppress

from hypothesis import assume, example, given, settings
from hypothesis import strategies as st

from local.routeros import factory
from local.routeros.device import ID, Device, Row
from local.routeros.schema import TABLES
from local.routeros.traps import Trap
from tests.routers import DirectRouter
from vault.adapters.gateway_session import GatewayFailed, SpeedLimits, VlanOrder, VlanRefused
from vault.adapters.routeros.session import MikroTikSession

VLANS = st.integers(1050, 1051)
NAMES = st.sampled_from(["vault-1050", "vault-1050", "vault-1051", "flat", "bridge"])
COMMENTS = st.sampled_from(["", "defconf", "vault", "VAULT to the switch", "VAULTED"])
ADDRESSES = st.sampled_from(["10.132.26.9/32", "10.132.0.1/16", "192.168.5.1/24"])
RATES = st.sampled_from(["0/0", "5M/5M", "1000/2000"])
LISTS = st.sampled_from(["", "LAN", "vault-units"])
SWITCHES = st.sampled_from(["yes", "no"])
FOREIGN: dict[str, st.SearchStrategy[dict[str, str]]] = {
    "/interface/vlan": st.fixed_dictionaries(
        {
            "name": NAMES,
            "vlan-id": VLANS.map(str),
            "interface": st.sampled_from(["bridge", "ether2"]),
            "comment": COMMENTS,
            "disabled": SWITCHES,
        }
    ),
    "/ip/address": st.fixed_dictionaries({"address": ADDRESSES, "interface": NAMES, "comment": COMMENTS}),
    "/ip/pool": st.fixed_dictionaries({"name": NAMES, "ranges": st.just("192.168.5.10-192.168.5.20")}),
    "/ip/dhcp-server": st.fixed_dictionaries(
        {"name": st.sampled_from(["flat", "vault"]), "interface": NAMES, "disabled": SWITCHES}
    ),
    "/ip/dhcp-server/network": st.fixed_dictionaries(
        {"address": st.sampled_from(["10.132.26.0/24", "192.168.5.0/24"]), "comment": COMMENTS}
    ),
    "/queue/simple": st.fixed_dictionaries(
        {"name": NAMES, "target": NAMES, "max-limit": RATES, "comment": COMMENTS, "disabled": SWITCHES}
    ),
    "/interface/list/member": st.fixed_dictionaries(
        {"list": st.just("vault-units"), "interface": NAMES, "comment": COMMENTS}
    ),
    "/ip/firewall/filter": st.fixed_dictionaries(
        {
            "chain": st.sampled_from(["forward", "input"]),
            "action": st.sampled_from(["accept", "drop", "jump", "log", "fasttrack-connection"]),
            "in-interface-list": LISTS,
            "comment": COMMENTS,
            "disabled": SWITCHES,
        }
    ),
    "/ip/firewall/address-list": st.fixed_dictionaries(
        {"list": st.just("vault-api"), "address": st.sampled_from(["192.0.2.1", "203.0.113.7"]), "comment": COMMENTS}
    ),
}
rows = st.one_of([st.tuples(st.just(path), strategy) for path, strategy in FOREIGN.items()])
orders = st.builds(
    VlanOrder,
    vlan=VLANS,
    is_on=st.booleans(),
    limits=st.builds(SpeedLimits, up=st.integers(0, 9), down=st.integers(0, 9)),
    network=st.sampled_from([None, "10.132.26.0/24"]),
    is_removal=st.booleans(),
)
Installed = tuple[str, dict[str, str]]
"""A table, and the row that an installer adds to it."""
Step = VlanOrder | Installed | str
"""What happens: an order, a row that an installer adds, or an interface that they remove, by its name."""
steps: st.SearchStrategy[list[Step]] = st.lists(orders | rows | NAMES, max_size=14)


ON = VlanOrder(1050, is_on=True)
REMOVAL = VlanOrder(1050, is_on=False, is_removal=True)
NAMED_AS_OURS: Installed = ("/interface/vlan", {"name": "vault-1050", "vlan-id": "1050", "interface": "bridge"})
MEMBER: Installed = ("/interface/list/member", {"list": "vault-units", "interface": "vault-1050"})
ADDRESS: Installed = ("/ip/address", {"address": "192.168.5.1/24", "interface": "vault-1050"})


class Site:
    """A router, and which of its rows are of others."""

    def __init__(self) -> None:
        self.device = Device("7.16")
        factory.configure(self.device)
        self.device.run("/interface/list", "add", {"name": "vault-units"})
        self.foreign = {(path, row[ID]) for path, table in self.device.rows.items() for row in table}
        self.session = MikroTikSession(DirectRouter(self.device), port=8728)

    def take(self, step: Step) -> None:
        """Let it happen, as far as the router takes it."""
        with suppress(GatewayFailed, Trap, VlanRefused):
            if isinstance(step, VlanOrder):
                self.session.read([step.vlan])
                self.session.apply(step)
            elif isinstance(step, str):
                self.device.run("/interface/vlan", "remove", {ID: step})
            else:
                path, row = step
                added = self.device.run(path, "add", row)[0]["ret"]
                self.foreign.add(("/interface" if path.startswith("/interface/vlan") else path, added))

    def rows_of_others(self, vlan: int) -> list[tuple[str, Row]]:
        """As they are stored, in their order; whether an interface of this VLAN is enabled is ours to say."""
        return [
            (path, {name: text for name, text in row.items() if name != "disabled" or row.get("vlan-id") != str(vlan)})
            for path, table in self.device.rows.items()
            for row in table
            if (path, row[ID]) in self.foreign
        ]


@example([NAMED_AS_OURS, MEMBER, ADDRESS, ON, REMOVAL])
@example([ON, ADDRESS, "vault-1050", ON, REMOVAL])
@settings(max_examples=150, deadline=None)
@given(steps)
def test_rows_of_others_stay_as_they_are_and_where_they_are(happening: list[Step]) -> None:
    site = Site()

    for step in happening:
        vlan = step.vlan if isinstance(step, VlanOrder) else 0
        before = site.rows_of_others(vlan)
        site.take(step)
        if isinstance(step, VlanOrder):
            assert site.rows_of_others(vlan) == before
    before = site.rows_of_others(0)
    with suppress(VlanRefused):
        site.session.allow_access(["203.0.113.7/32"])

    assert site.rows_of_others(0) == before


@settings(max_examples=80, deadline=None)
@given(steps, orders)
def test_a_second_session_with_the_same_order_changes_nothing(happening: list[Step], order: VlanOrder) -> None:
    """But where a VLAN on another interface becomes the only one, which then is the trunk."""
    assume(not any(isinstance(step, tuple) and step[1].get("interface") == "ether2" for step in happening))
    site = Site()
    for step in [*happening, order]:
        site.take(step)
    first = {path: site.device.run(path, "print", {}) for path in TABLES}

    site.take(order)

    assert {path: site.device.run(path, "print", {}) for path in TABLES} == first
