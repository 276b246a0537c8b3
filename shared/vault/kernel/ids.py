"""Ids of vertices and edges in the documented formats; each contains the kind of its thing."""

import hashlib
import re
import unicodedata
import uuid
from collections.abc import Collection, Iterator, Mapping

from vault.kernel.values import value

NON_SLUG_CHARACTERS = re.compile(r"[^A-Z0-9_-]+")
MAX_UNIT_PART_LENGTH = 20
DIGEST_LENGTH = 8
KEY_PREFIX = "psk_"
EQUIPMENT_KIND = "._V3EQUIPMENT."
NAME_PART = 3
"""Of an id that begins with country, state and postal code."""
DEFAULT_DISPLAY_OPTION = "DEFAULT"


@value
class IdAddress:
    """Address parts of an id: country as ISO 3166-1 alpha-3, state as ISO 3166-2."""

    country: str
    state: str
    postal_code: str
    city: str


@value
class IdChoices:
    """The ids that a thing may have by its name: `plain`, or `suffixed` where another name has led to the plain one.

    `former` is the plain one of before letters of other scripts were transliterated; what has it keeps it.
    """

    plain: str
    suffixed: str
    former: str

    def __iter__(self) -> Iterator[str]:
        return iter(dict.fromkeys((self.plain, self.suffixed, self.former)))

    def find_alike(self, name: str, names: Mapping[str, str]) -> str | None:
        """The id of the thing that has this name, of the `names` of those with one of the ids."""
        return next((taken for taken, other in names.items() if fold_name(other) == fold_name(name)), None)

    def choose(self, taken: Collection[str]) -> str:
        """The id of a new thing, where these are taken by other names."""
        return self.suffixed if self.plain in taken else self.plain


def slugify(text: str, most: int | None = None) -> str:
    """Transliterate to upper case A-Z 0-9 _ and -, cut to `most` characters; a digest where a script has no Latin form.

    Empty without any letter, digit or symbol that has a name.
    """
    if text.isascii():
        return _slugify_ascii(text, most)
    plain = _slugify_ascii("".join(_transliterate(character) for character in text), most)
    return plain or (_digest(text)[:most] if any(map(str.isalnum, text)) else "")


def fold_name(text: str) -> str:
    """Equal for names that differ in case and spaces alone, which are one name."""
    return "".join(unicodedata.normalize("NFKC", text).casefold().split())


def is_clean(text: str) -> bool:
    """Whether an id loses nothing of the name but case, spaces and accents."""
    decomposed = unicodedata.normalize("NFKD", fold_name(text))
    return slugify(text).lower() == "".join(each for each in decomposed if not unicodedata.combining(each))


def _address_ids(address: IdAddress, name: str) -> IdChoices:
    names = _slug_choices(name)
    country, state, postal_code, city = (address.country, address.state, address.postal_code, address.city)
    plain, suffixed = (
        ".".join((*map(slugify, (country, state, postal_code)), slug, slugify(city)))
        for slug in (names.plain, names.suffixed)
    )
    former = ".".join(map(_slugify_ascii, (country, state, postal_code, name, city)))
    return IdChoices(plain, suffixed, former)


def _slug_choices(*names: str, most: int | None = None) -> IdChoices:
    """Those of the first name, whose suffix tells all of the names from others that are cleaned to the same."""
    suffix = "-" + _digest("\0".join(map(fold_name, names)))
    kept = None if most is None else most - len(suffix)
    return IdChoices(slugify(names[0], most), slugify(names[0], kept) + suffix, _slugify_ascii(names[0], most))


def operator_ids(address: IdAddress, name: str) -> IdChoices:
    return _address_ids(address, name)


def venue_ids(owner_id: str, address: IdAddress, name: str) -> IdChoices:
    return _prefix(f"{owner_id}._V3VENUE_.", _address_ids(address, name))


def owner_of_venue(venue_id: str) -> str:
    """The id of the operator or property management group with which a venue's id begins."""
    return venue_id.partition("._V3VENUE")[0]


def name_in_id(owner_id: str) -> str:
    """The name of an operator or property management group as its id has it; all of an id of another form."""
    parts = owner_id.split(".")
    return parts[NAME_PART] if len(parts) > NAME_PART else owner_id


def unit_ids(venue: str, unit: str, building: str, floor: str) -> IdChoices:
    names = _slug_choices(unit, building, floor, most=MAX_UNIT_PART_LENGTH)
    place = ".".join(slugify(part, MAX_UNIT_PART_LENGTH) for part in (building, floor))
    former_place = ".".join(_slugify_ascii(part, MAX_UNIT_PART_LENGTH) for part in (building, floor))
    ids = IdChoices(f"{names.plain}.{place}", f"{names.suffixed}.{place}", f"{names.former}.{former_place}")
    return _prefix(f"{venue}.", ids)


