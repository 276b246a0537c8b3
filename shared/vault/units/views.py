"""Units in responses."""

from collections.abc import Mapping
from typing import Self

from vault.graph.schema import Prop, Row, read_properties
from vault.graph.steps import T
from vault.kernel.wire import Wire
from vault.units.unit_keypools import LocalKeypool

PROPERTIES = {
    "unit_id": Prop.UNIT,
    "external_venue_unit_id": Prop.EXTERNAL_UNIT_ID,
    "address_line_1": Prop.ADDRESS_LINE_1,
    "address_line_2": Prop.ADDRESS_LINE_2,
    "city": Prop.CITY,
    "state": Prop.STATE,
    "postal_code": Prop.POSTAL_CODE,
    "country_iso3166_a3": Prop.COUNTRY,
    "unit_building": Prop.BUILDING,
    "unit_floor": Prop.FLOOR,
    "purpose": Prop.PURPOSE,
    "vlan": Prop.VLAN,
    "sms_code": Prop.SMS_CODE,
    "primary_unit_id": Prop.PRIMARY_UNIT,
    "real_page_unit_id": Prop.REALPAGE_UNIT,
}


class UnitView(Wire):
    unit_id_internal: str
    unit_id: str
    external_venue_unit_id: str = ""
    address_line_1: str
    address_line_2: str = ""
    city: str
    state: str
    postal_code: str = ""
    country_iso3166_a3: str
    unit_building: str
    unit_floor: str
    purpose: str
    vlan: int
    sms_code: str = ""
    primary_unit_id: str | None = None
    real_page_unit_id: int | None = None

    @classmethod
    def from_vertex(cls, vertex: Row) -> Self:
        return cls.from_value(read_properties(vertex, PROPERTIES), unit_id_internal=vertex[T.id])


class UnitAddressView(Wire):
    address_line_1: str
    address_line_2: str = ""
    city: str
    state: str
    postal_code: str = ""
    country_iso3166_a3: str
    unit_building: str
    unit_floor: str
    unit_id: str

    @classmethod
    def from_vertex(cls, vertex: Row) -> Self:
        return cls.from_value(_read_set_properties(vertex, PROPERTIES))


class UnitPositionView(Wire):
    """In degrees north and east; empty where nothing was given for the unit itself."""

    latitude: float | None = None
    longitude: float | None = None

    @classmethod
    def from_vertex(cls, vertex: Row) -> Self:
        return cls.from_value(_read_set_properties(vertex, {"latitude": Prop.LATITUDE, "longitude": Prop.LONGITUDE}))


def _read_set_properties(vertex: Row, properties: Mapping[str, str]) -> dict[str, object]:
    return {name: each for name, each in read_properties(vertex, properties).items() if each is not None}


class LocalKeypoolView(Wire):
    """A keypool that is broadcast at a unit; without a unit id, at the whole venue."""

    key_pool_id: str
    ssid: str
    authentication_mechanism: str
    display_order: int
    unit_id_internal: str | None

    @classmethod
    def from_keypool(cls, keypool: LocalKeypool) -> Self:
        return cls.from_value(
            keypool,
            key_pool_id=keypool.id,
            authentication_mechanism=keypool.mechanism,
            unit_id_internal=keypool.unit_id,
        )
