"""Writing the terms of an operator."""

from vault.audit import entries as audit
from vault.audit.events import AuditEvent
from vault.callers.model import CallContext
from vault.kernel.locales import Locale
from vault.kernel.sanitize import sanitize_html
from vault.kernel.time import epoch_ms, now
from vault.terms import queries
from vault.terms.model import MAX_CHARACTERS


def write(ctx: CallContext, locale: Locale, markup: str) -> str:
    """Store sanitized terms, and return them. Raises TextInvalid, TextTooLong."""
    text = sanitize_html(markup, MAX_CHARACTERS)
    ctx.tx.change(*queries.write(ctx.operator.id, locale, text, epoch_ms(now())))
    audit.record(ctx, AuditEvent.TERMS_CONFIGURED, terms_locale=locale, characters=len(text))
    return text
