"""Passwords set with a code: the first one, which accepts the terms, and one after a reset.

The order is: keys pending, then Cognito, then one write that switches the keys and erases the code. A retry with the
same password completes what a crash left.
"""

from vault.adapters import cognito
from vault.audit import entries as audit
from vault.audit.events import AuditEvent
from vault.audit.outgoing import announce, notify
from vault.callers.model import Caller
from vault.graph.schema import Prop
from vault.graph.steps import __, with_properties
from vault.kernel.errors import AccessDenied
from vault.kernel.sealing import blind_index, equal
from vault.kernel.templates import Template
from vault.kernel.time import epoch_ms, now
from vault.kernel.tokens import temporary_password
from vault.kernel.values import value
from vault.kernel.webhook_events import WebhookEvent
from vault.keys import service as keys
from vault.keys.model import KeyHolder, PasswordCollides
from vault.limits import service as limits
from vault.operators.service import keyring, pool
from vault.people import codes
from vault.people import service as people
from vault.people.codes import CodeRefused
from vault.people.model import AWAITING_TERMS, IN_SERVICE, Code, Subscriber
from vault.sessions.model import TemporaryPasswordExpired, TermsAlreadyAccepted
from vault.sessions.service import end_sessions


@value
class Proof:
    """What somebody says to set a password: who they are, as they said it, and the code they were sent."""

    name: str
    code: str


def accept_terms(caller: Caller, holder: KeyHolder | None, proof: Proof, password: str) -> None:
    """The person in service, with the password as their login and their key; the caller writes it.

    Raises CodeRefused alike for nobody and for a wrong code; TermsAlreadyAccepted, TemporaryPasswordExpired (then a
    new one has been sent), PasswordCollides, TooManyRequests, Unavailable.
    """
    limits.code(caller, proof.name)
    if holder is None:
        raise refused(caller)
    person = holder.subscriber
    if not person.awaits_terms:
        if equal(person.code_used, trace(caller, person.token, proof.code)):
            raise TermsAlreadyAccepted
        raise refused(caller, person)
    code = proven(caller, person, codes.TEMPORARY_PASSWORD, proof.code)
    set_password(caller, holder, code, password, verify_email=True)
    accepted = {
        Prop.STATUS: IN_SERVICE if person.status == AWAITING_TERMS else person.status,
        Prop.ACCEPTED_AT: epoch_ms(now()),
        Prop.CODE_USED: trace(caller, person.token, proof.code),
    }
    caller.tx.change(with_properties(__.V(person.id), **accepted))
    audit.record(caller, AuditEvent.TERMS_ACCEPTED, subscriber=person.token)
    announce(caller, WebhookEvent.LOGIN_PASSWORD_CREATED, subscriber=person.token)


def reset(caller: Caller, holder: KeyHolder | None, proof: Proof, password: str) -> None:
    """The person with the password as their login and their key, and without any session; the caller writes it.

    A caller who is signed in resets their own. Raises AccessDenied, CodeRefused, PasswordCollides, TooManyRequests,
    Unavailable.
    """
    if caller.person and (holder is None or holder.token != caller.token):
        raise AccessDenied
    limits.code(caller, proof.name)
    if holder is None:
        raise refused(caller)
    code = proven(caller, holder.subscriber, codes.RESET_CODE, proof.code)
    set_password(caller, holder, code, password)
    end_sessions(caller, caller.operator, holder.token)
    audit.record(caller, AuditEvent.PASSWORD_CHANGED, subscriber=holder.token)
    notify(caller, Template.PASSWORD_CHANGED, holder.token)


def proven(caller: Caller, person: Subscriber, kind: str, text: str) -> Code:
    """The person's code, if this is it and it still counts. Raises CodeRefused, TemporaryPasswordExpired."""
    code = person.code
    if code is None or code.kind != kind:
        raise refused(caller, person)
    right = codes.matches(keyring(caller.operator), person.token, code, text)
    if right and codes.alive(code, kind):
        return code
    if right and codes.outdated(code) and kind == codes.TEMPORARY_PASSWORD:
        renew(caller, person)
        raise TemporaryPasswordExpired
    raise refused(caller, person, code)


def refused(caller: Caller, person: Subscriber | None = None, code: Code | None = None) -> CodeRefused:
    """The refusal, after its attempt was written: the same steps whether or not there is such a person."""
    if person and code:
        caller.tx.guard(codes.unchanged(person.token, code))
        caller.tx.change(codes.failed(person.token, code))
    audit.record(caller, AuditEvent.CODE_REFUSED, subscriber=person.token if person else None)
    caller.tx.commit()
    return CodeRefused()


def renew(caller: Caller, person: Subscriber) -> None:
    """A new temporary password, mailed, in place of an outdated one."""
    fresh = codes.sealed(keyring(caller.operator), person.token, codes.TEMPORARY_PASSWORD, temporary_password())
    caller.tx.change(with_properties(__.V(person.id), **fresh))
    audit.record(caller, AuditEvent.TEMPORARY_PASSWORD_RENEWED, subscriber=person.token)
    notify(caller, Template.WELCOME, person.token)
    caller.tx.commit()


def set_password(caller: Caller, holder: KeyHolder, code: Code, password: str, *, verify_email: bool = False) -> None:
    """The password at Cognito, and in the caller's write as the key's text; the code is spent by that write."""
    limits.one_password(caller, code.sealed, password)
    try:
        prepared = keys.prepare(caller, holder, password)
    except PasswordCollides:
        limits.another_password(caller, code.sealed)
        refused(caller, holder.subscriber, code)
        raise
    users = pool(caller.operator)
    cognito.set_password(users, holder.token, password)
    if verify_email:
        cognito.verify_email(users, holder.token)
    people.forget(caller.operator, holder.token)
    keys.switch(caller, prepared, password)
    caller.tx.guard(codes.unchanged(holder.token, code))
    caller.tx.change(codes.erased(holder.token))


def trace(caller: Caller, token: str, code: str) -> str:
    """What tells a used code again without keeping it."""
    return blind_index(keyring(caller.operator).index_key, "code_used", f"{token} {code}")
