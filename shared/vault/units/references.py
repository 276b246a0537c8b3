"""How requests name a unit, or the venue that gets one."""

from typing import Annotated

from vault.callers.references import Kind, Reference
from vault.units import networks, queries
from vault.units.model import Roll, Site, Unit, UnitNotFound
from vault.units.networks import NetworkedUnit
from vault.venues import queries as venues
from vault.venues.model import VenueNotFound

UNIT = Kind(find={"unit_id_internal": queries.by_id}, view=queries.view, value=Unit.of, missing=UnitNotFound)
NETWORKED_UNIT = Kind(find=UNIT.find, view=networks.view, value=NetworkedUnit.of, missing=UnitNotFound)
SITE = Kind(
    find={"venue_id": venues.by_id, "external_venue_id": venues.by_external_id},
    view=queries.site,
    value=Site.of,
    missing=VenueNotFound,
)
ROLL = Kind(find=SITE.find, view=queries.roll, value=Roll.of, missing=VenueNotFound)

UnitRef = Annotated[Unit, Reference(UNIT, by=("unit_id_internal",))]
NetworkedUnitRef = Annotated[NetworkedUnit, Reference(NETWORKED_UNIT, by=("unit_id_internal",))]
SiteRef = Annotated[Site, Reference(SITE, by=("venue_id", "external_venue_id"))]
RollRef = Annotated[Roll, Reference(ROLL, by=("venue_id", "external_venue_id"), documented=())]
