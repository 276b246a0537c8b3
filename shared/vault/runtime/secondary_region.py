"""How a call is carried out outside the primary region: reads here, writes in the primary."""

from collections.abc import Callable, Mapping
from typing import Any

from vault.audit import carrier
from vault.callers.model import Caller
from vault.kernel import regions
from vault.kernel.errors import DomainError, Kind, Unavailable
from vault.kernel.values import value
from vault.people import service as people
from vault.runtime import content_negotiation, forwarding, models, read_your_writes, responses
from vault.runtime.declaration import Declaration
from vault.runtime.logs import CallLog
from vault.runtime.pipeline import CarryOut, handled
from vault.runtime.resolution import Call

MAY_LAG = frozenset({Kind.NOT_FOUND, Kind.FORBIDDEN})
"""Refusals that may rest upon what somebody else has written, and the replica does not have yet."""


@value
class Away:
    """A call outside the primary region."""

    endpoint: Declaration
    event: Mapping[str, Any]
    call: Call
    context: Any
    noted: CallLog

    def forwarded(self, *_checked: Any) -> dict[str, Any]:
        """The primary's answer. Raises Unavailable, also where it fails at what this region can do by itself."""
        answered = forwarding.forward(self.endpoint, self.event, self.call, self.context)
        status, error_code = responses.outcome(answered)
        if self.endpoint.works_without_primary and status >= responses.SERVER_ERRORS:
            raise Unavailable(service=forwarding.primary.service)
        self.noted.record_outcome(status, error_code)
        return answered


def perform(away: Away, carried_out: Callable[[CarryOut], dict[str, Any]]) -> dict[str, Any]:
    """The answer to a call: of the primary, if it writes or its caller has just written, else of this region.

    An answer of this region that may lack what its caller has written says so. Raises whatever it is refused for.
    """
    if away.endpoint.primary_only:
        raise regions.PrimaryRegionOnly
    written = read_your_writes.has_recent_write(away.call)
    if written or away.endpoint.command:
        try:
            return away.forwarded() if written else checked_and_forwarded(away, carried_out)
        except Unavailable:
            if away.endpoint.waits_for_primary:
                raise
    if away.endpoint.command:
        return carried_out(provisional)
    answered = read_here(carried_out)
    if written is not False:
        answered["headers"][read_your_writes.LAG_HEADER] = str(regions.replica_lag())
    return answered


def checked_and_forwarded(away: Away, carried_out: Callable[[CarryOut], dict[str, Any]]) -> dict[str, Any]:
    """The primary's answer to a write that this region would let pass, or refuses for what its replica may lack."""
    try:
        return carried_out(away.forwarded)
    except DomainError as error:
        if error.kind in MAY_LAG:
            return away.forwarded()
        raise


def read_here(carried_out: Callable[[CarryOut], dict[str, Any]]) -> dict[str, Any]:
    """The answer of this region; people of whom Cognito does not tell now are null, and it says so."""
    with people.as_far_as_told() as untold:
        answered = carried_out(handled)
    return responses.untold(answered) if untold else answered


def provisional(endpoint: Declaration, _call: Call, body: models.Request, caller: Caller) -> dict[str, Any]:
    """Handle, and keep the log entries alone: the primary writes the rest when it is asked again (docs/adr/0021)."""
    answered = endpoint.handler(body, caller)
    prepared = content_negotiation.render_response(endpoint, answered, caller)
    carrier.append(caller.tx.entries)
    return prepared
