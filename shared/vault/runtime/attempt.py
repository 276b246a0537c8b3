"""One run of a call: resolve and check it, call the handler, commit, and start again on a conflict."""

from collections.abc import Callable, Iterator
from contextlib import ExitStack, contextmanager

from vault.callers.model import CallContext
from vault.graph.connection import Conflict, execute
from vault.graph.retry import retry_on_conflict
from vault.kernel import regions
from vault.kernel.errors import DomainError, FieldInvalid, Unavailable
from vault.kernel.values import value
from vault.limits import service as limits
from vault.outbox import relay
from vault.people.availability import tolerate_cognito_outage
from vault.runtime import authorization, content_negotiation, idempotency, models, resolution, responses
from vault.runtime.declaration import Declaration
from vault.runtime.http_event import LambdaContext, LambdaResponse
from vault.runtime.logs import CallLog

RESPONSE_RESERVE_MS = 2_000
MAX_ATTEMPTS = 60
"""Enough for dozens of calls at once that write to the same venue."""
Step = Callable[[models.Request, CallContext], LambdaResponse]
"""From the request, with its references resolved, and the context to the response."""


@value
class Attempt:
    """A call, and the ways in which a region runs it. Each raises the DomainError that refuses the call."""

    endpoint: Declaration
    call: resolution.Call
    context: LambdaContext
    call_log: CallLog

    def run(self) -> LambdaResponse:
        if regions.mode().has_remote_users and not self.endpoint.command:
            return self.read()
        return self.run_and_commit()

    def run_and_commit(self) -> LambdaResponse:
        return self._retry(self._handle_and_commit)

    def read(self) -> LambdaResponse:
        """Run a read; where Cognito does not answer, people's data are null and the response's message says so."""
        with tolerate_cognito_outage():
            return self.run_and_commit()

    def run_unrecorded(self) -> LambdaResponse:
        """Run a write, but keep only its log entries: the client sends it to the primary again (ADR 21)."""
        return self._retry(self._handle_unrecorded)

    def check(self) -> LambdaResponse | None:
        """Resolve and check the call without handling it; return the stored response of a repeated command, or None."""
        return self._retry(lambda _body, _ctx: {}) or None

    def _retry(self, step: Step) -> LambdaResponse:
        with limits.count_once(), ExitStack() as runs:
            try:
                return retry_on_conflict(lambda: self._run_once(step, runs), self._may_retry)
            except Conflict:
                raise Unavailable(service="graph") from None

    def _may_retry(self, attempts: int) -> bool:
        return attempts < MAX_ATTEMPTS and self.context.get_remaining_time_in_millis() >= RESPONSE_RESERVE_MS

    def _run_once(self, step: Step, runs: ExitStack) -> LambdaResponse:
        self.call_log.attempts += 1
        endpoint, call, body = self.endpoint, self.call, self.call.body
        resolved = resolution.resolve(call)
        ctx = self.call_log.ctx = resolved.caller
        runs.callback(ctx.tx.close)
        scope = authorization.find_scope(ctx, endpoint.requires)
        if call.body_error or body is None:
            raise call.body_error or FieldInvalid(field="")
        authorization.require_operator(ctx, endpoint.requires, call.operator_id)
        stored = call.command.find_answer(resolved.command, ctx) if call.command else None
        if stored and stored.is_within(scope):
            return _replay(stored, ctx)
        with self._yield_to_same_command(ctx, stored):
            things = authorization.resolve_references(body, resolved, scope)
            if stored:
                # The caller holds the permission elsewhere now, but over the same things.
                return _replay(stored, ctx)
            return step(body.model_copy(update=things), ctx)

    @contextmanager
    def _yield_to_same_command(self, ctx: CallContext, stored: idempotency.StoredAnswer | None) -> Iterator[None]:
        """Start again where the same command, sent twice at once, was done meanwhile: its own effect refuses it."""
        try:
            yield
        except Conflict:
            raise
        except DomainError:
            command = self.call.command
            if command and stored is None and execute(command.stored_command(ctx.operator.id)):
                raise Conflict(is_concurrent=True) from None
            raise

    def _handle_and_commit(self, body: models.Request, ctx: CallContext) -> LambdaResponse:
        if self.endpoint.command and regions.mode().is_read_only:
            return self._run_read_only(body, ctx)
        try:
            response = content_negotiation.render_response(self.endpoint, self.endpoint.handler(body, ctx), ctx)
            self._finish(body, ctx, response)
        finally:
            relay.try_publish(ctx.tx.outbox_records)
        return response

    def _run_read_only(self, body: models.Request, ctx: CallContext) -> LambdaResponse:
        if self.endpoint.waits_for_primary:
            raise regions.WriteNotPermitted
        return self._handle_unrecorded(body, ctx)

    def _handle_unrecorded(self, body: models.Request, ctx: CallContext) -> LambdaResponse:
        response = content_negotiation.render_response(self.endpoint, self.endpoint.handler(body, ctx), ctx)
        relay.append_log_entries(ctx.tx.entries)
        return response

    def _finish(self, body: models.Request, ctx: CallContext, response: LambdaResponse) -> None:
        tx = ctx.tx
        # A read writes at times; where that cannot be stored, its log entries are.
        if not (tx.changes or tx.messages) or regions.mode().discards_writes:
            if tx.entries:
                relay.append_log_entries(tx.entries)
            return
        if self.call.command:
            scope = authorization.find_scope(ctx, self.endpoint.requires)
            venues = idempotency.find_venues_used(body, scope)
            tx.change(self.call.command.record(response["body"], venues, ctx))
        tx.commit()


def _replay(stored: idempotency.StoredAnswer, ctx: CallContext) -> LambdaResponse:
    response = responses.json_response(responses.STATUS_DONE, stored.body, ctx.locale, ctx.request.correlation_id)
    if stored.is_for_another_call(ctx.request):
        response["headers"][idempotency.REPLAYED_HEADER] = "true"
    return response
