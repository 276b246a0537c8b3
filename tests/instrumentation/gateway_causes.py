"""Notes every write that gateways have to follow and that does not mark their VLANs (`mark_gateway_vlans`)."""

from collections.abc import Iterator
from contextlib import contextmanager
from typing import Any

import pytest

from tests.instrumentation import undeclared
from vault.audit.events import AuditEvent
from vault.graph.schema import Edge, Label, Prop
from vault.graph.steps import Steps
from vault.graph.transaction import Transaction
from vault.kernel.statuses import AWAITING_TERMS, IN_SERVICE, SUSPENDED
from vault.plans.model import GATEWAY_PROPERTIES

SUBSCRIPTION = "._V3SUBSCRIPTION_."
"""In the id of every subscription."""
TIES = frozenset({Edge.SUBSCRIPTION_AT, Edge.SUBSCRIPTION_PLAN, Edge.ON_VLAN})
"""What puts a subscription at a unit and under a plan, and a unit on a VLAN."""
OF_SUBSCRIPTIONS = frozenset({Prop.STARTS_AT, Prop.ENDS_AT})
OF_THINGS = frozenset({*GATEWAY_PROPERTIES, Prop.WIRELESS_ONLY_OFFSET})
PAIR = 2
OF_PEOPLE = frozenset({SUSPENDED, IN_SERVICE, AWAITING_TERMS})
NO_CAUSE = {
    AuditEvent.ACCOUNT_CLAIMED: "nobody has a subscription before they have an account",
    AuditEvent.SERVICE_PLAN_ADDED: "nobody has a new plan",
    AuditEvent.UNIT_ADDED: "nobody lives in a new unit",
    AuditEvent.TERMS_ACCEPTED: "terms that are not accepted yet do not keep a VLAN off",
    AuditEvent.SUBSCRIBER_ADDED: "the status of a new person says nothing: their subscription has a mark",
    AuditEvent.STAFF_ACCESS_ENABLED: "staff have no subscription by that",
}
"""Events of writes that look like a cause and are none, with the reason."""


@contextmanager
def record_unmarked_causes() -> Iterator[None]:
    """Watch every write of a transaction."""
    commit = Transaction.commit

    def commit_watched(self: Transaction) -> None:
        same = frozenset(unchanged_values(self.guards))
        if any(is_cause(change, same) for change in self.changes) and not any(map(is_mark, self.changes)):
            events = {entry["event"] for entry in self.entries}
            if not events & set(NO_CAUSE):
                undeclared.note(f"gateways are not marked for what they have to follow: {sorted(map(str, events))}")
        commit(self)

    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(Transaction, "commit", commit_watched)
        yield


def is_mark(change: Steps) -> bool:
    """Whether a change is one of `mark_gateway_vlans`: of VLANs at venues that have a gateway, or an order."""
    text = str(change.bytecode)
    return Prop.MARK_ID in text and (Prop.DRIVEN_BY in text or Label.MARK_ORDER in text)


def unchanged_values(guards: list[Steps]) -> Iterator[tuple[str, Any]]:
    """Properties with the values that guards demand: to write one of these changes nothing."""
    for guard in guards:
        for name, *arguments in guard.bytecode.step_instructions:
            if name == "has" and len(arguments) == PAIR:
                yield str(arguments[0]), str(arguments[1])


def is_cause(change: Steps, same: frozenset[tuple[str, Any]] = frozenset()) -> bool:
    """Whether a change adds, moves, ends or deletes a subscription, or changes a plan, a VLAN or who is in service."""
    steps = [(name, arguments) for name, *arguments in change.bytecode.step_instructions]
    if ("addV", [Label.VENUE]) in steps:
        return False
    is_about_subscription = any(name == "V" and SUBSCRIPTION in str(ids) for name, ids in steps)
    drops = any(name == "drop" for name, _ in steps)
    return any(
        (name == "addE" and TIES & {*map(str, arguments)})
        or (drops and ties_in(name, arguments))
        or (name == "property" and is_followed(arguments, same, is_about_subscription=is_about_subscription))
        for name, arguments in steps
    ) or (drops and is_about_subscription and not any(name in {"properties", "outE"} for name, _ in steps))


def ties_in(name: str, arguments: list[Any]) -> bool:
    """Whether a step takes to a tie that is then dropped."""
    return name in {"E", "outE", "inE"} and any(tie in str(argument) for argument in arguments for tie in TIES)


def is_followed(arguments: list[Any], same: frozenset[tuple[str, Any]], *, is_about_subscription: bool) -> bool:
    """Whether gateways follow a property with its new value."""
    *_, prop, written = arguments
    if (str(prop), str(written)) in same:
        return False
    if prop == Prop.STATUS:
        return written in OF_PEOPLE
    return prop in OF_THINGS or (is_about_subscription and prop in OF_SUBSCRIPTIONS)
