"""Proving a phone number from within the account: a code by SMS, and its use."""

from vault.audit import entries as audit
from vault.audit.events import AuditEvent
from vault.callers.model import CallContext
from vault.kernel.message_keys import Message
from vault.kernel.templates import Template
from vault.limits import service as limits
from vault.outbox.messages import queue_notification
from vault.people import codes, proofs
from vault.people.model import EMAIL_ADDRESS, PersonWithNumbers
from vault.sessions import passwords


def prove_number(ctx: CallContext, person: PersonWithNumbers, otp: str | None) -> Message:
    """Without a code send one to the number; with it, the number is proven. Raises CodeRefused, TooManyRequests."""
    if otp is not None:
        _confirm(ctx, person, otp)
        return Message.NUMBER_CONFIRMED
    if not person.unproven_numbers:
        return Message.NO_NUMBER_TO_CONFIRM
    _send_code(ctx, person)
    return Message.NUMBER_CODE_SENT


def _confirm(ctx: CallContext, person: PersonWithNumbers, otp: str) -> None:
    """Raises CodeRefused, also where there is no number to confirm, TooManyRequests."""
    limits.count_code_try(ctx, person.id)
    _, code = passwords.verify_code(ctx, person.id, person.subscriber, codes.PHONE_CODE, otp)
    if code.proves not in person.unproven_numbers:
        raise passwords.record_code_refusal(ctx, person.id, person.subscriber, code)
    proofs.use_code(ctx, person.subscriber, code)


def _send_code(ctx: CallContext, person: PersonWithNumbers) -> None:
    """A code that still counts is sent unchanged, unless another number has received it."""
    limits.count_resend(ctx, person.token)
    code = person.subscriber.code
    is_fresh = code is not None and code.proves in {EMAIL_ADDRESS, *person.unproven_numbers}
    if not (is_fresh and codes.is_usable(code, codes.PHONE_CODE)):
        codes.replace_code(ctx, person.subscriber, codes.PHONE_CODE)
    queue_notification(ctx, Template.PHONE_CODE, person.token, channel="sms")
    audit.record(ctx, AuditEvent.CODE_SENT, subscriber=person.token, template=Template.PHONE_CODE, channel="sms")
