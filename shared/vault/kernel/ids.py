"""Ids of vertices and edges in the documented formats; each contains the kind of its thing."""

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
    """Address parts of an id: country as ISO 3166-1 alpha-3, state as ISO 3166-2."""

    country: str
    state: str
    postal_code: str
    city: str


def slugify(text: str, most: int | None = None) -> str:
    """Upper case without accents, only A-Z 0-9 _ and -, cut to `most` characters."""
    plain = unicodedata.normalize("NFKD", text).encode("ascii", "ignore").decode()
    return NON_SLUG_CHARACTERS.sub("", plain.upper())[:most]


def address_id(address: IdAddress, name: str) -> str:
    return ".".join(slugify(part) for part in (address.country, address.state, address.postal_code, name, address.city))


def venue_id(owner_id: str, address: IdAddress, name: str) -> str:
    return f"{owner_id}._V3VENUE_.{address_id(address, name)}"


def unit_id(venue: str, unit: str, building: str, floor: str) -> str:
    return ".".join((venue, *(slugify(part, MAX_UNIT_PART_LENGTH) for part in (unit, building, floor))))


def service_plan_id(operator_id: str, name: str) -> str:
    return f"{operator_id}._V3SERVICEPLAN_.{slugify(name)}"


def keypool_id(operator_id: str, ssid: str, scope: str) -> str:
    return f"{operator_id}._V3SSID.{ssid}.{scope}"


def vlan_id(venue: str, vlan: int) -> str:
    return f"{venue}._V3VLAN_.{vlan}"


def subscriber_id(token: str) -> str:
    return f"_V3SUBSCRIBER_.{token}"


def unknown_person_id(operator_id: str, number: int) -> str:
    return f"{operator_id}._V3UNKNOWNPERSON_.{number}"


def identity_id(operator_id: str, index: str) -> str:
    """`index` is the blind index of an e-mail address or phone number."""
    return f"{operator_id}._V3IDENTITY_.{index}"


def origin_id(origin: str) -> str:
    return f"_V3ORIGIN_.{origin}"


def external_venue_id(operator_id: str, external: str) -> str:
    return f"{operator_id}._V3EXTERNALVENUE_.{external}"


def terms_id(operator_id: str, locale: str) -> str:
    return f"{operator_id}._V3TANDC_.{locale}"


def key_id(keypool: str, token: str, *psk: str) -> str:
    """128 bits of SHA-256, so that issuing a key twice fails; `psk` is for keys with a passphrase of their own."""
    joined = "\0".join((keypool, token, *psk)).encode()
    return f"{KEY_PREFIX}{hashlib.sha256(joined).hexdigest()[:32]}"


def scratch_batch_id(keypool: str, batch: str) -> str:
    """`batch` is the ISO 8601 time that names the batch."""
    return f"{keypool}._V3SCRATCHCARDS_.{batch}"


def card_id(batch: str, number: int) -> str:
    return key_id(batch, str(number))


def bin_id(keypool: str, number: int) -> str:
    return f"{keypool}._V3BIN_.{number}"


def batch_bin_id(batch: str) -> str:
    return f"{batch}._V3BIN_"


def psk_id(operator_id: str, index: str) -> str:
    """`index` is the blind index of SSID and passphrase."""
    return f"{operator_id}._V3PSK_.{index}"


def device_id(key: str, mac: str) -> str:
    return f"{key}._V3DEVICE_.{mac}"


def radius_server_id(operator_id: str, name: str) -> str:
    """Contains no colon, so that it can be the user name of HTTP Basic (RFC 7617)."""
    return f"{operator_id}._V3RADIUSSERVER_.{slugify(name)}"


def schedule_id(job: str) -> str:
    return f"_V3SCHEDULE_.{job}"


def subscription_id(subscriber: str, place: str, starts: int) -> str:
    """`starts` is in epoch milliseconds."""
    return f"{place}._V3SUBSCRIPTION_.{subscriber}.{starts}"


def edge_id(source: str, label: str, target: str, *more: str) -> str:
    return ">".join((source, label, target, *more))


def generate_id(kind: str) -> str:
    return f"{kind}.{uuid.uuid4().hex}"
