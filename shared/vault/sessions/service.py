"""Signing in, staying signed in, and signing out."""

import time

from vault.adapters import cognito
from vault.audit import entries as audit
from vault.audit.events import AuditEvent
from vault.callers.model import Caller, Person
from vault.graph.schema import Prop
from vault.graph.steps import __, with_properties
from vault.kernel import ids
from vault.kernel.errors import AccessDenied, FieldMissing, SignInRefused
from vault.kernel.tokens import subscriber_token
from vault.kernel.vocabulary import wire
from vault.limits import service as limits
from vault.operators.model import Operator
from vault.operators.service import keyring, pool
from vault.people import service as people
from vault.people.model import Subscriber
from vault.sessions.model import Credentials, SignedIn, Tokens, said


def enter(caller: Caller, person: Subscriber | None, credentials: Credentials) -> SignedIn:
    """A person who signs in, or goes on with a token from elsewhere, which the runtime has proven.

    Raises the errors of `sign_in`.
    """
    if caller.person:
        return go_on(caller, caller.person, credentials.token)
    return sign_in(caller, person, said(**credentials.names), credentials.password)


def sign_in(caller: Caller, person: Subscriber | None, name: str, password: str | None) -> SignedIn:
    """A person whose password this is, with new tokens; `name` is what they said who they are.

    Raises SignInRefused alike for a wrong password, for nobody, and for who has yet to accept the terms, and after
    the same steps; FieldMissing, TooManyRequests, Unavailable.
    """
    if not password:
        raise FieldMissing(field=wire("password"))
    token = person.token if person else nobody(caller, name)
    with limits.login(caller, name):
        if person:
            outlast_second(person.signed_out_at)
        tokens = Tokens.of(cognito.sign_in(pool(caller.operator), token, password))
        if person is None or person.awaits_terms:
            raise SignInRefused
    audit.record(caller, AuditEvent.LOGIN, subscriber=token)
    return SignedIn(people.one(caller.operator, token), person.locale, tokens)


def go_on(caller: Caller, person: Person, access_token: str | None) -> SignedIn:
    """A person who signed in elsewhere, whose token the runtime has proven, without new tokens. Raises Unavailable."""
    audit.record(caller, AuditEvent.LOGIN, subscriber=person.token, by="token")
    return SignedIn(people.one(person.home, person.token), person.locale, Tokens(access_token or ""))


def nobody(caller: Caller, name: str) -> str:
    """A SubscriberToken that nobody has, the same for the same name."""
    return subscriber_token(keyring(caller.operator).index_key, "nobody", name)


def outlast_second(signed_out_at: int) -> None:
    """Wait for the end of the second of a sign-out: what is issued in it is dead."""
    if signed_out_at == int(time.time()):
        time.sleep(signed_out_at + 1 - time.time())


def refresh(caller: Caller, refresh_token: str) -> Tokens:
    """New tokens for the caller, whose refresh token this is, which is rotated.

    Raises SignInRefused for another person's, a spent one, and one from before the last sign-out; Unavailable.
    """
    person = signed_in(caller)
    tokens = Tokens.of(cognito.refresh(pool(person.home), refresh_token))
    if tokens.username != person.token or tokens.since <= person.signed_out_at:
        raise SignInRefused
    return tokens


def sign_out(caller: Caller, at: str) -> None:
    """End every session of the caller, who signs out at a venue. Raises AccessDenied, Unavailable."""
    person = signed_in(caller)
    end_sessions(caller, person.home, person.token)
    audit.record(caller, AuditEvent.LOGOUT, subscriber=person.token, at=at)


def end_sessions(caller: Caller, home: Operator, token: str) -> None:
    """End every session of a person: refresh tokens at Cognito first, then in the caller's write the access tokens.

    Until that write a token of theirs still opens a retry. Raises Unavailable.
    """
    cognito.sign_out(pool(home), token)
    vertex = __.V(ids.subscriber_id(token))
    caller.tx.change(with_properties(vertex, **{Prop.SIGNED_OUT_AT: int(time.time())}))


def signed_in(caller: Caller) -> Person:
    """The person who calls. Raises AccessDenied for nobody."""
    if caller.person is None:
        raise AccessDenied
    return caller.person
