"""A call carried out: resolved and checked, handled and committed, and started again on a conflict."""

from collections.abc import Callable, Mapping
from typing import Any

from vault.callers.model import CallContext
from vault.graph.connection import Conflict
from vault.graph.retry import retry_on_conflict
from vault.kernel import regions
from vault.kernel.errors import FieldInvalid, Unavailable
from vault.kernel.values import value
from vault.outbox import relay
from vault.people.availability import tolerate_cognito_outage
from vault.runtime import content_negotiation, models, resolution, responses
from vault.runtime.declaration import Declaration
from vault.runtime.http_event import LambdaContext
from vault.runtime.logs import CallLog

LEFT_FOR_THE_ANSWER_MS = 2_000
Step = Callable[[models.Request, CallContext], dict[str, Any]]
"""From the body, its references resolved, and the caller to the response."""


@value
class Attempt:
    """A call, and the ways in which a region may carry it out. Each raises what the call is refused for."""

    endpoint: Declaration
    call: resolution.Call
    context: LambdaContext
    call_log: CallLog

    def run(self) -> dict[str, Any]:
        """The response of a region that has the graph's writer, wherever the user pools are."""
        if regions.mode().has_remote_users and not self.endpoint.command:
            return self.read()
        return self.commit()

    def commit(self) -> dict[str, Any]:
        """Handle the call and commit what it writes. In a read-only stage, see `_run_read_only`."""
        return self._retry(self._commit)

    def read(self) -> dict[str, Any]:
        """Handle a read; people whom Cognito does not tell of now are null, and the response says so."""
        with tolerate_cognito_outage():
            return self.commit()

    def run_unrecorded(self) -> dict[str, Any]:
        """Handle a write and keep its log entries alone: the primary writes the rest when asked again (ADR 21)."""
        return self._retry(self._handle_unrecorded)

    def check(self) -> dict[str, Any] | None:
        """Resolve and check the call without handling it; the stored response of a command that was done before."""
        return self._retry(lambda _body, _caller: {}) or None

    def _retry(self, step: Step) -> dict[str, Any]:
        try:
            return retry_on_conflict(lambda: self._run_once(step), self._may_retry)
        except Conflict:
            raise Unavailable(service="graph") from None

    def _may_retry(self, _attempts: int) -> bool:
        return self.context.get_remaining_time_in_millis() >= LEFT_FOR_THE_ANSWER_MS

    def _run_once(self, step: Step) -> dict[str, Any]:
        self.call_log.attempts += 1
        endpoint, call, body = self.endpoint, self.call, self.call.body
        resolved = resolution.resolve(call)
        ctx = self.call_log.caller = resolved.caller
        scope = resolution.find_scope(ctx, endpoint.requires)
        if call.body_error or body is None:
            raise call.body_error or FieldInvalid(field="")
        resolution.require_operator(ctx, endpoint.requires, call.operator_id)
        if call.command and (stored := call.command.replay(resolved.command, ctx)):
            return responses.json_response(responses.STATUS_DONE, stored, ctx.locale, call.request.correlation_id)
        body = body.model_copy(update=resolution.resolve_references(body, resolved, scope))
        return step(body, ctx)

    def _commit(self, body: models.Request, ctx: CallContext) -> dict[str, Any]:
        if self.endpoint.command and regions.mode().is_read_only:
            return self._run_read_only(body, ctx)
        try:
            response = content_negotiation.render_response(self.endpoint, self.endpoint.handler(body, ctx), ctx)
            self._finish(ctx, response)
        finally:
            relay.try_publish(ctx.tx.outbox_records)
        return response

    def _run_read_only(self, body: models.Request, ctx: CallContext) -> dict[str, Any]:
        if self.endpoint.waits_for_primary:
            raise regions.WriteNotPermitted
        return self._handle_unrecorded(body, ctx)

    def _handle_unrecorded(self, body: models.Request, ctx: CallContext) -> dict[str, Any]:
        response = content_negotiation.render_response(self.endpoint, self.endpoint.handler(body, ctx), ctx)
        relay.append_log_entries(ctx.tx.entries)
        return response

    def _finish(self, ctx: CallContext, response: Mapping[str, Any]) -> None:
        """Commit what the handler wrote, with the command's response; a read leaves only its audit entries."""
        tx = ctx.tx
        if not (tx.changes or tx.messages):
            if tx.entries:
                relay.append_log_entries(tx.entries)
            return
        if self.call.command:
            tx.change(self.call.command.record(response["body"], ctx))
        tx.commit()