def unit_display_id(venue: str, unit: str, building: str, floor: str) -> str:
    """Equal for units that are shown under the same names; not cut, since names that are shown may be longer."""
    return ".".join((venue, *map(slugify, (unit, building, floor))))


def service_plan_ids(operator_id: str, name: str) -> IdChoices:
    return _prefix(f"{operator_id}._V3SERVICEPLAN_.", _slug_choices(name))


def _prefix(prefix: str, choices: IdChoices) -> IdChoices:
    return IdChoices(*(f"{prefix}{part}" for part in (choices.plain, choices.suffixed, choices.former)))


def keypool_id(operator_id: str, ssid: str, scope: str) -> str:
    return f"{operator_id}._V3SSID.{ssid}.{scope}"


def gateway_vlan_id(equipment_key: str, vlan: int) -> str:
    """What a gateway confirmed of a VLAN; the key is another one for equipment that is added again."""
    return f"{equipment_key}._V3GATEWAYVLAN_.{vlan}"


def vlan_id(venue: str, vlan: int) -> str:
    return f"{venue}._V3VLAN_.{vlan}"


def equipment_id(venue: str, name: str) -> str:
    """Names that are cleaned to the same have one id, so that the second is refused."""
    return f"{venue}{EQUIPMENT_KIND}{slugify(name)}"


def is_equipment_id(text: str) -> bool:
    return EQUIPMENT_KIND in text


def equipment_name(equipment: str) -> str:
    """The cleaned EquipmentID that an id contains."""
    return equipment.rpartition(EQUIPMENT_KIND)[2]


def gateway_place_id(venue: str, number: int) -> str:
    return f"{venue}._V3GATEWAYPLACE_.{number}"


def subscriber_id(token: str) -> str:
    return f"_V3SUBSCRIBER_.{token}"


def unknown_person_id(operator_id: str, number: int) -> str:
    return f"{operator_id}._V3UNKNOWNPERSON_.{number}"


def identity_id(operator_id: str, index: str) -> str:
    """`index` is the blind index of an e-mail address or phone number."""
    return f"{operator_id}._V3IDENTITY_.{index}"


def origin_id(origin: str) -> str:
    return f"_V3ORIGIN_.{origin}"


def message_template_id(operator_id: str, channel: str, locale: str, name: str) -> str:
    return f"{operator_id}._V3TEMPLATE_.{channel}.{locale}.{name}"


def external_subscriber_id(operator_id: str, external: str) -> str:
    return f"{operator_id}._V3EXTERNALSUBSCRIBER_.{external}"


def external_venue_id(operator_id: str, external: str) -> str:
    return f"{operator_id}._V3EXTERNALVENUE_.{external}"


def nas_identifier_id(operator_id: str, name: str) -> str:
    return f"{operator_id}._V3NASIDENTIFIER_.{name}"


def external_unit_id(venue: str, external: str) -> str:
    return f"{venue}._V3EXTERNALUNIT_.{external}"


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


def radius_server_ids(operator_id: str, name: str) -> IdChoices:
    """They contain no colon, so that each can be the user name of HTTP Basic (RFC 7617)."""
    return _prefix(f"{operator_id}._V3RADIUSSERVER_.", _slug_choices(name))


def display_option_ids(operator_id: str, name: str) -> IdChoices:
    return _prefix(f"{operator_id}._V3DISPLAY_.", _slug_choices(name))


def default_display_option_id(operator_id: str) -> str:
    return display_option_ids(operator_id, DEFAULT_DISPLAY_OPTION).plain


def operator_of_default_display_option(option_id: str) -> str:
    """The operator whose built-in display option has this id; empty for every other id."""
    operator_id = option_id.rpartition("._V3DISPLAY_.")[0]
    return operator_id if option_id == default_display_option_id(operator_id) else ""


def schedule_id(job: str) -> str:
    return f"_V3SCHEDULE_.{job}"


def subscription_id(subscriber: str, place: str, starts: int) -> str:
    """`starts` is in epoch milliseconds."""
    return f"{place}._V3SUBSCRIPTION_.{subscriber}.{starts}"


def edge_id(source: str, label: str, target: str, *more: str) -> str:
    return ">".join((source, label, target, *more))


def _slugify_ascii(text: str, most: int | None = None) -> str:
    """Without what has no ASCII form in Unicode's own decompositions."""
    plain = unicodedata.normalize("NFKD", text).encode("ascii", "ignore").decode()
    return NON_SLUG_CHARACTERS.sub("", plain.upper())[:most]


def _transliterate(character: str) -> str:
    """Unicode's own decomposition comes first: ids that were made of it stay as they are."""
    from anyascii import anyascii

    return unicodedata.normalize("NFKD", character).encode("ascii", "ignore").decode() or anyascii(character)


def _digest(text: str) -> str:
    return hashlib.sha256(text.encode()).hexdigest()[:DIGEST_LENGTH].upper()


def generate_id(kind: str) -> str:
    return f"{kind}.{uuid.uuid4().hex}"
