"""Settings of the operator's webhook, and the secret that signs what it is sent (Standard Webhooks 1.0)."""

import base64
import secrets
from typing import Annotated

from vault.callers.model import CallContext
from vault.configuration.called_urls import check_called_url
from vault.configuration.setting import OPERATOR_CONSOLE, Changes, MaskedSecret, Setting
from vault.configuration.stored_values import read_value, to_property
from vault.graph.schema import Prop
from vault.graph.steps import __, with_properties
from vault.kernel.fields import UrlOrRemoved
from vault.kernel.message_keys import Message
from vault.kernel.messages import LocalizedText, text
from vault.kernel.time import epoch_ms, now
from vault.kernel.vocabulary import wire_name
from vault.kernel.webhook_events import WebhookType
from vault.kernel.wire import Choice

SECRET_BYTES = 32
FORMER_SECRET_MS = 24 * 3600 * 1000
"""How long both secrets sign after a rotation."""


def _announce_rotation(ctx: CallContext, changes: Changes) -> LocalizedText | None:  # noqa: ARG001  as a rule is called
    """A sentence, where there is a former secret."""
    return text(Message.WEBHOOK_SECRETS_OVERLAP) if changes.value_before(Prop.WEBHOOK_SECRET) else None


SIGNING_SECRET = Setting(Prop.WEBHOOK_SECRET, secret=MaskedSecret(characters_shown=10), shown_on=OPERATOR_CONSOLE)
"""Generated here; no request sets it."""
FORMER_SECRET = Setting(Prop.WEBHOOK_FORMER_SECRET, secret=MaskedSecret())
WebhookUrl = Annotated[
    UrlOrRemoved | None,
    Setting(Prop.WEBHOOK_URL, label=wire_name("webhook_url"), check=check_called_url, shown_on=OPERATOR_CONSOLE),
]
WebhookEvents = Annotated[
    list[Choice[WebhookType]] | None, Setting(Prop.WEBHOOK_EVENTS, is_json=True, shown_on=OPERATOR_CONSOLE)
]
RotateWebhookSecret = Annotated[
    bool | None,
    Setting(None, Message.FIELD_SWITCHED, label=wire_name("rotate_webhook_secret"), rule=_announce_rotation),
]


def provide_signing_secret(ctx: CallContext, changes: Changes) -> str | None:
    """Store a new secret with the first URL and where a rotation is ordered, and return it; None otherwise.

    Both secrets sign for a day, so that receivers can be changed meanwhile.
    """
    thing = changes.thing
    current = read_value(ctx, SIGNING_SECRET, thing.id, thing.vertex)
    is_first = current is None and bool(changes.value_after(Prop.WEBHOOK_URL))
    if not is_first and wire_name("rotate_webhook_secret") not in changes:
        return None
    secret = f"whsec_{base64.b64encode(secrets.token_bytes(SECRET_BYTES)).decode()}"
    properties: dict[str, object] = {Prop.WEBHOOK_SECRET: to_property(ctx, thing.id, SIGNING_SECRET, secret)}
    if current is not None:
        properties[Prop.WEBHOOK_FORMER_SECRET] = to_property(ctx, thing.id, FORMER_SECRET, current)
        properties[Prop.WEBHOOK_FORMER_UNTIL] = epoch_ms(now()) + FORMER_SECRET_MS
    ctx.tx.change(with_properties(__.V(thing.id), **properties))
    return secret
