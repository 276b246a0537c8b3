"""Devices that join: requests of RADIUS servers, with handshakes in the attributes of each vendor."""

import base64
import functools
import ipaddress
import itertools
import secrets
from dataclasses import dataclass, field
from typing import Any

from functions.networkoperatorconsole.subscribers import add_key
from functions.radius import authorize
from tests.factories import Persona, Tenant, add_unit, add_venue, unique_name
from tests.gateway import Answer, call, event, send
from tests.residents import add_accepted_resident, add_pool, passphrases_seen_by
from vault.graph.connection import execute
from vault.graph.schema import Prop
from vault.graph.steps import __
from vault.kernel import ids
from vault.kernel.time import epoch_ms, now
from vault.keypools import queries as keypools
from vault.keys import pmk_cache
from vault.keys.passphrases import passphrases_of as key_texts
from vault.keys.service import read_key_holder
from vault.onboarding import radius
from vault.runtime.endpoint import Token
from vault.venues.model import Venue
from vault.wifi.elements import Akm
from vault.wifi.message2 import Exchange, MobilityDomain, build_ft_message2, build_psk_message2, generate_address
from vault.wifi.pmk import derive_pmk

SESSIONS_CONTINUE = "Devices that are connected now stay connected until their session ends, after 24 hours at most."
ANYWHERE = ("0.0.0.0/0", "::/0")
Body = dict[str, Any]
_unneeded = (ipaddress.IPv4Address("198.18.0.1") + number for number in itertools.count())


@dataclass(frozen=True)
class Device:
    """A device with a passphrase for an SSID; `by_x` are the requests of its access point by vendor."""

    passphrase: str
    ssid: str
    mac: bytes = field(default_factory=generate_address)
    bssid: bytes = field(default_factory=generate_address)
    akm: Akm = Akm.PSK

    @property
    def mac_text(self) -> str:
        """The MAC address in VAULT's format."""
        return self.mac.hex(":").upper()

    def message2(self) -> tuple[bytes, bytes]:
        """The access point's nonce, and the device's frame that answers it."""
        ends = Exchange.generate(bssid=self.bssid, station=self.mac)
        key = derive_pmk(self.passphrase, self.ssid)
        if self.akm is Akm.FT_PSK:
            domain = MobilityDomain(ssid=self.ssid.encode(), mdid=b"\1\2", r0kh_id=b"ap.example")
            return ends.anonce, build_ft_message2(key, ends, domain).frame
        return ends.anonce, build_psk_message2(key, ends, akm=self.akm).frame

    def by_ruckus(self) -> Body:
        """A Ruckus controller's request."""
        anonce, frame = self.message2()
        return attributes(
            **{
                "User-Name": self.mac.hex(),
                "Calling-Station-Id": self.mac.hex("-").upper(),
                "Called-Station-Id": f"{self.bssid.hex('-').upper()}:{self.ssid}",
                "Ruckus-SSID": self.ssid,
                "Ruckus-BSSID": f"0x{self.bssid.hex()}",
                "Ruckus-DPSK-AKM-Suite": f"0x{self.akm.suite.hex()}",
                "Ruckus-DPSK-Cipher": 4,
                "Ruckus-DPSK-Anonce": f"0x{anonce.hex()}",
                "Ruckus-DPSK-EAPOL-Key-Frame": f"0x{frame.hex()}",
            }
        )

    def by_hostapd(self) -> Body:
        """hostapd's request."""
        anonce, frame = self.message2()
        return attributes(
            **{
                "User-Name": self.mac.hex(),
                "Called-Station-Id": f"{self.bssid.hex('-').upper()}:{self.ssid}",
                "Calling-Station-Id": self.mac.hex("-").upper(),
                "WLAN-AKM-Suite": int.from_bytes(self.akm.suite),
                "FreeRADIUS-802.1X-Anonce": f"0x{anonce.hex()}",
                "FreeRADIUS-802.1X-EAPoL-Key-Msg": f"0x{frame.hex()}",
            }
        )

    def by_meraki(self) -> Body:
        """A Meraki access point's request."""
        anonce, frame = self.message2()
        return attributes(
            **{
                "Calling-Station-Id": self.mac.hex("-").upper(),
                "Meraki-IPSK-SSID": self.ssid,
                "Meraki-IPSK-BSSID": f"0x{self.bssid.hex()}",
                "Meraki-IPSK-Anonce": f"0x{anonce.hex()}",
                "Meraki-IPSK-EAPOL": f"0x{frame.hex()}",
            }
        )

    def by_mist(self) -> Body:
        """A Juniper Mist access point's request, in attributes that VAULT does not map itself."""
        anonce, frame = self.message2()
        return attributes(
            **{
                "Eleven-EAPOL-Frame-2": f"0x{frame.hex()}",
                "Eleven-EAPOL-Anonce": f"0x{anonce.hex()}",
                "Eleven-EAPOL-SSID": self.ssid,
                "Eleven-EAPOL-APMAC": f"0x{self.bssid.hex()}",
                "Eleven-EAPOL-STMAC": f"0x{self.mac.hex()}",
            }
        )

    def by_policy(self) -> Body:
        """The same with the attributes that a policy of FreeRADIUS adds."""
        request = self.by_mist()
        return {
            **request,
            "VAULT-EAPOL-Key-Frame": request["Eleven-EAPOL-Frame-2"],
            "VAULT-ANonce": request["Eleven-EAPOL-Anonce"],
            "VAULT-SSID": request["Eleven-EAPOL-SSID"],
            "VAULT-BSSID": request["Eleven-EAPOL-APMAC"],
            "VAULT-Station": request["Eleven-EAPOL-STMAC"],
        }


