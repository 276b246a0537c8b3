"""Signing in, staying signed in, and signing out."""

import time

from vault.adapters import cognito
from vault.audit import entries as audit
from vault.audit.events import AuditEvent
from vault.callers.model import CallContext, SignedInUser
from vault.graph.schema import Prop
from vault.graph.steps import __, with_properties
from vault.kernel import ids
from vault.kernel.errors import AccessDenied, FieldMissing, SignInRefused, Unavailable
from vault.kernel.generated_secrets import derive_subscriber_token
from vault.kernel.vocabulary import wire_name
from vault.limits.login_attempts import login_attempt
from vault.operators.model import Operator
from vault.operators.service import get_keyring, get_user_pool
from vault.outbox import relay
from vault.people import service as people
from vault.people.model import Subscriber
from vault.sessions.model import LoginCredentials, SignedIn, Tokens
from vault.sessions.names import counted_name


def log_in(ctx: CallContext, person: Subscriber | None, credentials: LoginCredentials) -> SignedIn:
    """Sign in, or continue a session. Raises SignInRefused, FieldMissing, TooManyRequests, Unavailable."""
    if ctx.user:
        return _continue_session(ctx, ctx.user, credentials.token)
    return _sign_in(ctx, person, counted_name(ctx.operator, person, credentials.names), credentials.password)


def _sign_in(ctx: CallContext, person: Subscriber | None, name: str, password: str | None) -> SignedIn:
    """Wrong password, unknown person and unaccepted terms take the same steps and raise the same SignInRefused."""
    if not password:
        raise FieldMissing(field=wire_name("password"))
    token = person.token if person else _nonexistent_token(ctx, name)
    with login_attempt(ctx, name, lambda failures: _log_failures(ctx, person, failures)):
        tokens = _sign_in_at_cognito(ctx, token, password)
        if person is None or person.awaits_terms:
            raise SignInRefused
        if tokens.signed_in_at <= person.signed_out_at:
            tokens = _sign_in_again(ctx, token, password, person.signed_out_at)
    audit.record(ctx, AuditEvent.LOGIN, subscriber=token)
    return SignedIn(people.get_profile(ctx.operator, token), person.locale, tokens)


def _sign_in_at_cognito(ctx: CallContext, token: str, password: str) -> Tokens:
    """Raises SignInRefused, Unavailable."""
    return Tokens.from_result(cognito.sign_in(get_user_pool(ctx.operator), token, password))


def _continue_session(ctx: CallContext, person: SignedInUser, access_token: str | None) -> SignedIn:
    audit.record(ctx, AuditEvent.LOGIN, subscriber=person.token, by="token")
    return SignedIn(people.get_profile(person.home_operator, person.token), person.locale, Tokens(access_token or ""))


def _log_failures(ctx: CallContext, person: Subscriber | None, failures: int) -> None:
    """Log failed logins at once, since a refused call commits nothing. Raises Unavailable."""
    audit.record(ctx, AuditEvent.LOGIN_FAILED, subscriber=person.token if person else None, failures=failures)
    relay.append_log_entries(ctx.tx.entries)
    ctx.tx.discard()


def _nonexistent_token(ctx: CallContext, name: str) -> str:
    return derive_subscriber_token(get_keyring(ctx.operator).index_key, "nobody", name)


def _sign_in_again(ctx: CallContext, token: str, password: str, signed_out_at: int) -> Tokens:
    """Tokens of the next second: those of the second of a sign-out count as revoked.

    Raises SignInRefused, Unavailable.
    """
    time.sleep(1)
    tokens = _sign_in_at_cognito(ctx, token, password)
    if tokens.signed_in_at <= signed_out_at:
        raise Unavailable(service="cognito")
    return tokens


def refresh(ctx: CallContext, refresh_token: str) -> Tokens:
    """New tokens; the refresh token is rotated. Raises AccessDenied, SignInRefused, Unavailable."""
    person = _require_user(ctx)
    tokens = Tokens.from_result(cognito.refresh(get_user_pool(person.home_operator), refresh_token))
    if tokens.username != person.token or tokens.signed_in_at <= person.signed_out_at:
        raise SignInRefused
    return tokens


def sign_out(ctx: CallContext, at: str) -> None:
    """End all sessions of the caller, who signs out at a venue. Raises AccessDenied, Unavailable."""
    person = _require_user(ctx)
    end_sessions(ctx, person.home_operator, person.token)
    audit.record(ctx, AuditEvent.LOGOUT, subscriber=person.token, at=at)


def end_sessions(ctx: CallContext, home: Operator, token: str, *, spared: str = "") -> None:
    """Revoke refresh tokens at Cognito, then access tokens in the transaction. Raises Unavailable.

    Access tokens have the time of Cognito's clock: its second counts, or a later one of the caller's own token.
    Those of the session `spared` (an `origin_jti`) live on until they expire.
    """
    second = max(cognito.sign_out(get_user_pool(home), token), int(time.time()))
    if ctx.user and ctx.user.token == token and not spared:
        second = max(second, ctx.user.signed_in_at)
    vertex = __.V(ids.subscriber_id(token))
    ctx.tx.change(with_properties(vertex, **{Prop.SIGNED_OUT_AT: second, Prop.SPARED_SESSION: spared}))
    ctx.tx.read_at_writer(home.issuer, token)


def end_other_sessions(ctx: CallContext) -> None:
    """End the caller's sessions; this one's access token alone lives on. Raises AccessDenied, Unavailable."""
    person = _require_user(ctx)
    end_sessions(ctx, person.home_operator, person.token, spared=person.session)


def _require_user(ctx: CallContext) -> SignedInUser:
    if ctx.user is None:
        raise AccessDenied
    return ctx.user
