"""Authorize a device by the handshake that its access point forwards, and answer with RADIUS reply attributes."""

from collections.abc import Mapping, Sequence
from typing import Annotated, Any

from pydantic import BaseModel, ConfigDict, Field, RootModel, StringConstraints

from vault.callers.model import CallContext
from vault.kernel.permissions import Permission
from vault.kernel.placeholders import Placeholder
from vault.radius import refusals, reply_attributes, service, vendors
from vault.radius.model import DeviceRefused, HandshakeMissing
from vault.radius.references import SsidKeypoolsRef
from vault.runtime.endpoint import Graph, Service, Token, endpoint
from vault.runtime.models import Request
from vault.wifi.eapol import FrameInvalid
from vault.wifi.pmk import SsidInvalid

Value = Annotated[str, StringConstraints(max_length=8192)] | int | float


class Attribute(BaseModel):
    """A RADIUS attribute in the JSON format of FreeRADIUS rlm_rest, one character for each octet."""

    type: str = Field("", max_length=32)
    value: list[Value] = Field(max_length=64)


class Authorize(Request):
    model_config = ConfigDict(extra="allow")
    __pydantic_extra__: dict[str, Attribute | Any] = Field(init=False)

    keypools: SsidKeypoolsRef

    def attributes(self) -> Mapping[str, Sequence[str]]:
        """The values of each attribute as strings; members that are not RADIUS attributes are skipped."""
        sent = self.__pydantic_extra__.items()
        return {
            name: [str(each) for each in attribute.value]
            for name, attribute in sent
            if isinstance(attribute, Attribute)
        }

    def ssids(self) -> tuple[str, ...]:
        return vendors.ssids_of(self.attributes())


class Reply(BaseModel):
    """A reply attribute in the JSON format of FreeRADIUS rlm_rest; `do_xlat` would expand the value."""

    op: str = ":="
    do_xlat: bool = False
    value: str | int


class Accepted(RootModel[dict[str, Reply]]):
    """RADIUS reply attributes by name."""


@endpoint(
    "/radius/authorize",
    requires=Permission.DEVICES_AUTHENTICATE,
    token=Token.RADIUS_SERVER,
    command="RADIUS.authorize",
    works_without_primary=True,
    raises=(HandshakeMissing, FrameInvalid, SsidInvalid, DeviceRefused),
    uses=(Graph.WRITE, Service.KMS, Service.REDIS),
    example=Placeholder.ACCESS_REQUEST,
)
def handler(body: Authorize, ctx: CallContext) -> Accepted:
    attributes = body.attributes()
    with refusals.record_refusal(ctx, attributes, body.keypools):
        request = vendors.parse_access_request(attributes)
        accepted = service.authorize(ctx, request, body.keypools)
    reply = reply_attributes.access_accept_attributes(ctx, request, accepted)
    return Accepted({name: Reply(value=value) for name, value in reply.items()})
