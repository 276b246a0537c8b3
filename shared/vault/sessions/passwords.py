"""Setting a password with a code: keys prepared, then Cognito, then one write; a retry completes what a crash left."""

from vault.adapters import cognito
from vault.audit import entries as audit
from vault.audit.events import AuditEvent
from vault.callers.model import CallContext
from vault.graph.schema import Prop
from vault.graph.steps import __, with_properties
from vault.kernel.errors import AccessDenied
from vault.kernel.generated_secrets import generate_temporary_password
from vault.kernel.sealing import blind_index, equals_in_constant_time
from vault.kernel.templates import Template
from vault.kernel.time import epoch_ms, now
from vault.kernel.values import value
from vault.kernel.webhook_events import WebhookEvent
from vault.keys import service as keys
from vault.keys.model import KeyHolder, PasswordCollides
from vault.limits import service as limits
from vault.operators.service import get_keyring, get_user_pool
from vault.outbox.messages import queue_notification, queue_webhook
from vault.people import codes, proofs
from vault.people import service as people
from vault.people.codes import CodeRefused
from vault.people.model import AWAITING_TERMS, EMAIL_ADDRESS, IN_SERVICE, Code, NewPerson, Subscriber
from vault.sessions.model import TemporaryPasswordExpired, TermsAlreadyAccepted


@value
class Proof:
    name: str
    code: str
    contact: NewPerson = NewPerson()
    """The address or number by which the call names the person, for a Cognito user that is gone."""


def accept_terms(ctx: CallContext, holder: KeyHolder | None, proof: Proof, password: str) -> None:
    """Accept the terms and set the first password; a missing holder is refused like a wrong code.

    Raises CodeRefused, TermsAlreadyAccepted, TemporaryPasswordExpired, PasswordCollides, TooManyRequests, Unavailable.
    """
    limits.count_code_try(ctx, proof.name)
    if holder is None:
        raise record_code_refusal(ctx)
    person = holder.subscriber
    if not person.awaits_terms:
        if equals_in_constant_time(person.code_used, _used_code_index(ctx, person.token, proof.code)):
            raise TermsAlreadyAccepted
        raise record_code_refusal(ctx, person)
    code = verify_code(ctx, person, codes.TEMPORARY_PASSWORD, proof.code)
    _set_password(ctx, holder, code, password, proof.contact)
    accepted = {
        Prop.STATUS: IN_SERVICE if person.status == AWAITING_TERMS else person.status,
        Prop.ACCEPTED_AT: epoch_ms(now()),
        Prop.CODE_USED: _used_code_index(ctx, person.token, proof.code),
    }
    ctx.tx.change(with_properties(__.V(person.id), **accepted))
    audit.record(ctx, AuditEvent.TERMS_ACCEPTED, subscriber=person.token)
    queue_webhook(ctx, WebhookEvent.LOGIN_PASSWORD_CREATED, subscriber=person.token)


def reset_password(ctx: CallContext, holder: KeyHolder | None, proof: Proof, password: str) -> None:
    """Set a password by code. Raises AccessDenied, CodeRefused, PasswordCollides, TooManyRequests, Unavailable."""
    if ctx.user and (holder is None or holder.token != ctx.token):
        raise AccessDenied
    limits.count_code_try(ctx, proof.name)
    if holder is None:
        raise record_code_refusal(ctx)
    code = verify_code(ctx, holder.subscriber, codes.RESET_CODE, proof.code)
    _set_password(ctx, holder, code, password, proof.contact)
    people.end_sessions(ctx, ctx.operator, holder.token)
    audit.record(ctx, AuditEvent.PASSWORD_CHANGED, subscriber=holder.token)
    queue_notification(ctx, Template.PASSWORD_CHANGED, holder.token)


def verify_code(ctx: CallContext, person: Subscriber, kind: str, text: str) -> Code:
    code = person.code
    if code is None or code.kind != kind:
        raise record_code_refusal(ctx, person)
    matches_code = codes.matches_code(get_keyring(ctx.operator), person.token, code, text)
    if matches_code and codes.is_usable(code, kind):
        return code
    if matches_code and codes.is_expired(code) and kind == codes.TEMPORARY_PASSWORD:
        _renew_temporary_password(ctx, person)
        raise TemporaryPasswordExpired
    raise record_code_refusal(ctx, person, code)


def record_code_refusal(ctx: CallContext, person: Subscriber | None = None, code: Code | None = None) -> CodeRefused:
    """Commit the failed attempt and return its error, in the same steps for an unknown person."""
    if person and code:
        ctx.tx.guard(codes.person_with_unchanged_code(person.token, code))
        ctx.tx.change(codes.add_failed_attempt(person.token, code))
    audit.record(ctx, AuditEvent.CODE_REFUSED, subscriber=person.token if person else None)
    ctx.tx.commit()
    return CodeRefused()


def _renew_temporary_password(ctx: CallContext, person: Subscriber) -> None:
    properties = codes.seal_code(
        get_keyring(ctx.operator), person.token, codes.TEMPORARY_PASSWORD, generate_temporary_password()
    )
    ctx.tx.change(with_properties(__.V(person.id), **properties))
    audit.record(ctx, AuditEvent.TEMPORARY_PASSWORD_RENEWED, subscriber=person.token)
    queue_notification(ctx, Template.WELCOME, person.token)
    ctx.tx.commit()


def _set_password(ctx: CallContext, holder: KeyHolder, code: Code, password: str, contact: NewPerson) -> None:
    limits.hold_password_change(ctx, code.sealed, password)
    try:
        prepared = keys.prepare_passphrase(ctx, holder, password)
    except PasswordCollides:
        limits.release_password_change(ctx, code.sealed)
        record_code_refusal(ctx, holder.subscriber, code)
        raise
    users = get_user_pool(ctx.operator)
    cognito.set_password(users, holder.token, password, contact.cognito_attributes())
    if code.proves == EMAIL_ADDRESS:
        cognito.verify_email(users, holder.token)
    people.delete_cached_profile(ctx.operator, holder.token)
    keys.switch_passphrase(ctx, prepared, password)
    ctx.tx.guard(codes.person_with_unchanged_code(holder.token, code))
    ctx.tx.change(codes.erase_code(holder.token))
    proofs.record_proof(ctx, holder.subscriber, code)


def _used_code_index(ctx: CallContext, token: str, code: str) -> str:
    return blind_index(get_keyring(ctx.operator).index_key, "code_used", f"{token} {code}")
