"""Nothing of others at a MikroTik is ever changed or removed, whatever it is called."""

from collections.abc import Callable
from contextlib import suppress

from hypothesis import given, settings
from hypothesis import strategies as st

from local.routeros import factory
from local.routeros.device import Device, Row
from local.routeros.schema import TABLES
from local.routeros.traps import Trap
from tests.routers import DirectRouter
from vault.adapters.gateway_session import GatewayFailed, SpeedLimits, VlanOrder, VlanRefused
from vault.adapters.routeros.session import MikroTikSession

VLANS = st.integers(1050, 1052)
NAMES = st.sampled_from(["vault-1050", "vault-1051", "flat", "vault", "ether2", "bridge", "VAULT"])
COMMENTS = st.sampled_from(["", "defconf", "vault", "VAULT to the switch", "VAULTED"])
ADDRESSES = st.sampled_from(["10.132.26.1/24", "10.132.26.9/32", "10.132.0.1/16", "192.168.5.1/24"])
RATES = st.sampled_from(["0/0", "5M/5M", "1000/2000"])
LISTS = st.sampled_from(["", "LAN", "WAN"])
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
    "/interface/list/member": st.fixed_dictionaries({"list": LISTS, "interface": NAMES, "comment": COMMENTS}),
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
    is_removal=st.booleans(),
)


def router_with(foreign: list[tuple[str, dict[str, str]]]) -> DirectRouter:
    """A router from the factory with these rows, as far as it takes them."""
    device = Device("7.16")
    factory.configure(device)
    for path, row in foreign:
        attempt(lambda path=path, row=row: device.run(path, "add", row))
    return DirectRouter(device)


def attempt(work: Callable[[], object]) -> None:
    """What the router refuses is not done."""
    with suppress(GatewayFailed, Trap, VlanRefused):
        work()


def rows_of_others(device: Device, vlans: set[str]) -> list[tuple[str, Row]]:
    """All rows without our comment and name, by table; whether one of these VLANs is on is ours to say."""
    return [
        (path, {name: text for name, text in row.items() if name != "disabled" or row.get("vlan-id") not in vlans})
        for path in TABLES
        if path != "/interface"
        for row in device.run(path, "print", {})
    ]


@settings(max_examples=60, deadline=None)
@given(st.lists(rows, max_size=12), st.lists(orders, max_size=5))
def test_rows_of_others_stay_as_they_are_and_where_they_are(
    foreign: list[tuple[str, dict[str, str]]], ordered: list[VlanOrder]
) -> None:
    router = router_with(foreign)
    vlans = {str(order.vlan) for order in ordered}
    before = rows_of_others(router.device, vlans)
    session = MikroTikSession(router, port=8728)

    for order in ordered:
        session.read([order.vlan])
        attempt(lambda order=order: session.apply(order))
    attempt(lambda: session.allow_access(["203.0.113.7/32"]))

    after = rows_of_others(router.device, vlans)
    assert [row for row in after if row in before] == before


@settings(max_examples=40, deadline=None)
@given(st.lists(rows, max_size=8), orders)
def test_a_second_session_with_the_same_order_changes_nothing(
    foreign: list[tuple[str, dict[str, str]]], order: VlanOrder
) -> None:
    router = router_with(foreign)
    attempt(lambda: MikroTikSession(router, port=8728).apply(order))
    first = {path: router.device.run(path, "print", {}) for path in TABLES}

    attempt(lambda: MikroTikSession(router, port=8728).apply(order))

    assert {path: router.device.run(path, "print", {}) for path in TABLES} == first
