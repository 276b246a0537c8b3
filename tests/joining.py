"""Devices that join: RADIUS servers that ask, and handshakes as access points of each make bring them."""

import base64
import functools
import secrets
from dataclasses import dataclass, field
from typing import Any

from functions.networkoperatorconsole.subscribers import add_key
from functions.radius import authorize
from tests.gateway import Answer, call, event, send
from tests.residents import add_pool, settled, texts_of
from tests.world import Persona, Tenant, add_unit, add_venue, fresh
from vault.graph.connection import answer
from vault.graph.schema import Prop
from vault.graph.steps import __
from vault.kernel import ids
from vault.kernel.time import epoch_ms, now
from vault.keypools import queries as keypools
from vault.keys import candidates
from vault.keys.model import KeyHolder
from vault.keys.references import KEY_HOLDER
from vault.keys.texts import texts_of as key_texts
from vault.onboarding import radius
from vault.runtime.endpoint import Token
from vault.venues.model import Venue
from vault.wifi.elements import Akm
from vault.wifi.message2 import Domain, Exchange, drawn_address, ft_message2, psk_message2
from vault.wifi.pmk import pmk

ANYWHERE = ("0.0.0.0/0", "::/0")
Body = dict[str, Any]


@dataclass(frozen=True)
class Device:
    """A device with a key's text for a network; its access point asks in a dialect."""

    text: str
    ssid: str
    mac: bytes = field(default_factory=drawn_address)
    bssid: bytes = field(default_factory=drawn_address)
    akm: Akm = Akm.PSK

    @property
    def shown(self) -> str:
        """The address as VAULT writes it."""
        return self.mac.hex(":").upper()

    def message2(self) -> tuple[bytes, bytes]:
        """The nonce of an access point, and the frame with which the device answers it."""
        ends = Exchange.drawn(bssid=self.bssid, station=self.mac)
        made = pmk(self.text, self.ssid)
        if self.akm is Akm.FT_PSK:
            domain = Domain(ssid=self.ssid.encode(), mdid=b"\1\2", r0kh_id=b"ap.example")
            return ends.anonce, ft_message2(made, ends, domain).frame
        return ends.anonce, psk_message2(made, ends, akm=self.akm).frame

    def by_ruckus(self) -> Body:
        """As a Ruckus controller asks."""
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
        """As hostapd asks."""
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
        """As a Meraki access point asks."""
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

    def by_eleven(self) -> Body:
        """As a Juniper Mist access point asks, in attributes of which VAULT has no dialect."""
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
        """The same with what a policy of FreeRADIUS fills in."""
        asked = self.by_eleven()
        return {
            **asked,
            "VAULT-EAPOL-Key-Frame": asked["Eleven-EAPOL-Frame-2"],
            "VAULT-ANonce": asked["Eleven-EAPOL-Anonce"],
            "VAULT-SSID": asked["Eleven-EAPOL-SSID"],
            "VAULT-BSSID": asked["Eleven-EAPOL-APMAC"],
            "VAULT-Station": asked["Eleven-EAPOL-STMAC"],
        }


def attributes(**values: Any) -> Body:
    """Attributes as rlm_rest writes them."""
    kind = {True: "string", False: "integer"}
    return {name: {"type": kind[isinstance(value, str)], "value": [value]} for name, value in values.items()}


def basic(server_id: str, secret: str) -> str:
    """An Authorization header."""
    return "Basic " + base64.b64encode(f"{server_id}:{secret}".encode()).decode()


def add_server(made: Tenant, *networks: str, **more: Any) -> str:
    """The Authorization header of a new RADIUS server of an operator."""
    added = radius.add(radius.Wanted(made.operator.id, fresh("Radius"), networks or ANYWHERE, **more))
    return basic(added.id, added.secret)


@functools.cache
def server_of(operator_id: str) -> str:
    """The Authorization header of the one RADIUS server of an operator that asks from anywhere."""
    added = radius.add(radius.Wanted(operator_id, fresh("Radius"), ANYWHERE))
    return basic(added.id, added.secret)


def headers_of(path: str, made: Tenant) -> dict[str, str]:
    """What proves the caller of an endpoint that persons do not call."""
    from tests.architecture.source import endpoints

    is_for_servers = endpoints()[path].token is Token.RADIUS_SERVER
    return {"authorization": server_of(made.operator.id)} if is_for_servers else {}


def joins(made: Tenant, body: Body, authorization: str = "") -> Answer:
    """What a RADIUS server of an operator is told."""
    return send(authorize.handler, event(body, authorization=authorization or server_of(made.operator.id)))


@dataclass(frozen=True)
class House:
    """A house with a network of its own, and a unit in it."""

    made: Tenant
    venue: Venue
    unit: str
    pool: str
    ssid: str

    def resident(self, **fields: Any) -> tuple[Persona, Device]:
        """Somebody new in the unit, with a device that has their key."""
        person = settled(self.made, self.unit, **fields)
        return person, Device(texts_of(person)[0], self.ssid)


def house(made: Tenant, **pool: Any) -> House:
    """A new house."""
    venue = add_venue(made, fresh("Wireless House"))
    pool_id = add_pool(made, VenueID=venue.id, **pool)
    return House(made, venue, add_unit(made, venue, "1"), pool_id, ssid_of(pool_id))


def keyed(home: House, token: str) -> Device:
    """A device with the key that somebody gets at a house."""
    body = {"SubscriberToken": token, "VenueID": home.venue.id}
    added = call(add_key.handler, home.made.token("DomainAdministrator"), body)
    assert added.status == 200, added.body
    keys = KeyHolder.of(answer(KEY_HOLDER.view(__.V(ids.subscriber_id(token)), None))[0]).keys
    (mine,) = (key for key in keys if key.keypool_id == home.pool)
    return Device(key_texts(home.made.operator, mine)[0], home.ssid)


def candidates_of(made: Tenant, pool_id: str) -> list[tuple[str, bytes]]:
    """Every KeyID with its PMK, as a new process matches devices; none where the keypool is being deleted."""
    candidates.forget()
    bins = candidates.at_hand(made.operator, answer(keypools.in_use(pool_id).id_()), epoch_ms(now()))
    return [(each.key_id(place), each.pmk(place)) for each in bins for place in range(len(each))]


def ssid_of(pool_id: str) -> str:
    """The SSID of a keypool."""
    return str(answer(__.V(pool_id).values(Prop.SSID))[0])


_houses: dict[str, House] = {}


def house_of(made: Tenant) -> House:
    """The one house of an operator where calls of every kind join."""
    if made.operator.id not in _houses:
        _houses[made.operator.id] = house(made)
    return _houses[made.operator.id]


def stranger() -> str:
    """A text that is nobody's key."""
    return secrets.token_urlsafe(16)
