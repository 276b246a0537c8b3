"""Run calls outside the primary region: reads here, writes in the primary."""

import contextlib

from vault.kernel import regions
from vault.kernel.errors import DomainError, Kind, Unavailable
from vault.kernel.values import value
from vault.runtime import forwarding, read_your_writes, responses
from vault.runtime.attempt import Attempt
from vault.runtime.http_event import LambdaEvent, LambdaResponse

MAY_LAG = frozenset({Kind.NOT_FOUND, Kind.FORBIDDEN})
"""Refusals that may be due to a write which the replica does not have yet."""


@value
class _SecondaryCall:
    attempt: Attempt
    event: LambdaEvent

    def forward(self) -> LambdaResponse:
        """The primary's response. Raises Unavailable, also for a 5xx where this region can handle the call itself."""
        attempt = self.attempt
        response = forwarding.forward(attempt.endpoint, self.event, attempt.call, attempt.context)
        status, error_code = responses.outcome(response)
        if attempt.endpoint.works_without_primary and status >= responses.SERVER_ERRORS:
            raise Unavailable(service=forwarding.primary.service)
        attempt.call_log.record_outcome(status, error_code)
        return response

    def check_and_forward(self) -> LambdaResponse:
        """Forward a write that passes here, or is refused for what the replica may lack."""
        # A read-only stage does not forward what it accepts.
        try:
            response = self.attempt.run_and_commit() if regions.mode().is_read_only else self.attempt.check()
        except DomainError as error:
            if error.kind not in MAY_LAG:
                raise
            response = None
        return response or self.forward()

    def read(self) -> LambdaResponse:
        """This region's response; the primary's to a read that has something to write, while the primary answers."""
        response = self.attempt.read()
        ctx = self.attempt.call_log.ctx
        if ctx and ctx.tx.changes and not regions.mode().is_read_only:
            with contextlib.suppress(Unavailable):
                return self.forward()
        return response


def handle(attempt: Attempt, event: LambdaEvent) -> LambdaResponse:
    """Forward or run a call; a response that may lack the caller's own writes has the lag header."""
    endpoint = attempt.endpoint
    if endpoint.primary_only:
        raise regions.PrimaryRegionOnly
    call = _SecondaryCall(attempt, event)
    has_written = read_your_writes.has_recent_write(attempt.call)
    if has_written or endpoint.command:
        try:
            return call.forward() if has_written else call.check_and_forward()
        except Unavailable:
            if endpoint.waits_for_primary:
                raise
    if endpoint.command:
        return attempt.run_unrecorded()
    response = call.read()
    if has_written is not False:
        response["headers"][read_your_writes.LAG_HEADER] = str(regions.replica_lag())
    return response
