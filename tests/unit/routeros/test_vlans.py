"""A VLAN at a MikroTik: created, limited, switched off and removed, in every version and by both interfaces."""

from collections.abc import Iterator
from dataclasses import replace

import pytest

from local.routeros.simulator import RouterOs
from tests.routers import LIMITS, NAME, OFF, ON, PARTS, REMOVAL, VLAN, apply, rows_of_ours, session_with, switch_on
from vault.adapters.gateway_session import SpeedLimits, VlanState

SERVICES = [
    ("6.42", "api"),
    ("6.45", "api-ssl"),
    ("7.16", "api"),
    ("7.20", "api"),
    ("7.16", "www"),
    ("7.20", "www-ssl"),
]
NETWORK = "10.132.26.0/24"


@pytest.fixture(params=SERVICES, ids=" ".join)
def service(request: pytest.FixtureRequest) -> Iterator[tuple[RouterOs, str]]:
    version, name = request.param
    with RouterOs(version=version) as router:
        yield router, name


def test_a_vlan_is_created_whole_and_enabled_last(service: tuple[RouterOs, str]) -> None:
    router, name = service

    apply(router, ON, service=name)

    (interface,), (address,), (pool,), (network,), (server,), (member,), (queue,) = rows_of_ours(router).values()
    assert (interface["vlan-id"], interface["interface"], interface["disabled"]) == ("1050", "bridge", "false")
    assert (address["address"], pool["ranges"]) == ("10.132.26.1/24", "10.132.26.10-10.132.26.250")
    assert (network["address"], network["gateway"]) == (NETWORK, "10.132.26.1")
    assert (server["address-pool"], server["disabled"], member["list"]) == (NAME, "false", "vault-units")
    assert (queue["target"], queue["max-limit"]) == (NAME, "20000000/100000000")
    assert [router.changes[0].path, router.changes[-1].path] == ["/interface/vlan/add", "/interface/vlan/set"]
    assert router.changes[0].attributes["disabled"] == "yes"


def test_another_vlan_takes_eight_commands_another_speed_one_and_the_same_none(service: tuple[RouterOs, str]) -> None:
    router, name = service
    apply(router, ON, service=name)
    counts = []

    for order in (switch_on(1051), switch_on(1051, SpeedLimits(1000, 2000))):
        for _ in range(2):
            before = len(router.changes)
            apply(router, order, service=name)
            counts.append(len(router.changes) - before)

    assert counts == [8, 0, 1, 0]


def test_what_is_read_back_is_what_was_ordered(service: tuple[RouterOs, str]) -> None:
    router, name = service

    with session_with(router, name) as session:
        before = session.read([VLAN])
        session.apply(ON)
        on = session.read([VLAN])
        session.apply(OFF)
        off = session.read([VLAN])

    assert before[VLAN] == VlanState(is_on=None)
    assert on[VLAN] == VlanState(is_on=True, limits=LIMITS, network=NETWORK)
    assert off[VLAN] == VlanState(is_on=False, limits=None, network=NETWORK)


def test_each_reading_is_of_what_is_there_now(router: RouterOs) -> None:
    apply(router, ON)

    with session_with(router) as session:
        before = session.read([VLAN])[VLAN]
        router.device.run("/interface/vlan", "disable", {".id": NAME})
        after = session.read([VLAN])[VLAN]

    assert (before.is_on, after.is_on) == (True, False)


def test_off_begins_with_the_interface_and_on_ends_with_it(service: tuple[RouterOs, str]) -> None:
    router, name = service
    apply(router, ON, service=name)
    before = len(router.changes)

    apply(router, OFF, service=name)
    apply(router, ON, service=name)

    switched = [command.path.rpartition("/")[0] for command in router.changes[before:]]
    assert switched == [
        *("/interface/vlan", "/ip/dhcp-server", "/queue/simple"),
        *("/ip/dhcp-server", "/queue/simple", "/interface/vlan"),
    ]


def test_a_removal_leaves_nothing_of_the_vlan(service: tuple[RouterOs, str]) -> None:
    router, name = service
    before = {path: router.rows(path) for path in PARTS}
    apply(router, ON, service=name)

    apply(router, REMOVAL, service=name)
    apply(router, REMOVAL, service=name)

    assert {path: router.rows(path) for path in PARTS} == before


@pytest.mark.parametrize("count", [1, 60])
def test_a_session_reads_each_table_once_whatever_the_number_of_vlans(router: RouterOs, count: int) -> None:
    vlans = range(VLAN, VLAN + count)

    with session_with(router) as session:
        session.read(vlans)
        for vlan in vlans:
            session.apply(switch_on(vlan))
        reads = [command for command in router.commands if not command.is_change]
        session.read(vlans)
    later = [command for command in router.commands if not command.is_change][len(reads) :]

    assert len(reads) <= 12
    assert len(later) <= 12


