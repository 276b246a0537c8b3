"""The way of a call: parse its event, and run it in the region that has to."""

from pydantic import ValidationError

from vault.callers.model import RequestInfo
from vault.callers.references import RawReference, Reference
from vault.kernel import regions, vocabulary
from vault.kernel.errors import DomainError
from vault.kernel.json_types import JsonObject
from vault.runtime import access_tokens, body_faults, http_event, idempotency, models, radius_auth
from vault.runtime.attempt import Attempt
from vault.runtime.declaration import Declaration
from vault.runtime.http_event import LambdaContext, LambdaEvent, LambdaResponse
from vault.runtime.logs import CallLog
from vault.runtime.resolution import Call


def handle(
    endpoint: Declaration, event: LambdaEvent, request: RequestInfo, context: LambdaContext, call_log: CallLog
) -> LambdaResponse:
    """Raises the DomainError that refuses the call."""
    call = _read_call(endpoint, event, request)
    if call.claims:
        access_tokens.verify(call.claims, allow_expired=endpoint.allows_expired_token)
    attempt = Attempt(endpoint, call, context, call_log)
    mode = regions.mode()
    if mode.is_secondary:
        from vault.runtime import secondary_region

        return secondary_region.handle(attempt, event)
    if mode.has_replicas:
        from vault.runtime import read_your_writes

        return read_your_writes.handle(attempt)
    return attempt.run()


def _read_call(endpoint: Declaration, event: LambdaEvent, request: RequestInfo) -> Call:
    """Raises BodyInvalid, BodyTooLarge, TokenMissing, TokenInvalid, ServerRefused.

    An error in the body's members is stored in the call: only a caller with access gets to see it.
    """
    parse = http_event.parse_octet_body if endpoint.is_for_radius_servers else http_event.parse_body
    raw = parse(event, endpoint.most_bytes)
    token = _find_token(endpoint, event, raw)
    claims = _read_claims(endpoint, token)
    body, body_error = _parse_model(
        endpoint, {**raw, vocabulary.wire_name(endpoint.token_field): token} if token else raw
    )
    authorization = _authorization_header(event)
    return Call(
        request=request,
        claims=claims,
        credentials=radius_auth.parse_credentials(authorization) if endpoint.is_for_radius_servers else None,
        operator_id=_text_or_empty(raw.get(vocabulary.wire_name("operator_id"))),
        body=body,
        body_error=body_error,
        references=_collect_references(body) if body else {},
        consistent_read=endpoint.reads_consistently,
        command=idempotency.identify_command(endpoint, claims, request, raw),
    )


def _find_token(endpoint: Declaration, event: LambdaEvent, raw: JsonObject) -> str:
    """The access token in the body, else the bearer token (RFC 6750), unless the endpoint has a field of its own."""
    scheme, _, bearer = _authorization_header(event).partition(" ")
    if not endpoint.takes_access_token or scheme.lower() != "bearer":
        bearer = ""
    return _text_or_empty(raw.get(vocabulary.wire_name(endpoint.token_field))) or bearer.strip()


def _authorization_header(event: LambdaEvent) -> str:
    return str((event.get("headers") or {}).get("authorization", ""))


def _text_or_empty(value: object) -> str:
    return value if isinstance(value, str) else ""


def _read_claims(endpoint: Declaration, token: str) -> access_tokens.Claims | None:
    if not endpoint.looks_at_token:
        return None
    if not token:
        if endpoint.requires_token:
            raise access_tokens.TokenMissing
        return None
    return access_tokens.parse_token(token)


def _parse_model(endpoint: Declaration, raw: JsonObject) -> tuple[models.Request, None] | tuple[None, DomainError]:
    try:
        return endpoint.request.model_validate(raw), None
    except ValidationError as error:
        return None, body_faults.to_domain_error(error, endpoint.request)


def _collect_references(body: models.Request) -> dict[str, tuple[Reference, RawReference]]:
    """A text that the request has as a field too counts as the field reads it."""
    return {
        name: (reference, RawReference({by: getattr(body, by, None) or text for by, text in raw.texts.items()}))
        for name, reference in body.references.items()
        if isinstance(raw := getattr(body, name), RawReference)
    }
