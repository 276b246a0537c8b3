"""Request fields that name equipment, or a venue that gets some."""

from typing import Annotated

from vault.callers.references import Lookup
from vault.equipment import queries
from vault.equipment.model import Equipment, EquipmentNotFound, Namesakes, VenueForEquipment
from vault.venues import queries as venues
from vault.venues.model import VenueNotFound

EQUIPMENT = Lookup(
    finders={"equipment_id": queries.by_name, "replacement_equipment_id": queries.by_name},
    view=queries.at_venue,
    texts=("venue_id",),
    build=Equipment.from_row,
    not_found_error=EquipmentNotFound,
)
"""By EquipmentID, at the venue that the request names beside it."""
EQUIPMENT_OF_OPERATOR = Lookup(
    finders={"equipment_id": queries.by_name, "equipment_id_internal": queries.by_id},
    view=queries.namesakes,
    build=Namesakes.from_row,
    not_found_error=EquipmentNotFound,
)
"""At any venue of the operator, where several may have an EquipmentID."""
VENUE_FOR_EQUIPMENT = Lookup(
    finders={"venue_id": venues.by_id},
    view=queries.venue_for_equipment,
    wants=queries.NewEquipmentRequest,
    texts=("venue_id",),
    build=VenueForEquipment.from_row,
    not_found_error=VenueNotFound,
)

EquipmentRef = Annotated[Equipment, EQUIPMENT]
NamesakesRef = Annotated[Namesakes, EQUIPMENT_OF_OPERATOR]
VenueForEquipmentRef = Annotated[VenueForEquipment, VENUE_FOR_EQUIPMENT]
