"""Removals of staff whose time has come."""

from collections.abc import Mapping
from typing import Any

from vault.audit import carrier
from vault.audit import entries as audit
from vault.audit.events import AuditEvent
from vault.callers.model import Caller, Request
from vault.graph.connection import Conflict, answer
from vault.graph.schema import Prop
from vault.graph.steps import T, __
from vault.kernel.time import epoch_ms, now
from vault.operators.service import tenant
from vault.staff import queries
from vault.staff.service import NO_CHANNEL, tell

AT_ONCE = 100


def remove_due(function_name: str) -> int:
    """Carry out the removals that are due, some at a time; how many. Raises Unavailable."""
    rows = answer(queries.due(epoch_ms(now()), AT_ONCE))
    return sum(removed(function_name, row) for row in rows)


def removed(function_name: str, row: Mapping[Any, Any]) -> bool:
    """Carry out one removal; False where another run was faster."""
    caller = Caller(None, tenant("id", row[Prop.OPERATOR]), Request(function_name))
    token, role, venue = row[Prop.SUBSCRIBER], row[Prop.ROLE], row[Prop.VENUE]
    caller.tx.guard(__.V(row[T.id]))
    caller.tx.change(*queries.revoke(token, role, venue))
    about = {"roles": [role], "revocation": row[T.id], "scheduled_by": row[Prop.ADMINISTRATOR]}
    audit.record(caller, AuditEvent.STAFF_ACCESS_DISABLED, venue_id=venue, subscriber=token, **about)
    if row[Prop.CHANNELS] != NO_CHANNEL:
        tell(caller, token, row[Prop.CHANNELS].split(","), venue=venue, role=role)
    try:
        caller.tx.commit()
    except Conflict:
        return False
    carrier.carry(caller.tx.parcels)
    return True
