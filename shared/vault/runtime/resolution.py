"""One graph query for a call: who calls, in which operator, and everything that the body names."""

import functools
from collections.abc import Callable, Mapping, Sequence

from vault.callers import queries as callers
from vault.callers.model import CallContext, RadiusServer, RequestInfo, SignedInUser
from vault.callers.references import EXTERNAL_IDS, IMPLICIT, ME, RawReference, Reference
from vault.graph.connection import execute
from vault.graph.schema import Row
from vault.graph.steps import Steps, __
from vault.kernel.error_codes import ErrorCode
from vault.kernel.errors import AccessDenied, DomainError, FieldMissing
from vault.kernel.errors import Kind as ErrorKind
from vault.kernel.locales import negotiate_locale
from vault.kernel.values import value
from vault.kernel.vocabulary import wire_name
from vault.operators import issuers
from vault.operators import queries as operators
from vault.operators import service as tenants
from vault.operators.model import Operator, OperatorNotFound
from vault.runtime import access_tokens, idempotency, models, radius_auth


class ReferencesDisagree(DomainError):
    """Two fields that name the same thing name different ones, or two things do not belong together."""

    code = ErrorCode.REFERENCES_DISAGREE
    kind = ErrorKind.INVALID


class SourceNotAllowed(DomainError):
    """A source address that the operator's allow-list does not have."""

    code = ErrorCode.SOURCE_NOT_ALLOWED
    kind = ErrorKind.FORBIDDEN


class OriginRefused(DomainError):
    """An Origin that is not the console of the person's operator."""

    code = ErrorCode.ORIGIN_REFUSED
    kind = ErrorKind.FORBIDDEN


@value
class Call:
    """A call before anything of it is believed."""

    request: RequestInfo
    claims: access_tokens.Claims | None
    operator_id: str | None
    body: models.Request | None
    body_error: DomainError | None
    """What is wrong with the body where it is no model."""
    references: Mapping[str, tuple[Reference, RawReference]]
    consistent_read: bool
    command: idempotency.Command | None = None
    credentials: radius_auth.RadiusCredentials | None = None

    def select(self, reference: Reference, things: Steps) -> Steps:
        """The steps that read of things what the reference's view shows."""
        texts = {by: text for _, raw in self.references.values() for by, text in raw.texts.items()}
        return reference.lookup.select(things, self.body, texts)


@value
class ResolvedCall:
    """The caller, and for each reference what its fields found: rows by the name of the field."""

    caller: CallContext
    found: Mapping[str, Mapping[str, Sequence[Row]]]
    command: Sequence[Row]


def resolve(call: Call) -> ResolvedCall:
    """Ask the graph once; the call's token has been verified, but for what needs the person.

    Raises TokenInvalid, ServerRefused, TooManyRequests, OperatorNotFound, SourceNotAllowed, OriginRefused,
    AccessDenied, FieldMissing, Unavailable.
    """
    row = _query_call(call)
    person = _find_user(call, call.claims, row) if call.claims else None
    server = (
        radius_auth.authenticate_server(call.credentials, row["server"], call.request) if call.credentials else None
    )
    operator = _check_operator(call, server.home_operator) if server else _find_tenant(call, person, row)
    for known in (operator, person.home_operator if person else operator):
        tenants.store_in_cache(known, *([("radius_server", server.id)] if server else []))
    _check_source(call.request, server or person, operator)
    locale = negotiate_locale(person.locale if person else None, call.request.accept_language)
    found = {name: {by: row[f"{name}/{by}"] for by in given.texts} for name, (_, given) in call.references.items()}
    command = _find_command(call, operator, row)
    return ResolvedCall(CallContext(person, operator, call.request, locale, server=server), found, command)


def _find_command(call: Call, operator: Operator, row: Row) -> Sequence[Row]:
    """The stored command; looked up again where the call is for another operator than it was taken to be."""
    if not call.command or not call.command.has_key or operator.id == _expected_operator_id(call):
        return list(row["command"])
    return execute(call.command.stored_command(operator.id))


def _expected_operator_id(call: Call) -> str:
    """The operator of a call as far as it is known before the query: what the provider's staff name tells it later."""
    return call.operator_id or (_find_issuer(call.claims).id if call.claims else "")


def _find_user(call: Call, claims: access_tokens.Claims, row: Row) -> SignedInUser:
    """The person of a verified token. Raises TokenInvalid."""
    rows = row["caller"]
    person = SignedInUser.from_row(claims.username, rows[0], claims.signed_in_at, claims.session) if rows else None
    if person is None:
        raise access_tokens.TokenInvalid
    # What signed a person out may be tried again by the region that forwarded it: it gets its first answer.
    again = call.request.command_id and row["command"]
    signed_out_at = 0 if again else person.signed_out_at
    access_tokens.check_session(claims, person.home_operator, signed_out_at, person.spared_session)
    return person


