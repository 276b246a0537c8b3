"""Generate frames and dynamic keys; the audit log records each without key material."""

import datetime as dt
import hmac

from vault.audit import entries as audit
from vault.audit.events import AuditEvent
from vault.callers.model import CallContext
from vault.kernel.generated_secrets import generate_passphrase
from vault.kernel.mac import mac_octets
from vault.kernel.time import now
from vault.kernel.values import value
from vault.packets.model import Dpsk, FtPacket, Packet, PmkMismatch
from vault.venues.model import Venue
from vault.wifi.message2 import Exchange, FrameOptions, MobilityDomain, build_ft_message2, build_psk_message2
from vault.wifi.pmk import derive_pmk


@value
class AccessPoint:
    nas_identifier: str
    ssid: str
    psk: str

    def derive_pmk(self) -> bytes:
        """Raises PassphraseInvalid, SsidInvalid."""
        return derive_pmk(self.psk, self.ssid)


@value
class Roaming:
    """`mdid` is in hex; MAC addresses that are not given are random."""

    mdid: str
    bssid: str | None = None
    station: str | None = None

    def generate_exchange(self) -> Exchange:
        bssid, station = (mac_octets(each) if each else None for each in (self.bssid, self.station))
        return Exchange.generate(bssid=bssid, station=station)


@value
class NewDpsk:
    """`pmk` is in hex; with 0 `days` the key does not expire."""

    ssid: str
    passphrase: str | None = None
    pmk: str | None = None
    days: int = 0


def generate_wpa2_packet(ctx: CallContext, access_point: AccessPoint, version: int) -> Packet:
    """`version` is that of EAPOL, 1 or 2. Raises PassphraseInvalid, SsidInvalid."""
    key, exchange = access_point.derive_pmk(), Exchange.generate()
    message = build_psk_message2(key, exchange, options=FrameOptions(version=version))
    _record_packet(ctx, AuditEvent.WPA2_PSK_PACKET_GENERATED, access_point)
    return Packet(key, exchange, message)


def generate_ft_psk_packet(ctx: CallContext, access_point: AccessPoint, roaming: Roaming) -> FtPacket:
    """The access point holds PMK-R0 and PMK-R1. Raises PassphraseInvalid, SsidInvalid."""
    key, exchange = access_point.derive_pmk(), roaming.generate_exchange()
    domain = MobilityDomain(
        ssid=access_point.ssid.encode(), mdid=bytes.fromhex(roaming.mdid), r0kh_id=access_point.nas_identifier.encode()
    )
    message = build_ft_message2(key, exchange, domain)
    _record_packet(ctx, AuditEvent.FT_PSK_PACKET_GENERATED, access_point)
    return FtPacket(key, exchange, message, domain)


def generate_dpsk(ctx: CallContext, venue: Venue, new_dpsk: NewDpsk) -> Dpsk:
    """Generate a passphrase if there is no PMK either. Raises PassphraseInvalid, SsidInvalid, PmkMismatch."""
    supplied_pmk = bytes.fromhex(new_dpsk.pmk or "")
    passphrase = new_dpsk.passphrase or (None if supplied_pmk else generate_passphrase(None))
    key = derive_pmk(passphrase, new_dpsk.ssid) if passphrase else supplied_pmk
    if supplied_pmk and not hmac.compare_digest(key, supplied_pmk):
        raise PmkMismatch
    expires_at = now() + dt.timedelta(days=new_dpsk.days) if new_dpsk.days else None
    audit.record(ctx, AuditEvent.DPSK_GENERATED, venue_id=venue.id, ssid=new_dpsk.ssid, days=new_dpsk.days)
    return Dpsk(new_dpsk.ssid, venue.id, key, passphrase, expires_at)


def _record_packet(ctx: CallContext, event: AuditEvent, access_point: AccessPoint) -> None:
    audit.record(ctx, event, nas_identifier=access_point.nas_identifier, ssid=access_point.ssid)
