"""Signing in, staying signed in, and signing out."""

import time

from vault.adapters import cognito
from vault.audit import entries as audit
from vault.audit.events import AuditEvent
from vault.callers.model import CallContext, SignedInUser
from vault.kernel.errors import AccessDenied, FieldMissing, SignInRefused
from vault.kernel.generated_secrets import derive_subscriber_token
from vault.kernel.vocabulary import wire_name
from vault.limits import service as limits
from vault.operators.service import get_keyring, get_user_pool
from vault.people import confirmations
from vault.people import service as people
from vault.people.model import Subscriber
from vault.sessions.model import LoginCredentials, SignedIn, Tokens, login_identifier


def log_in(ctx: CallContext, person: Subscriber | None, credentials: LoginCredentials) -> SignedIn:
    """Sign in, or continue a session. Raises SignInRefused, FieldMissing, TooManyRequests, Unavailable."""
    if ctx.user:
        return _continue_session(ctx, ctx.user, credentials.token)
    return _sign_in(ctx, person, login_identifier(**credentials.names), credentials.password)


def _sign_in(ctx: CallContext, person: Subscriber | None, identifier: str, password: str | None) -> SignedIn:
    """Wrong password, unknown person and unaccepted terms take the same steps and raise the same SignInRefused."""
    if not password:
        raise FieldMissing(field=wire_name("password"))
    token = person.token if person else _nonexistent_token(ctx, identifier)
    with limits.login_attempt(ctx, identifier):
        if person:
            _wait_out_sign_out_second(person.signed_out_at)
        tokens = Tokens.from_result(cognito.sign_in(get_user_pool(ctx.operator), token, password))
        if person is None or person.awaits_terms:
            raise SignInRefused
    audit.record(ctx, AuditEvent.LOGIN, subscriber=token)
    confirmations.confirm(ctx, person.id, token, person.unconfirmed_venue_ids, by="sign-in")
    return SignedIn(people.get_profile(ctx.operator, token), person.locale, tokens)


def _continue_session(ctx: CallContext, person: SignedInUser, access_token: str | None) -> SignedIn:
    audit.record(ctx, AuditEvent.LOGIN, subscriber=person.token, by="token")
    return SignedIn(people.get_profile(person.home_operator, person.token), person.locale, Tokens(access_token or ""))


def _nonexistent_token(ctx: CallContext, identifier: str) -> str:
    return derive_subscriber_token(get_keyring(ctx.operator).index_key, "nobody", identifier)


def _wait_out_sign_out_second(signed_out_at: int) -> None:
    """Wait until the second of a sign-out is over: tokens issued in it count as revoked."""
    if signed_out_at == int(time.time()):
        time.sleep(signed_out_at + 1 - time.time())


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
    people.end_sessions(ctx, person.home_operator, person.token)
    audit.record(ctx, AuditEvent.LOGOUT, subscriber=person.token, at=at)


def _require_user(ctx: CallContext) -> SignedInUser:
    if ctx.user is None:
        raise AccessDenied
    return ctx.user
