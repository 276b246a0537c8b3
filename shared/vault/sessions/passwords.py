"""Setting a password with a code: keys prepared, then Cognito, then one write; a retry completes what a crash left."""

from collections.abc import Mapping

from vault.adapters import cognito
from vault.audit import entries as audit
from vault.audit.events import AuditEvent
from vault.callers.model import CallContext
from vault.graph.schema import Prop
from vault.graph.steps import __, with_properties
from vault.kernel.errors import AccessDenied
from vault.kernel.generated_secrets import generate_temporary_password
from vault.kernel.sealing import blind_index, equals_in_constant_time
from vault.kernel.statuses import AWAITING_TERMS, IN_SERVICE
from vault.kernel.templates import Template
from vault.kernel.time import epoch_ms, now
from vault.kernel.values import value
from vault.kernel.webhook_events import WebhookEvent
from vault.keys import service as keys
from vault.keys.model import PasswordCollides
from vault.limits import service as limits
from vault.operators.service import get_keyring, get_user_pool
from vault.outbox.messages import queue_notification, queue_webhook
from vault.people import codes, proofs
from vault.people import service as people
from vault.people.codes import CodeRefused
from vault.people.model import EMAIL_ADDRESS, Code, NewPerson, Subscriber
from vault.people.profile_copies import delete_cached_profile
from vault.sessions.model import TemporaryPasswordExpired, TermsAlreadyAccepted
from vault.sessions.names import counted_name


@value
class Proof:
    names: Mapping[str, str | None]
    code: str
    contact: NewPerson = NewPerson()
    """The address or number by which the call names the person, for a Cognito user that is gone."""


def accept_terms(ctx: CallContext, person: Subscriber | None, proof: Proof, password: str) -> None:
    """Accept the terms and set the first password; a missing person is refused like a wrong code.

    Raises CodeRefused, TermsAlreadyAccepted, TemporaryPasswordExpired, PasswordCollides, TooManyRequests, Unavailable.
    """
    name = counted_name(ctx.operator, person, proof.names)
    limits.count_code_try(ctx, name)
    if person and not person.awaits_terms:
        if equals_in_constant_time(person.code_used, _used_code_index(ctx, person.token, proof.code)):
            raise TermsAlreadyAccepted
        raise record_code_refusal(ctx, name, person)
    person, code = verify_code(ctx, name, person, codes.TEMPORARY_PASSWORD, proof.code)
    _set_password(ctx, person, code, password, proof.contact)
    accepted = {
        **({Prop.STATUS: IN_SERVICE} if person.status == AWAITING_TERMS else {}),
        Prop.ACCEPTED_AT: epoch_ms(now()),
        Prop.CODE_USED: _used_code_index(ctx, person.token, proof.code),
    }
    ctx.tx.change(with_properties(__.V(person.id), **accepted))
    audit.record(ctx, AuditEvent.TERMS_ACCEPTED, subscriber=person.token)
    queue_webhook(ctx, WebhookEvent.LOGIN_PASSWORD_CREATED, subscriber=person.token)


def reset_password(ctx: CallContext, person: Subscriber | None, proof: Proof, password: str) -> None:
    """Set a password by code. Raises AccessDenied, CodeRefused, PasswordCollides, TooManyRequests, Unavailable."""
    if ctx.user and (person is None or person.token != ctx.token):
        raise AccessDenied
    name = counted_name(ctx.operator, person, proof.names)
    limits.count_code_try(ctx, name)
    person, code = verify_code(ctx, name, person, codes.RESET_CODE, proof.code)
    _set_password(ctx, person, code, password, proof.contact)
    signed_in_at = ctx.user.signed_in_at if ctx.user else 0
    people.end_sessions(ctx, ctx.operator, person.token, signed_in_at=signed_in_at)
    audit.record(ctx, AuditEvent.PASSWORD_CHANGED, subscriber=person.token)
    queue_notification(ctx, Template.PASSWORD_CHANGED, person.token)


def verify_code(
    ctx: CallContext, name: str, person: Subscriber | None, kind: str, text: str
) -> tuple[Subscriber, Code]:
    """The person and their code. Raises CodeRefused, also without a person; TemporaryPasswordExpired."""
    code = person.code if person else None
    if person is None or code is None or code.kind != kind:
        raise record_code_refusal(ctx, name, person)
    matches_code = codes.matches_code(get_keyring(ctx.operator), person.token, code, text)
    if matches_code and codes.is_usable(code, kind):
        return person, code
    if matches_code and codes.is_expired(code) and kind == codes.TEMPORARY_PASSWORD:
        _renew_temporary_password(ctx, person)
        raise TemporaryPasswordExpired
    raise record_code_refusal(ctx, name, person, code)


def record_code_refusal(
    ctx: CallContext, name: str, person: Subscriber | None = None, code: Code | None = None
) -> CodeRefused:
    """Commit the failed attempt and return its error; the same is read and written for somebody and for nobody.

    Attempts at the same moment start again alike: what is guarded is what was read here.
    """
    vertex_id = person.id if person else codes.unknown_person(ctx.operator.id, name)
    attempts = codes.read_attempts(vertex_id)
    ctx.tx.guard(codes.unchanged_attempts(vertex_id, attempts))
    if code:
        ctx.tx.guard(codes.person_with_code(vertex_id, code))
    count = codes.count_attempt if person else codes.count_attempt_of_nobody
    ctx.tx.change(count(vertex_id, attempts))
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


def _set_password(ctx: CallContext, person: Subscriber, code: Code, password: str, contact: NewPerson) -> None:
    limits.count_passphrase_choice(ctx, person.token)
    limits.hold_password_change(ctx, person.token, password)
    try:
        prepared = keys.prepare_passphrase(ctx, keys.read_key_holder(person.id), password)
    except PasswordCollides:
        record_code_refusal(ctx, person.id, person, code)
        raise
    users = get_user_pool(ctx.operator)
    cognito.set_password(users, person.token, password, contact.cognito_attributes())
    if code.proves == EMAIL_ADDRESS:
        cognito.verify_email(users, person.token)
    delete_cached_profile(ctx.operator, person.token)
    keys.switch_passphrase(ctx, prepared, password)
    proofs.use_code(ctx, person, code)


def _used_code_index(ctx: CallContext, token: str, code: str) -> str:
    return blind_index(get_keyring(ctx.operator).index_key, "code_used", f"{token} {code}")
