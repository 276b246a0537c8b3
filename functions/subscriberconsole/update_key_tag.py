"""Name one of the caller's own WiFi keys."""

from vault.callers.model import CallContext
from vault.kernel.fields import Line40
from vault.kernel.permissions import Permission
from vault.keys import tags
from vault.keys.model import KeyNotFound, KeyTagTaken
from vault.keys.references import KeyRef
from vault.runtime.endpoint import Graph, Service, endpoint
from vault.runtime.models import Request, Response
from vault.venues.model import VenueNotFound
from vault.venues.references import AnyVenueRef


class UpdateKeyTag(Request):
    access_token: str
    venue: AnyVenueRef
    held: KeyRef
    key_tag: Line40


class KeyTagUpdated(Response):
    key_tag: str


@endpoint(
    "/subscriberconsole/updateKeyTag",
    requires=Permission.ACCOUNT_KEYS,
    command="Subscriber.nameKey",
    raises=(VenueNotFound, KeyNotFound, KeyTagTaken),
    uses=(Graph.WRITE, Service.KMS),
)
def handler(body: UpdateKeyTag, ctx: CallContext) -> KeyTagUpdated:
    tags.set_tag(ctx, body.held, body.venue.id, body.key_tag)
    return KeyTagUpdated.from_value(body)
