"""Units in responses."""

from vault.graph.schema import Prop, Row
from vault.graph.steps import T
from vault.kernel.json_types import JsonObject

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


def unit_fields(vertex: Row) -> JsonObject:
    fields = {name: vertex[prop] for name, prop in PROPERTIES.items() if prop in vertex}
    return {"unit_id_internal": vertex[T.id], **fields}
