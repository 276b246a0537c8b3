"""Remember who has just written: while replicas may lag, their reads go to the writer (docs/adr/0018)."""

from vault.graph import connection, replica_marks
from vault.kernel import regions
from vault.runtime.attempt import Attempt
from vault.runtime.http_event import LambdaResponse
from vault.runtime.resolution import Call

LAG_HEADER = "X-Replica-Lag-Seconds"


def handle(attempt: Attempt) -> LambdaResponse:
    """Run a call in the primary region; a read goes to the writer if its caller has just written."""
    endpoint, call = attempt.endpoint, attempt.call
    if endpoint.command:
        return record_finished_write(call, attempt.run())
    if endpoint.reads_consistently or has_recent_write(call) is False:
        return attempt.run()
    with connection.use_writer():
        return attempt.run()


def record_finished_write(call: Call, response: LambdaResponse) -> LambdaResponse:
    """Record the write; if that fails, add the lag header to the response."""
    if not record_write(call):
        response["headers"][LAG_HEADER] = str(regions.replica_lag())
    return response


def record_write(call: Call, *, under_way: bool = False) -> bool:
    """Record that a caller writes, before and after the write; False where Redis does not answer."""
    return replica_marks.set_marks(_marks(call)[-1:], under_way=under_way)


def has_recent_write(call: Call) -> bool | None:
    """Whether the caller has just written; None where Redis does not answer."""
    return replica_marks.has_mark(_marks(call))


def _marks(call: Call) -> list[str]:
    """By source, and by user where there is one: what is written before a sign-in is read after it."""
    request, claims = call.request, call.claims
    source = replica_marks.source_mark(request.origin, request.source_ip, request.user_agent)
    return [source, *([replica_marks.person_mark(claims.issuer, claims.username)] if claims else [])]
