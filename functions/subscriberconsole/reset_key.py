"""Reset one of the caller's own WiFi keys; the console password is kept the same as the keys that follow it."""

from vault.callers.model import CallContext
from vault.kernel.errors import FieldInvalid, FieldMissing
from vault.kernel.fields import AnyUserPart, NewPassword
from vault.kernel.message_keys import Message
from vault.kernel.messages import text
from vault.kernel.permissions import Permission
from vault.kernel.placeholders import Placeholder
from vault.kernel.vocabulary import wire_name
from vault.keys.issuance import PassphraseChoice
from vault.keys.model import CustomKeysDisabled, PasswordCollides
from vault.keys.references import KeyToResetRef
from vault.limits.model import TooManyRequests
from vault.runtime.endpoint import Graph, Queue, Service, endpoint
from vault.runtime.models import Response, SignedInRequest
from vault.sessions import key_reset


class ResetKey(SignedInRequest):
    key: KeyToResetRef
    new_key: NewPassword | None = None
    user_part_for_new_key: AnyUserPart | None = None
    dry_run: bool = False

    def passphrase_choice(self) -> PassphraseChoice:
        """Exactly one of the two ways to choose a passphrase. Raises FieldMissing, FieldInvalid."""
        if self.new_key is None and self.user_part_for_new_key is None:
            raise FieldMissing(field=(wire_name("new_key"), wire_name("user_part_for_new_key")))
        if self.new_key is not None and self.user_part_for_new_key is not None:
            raise FieldInvalid(field=wire_name("user_part_for_new_key"))
        return PassphraseChoice(self.new_key, self.user_part_for_new_key)


class KeyReset(Response):
    success: bool = True
    new_key_id: str
    venues: list[str]
    unit_ids: list[str]


@endpoint(
    "/subscriberconsole/resetKey",
    requires=Permission.ACCOUNT_KEYS,
    command="Subscriber.resetKey",
    raises=(CustomKeysDisabled, PasswordCollides, TooManyRequests),
    uses=(Graph.WRITE, Queue.NOTIFICATIONS, Service.COGNITO_SIGN_IN, Service.COGNITO_WRITE, Service.KMS, Service.REDIS),
    example={
        "access_token": Placeholder.SUBSCRIBER_ACCESS_TOKEN,
        "current_key_id": Placeholder.KEY_ID,
        "user_part_for_new_key": "mine-",
    },
)
def handler(body: ResetKey, ctx: CallContext) -> KeyReset:
    change = key_reset.reset_key(ctx, body.key, body.passphrase_choice(), dry_run=body.dry_run)
    message = text(Message.KEY_USABLE if body.dry_run else Message.WIFI_PASSWORD_UPDATED)
    return KeyReset.from_value(
        message=message, new_key_id=body.key.key.id, venues=change.venue_ids, unit_ids=change.unit_ids
    )