def attributes(**values: Any) -> Body:
    """Attributes in the JSON format of rlm_rest."""
    kind = {True: "string", False: "integer"}
    return {name: {"type": kind[isinstance(value, str)], "value": [value]} for name, value in values.items()}


def basic_authorization(server_id: str, secret: str) -> str:
    return "Basic " + base64.b64encode(f"{server_id}:{secret}".encode()).decode()


def add_server(tenant: Tenant, *networks: str, **more: Any) -> str:
    """The Authorization header of a new RADIUS server of an operator."""
    added = radius.add(radius.NewRadiusServer(tenant.operator.id, unique_name("Radius"), networks or ANYWHERE, **more))
    return basic_authorization(added.id, added.secret)


def add_unneeded_server(tenant: Tenant) -> str:
    """The only address of a new RADIUS server."""
    address = str(next(_unneeded))
    add_server(tenant, address)
    return address


@functools.cache
def server_of(operator_id: str) -> str:
    """The Authorization header of the operator's shared RADIUS server, which may call from any address."""
    added = radius.add(radius.NewRadiusServer(operator_id, unique_name("Radius"), ANYWHERE))
    return basic_authorization(added.id, added.secret)


def headers_of(path: str, tenant: Tenant) -> dict[str, str]:
    """The Authorization header of an endpoint that only RADIUS servers call."""
    from tests.architecture.source import endpoints

    is_for_servers = endpoints()[path].token is Token.RADIUS_SERVER
    return {"authorization": server_of(tenant.operator.id)} if is_for_servers else {}


def request_access(tenant: Tenant, body: Body, authorization: str = "") -> Answer:
    """The answer to a RADIUS server of an operator."""
    return send(authorize.handler, event(body, authorization=authorization or server_of(tenant.operator.id)))


@dataclass(frozen=True)
class House:
    """A house with a keypool of its own, and a unit in it."""

    tenant: Tenant
    venue: Venue
    unit: str
    pool: str
    ssid: str

    def add_resident(self, **fields: Any) -> tuple[Persona, Device]:
        """A new person in the unit, with a device that has their key."""
        person = add_accepted_resident(self.tenant, self.unit, **fields)
        return person, Device(passphrases_seen_by(person)[0], self.ssid)


def create_house(tenant: Tenant, **pool: Any) -> House:
    venue = add_venue(tenant, unique_name("Wireless House"))
    pool_id = add_pool(tenant, VenueID=venue.id, **pool)
    return House(tenant, venue, add_unit(tenant, venue, "1"), pool_id, ssid_of(pool_id))


def add_device_with_key(home: House, token: str) -> Device:
    """A device with the key that a person gets at a house."""
    body = {"SubscriberToken": token, "VenueID": home.venue.id}
    added = call(add_key.handler, home.tenant.token("DomainAdministrator"), body)
    assert added.status == 200, added.body
    keys = read_key_holder(ids.subscriber_id(token)).keys
    (mine,) = (key for key in keys if key.keypool_id == home.pool)
    return Device(key_texts(home.tenant.operator, mine)[0], home.ssid)


def all_candidates(tenant: Tenant, pool_id: str) -> list[tuple[str, bytes]]:
    """Every KeyID with its PMK, as a new process matches devices; none while the keypool is being deleted."""
    pmk_cache.clear()
    bins = pmk_cache.cached_bins(tenant.operator, execute(keypools.in_use(pool_id).id_()), epoch_ms(now()))
    return [(each.key_id(place), each.pmk(place)) for each in bins for place in range(len(each))]


def ssid_of(pool_id: str) -> str:
    return str(execute(__.V(pool_id).values(Prop.SSID))[0])


_houses: dict[str, House] = {}


def shared_house(tenant: Tenant) -> House:
    """The one house of an operator that calls of every kind use."""
    if tenant.operator.id not in _houses:
        _houses[tenant.operator.id] = create_house(tenant)
    return _houses[tenant.operator.id]


def unknown_passphrase() -> str:
    """A passphrase that is nobody's key."""
    return secrets.token_urlsafe(16)
