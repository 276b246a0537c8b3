"""What settings of an operator need beside their properties."""

from collections.abc import Callable
from typing import cast

from vault.callers.model import CallContext
from vault.configuration.model import ConfiguredOperator, as_operator
from vault.configuration.setting import Changes, Configured
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


def have_terms(locale: Locale) -> Callable[[Configured, object], bool]:
    """Whether an operator's terms in a locale are as requested."""
    return lambda operator, requested: as_operator(operator).terms.get(locale) == requested


def add_global_keypools(ctx: CallContext, changes: Changes) -> LocalizedText | None:
    """Add a global keypool for each SSID that has none. Raises KeypoolExists, KeypoolLimitReached."""
    operator = as_operator(changes.thing)
    new = _missing_ssids(operator, changes.by_name[wire_name("global_ssids")].after)
    if operator.keypool_count + len(new) > MAX_POOLS:
        raise KeypoolLimitReached
    owner = OperatorForKeypool(operator.id, operator.venue_count)
    added = [keypools.add(ctx, owner, NewKeypool(ssid, KeypoolScope.GLOBAL)) for ssid in new]
    remarks = [text(Message.KEYPOOL_ADDED, keypool=each.id, venues=each.venue_count) for each in added]
    return JoinedTexts(tuple(remarks)) if remarks else None


def are_keypools_there(operator: Configured, requested: object) -> bool:
    return not _missing_ssids(as_operator(operator), requested)


def _missing_ssids(operator: ConfiguredOperator, requested: object) -> list[str]:
    ssids = dict.fromkeys(map(truncate_ssid, cast("list[str]", requested)))
    return [ssid for ssid in ssids if ssid not in operator.global_ssids]
