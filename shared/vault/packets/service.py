"""Frames and dynamic keys made; each is in the audit log, without any key material."""

import datetime as dt
import hmac

from vault.audit import entries as audit
from vault.audit.events import AuditEvent
from vault.callers.model import Caller
from vault.kernel.mac import octets
from vault.kernel.time import now
from vault.kernel.tokens import key_text
from vault.kernel.values import value
from vault.packets.model import Dpsk, FtPacket, Packet, PmkMismatch
from vault.venues.model import Venue
from vault.wifi.message2 import Domain, Exchange, Form, ft_message2, psk_message2
from vault.wifi.pmk import pmk


@value
class Network:
    """An access point by its name, its SSID, and the key of a device there."""

    nas_identifier: str
    ssid: str
    psk: str

    def pmk(self) -> bytes:
        """The pairwise master key. Raises PassphraseInvalid, SsidInvalid."""
        return pmk(self.psk, self.ssid)


@value
class Roaming:
    """A mobility domain's id in hex, and the MAC addresses that are to be taken instead of random ones."""

    mdid: str
    bssid: str | None = None
    station: str | None = None

    def exchange(self) -> Exchange:
        """A handshake between these two."""
        bssid, station = (octets(each) if each else None for each in (self.bssid, self.station))
        return Exchange.drawn(bssid=bssid, station=station)


@value
class WantedDpsk:
    """A dynamic key as it is asked for: a passphrase, a PMK in hex, both or neither; days until its end, 0 for none."""

    ssid: str
    passphrase: str | None = None
    pmk: str | None = None
    days: int = 0


def wpa2(caller: Caller, network: Network, version: int) -> Packet:
    """Message 2 of a WPA2-PSK handshake between random addresses, in EAPOL of a version (1 or 2).

    Raises PassphraseInvalid, SsidInvalid.
    """
    key, exchange = network.pmk(), Exchange.drawn()
    made = psk_message2(key, exchange, form=Form(version=version))
    recorded(caller, AuditEvent.WPA2_PSK_PACKET_GENERATED, network)
    return Packet(key, exchange, made)


def ft_psk(caller: Caller, network: Network, roaming: Roaming) -> FtPacket:
    """Message 2 of an FT-PSK handshake, the access point holding both keys of the hierarchy.

    Raises PassphraseInvalid, SsidInvalid.
    """
    key, exchange = network.pmk(), roaming.exchange()
    domain = Domain(
        ssid=network.ssid.encode(), mdid=bytes.fromhex(roaming.mdid), r0kh_id=network.nas_identifier.encode()
    )
    made = ft_message2(key, exchange, domain)
    recorded(caller, AuditEvent.FT_PSK_PACKET_GENERATED, network)
    return FtPacket(key, exchange, made, domain)


def dpsk(caller: Caller, venue: Venue, wanted: WantedDpsk) -> Dpsk:
    """A dynamic key for a Ruckus controller; where neither passphrase nor PMK is given, a passphrase is made.

    Raises PassphraseInvalid, SsidInvalid, PmkMismatch.
    """
    given = bytes.fromhex(wanted.pmk or "")
    passphrase = wanted.passphrase or (None if given else key_text(None))
    key = pmk(passphrase, wanted.ssid) if passphrase else given
    if given and not hmac.compare_digest(key, given):
        raise PmkMismatch
    expires_at = now() + dt.timedelta(days=wanted.days) if wanted.days else None
    audit.record(caller, AuditEvent.DPSK_GENERATED, venue_id=venue.id, ssid=wanted.ssid, days=wanted.days)
    return Dpsk(wanted.ssid, venue.id, key, passphrase, expires_at)


def recorded(caller: Caller, event: AuditEvent, network: Network) -> None:
    """Note for whom a packet was made."""
    audit.record(caller, event, nas_identifier=network.nas_identifier, ssid=network.ssid)
