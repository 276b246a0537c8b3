"""Looking somebody up by e-mail address; only their own venues see name and phone number."""

from vault.audit import entries as audit
from vault.audit.events import AuditEvent
from vault.callers.model import CallContext, Scope
from vault.kernel.locales import Locale
from vault.kernel.message_keys import Message
from vault.kernel.values import value
from vault.people import service as people
from vault.people.model import Profile
from vault.subscribers.model import Resident

NOBODY = Profile("")


@value
class LookupResult:
    message: Message
    profile: Profile = NOBODY
    locale: str = Locale.EN_US
    by_email: bool = True
    by_sms: bool = False


def by_email(ctx: CallContext, found: Resident | None, scope: Scope) -> LookupResult:
    """The profile of a person at the caller's venues; of others only that the address is taken. Raises Unavailable."""
    audit.record(ctx, AuditEvent.EMAIL_ADDRESS_LOOKED_UP, subscriber=found.token if found else None)
    if found is None:
        return LookupResult(Message.EMAIL_FREE)
    if not found.is_at(scope):
        return LookupResult(Message.EMAIL_TAKEN)
    subscriber = found.subscriber
    profile = people.get_profile(ctx.operator, found.token)
    locale = subscriber.locale or Locale.EN_US
    return LookupResult(Message.NONE, profile, locale, by_email=subscriber.by_email, by_sms=subscriber.by_sms)
