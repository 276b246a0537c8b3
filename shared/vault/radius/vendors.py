"""How the access points of each vendor send a handshake, and in which attribute they expect the key."""

from collections.abc import Mapping

from vault.kernel.values import value
from vault.kernel.vocabulary import wire_name
from vault.radius.attributes import (
    Attributes,
    first_text,
    mac_address,
    octets,
    ssid_after_address,
    ssid_readings,
    suite_selector,
)
from vault.radius.model import AccessRequest, HandshakeMissing, KeyDelivery, Station

AKM = "WLAN-AKM-Suite"
"""The AKM suite selector as a number (RFC 7268, 2.15)."""
SUITE_OUI = 0x000FAC
CALLED, CALLING, USER = wire_name("called_station_id"), wire_name("calling_station_id"), "User-Name"
CALLED_SSID = "Called-Station-SSID"
"""Where FreeRADIUS's policy rewrite_called_station_id puts the SSID from Called-Station-Id."""


@value
class VendorAttributes:
    """Names of attributes; of several, the first that is present counts."""

    anonce: str
    frame: str
    key_delivery: KeyDelivery
    ssid: tuple[str, ...] = (CALLED_SSID,)
    """Attributes with the SSID; without them it follows the access point's address."""
    bssid: tuple[str, ...] = (CALLED,)
    station: tuple[str, ...] = (CALLING, USER)
    akm: tuple[str, ...] = (AKM,)


GENERIC = VendorAttributes(
    anonce="VAULT-ANonce",
    frame="VAULT-EAPOL-Key-Frame",
    key_delivery=KeyDelivery.BOTH,
    ssid=("VAULT-SSID", CALLED_SSID),
    bssid=("VAULT-BSSID", CALLED),
    station=("VAULT-Station", CALLING, USER),
    akm=("VAULT-AKM-Suite", AKM),
)
"""Attributes of docs/freeradius/dictionary, which a FreeRADIUS policy fills in for other vendors."""
RUCKUS = VendorAttributes(
    anonce="Ruckus-DPSK-Anonce",
    frame="Ruckus-DPSK-EAPOL-Key-Frame",
    key_delivery=KeyDelivery.PMK,
    ssid=("Ruckus-SSID", "Ruckus-Wlan-Name", CALLED_SSID),
    bssid=("Ruckus-BSSID", CALLED),
    akm=("Ruckus-DPSK-AKM-Suite", AKM),
)
MERAKI = VendorAttributes(
    anonce="Meraki-IPSK-Anonce",
    frame="Meraki-IPSK-EAPOL",
    key_delivery=KeyDelivery.PASSPHRASE,
    ssid=("Meraki-IPSK-SSID", CALLED_SSID),
    bssid=("Meraki-IPSK-BSSID", CALLED),
)
HOSTAPD = VendorAttributes(
    anonce="FreeRADIUS-802.1X-Anonce", frame="FreeRADIUS-802.1X-EAPoL-Key-Msg", key_delivery=KeyDelivery.PASSPHRASE
)
VENDORS: Mapping[str, VendorAttributes] = {each.frame: each for each in (GENERIC, RUCKUS, MERAKI, HOSTAPD)}
"""By the attribute that identifies the vendor; those filled in by a policy take precedence."""


def _find_vendor(attributes: Attributes) -> VendorAttributes | None:
    return next((vendor for frame, vendor in VENDORS.items() if frame in attributes), None)


def ssids_of(attributes: Attributes) -> tuple[str, ...]:
    return parse_station(attributes).ssids if _find_vendor(attributes) else ()


def parse_station(attributes: Attributes) -> Station:
    """What a request says of its device, also one of no known vendor."""
    vendor = _find_vendor(attributes) or HOSTAPD
    ssids = (first_text(attributes, name) for name in vendor.ssid)
    return Station(
        ssids=ssid_readings(next(filter(None, ssids), "") or ssid_after_address(attributes, CALLED)),
        bssid=_first_address(attributes, vendor.bssid),
        address=_first_address(attributes, vendor.station),
    )


def parse_access_request(attributes: Attributes) -> AccessRequest:
    """The handshake in a request. Raises HandshakeMissing."""
    vendor, station = _find_vendor(attributes), parse_station(attributes)
    if not (vendor and station.ssids and station.bssid and station.address):
        raise HandshakeMissing
    return AccessRequest(
        ssids=station.ssids,
        bssid=station.bssid,
        station=station.address,
        anonce=octets(attributes, vendor.anonce),
        frame=octets(attributes, vendor.frame),
        akm=_akm_of(attributes, vendor),
        key_delivery=vendor.key_delivery,
    )


def _first_address(attributes: Attributes, names: tuple[str, ...]) -> bytes:
    return next(filter(None, (mac_address(attributes, name) for name in names)), b"")


def _akm_of(attributes: Attributes, vendor: VendorAttributes) -> int | None:
    """The AKM suite type, if the suite has the OUI 00-0F-AC (IEEE Std 802.11-2020, Table 9-151)."""
    for selector in (suite_selector(attributes, name) for name in vendor.akm):
        if selector is not None:
            return selector & 0xFF if selector >> 8 == SUITE_OUI else None
    return None
