"""How access points of each make bring a handshake, and in which attribute they take the key."""

from collections.abc import Mapping

from vault.kernel.values import value
from vault.kernel.vocabulary import wire
from vault.radius.attributes import Attributes, address, after_address, octets, text
from vault.radius.model import Asked, HandshakeMissing, Takes

AKM = "WLAN-AKM-Suite"
"""The suite's selector as a number (IETF RFC 7268, 2.15)."""
SUITE_OUI = 0x000FAC
CALLED, CALLING, USER = wire("called_station_id"), wire("calling_station_id"), "User-Name"
CALLED_SSID = "Called-Station-SSID"
"""Where FreeRADIUS's policy rewrite_called_station_id puts the SSID that it takes out of Called-Station-Id."""


@value
class Dialect:
    """Names of attributes; of several, the first that came counts."""

    anonce: str
    frame: str
    takes: Takes
    ssid: tuple[str, ...] = (CALLED_SSID,)
    """Attributes that are an SSID; else it follows the access point's address."""
    bssid: tuple[str, ...] = (CALLED,)
    station: tuple[str, ...] = (CALLING, USER)
    akm: tuple[str, ...] = (AKM,)


GENERIC = Dialect(
    anonce="VAULT-ANonce",
    frame="VAULT-EAPOL-Key-Frame",
    takes=Takes.BOTH,
    ssid=("VAULT-SSID", CALLED_SSID),
    bssid=("VAULT-BSSID", CALLED),
    station=("VAULT-Station", CALLING, USER),
    akm=("VAULT-AKM-Suite", AKM),
)
"""Of docs/freeradius/dictionary: what a policy of FreeRADIUS fills in from the attributes of any other make."""
RUCKUS = Dialect(
    anonce="Ruckus-DPSK-Anonce",
    frame="Ruckus-DPSK-EAPOL-Key-Frame",
    takes=Takes.PMK,
    ssid=("Ruckus-SSID", "Ruckus-Wlan-Name", CALLED_SSID),
    bssid=("Ruckus-BSSID", CALLED),
    akm=("Ruckus-DPSK-AKM-Suite", AKM),
)
MERAKI = Dialect(
    anonce="Meraki-IPSK-Anonce",
    frame="Meraki-IPSK-EAPOL",
    takes=Takes.PASSPHRASE,
    ssid=("Meraki-IPSK-SSID", CALLED_SSID),
    bssid=("Meraki-IPSK-BSSID", CALLED),
)
HOSTAPD = Dialect(anonce="FreeRADIUS-802.1X-Anonce", frame="FreeRADIUS-802.1X-EAPoL-Key-Msg", takes=Takes.PASSPHRASE)
DIALECTS: Mapping[str, Dialect] = {each.frame: each for each in (GENERIC, RUCKUS, MERAKI, HOSTAPD)}
"""By the attribute that tells a dialect; what a policy has filled in comes before what an access point sent."""


def dialect_of(attributes: Attributes) -> Dialect | None:
    """The dialect of a request."""
    return next((dialect for frame, dialect in DIALECTS.items() if frame in attributes), None)


def ssid_of(attributes: Attributes) -> str:
    """The network that a request is about; empty where it does not say."""
    dialect = dialect_of(attributes)
    if dialect is None:
        return ""
    named = (text(attributes, name) for name in dialect.ssid)
    return next(filter(None, named), "") or after_address(attributes, CALLED)


def asked(attributes: Attributes) -> Asked:
    """The handshake in a request. Raises HandshakeMissing."""
    dialect = dialect_of(attributes)
    if dialect is None:
        raise HandshakeMissing
    found = Asked(
        ssid=ssid_of(attributes),
        bssid=first(attributes, dialect.bssid),
        station=first(attributes, dialect.station),
        anonce=octets(attributes, dialect.anonce),
        frame=octets(attributes, dialect.frame),
        akm=akm_of(attributes, dialect),
        takes=dialect.takes,
    )
    if not (found.ssid and found.bssid and found.station):
        raise HandshakeMissing
    return found


def first(attributes: Attributes, names: tuple[str, ...]) -> bytes:
    """The first address under some names."""
    return next(filter(None, (address(attributes, name) for name in names)), b"")


def akm_of(attributes: Attributes, dialect: Dialect) -> int | None:
    """The type of the AKM suite, where it is one of the standard's own (IEEE Std 802.11-2020, Table 9-151)."""
    for written in filter(None, (text(attributes, name) for name in dialect.akm)):
        try:
            selector = int(written, 0)
        except ValueError:
            continue
        return selector & 0xFF if selector >> 8 == SUITE_OUI else None
    return None
