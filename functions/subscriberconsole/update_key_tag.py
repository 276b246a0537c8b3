"""Name one of the caller's own WiFi keys."""

from typing import Annotated

from vault.callers.model import CallContext
from vault.kernel.fields import Line40
from vault.kernel.permissions import Permission
from vault.kernel.placeholders import Placeholder
from vault.keys import tags
from vault.keys.model import KeyTagTaken
from vault.keys.references import KeyRef
from vault.runtime.endpoint import Graph, Service, endpoint
from vault.runtime.models import Response, SignedInRequest
from vault.venues.references import ANY_VENUE, VenueRef


class UpdateKeyTag(SignedInRequest):
    venue: Annotated[VenueRef, ANY_VENUE]
    key: KeyRef
    key_tag: Line40


class KeyTagUpdated(Response):
    key_tag: str


@endpoint(
    "/subscriberconsole/updateKeyTag",
    requires=Permission.ACCOUNT_KEYS,
    command="Subscriber.nameKey",
    raises=(KeyTagTaken,),
    uses=(Graph.WRITE, Service.KMS),
    example={
        "access_token": Placeholder.SUBSCRIBER_ACCESS_TOKEN,
        "venue_id": Placeholder.VENUE_ID,
        "key_id": Placeholder.KEY_ID,
        "key_tag": f"Sofa {Placeholder.UNIQUE}",
    },
)
def handler(body: UpdateKeyTag, ctx: CallContext) -> KeyTagUpdated:
    tags.set_tag(ctx, body.key, body.venue.id, body.key_tag)
    return KeyTagUpdated.from_value(body)
