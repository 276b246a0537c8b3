"""The attributes of an Access-Accept, by their names in FreeRADIUS's dictionaries."""

from vault.callers.model import CallContext
from vault.radius import service
from vault.radius.model import MAX_BITS, AccessRequest, KeyDelivery
from vault.radius.service import AccessAccept

REPLY, CONTROL = "reply:", "control:"
"""FreeRADIUS's attribute lists: `reply` is sent, `control` is only seen by its policies."""
RUCKUS, MPPE = "Ruckus-Dpsk", "MS-MPPE-Recv-Key"
PMK_ATTRIBUTES = (RUCKUS, MPPE)
"""Which of these a Ruckus controller expects depends on its firmware, and is set for each RADIUS server."""


def access_accept_attributes(ctx: CallContext, request: AccessRequest, accepted: AccessAccept) -> dict[str, str | int]:
    """Key, session length, VLAN (RFC 3580) and WISPr bandwidths, each prefixed with its FreeRADIUS list."""
    authorization = accepted.authorization
    reply: dict[str, str | int] = {"Session-Timeout": accepted.seconds}
    if authorization.vlan is not None:
        vlan = {"Tunnel-Type": "VLAN", "Tunnel-Medium-Type": "IEEE-802"}
        reply |= {**vlan, "Tunnel-Private-Group-Id": str(authorization.vlan)}
    if authorization.upload_kbps:
        reply["WISPr-Bandwidth-Max-Up"] = _bits_per_second(authorization.upload_kbps)
    if authorization.download_kbps:
        reply["WISPr-Bandwidth-Max-Down"] = _bits_per_second(authorization.download_kbps)
    return {**_key_attributes(ctx, request, accepted), **{REPLY + name: value for name, value in reply.items()}}


def _key_attributes(ctx: CallContext, request: AccessRequest, accepted: AccessAccept) -> dict[str, str | int]:
    """The PMK as octets (after a zero byte in Ruckus-Dpsk), or the passphrase, or both for a FreeRADIUS policy."""
    if request.key_delivery is KeyDelivery.PMK:
        attribute = ctx.server.pmk_attribute if ctx.server else RUCKUS
        return {REPLY + attribute: f"0x{'00' if attribute == RUCKUS else ''}{accepted.pmk.hex()}"}
    # rlm_rest treats backslashes as escapes, even in values that it does not expand.
    passphrase = service.passphrase_of(ctx.operator, accepted.authorization).replace("\\", "\\\\")
    if request.key_delivery is KeyDelivery.BOTH:
        return {CONTROL + "VAULT-Passphrase": passphrase, CONTROL + "VAULT-PMK": f"0x{accepted.pmk.hex()}"}
    return {REPLY + "Tunnel-Password": passphrase}


def _bits_per_second(kbps: int) -> int:
    return min(kbps * 1000, MAX_BITS)
