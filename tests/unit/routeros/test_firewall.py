"""The rules of VAULT in the firewall of a MikroTik, and where they stand."""

from local.routeros.simulator import RouterOs
from tests.routers import ON, apply, session_with

OUTGOING = ["198.51.100.7/32", "203.0.113.0/28"]


def forward_rules(router: RouterOs) -> list[str]:
    """The chain in its order: ours by action and lists, others by action."""
    return [
        f"{row['action']} {row.get('in-interface-list', '')}>{row.get('out-interface-list', '')}"
        if row.get("comment") == "VAULT"
        else row["action"]
        for row in router.rows("/ip/firewall/filter")
        if row["chain"] == "forward"
    ]


def test_units_are_kept_apart_before_anything_accepts_and_limits_go_before_fasttrack(router: RouterOs) -> None:
    apply(router, ON)

    assert forward_rules(router) == [
        "passthrough",
        "drop vault-units>vault-units",
        "accept",
        "accept",
        "accept vault-units>",
        "accept >vault-units",
        "fasttrack-connection",
        *("accept", "drop", "drop"),
    ]


def test_without_fasttrack_one_rule_is_enough() -> None:
    with RouterOs(has_factory_configuration=False) as router:
        router.add("/interface/bridge", name="bridge")
        router.add("/ip/firewall/filter", chain="forward", action="jump", jump_target="guests")

        apply(router, ON)

        assert forward_rules(router) == ["drop vault-units>vault-units", "jump"]


def test_rules_of_ours_that_were_moved_or_disabled_are_put_right(router: RouterOs) -> None:
    apply(router, ON)
    right = forward_rules(router)
    ours = [row[".id"] for row in router.rows("/ip/firewall/filter") if row.get("comment") == "VAULT"]
    for each in ours:
        router.device.run("/ip/firewall/filter", "move", {"numbers": each, "destination": ""})
        router.device.run("/ip/firewall/filter", "disable", {".id": each})

    apply(router, ON)

    assert forward_rules(router) == right
    assert [row[".id"] for row in router.rows("/ip/firewall/filter") if row["disabled"] == "true"] == []


def test_access_is_let_in_before_the_first_rule_that_drops_and_a_second_call_changes_nothing(router: RouterOs) -> None:
    counts = []
    for _ in range(2):
        with session_with(router) as session:
            session.allow_access(OUTGOING)
        counts.append(len(router.changes))

    rules = [row for row in router.rows("/ip/firewall/filter") if row["chain"] == "input"]
    assert counts == [3, 3]
    assert [row["address"] for row in router.rows("/ip/firewall/address-list")] == ["198.51.100.7", "203.0.113.0/28"]
    assert [row.get("dst-port") for row in rows_before_drop(rules)] == [None, str(router.ports["api"])]


def rows_before_drop(rules: list[dict[str, str]]) -> list[dict[str, str]]:
    """The rules before the first that drops."""
    actions = [row["action"] for row in rules]
    return rules[: actions.index("drop")]


def test_entries_of_ours_that_are_out_of_date_go_after_the_new_ones_are_there(router: RouterOs) -> None:
    router.add("/ip/firewall/address-list", list="vault-api", address="192.0.2.9")
    with session_with(router) as session:
        session.allow_access(OUTGOING)

    with session_with(router, "api-ssl") as session:
        session.allow_access(["203.0.113.99/32"])

    commands = [command.path for command in router.changes[3:]]
    assert [row["address"] for row in router.rows("/ip/firewall/address-list")] == ["192.0.2.9", "203.0.113.99"]
    assert [path.rpartition("/")[2] for path in commands] == ["add", "add", "remove", "remove", "remove"]
    ours = [row for row in router.rows("/ip/firewall/filter") if row.get("comment") == "VAULT"]
    assert [row["dst-port"] for row in ours] == [str(router.ports["api-ssl"])]