def _query_call(call: Call) -> Row:
    """The rows of everything that the call names, in one request."""
    parts = {"origin": operators.by_origin(call.request.origin).element_map()}
    if call.claims:
        parts["caller"] = callers.person_with_grants(call.claims.username)
    if call.credentials:
        parts["server"] = callers.radius_server_with_operator(call.credentials.server_id)
    if call.operator_id:
        parts["operator"] = operators.by_id(call.operator_id).element_map()
    if call.command:
        parts["command"] = call.command.stored_command(_expected_operator_id(call))
    for name, (reference, given) in call.references.items():
        for by, text in given.texts.items():
            named = call.claims.username if by == ME and call.claims else text
            things = reference.lookup.finders[by](named, _find_key_owner(call))
            parts[f"{name}/{by}"] = call.select(reference, things)
    steps = __.inject(0).project(*parts)
    for part in parts.values():
        steps = steps.by(part.fold())
    row: Row = execute(steps, "WRITER" if call.consistent_read else "READER")[0]
    return {"caller": [], "server": [], "operator": [], "command": [], **row}


def _find_key_owner(call: Call) -> Callable[[], Operator]:
    """The operator whose keys find a person: a server's own, or the body's, the token's issuer's, the Origin's."""
    if call.credentials:
        return functools.partial(radius_auth.find_server_operator, call.credentials)
    if call.operator_id:
        return lambda: tenants.get_operator("id", str(call.operator_id))
    if call.claims:
        return functools.partial(_find_token_operator, call, call.claims)
    return lambda: tenants.get_operator("origin", call.request.origin)


def _find_token_operator(call: Call, claims: access_tokens.Claims) -> Operator:
    """The operator whose pool a token is from; for the provider's staff, that of another thing that the body names."""
    home = _find_issuer(claims)
    if not home.is_provider:
        return home
    for reference, given in call.references.values():
        for by, text in given.texts.items():
            found = reference.lookup.finders[by](text, functools.partial(_find_issuer, claims))
            for row in execute(call.select(reference, found), "READER"):
                owner = reference.lookup.build(row).operator_id
                if owner != home.id:
                    return tenants.get_operator("id", owner)
    return home


def _find_issuer(claims: access_tokens.Claims) -> Operator:
    """The operator whose pool a token is from. Raises TokenInvalid, Unavailable."""
    operator = issuers.recall_operator(claims.issuer)
    if operator is None:
        raise access_tokens.TokenInvalid
    return operator


def _find_tenant(call: Call, person: SignedInUser | None, row: Row) -> Operator:
    """The operator in which everything of this call must lie."""
    if person is None:
        if not row["origin"]:
            raise OperatorNotFound.for_console(call.request.origin)
        return _check_operator(call, Operator.from_row(row["origin"][0]))
    if person.is_provider_staff:
        return _find_named_operator(call, person, row)
    return _check_operator(call, person.home_operator)


def _check_operator(call: Call, operator: Operator) -> Operator:
    """The operator, where the body does not name another, which only the provider's staff may. Raises AccessDenied."""
    if call.operator_id and call.operator_id != operator.id:
        raise AccessDenied
    return operator


def _find_named_operator(call: Call, person: SignedInUser, row: Row) -> Operator:
    """The operator that the provider's staff named, by OperatorID or by things of it, but not by an external id.

    Raises OperatorNotFound, FieldMissing, ReferencesDisagree.
    """
    if call.operator_id:
        if not row["operator"]:
            raise OperatorNotFound
        return Operator.from_row(row["operator"][0])
    if any(EXTERNAL_IDS & given.texts.keys() for _, given in call.references.values()):
        raise FieldMissing(field=wire_name("operator_id"))
    owners, home = _owners_of_references(call, row), person.home_operator
    if len(owners) > 1:
        raise ReferencesDisagree
    return home if owners <= {home.id} else tenants.get_operator("id", owners.pop())


def _owners_of_references(call: Call, row: Row) -> set[str]:
    """The ids of the operators of everything that the body names; the caller's own record does not count."""
    return {
        reference.lookup.build(found).operator_id
        for name, (reference, given) in call.references.items()
        for by in given.texts
        if by not in IMPLICIT
        for found in row[f"{name}/{by}"]
    }


def _check_source(request: RequestInfo, who: SignedInUser | RadiusServer | None, operator: Operator) -> None:
    """Hold a call against the operator's console and its list of source addresses; a server has a list of its own."""
    if isinstance(who, SignedInUser) and request.origin and request.origin != who.home_operator.console_origin:
        raise OriginRefused
    listing = who if isinstance(who, RadiusServer) else who.home_operator if who else operator
    if not listing.allows_source_ip(request.source_ip):
        raise SourceNotAllowed
