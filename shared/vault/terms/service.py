"""Terms written by the operator."""

from vault.audit import entries as audit
from vault.audit.events import AuditEvent
from vault.callers.model import Caller
from vault.kernel.locales import Locale
from vault.kernel.sanitise import rich_text
from vault.kernel.time import epoch_ms, now
from vault.terms import queries
from vault.terms.model import MOST_CHARACTERS


def write(caller: Caller, locale: Locale, markup: str) -> str:
    """The operator's terms in a locale, scripts taken out; what is kept of them. Raises TextInvalid, TextTooLong."""
    text = rich_text(markup, MOST_CHARACTERS)
    caller.tx.change(*queries.write(caller.operator.id, locale, text, epoch_ms(now())))
    audit.record(caller, AuditEvent.TERMS_CONFIGURED, terms_locale=locale, characters=len(text))
    return text