def test_a_vlan_of_an_installer_is_only_switched(service: tuple[RouterOs, str]) -> None:
    router, name = service
    router.add("/interface/vlan", name="flat-17", vlan_id="1050", interface="bridge", disabled="yes")
    router.add("/ip/address", address="192.168.17.1/24", interface="flat-17")

    apply(router, ON, service=name)
    on = router.rows("/interface/vlan")
    apply(router, OFF, service=name)

    assert [(row["name"], row["disabled"]) for row in on] == [("flat-17", "false")]
    assert router.rows("/interface/vlan")[0]["disabled"] == "true"
    assert [row["target"] for row in router.rows("/queue/simple")] == ["flat-17"]
    assert "flat-17" in {row["interface"] for row in router.rows("/interface/list/member")}
    assert [row["name"] for row in router.rows("/ip/dhcp-server")] == ["defconf"]


def test_the_removal_of_an_installers_vlan_removes_our_rows_and_switches_it_off(router: RouterOs) -> None:
    router.add("/interface/vlan", name="flat-17", vlan_id="1050", interface="bridge")
    apply(router, ON)

    apply(router, REMOVAL)

    assert [row["disabled"] for row in router.rows("/interface/vlan")] == ["true"]
    assert router.rows("/queue/simple") == []


def test_a_removal_takes_away_an_interface_whose_trunk_is_gone(router: RouterOs) -> None:
    apply(router, ON)
    router.device.run("/interface/bridge", "remove", {".id": "bridge"})

    apply(router, REMOVAL)

    assert [len(rows) for rows in rows_of_ours(router).values()] == [0] * 7


def test_a_removal_takes_away_what_an_installer_left_of_the_vlan(router: RouterOs) -> None:
    before = {path: router.rows(path) for path in PARTS if path != "/interface/list/member"}
    apply(router, ON)
    router.device.run("/interface/vlan", "remove", {".id": NAME})

    apply(router, replace(REMOVAL, network=NETWORK))

    assert {path: router.rows(path) for path in before} == before


@pytest.mark.parametrize(("version", "down"), [("6.42", "0"), ("7.16", "5000000000")])
def test_a_limit_beyond_what_the_router_can_hold_is_none(version: str, down: str) -> None:
    with RouterOs(version=version) as router:
        apply(router, switch_on(VLAN, SpeedLimits(20_000_000, 5_000_000_000)))

        assert [row["max-limit"] for row in router.rows("/queue/simple")] == [f"20000000/{down}"]


def test_our_queues_stand_before_those_of_others(router: RouterOs) -> None:
    router.add("/queue/simple", name="everybody", target="10.0.0.0/8")
    apply(router, ON)
    first = router.rows("/queue/simple")[0]["name"]
    router.device.run("/queue/simple", "move", {"numbers": "everybody", "destination": NAME})

    apply(router, ON)

    assert (first, [row["name"] for row in router.rows("/queue/simple")]) == (NAME, [NAME, "everybody"])


def test_rows_whose_interface_was_removed_are_replaced(service: tuple[RouterOs, str]) -> None:
    router, name = service
    apply(router, ON, service=name)
    whole = rows_of_ours(router)
    router.device.run("/interface/vlan", "remove", {".id": NAME})
    dangling = router.rows("/queue/simple")[0]["target"]

    apply(router, ON, service=name)

    again = rows_of_ours(router)
    assert dangling.startswith("*")
    assert {path: len(rows) for path, rows in again.items()} == {path: len(rows) for path, rows in whole.items()}
    assert [row for rows in again.values() for row in rows if dangling in row.values() and row[".id"] != dangling] == []


def test_a_server_whose_pool_was_removed_is_replaced(router: RouterOs) -> None:
    apply(router, ON)
    router.device.run("/ip/pool", "remove", {".id": NAME})

    apply(router, ON)

    assert [row["address-pool"] for row in rows_of_ours(router)["/ip/dhcp-server"]] == [NAME]


def test_a_trunk_that_was_removed_leaves_a_vlan_that_is_replaced(router: RouterOs) -> None:
    router.add("/interface/bridge", name="other")
    router.add("/interface/vlan", name="first", vlan_id="7", interface="other")
    apply(router, ON)
    router.device.run("/interface/bridge", "remove", {".id": "other"})

    apply(router, ON)

    parts = rows_of_ours(router)
    assert [row["interface"] for row in parts["/interface/vlan"]] == ["bridge"]
    assert [row["target"] for row in parts["/queue/simple"]] == [NAME]
    assert [len(rows) for rows in parts.values()] == [1] * 7
