"""What settings of an operator need beside their properties."""

from typing import cast

from vault.callers.model import CallContext
from vault.configuration.model import operator_of
from vault.configuration.setting import Changes
from vault.kernel.locales import Locale
from vault.kernel.message_keys import Message
from vault.kernel.messages import JoinedTexts, LocalizedText, text
from vault.kernel.vocabulary import wire_name
from vault.keypools import service as keypools
from vault.keypools.model import MAX_POOLS, KeypoolLimitReached, KeypoolScope, OperatorForKeypool, truncate_ssid
from vault.keypools.service import NewKeypool
from vault.terms import service as terms


def write_terms(ctx: CallContext, changes: Changes) -> None:
    """Raises TextInvalid, TextTooLong."""
    for locale in Locale:
        if change := changes.by_name.get(f"{wire_name('terms_by_locale')}.{locale}"):
            terms.write(ctx, locale, str(change.after))


def add_global_keypools(ctx: CallContext, changes: Changes) -> LocalizedText | None:
    """Add a global keypool for each SSID that has none. Raises KeypoolExists, KeypoolLimitReached."""
    operator = operator_of(changes)
    requested = cast("list[str]", changes.by_name[wire_name("global_ssids")].after)
    new = [ssid for ssid in dict.fromkeys(map(truncate_ssid, requested)) if ssid not in operator.global_ssids]
    if operator.keypool_count + len(new) > MAX_POOLS:
        raise KeypoolLimitReached
    owner = OperatorForKeypool(operator.id, operator.venue_count)
    added = [keypools.add(ctx, owner, NewKeypool(ssid, KeypoolScope.GLOBAL)) for ssid in new]
    remarks = [text(Message.KEYPOOL_ADDED, keypool=each.id, venues=each.venue_count) for each in added]
    return JoinedTexts(tuple(remarks)) if remarks else None
