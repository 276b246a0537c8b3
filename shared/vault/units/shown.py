"""A unit as answers show it."""

from collections.abc import Mapping
from typing import Any

from vault.graph.schema import Prop
from vault.graph.steps import T

SHOWN = {
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


def values(vertex: Mapping[Any, Any]) -> dict[str, Any]:
    """A unit's settings by Python name; absent ones are left out."""
    kept = {name: vertex[prop] for name, prop in SHOWN.items() if prop in vertex}
    return {"unit_id_internal": vertex[T.id], **kept}
