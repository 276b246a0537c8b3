"""What VAULT chooses at a MikroTik: the trunk, the network, the places of its rules."""

from contextlib import suppress
from dataclasses import replace

import pytest

from local.routeros.simulator import RouterOs
from tests.routers import NAME, OFF, ON, REMOVAL, VLAN, apply, rows_of_ours, session_with, switch_on
from vault.adapters.gateway_session import (
    GatewayFailed,
    GatewayFailure,
    Unsupported,
    VlanOrder,
    VlanRefused,
    VlanState,
)


def trunk_of(router: RouterOs) -> str:
    """The interface on which the VLAN hangs."""
    apply(router, ON)
    return rows_of_ours(router)["/interface/vlan"][0]["interface"]


def refusal_of(router: RouterOs, order: VlanOrder = ON) -> VlanRefused:
    """The error of one VLAN, after which the session goes on."""
    with session_with(router) as session:
        with pytest.raises(VlanRefused) as raised:
            session.apply(order)
        session.apply(VlanOrder(2000, is_on=False))
    return raised.value


def test_the_trunk_is_the_only_bridge(router: RouterOs) -> None:
    assert trunk_of(router) == "bridge"


def test_the_trunk_is_what_the_comment_of_the_installer_chooses(router: RouterOs) -> None:
    router.add("/interface/ethernet", name="sfp1", comment="VAULT: to the switch")

    assert trunk_of(router) == "sfp1"


def test_the_trunk_is_what_carries_all_vlans_there_are(router: RouterOs) -> None:
    router.add("/interface/vlan", name="guests", vlan_id="20", interface="ether3")

    assert trunk_of(router) == "ether3"


def test_the_comment_of_the_installer_counts_more_than_the_only_vlan_which_may_be_that_of_the_uplink(
    router: RouterOs,
) -> None:
    router.add("/interface/ethernet", name="sfp1", comment="VAULT")
    router.add("/interface/vlan", name="uplink", vlan_id="7", interface="ether1")

    assert trunk_of(router) == "sfp1"


def test_a_comment_that_comes_later_moves_no_vlan(router: RouterOs) -> None:
    apply(router, ON)
    router.add("/interface/ethernet", name="sfp1", comment="VAULT")

    apply(router, OFF, ON, switch_on(1051))

    assert [row["interface"] for row in router.rows("/interface/vlan")] == ["bridge", "sfp1"]


@pytest.mark.parametrize("comment", ["", "VAULT"])
def test_where_the_trunk_is_open_the_error_says_how_to_choose_it(router: RouterOs, comment: str) -> None:
    router.add("/interface/bridge", name="second", comment=comment)
    router.add("/interface/bridge", name="third", comment=comment)

    with session_with(router) as session:
        state, _ = session.read([VLAN]), session.apply(OFF)
        with pytest.raises(GatewayFailed, match="a comment that begins with VAULT") as raised:
            session.apply(ON)

    assert (raised.value.failure, state[VLAN]) == (GatewayFailure.SETUP, VlanState(is_on=None))


@pytest.mark.parametrize("name", ["", "flat-17"])
def test_a_vlan_is_switched_off_where_it_was_switched_on_though_the_trunk_is_open_now(
    router: RouterOs, name: str
) -> None:
    if name:
        router.add("/interface/vlan", name=name, vlan_id="1050", interface="bridge")
    apply(router, ON)
    router.add("/interface/vlan", name="uplink", vlan_id="7", interface="ether1")
    router.add("/interface/bridge", name="second")

    with session_with(router) as session:
        on = session.read([VLAN])[VLAN]
        session.apply(ON)
        session.apply(OFF)
        off = session.read([VLAN])[VLAN]

    assert (on.is_on, off.is_on) == (True, False)
    assert [row["disabled"] for row in router.rows("/interface/vlan")] == ["true", "false"]


def test_a_bridge_that_filters_vlans_needs_an_entry_which_the_error_names(router: RouterOs) -> None:
    router.device.run("/interface/bridge", "set", {".id": "bridge", "vlan-filtering": "yes"})
    router.add("/interface/bridge/vlan", bridge="bridge", vlan_ids="1051-1060", tagged="bridge,ether2")
    router.add("/interface/bridge/vlan", bridge="bridge", vlan_ids="1050", tagged="ether2")
    router.add("/interface/bridge/vlan", bridge="bridge", vlan_ids="1050", tagged="bridge", disabled="yes")

    refusal = refusal_of(router)

    assert "bridge=bridge vlan-ids=1050 tagged=bridge," in refusal.words
    assert (refusal.command, refusal.part) == ("/interface/bridge/vlan/add", Unsupported.INTERFACE)
    assert router.changes == []


def test_a_range_in_the_bridges_table_lets_its_vlans_through(router: RouterOs) -> None:
    router.device.run("/interface/bridge", "set", {".id": "bridge", "vlan-filtering": "yes"})
    router.add("/interface/bridge/vlan", bridge="bridge", vlan_ids="7,1000-1100", tagged="ether2,bridge")

    assert trunk_of(router) == "bridge"


