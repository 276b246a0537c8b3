"""What a RADIUS server is to answer, in the attributes of FreeRADIUS's dictionaries."""

from vault.callers.model import Caller
from vault.radius import service
from vault.radius.model import MOST_BITS, Asked, Takes
from vault.radius.service import Admitted

REPLY, CONTROL = "reply:", "control:"
"""FreeRADIUS's lists: what it sends, and what only its policies see."""
RUCKUS, MPPE = "Ruckus-Dpsk", "MS-MPPE-Recv-Key"
PMK_ATTRIBUTES = (RUCKUS, MPPE)
"""In which of these a Ruckus controller wants the PMK differs by its firmware, and is set for each RADIUS server."""


def accept(caller: Caller, asked: Asked, admitted: Admitted) -> dict[str, str | int]:
    """The attributes of an Access-Accept: the key in the access point's way, the session's length, VLAN and speeds."""
    standing = admitted.standing
    named: dict[str, str | int] = {"Session-Timeout": admitted.seconds}
    if standing.vlan is not None:
        vlan = {"Tunnel-Type": "VLAN", "Tunnel-Medium-Type": "IEEE-802"}
        named |= {**vlan, "Tunnel-Private-Group-Id": str(standing.vlan)}
    if standing.upload_kbps:
        named["WISPr-Bandwidth-Max-Up"] = bits(standing.upload_kbps)
    if standing.download_kbps:
        named["WISPr-Bandwidth-Max-Down"] = bits(standing.download_kbps)
    return {**key(caller, asked, admitted), **{REPLY + name: value for name, value in named.items()}}


def key(caller: Caller, asked: Asked, admitted: Admitted) -> dict[str, str | int]:
    """The PMK as octets, a zero before it for Ruckus's own attribute; or the passphrase; or both for a policy."""
    if asked.takes is Takes.PMK:
        attribute = caller.server.pmk_attribute if caller.server else RUCKUS
        return {REPLY + attribute: f"0x{'00' if attribute == RUCKUS else ''}{admitted.pmk.hex()}"}
    # rlm_rest reads backslashes as escapes, also where it expands nothing.
    passphrase = service.text_of(caller.operator, admitted.standing).replace("\\", "\\\\")
    if asked.takes is Takes.BOTH:
        return {CONTROL + "VAULT-Passphrase": passphrase, CONTROL + "VAULT-PMK": f"0x{admitted.pmk.hex()}"}
    return {REPLY + "Tunnel-Password": passphrase}


def bits(kbps: int) -> int:
    """Bits a second, at most what the attribute holds."""
    return min(kbps * 1000, MOST_BITS)
