"""Notes every write that gateways have to follow and that does not mark their VLANs (`mark_gateway_vlans`)."""

from collections.abc import Collection, Iterator
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
OF_PEOPLE = frozenset({SUSPENDED, IN_SERVICE, AWAITING_TERMS})
PROPERTY_AND_VALUE = 2
Values = Collection[tuple[str, str]]
"""Properties with their values, as text."""


@contextmanager
def record_unmarked_causes() -> Iterator[None]:
    """Watch every write of a transaction."""
    commit = Transaction.commit

    def commit_watched(self: Transaction) -> None:
        events = [str(entry["event"]) for entry in self.entries]
        if has_cause(self.changes, self.guards, events) and not any(map(is_mark, self.changes)):
            undeclared.note(f"gateways are not marked for what they have to follow: {sorted(set(events))}")
        commit(self)

    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(Transaction, "commit", commit_watched)
        yield


def is_mark(change: Steps) -> bool:
    """Whether a change is one of `mark_gateway_vlans`: of VLANs at venues that have a gateway, or an order."""
    text = str(change.bytecode)
    return Prop.MARK_ID in text and (Prop.DRIVEN_BY in text or Label.MARK_ORDER in text)


def has_cause(changes: Collection[Steps], guards: Collection[Steps] = (), events: Collection[str] = ()) -> bool:
    """Whether a write adds, changes or ends a subscription, or changes a plan, a VLAN or who is in service."""
    same = frozenset(values_of(guards))
    if AuditEvent.TERMS_ACCEPTED in events:  # a VLAN is on without the terms
        same |= {(Prop.STATUS, IN_SERVICE)}
    has_new_unit = any("addV" in names_of(each) and Label.UNIT in text_of(each) for each in changes)
    ties = TIES - {Edge.ON_VLAN} if has_new_unit else TIES
    if AuditEvent.UNIT_IS_BEING_DELETED in events:  # what has ended is tied to the venue
        ties -= {Edge.SUBSCRIPTION_AT}
    return any(is_cause(change, same, ties) for change in changes)


def values_of(guards: Collection[Steps]) -> Iterator[tuple[str, str]]:
    """The values that guards demand of properties: to write one of these changes nothing."""
    for guard in guards:
        for name, *arguments in guard.bytecode.step_instructions:
            if name == "has" and len(arguments) == PROPERTY_AND_VALUE:
                yield str(arguments[0]), str(arguments[1])


def is_cause(change: Steps, same: Values, ties: Collection[str]) -> bool:
    """Whether a change alone is one."""
    steps = [(name, arguments) for name, *arguments in change.bytecode.step_instructions]
    names = names_of(change)
    if "addE" in names:
        return any(name == "addE" and not set(ties).isdisjoint(map(str, arguments)) for name, arguments in steps)
    if "addV" in names or "mergeV" in names:
        return False
    of_subscription = any(name == "V" and SUBSCRIPTION in str(arguments) for name, arguments in steps)
    if "drop" in names:
        of_tie = any(leads_to_tie(name, arguments, ties) for name, arguments in steps)
        return of_tie or (of_subscription and names.isdisjoint({"properties", "outE", "inE"}))
    written = [arguments[-2:] for name, arguments in steps if name == "property"]
    return any(is_followed(str(prop), str(value), same, of_subscription) for prop, value in written)


def leads_to_tie(name: str, arguments: list[Any], ties: Collection[str]) -> bool:
    return name in {"E", "outE", "inE"} and any(tie in str(argument) for argument in arguments for tie in ties)


def is_followed(prop: str, value: str, same: Values, of_subscription: bool) -> bool:  # noqa: FBT001  of four alike
    """Whether gateways follow a property that gets a value."""
    if (prop, value) in same:
        return False
    if prop == Prop.STATUS:
        return value in OF_PEOPLE
    return prop in OF_THINGS or (of_subscription and prop in OF_SUBSCRIPTIONS)


def names_of(change: Steps) -> set[str]:
    return {name for name, *_ in change.bytecode.step_instructions}


def text_of(change: Steps) -> list[str]:
    """The arguments of a change, as texts."""
    return [str(argument) for _, *arguments in change.bytecode.step_instructions for argument in arguments]