@pytest.mark.parametrize(
    ("vlan", "network"),
    [(1, "10.128.1.1/24"), (255, "10.128.255.1/24"), (256, "10.129.0.1/24"), (4094, "10.143.254.1/24")],
)
def test_a_vlans_number_says_its_network(router: RouterOs, vlan: int, network: str) -> None:
    apply(router, switch_on(vlan))

    assert [row["address"] for row in router.rows("/ip/address")][1:] == [network]


@pytest.mark.parametrize("taken", ["10.132.26.77/32", "10.132.0.1/16", "10.132.26.1/24"])
def test_a_network_that_overlaps_an_address_of_the_router_gives_way(router: RouterOs, taken: str) -> None:
    router.add("/ip/address", address=taken, interface="ether1")
    router.add("/ip/address", address="10.144.0.9/23", interface="ether2")

    apply(router, ON)

    assert rows_of_ours(router)["/ip/address"][0]["address"] == "10.144.2.1/24"


def test_the_network_that_was_chosen_earlier_stays(router: RouterOs) -> None:
    apply(router, switch_on(VLAN, network="10.150.9.0/24"))

    assert rows_of_ours(router)["/ip/pool"][0]["ranges"] == "10.150.9.10-10.150.9.250"


def test_where_no_network_is_left_that_vlan_is_refused(router: RouterOs) -> None:
    router.add("/ip/address", address="10.200.0.1/8", interface="ether1")

    assert "No network is left" in refusal_of(router).words


@pytest.mark.parametrize("name", ["0.0.0.0/0", "10.0.0.0", "fe80::1"])
def test_a_queue_never_has_another_target_than_the_vlan(router: RouterOs, name: str) -> None:
    router.add("/interface/vlan", name=name, vlan_id="1050", interface="bridge", disabled="yes")

    refusal = refusal_of(router)

    assert (refusal.part, router.rows("/queue/simple")) == (Unsupported.BANDWIDTH_QUEUE, [])
    assert router.rows("/interface/vlan")[0]["disabled"] == "true"


def test_a_row_of_an_installer_that_has_our_name_is_left_and_the_vlan_refused_in_the_routers_words(
    router: RouterOs,
) -> None:
    router.add("/ip/pool", name=NAME, ranges="192.168.5.10-192.168.5.20")

    refusal = refusal_of(router)

    assert refusal.words == "failure: pool with such name exists"
    assert (refusal.command, refusal.part) == ("/ip/pool/add", Unsupported.DHCP_SERVER)
    assert rows_of_ours(router)["/interface/vlan"][0]["disabled"] == "true"


def test_an_interface_of_an_installer_that_has_our_name_and_hangs_elsewhere_is_left(router: RouterOs) -> None:
    router.add("/interface/ethernet", name="sfp1", comment="VAULT")
    router.add("/interface/vlan", name="uplink", vlan_id="7", interface="ether1")
    router.add("/interface/vlan", name=NAME, vlan_id="1050", interface="ether2", disabled="yes")

    refusal = refusal_of(router)

    assert refusal.words == "failure: already have interface with such name"
    assert [row["disabled"] for row in router.rows("/interface/vlan")] == ["false", "true"]


@pytest.mark.parametrize(
    ("path", "row"),
    [
        ("/queue/simple", {"name": NAME, "target": "10.0.0.0/8", "max_limit": "1/1"}),
        ("/ip/address", {"address": "192.168.5.1/24", "interface": NAME}),
        ("/ip/dhcp-server/network", {"address": "10.132.26.0/24", "gateway": "10.132.26.9"}),
    ],
)
def test_what_an_installer_added_to_a_vlan_of_ours_outlives_it(
    router: RouterOs, path: str, row: dict[str, str]
) -> None:
    apply(router, ON, REMOVAL)
    if path == "/ip/address":
        router.add("/interface/vlan", name=NAME, vlan_id="1050", interface="bridge", comment="VAULT", disabled="yes")
    router.add(path, **row)
    before = router.device.rows[path][-1].copy()

    for order in (ON, OFF, REMOVAL):
        with session_with(router) as session, suppress(VlanRefused):
            session.apply(order)

    assert before in router.device.rows[path]


def test_a_network_of_ours_that_an_installer_made_smaller_is_left_as_it_is(router: RouterOs) -> None:
    apply(router, ON)
    smaller = {".id": router.rows("/ip/address")[-1][".id"], "address": "10.132.26.1/30"}
    router.device.run("/ip/address", "set", smaller)
    before = rows_of_ours(router)

    apply(router, ON)
    on = rows_of_ours(router)
    apply(router, replace(REMOVAL, network="10.132.26.0/30"))

    assert on == before
    assert rows_of_ours(router)["/interface/vlan"] == []


def test_an_interface_of_ours_with_an_address_of_an_installer_gets_no_dhcp_server(router: RouterOs) -> None:
    router.add("/interface/vlan", name=NAME, vlan_id="1050", interface="bridge", comment="VAULT", disabled="yes")
    router.add("/ip/address", address="192.168.5.1/24", interface=NAME)

    apply(router, ON)

    assert [len(router.rows(path)) for path in ("/ip/dhcp-server", "/ip/pool")] == [1, 1]
    assert rows_of_ours(router)["/interface/vlan"][0]["disabled"] == "false"


def test_a_vlan_that_no_router_takes_is_refused(router: RouterOs) -> None:
    assert "out of range" in refusal_of(router, switch_on(4095)).words
