"""Generate a DPSK in the format of a Ruckus controller, from a passphrase or a PMK."""

from typing import Annotated

from pydantic import Field

from vault.callers.model import CallContext
from vault.kernel.message_keys import Message
from vault.kernel.messages import text
from vault.kernel.permissions import Permission
from vault.kernel.placeholders import Placeholder
from vault.packets import service as packets
from vault.packets.fields import AnySsid, Passphrase, PmkHex
from vault.packets.model import PmkMismatch
from vault.packets.views import DpskView
from vault.runtime.endpoint import Graph, endpoint
from vault.runtime.models import Response, SignedInRequest
from vault.venues.references import VenueRef


class GenerateRuckusDpsk(SignedInRequest):
    ssid: AnySsid
    venue: VenueRef
    passphrase: Passphrase | None = None
    pmk: PmkHex | None = None
    expiration_days: Annotated[int, Field(ge=0, le=365)] = 0

    def new_dpsk(self) -> packets.NewDpsk:
        return packets.NewDpsk(self.ssid, self.passphrase, self.pmk, self.expiration_days)


class RuckusDpsk(Response, DpskView):
    """The DPSK in the format of the controller."""


@endpoint(
    "/operatorconsole/tools/generateRuckusDPSKAttribute153",
    requires=Permission.PACKETS_GENERATE,
    raises=(PmkMismatch,),
    uses=(Graph.CONSISTENT_READ,),
    example={"ssid": "Lobby", "venue_id": Placeholder.VENUE_ID, "passphrase": "correct horse battery"},
)
def handler(body: GenerateRuckusDpsk, ctx: CallContext) -> RuckusDpsk:
    dpsk = packets.generate_dpsk(ctx, body.venue, body.new_dpsk())
    return RuckusDpsk.from_value(DpskView.from_dpsk(dpsk), message=text(Message.RUCKUS_DPSK))
