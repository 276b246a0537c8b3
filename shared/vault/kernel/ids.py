"""Ids of our own making; the shapes are those that callers see, each carries its kind."""

import hashlib
import re
import unicodedata
import uuid

from vault.kernel.values import value

NON_SLUG_CHARACTERS = re.compile(r"[^A-Z0-9_-]+")
MAX_UNIT_PART_LENGTH = 20
KEY_PREFIX = "psk_"


@value
class IdAddress:
    """The parts of an address that stand in an id: country as ISO 3166-1 alpha-3, state as ISO 3166-2."""

    country: str
    state: str
    postal_code: str
    city: str


def slugify(text: str, most: int | None = None) -> str:
    """Upper case, accents dropped, nothing but A-Z 0-9 _ and -, cut to `most` characters."""
    plain = unicodedata.normalize("NFKD", text).encode("ascii", "ignore").decode()
    return NON_SLUG_CHARACTERS.sub("", plain.upper())[:most]


def address_id(address: IdAddress, name: str) -> str:
    """`{Country}.{State}.{Postal}.{NAME}.{CITY}`, the shape of an operator's id."""
    return ".".join(slugify(part) for part in (address.country, address.state, address.postal_code, name, address.city))


def venue_id(owner_id: str, address: IdAddress, name: str) -> str:
    """`{owner}._V3VENUE_.{Country}.{State}.{Postal}.{NAME}.{CITY}`."""
    return f"{owner_id}._V3VENUE_.{address_id(address, name)}"


def unit_id(venue: str, unit: str, building: str, floor: str) -> str:
    """`{VenueID}.{UnitID}.{Building}.{Floor}`, each part at most 20 characters."""
    return ".".join((venue, *(slugify(part, MAX_UNIT_PART_LENGTH) for part in (unit, building, floor))))


def service_plan_id(operator_id: str, name: str) -> str:
    """`{OperatorID}._V3SERVICEPLAN_.{NAME}`."""
    return f"{operator_id}._V3SERVICEPLAN_.{slugify(name)}"


def keypool_id(operator_id: str, ssid: str, scope: str) -> str:
    """`{OperatorID}._V3SSID.{SSID}.{scope}`, the SSID as given."""
    return f"{operator_id}._V3SSID.{ssid}.{scope}"


def vlan_id(venue: str, vlan: int) -> str:
    """The one vertex of a VLAN of a venue."""
    return f"{venue}._V3VLAN_.{vlan}"


def subscriber_id(token: str) -> str:
    """The vertex of the person with this SubscriberToken."""
    return f"_V3SUBSCRIBER_.{token}"


def identity_id(operator_id: str, index: str) -> str:
    """The one vertex of an e-mail address or phone number of an operator; `index` is its blind index."""
    return f"{operator_id}._V3IDENTITY_.{index}"


def origin_id(origin: str) -> str:
    """The one vertex of a console's URL, which is an operator's."""
    return f"_V3ORIGIN_.{origin}"


def external_venue_id(operator_id: str, external: str) -> str:
    """The one vertex of a venue's name in an operator's other systems."""
    return f"{operator_id}._V3EXTERNALVENUE_.{external}"


def terms_id(operator_id: str, locale: str) -> str:
    """The terms and conditions of an operator in one locale."""
    return f"{operator_id}._V3TANDC_.{locale}"


def key_id(keypool: str, token: str, *psk: str) -> str:
    """The key of a person in a keypool; a key of its own text, which more than one may be, is named by its psk too.

    128 bits of SHA-256, so that a second issue of the same key fails instead of doubling it.
    """
    joined = "\0".join((keypool, token, *psk)).encode()
    return f"{KEY_PREFIX}{hashlib.sha256(joined).hexdigest()[:32]}"


def scratch_batch_id(keypool: str, batch: str) -> str:
    """A batch of scratch cards of a keypool, by the time (ISO 8601) that is its name."""
    return f"{keypool}._V3SCRATCHCARDS_.{batch}"


def card_id(batch: str, number: int) -> str:
    """The key that is this card, counted from 1, of a batch."""
    return key_id(batch, str(number))


def bin_id(keypool: str, number: int) -> str:
    """A bin of a keypool: one vertex that holds many candidates."""
    return f"{keypool}._V3BIN_.{number}"


def batch_bin_id(batch: str) -> str:
    """The bin of a batch of scratch cards, which no other key lies in."""
    return f"{batch}._V3BIN_"


def psk_id(operator_id: str, index: str) -> str:
    """The one vertex of a key text under one SSID of an operator; `index` is the blind index of both."""
    return f"{operator_id}._V3PSK_.{index}"


def device_id(key: str, mac: str) -> str:
    """A device, by its MAC address, as it was seen with a key."""
    return f"{key}._V3DEVICE_.{mac}"


def radius_server_id(operator_id: str, name: str) -> str:
    """`{OperatorID}._V3RADIUSSERVER_.{NAME}`, which has no colon, so that it can be the name in HTTP Basic."""
    return f"{operator_id}._V3RADIUSSERVER_.{slugify(name)}"


def schedule_id(job: str) -> str:
    """The one vertex of a scheduled job."""
    return f"_V3SCHEDULE_.{job}"


def subscription_id(subscriber: str, place: str, starts: int) -> str:
    """The subscription of a person at a unit, or a venue, from a moment (epoch ms) on."""
    return f"{place}._V3SUBSCRIPTION_.{subscriber}.{starts}"


def edge_id(source: str, label: str, target: str, *more: str) -> str:
    """The id of an edge of which there is at most one."""
    return ">".join((source, label, target, *more))


def generate_id(kind: str) -> str:
    """An id that nothing else has."""
    return f"{kind}.{uuid.uuid4().hex}"
