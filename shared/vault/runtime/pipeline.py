"""How a call is carried out: believed, resolved, handled, committed, and started again on a conflict."""

import functools
import itertools
import random
import time
from collections.abc import Callable, Mapping
from typing import Any

from pydantic import ValidationError

from vault.audit import carrier
from vault.callers.model import Caller, Request
from vault.callers.references import Given
from vault.graph import connection
from vault.graph.connection import Conflict
from vault.kernel import regions, vocabulary
from vault.kernel.errors import DomainError, FieldInvalid, Unavailable
from vault.runtime import (
    access_tokens,
    content_negotiation,
    http_event,
    idempotency,
    models,
    radius_auth,
    resolution,
    responses,
)
from vault.runtime.declaration import Declaration, Route
from vault.runtime.logs import CallLog

LEFT_FOR_THE_ANSWER_MS = 2_000
LONGEST_PAUSE = 0.25
Body = tuple[models.Request | None, DomainError | None]
"""A body as its model, or what is wrong with it."""
CarryOut = Callable[[Declaration, resolution.Call, Any, Caller], dict[str, Any]]
"""What is done with a call that has been checked."""


def perform(
    endpoint: Declaration, event: Mapping[str, Any], request: Request, context: Any, noted: CallLog
) -> dict[str, Any]:
    """The answer to a call. Raises whatever it is refused for."""
    if endpoint.route is Route.IAM:
        from vault.runtime import command_receiver

        return command_receiver.handle(endpoint, event, context)
    raw = http_event.parse_body(event)
    token = token_of(endpoint, event, raw)
    claims = claimed(endpoint, token)
    body, wrong = parsed(endpoint, {**raw, vocabulary.wire(endpoint.token_field): token} if token else raw)
    call = resolution.Call(
        request=request,
        claims=claims,
        credentials=radius_auth.parse_credentials(authorization_of(event)) if endpoint.is_for_radius_servers else None,
        operator_id=text_of(raw.get(vocabulary.wire("operator_id"))),
        body=body,
        references=given(body) if body else {},
        consistent_read=endpoint.reads_consistently,
        allow_expired=endpoint.allows_expired_token,
        command=idempotency.identify_command(endpoint, claims, request, raw),
    )
    carried_out = functools.partial(repeated, functools.partial(attempt, endpoint, call, (body, wrong), noted), context)
    if regions.elsewhere():
        from vault.runtime import secondary_region

        return secondary_region.perform(secondary_region.Away(endpoint, event, call, context, noted), carried_out)
    return in_primary(endpoint, call, carried_out)


def in_primary(
    endpoint: Declaration, call: resolution.Call, carried_out: Callable[[CarryOut], dict[str, Any]]
) -> dict[str, Any]:
    """The answer of the primary region, where the pools need not be: they stay where they were made."""
    performed = functools.partial(carried_out, handled)
    if regions.persons_elsewhere() and not endpoint.command:
        from vault.runtime import secondary_region

        performed = functools.partial(secondary_region.read_here, carried_out)
    if connection.has_replicas():
        from vault.runtime import read_your_writes

        return read_your_writes.handle(endpoint, call, performed)
    return performed()


def repeated(attempted: Callable[[CarryOut], dict[str, Any]], context: Any, carry_out: CarryOut) -> dict[str, Any]:
    """The answer to a call, which starts again on a conflict while there is time. Raises Unavailable then."""
    for number in itertools.count(1):
        try:
            return attempted(carry_out)
        except Conflict:
            if context.get_remaining_time_in_millis() < LEFT_FOR_THE_ANSWER_MS:
                break
            time.sleep(random.uniform(0, min(LONGEST_PAUSE, 0.005 * 2 ** min(number, 10))))  # noqa: S311  a pause
    raise Unavailable(service="graph")


def attempt(
    endpoint: Declaration, call: resolution.Call, read: Body, noted: CallLog, carry_out: CarryOut
) -> dict[str, Any]:
    """Resolve and check, and carry the call out, once."""
    noted.attempts += 1
    body, wrong = read
    resolved = resolution.resolve(call)
    caller = noted.caller = resolved.caller
    scope = resolution.find_scope(caller, endpoint.requires)
    if wrong or body is None:
        raise wrong or FieldInvalid(field="")
    resolution.require_operator(caller, endpoint.requires, call.operator_id)
    if call.command and (told := call.command.replay(resolved.command, caller)):
        return responses.json_response(responses.STATUS_DONE, told, caller.locale, call.request.correlation_id)
    things = resolution.resolve_references(body, resolved, scope)
    if endpoint.command and regions.read_only():
        carry_out = unwritten(endpoint)
    return carry_out(endpoint, call, body.model_copy(update=things), caller)


def unwritten(endpoint: Declaration) -> CarryOut:
    """How a write is carried out in a read-only stage, if it may not wait. Raises WriteNotPermitted."""
    if endpoint.waits_for_primary:
        raise regions.WriteNotPermitted
    from vault.runtime import secondary_region

    return secondary_region.provisional


def handled(endpoint: Declaration, call: resolution.Call, body: models.Request, caller: Caller) -> dict[str, Any]:
    """Handle and commit."""
    try:
        answered = endpoint.handler(body, caller)
        prepared = content_negotiation.render_response(endpoint, answered, caller)
        finish(caller, call, prepared)
    finally:
        carrier.carried(caller.tx.parcels)
    return prepared


def finish(caller: Caller, call: resolution.Call, prepared: Mapping[str, Any]) -> None:
    """Commit what the handler wrote, with the command's answer; a read leaves only its audit entries."""
    tx = caller.tx
    if not (tx.changes or tx.messages):
        if tx.entries:
            carrier.append(tx.entries)
        return
    if call.command:
        tx.change(call.command.record(prepared["body"], caller))
    tx.commit()


def token_of(endpoint: Declaration, event: Mapping[str, Any], raw: Mapping[str, Any]) -> str:
    """The access token: in the body, else as a bearer token in the Authorization header.

    An endpoint that takes it in a field of its own takes it there alone.
    """
    scheme, _, bearer = authorization_of(event).partition(" ")
    if not endpoint.takes_access_token or scheme.lower() != "bearer":
        bearer = ""
    return text_of(raw.get(vocabulary.wire(endpoint.token_field))) or bearer.strip()


def authorization_of(event: Mapping[str, Any]) -> str:
    """The Authorization header."""
    return str((event.get("headers") or {}).get("authorization", ""))


def text_of(value: object) -> str:
    """A text, or an empty one for anything else."""
    return value if isinstance(value, str) else ""


def claimed(endpoint: Declaration, token: str) -> access_tokens.Claims | None:
    """What the token says, where the endpoint looks at one. Raises TokenMissing, TokenInvalid."""
    if not endpoint.looks_at_token:
        return None
    if not token:
        if endpoint.requires_token:
            raise access_tokens.TokenMissing
        return None
    return access_tokens.parse_token(token)


def parsed(endpoint: Declaration, raw: dict[str, Any]) -> Body:
    """The body as its model, or what is wrong with it: said only to a caller who may call at all."""
    try:
        return endpoint.request.model_validate(raw), None
    except ValidationError as error:
        return None, responses.to_domain_error(error)


def given(body: models.Request) -> dict[str, Any]:
    """The references that the body gave something for."""
    return {
        name: (reference, value)
        for name, reference in body.references.items()
        if isinstance(value := getattr(body, name), Given)
    }
