"""How requests name what a keypool is made of; the operator needs no naming."""

from typing import Annotated

from vault.callers.references import TENANT, Kind, Reference
from vault.keypools import queries
from vault.keypools.model import (
    Catalogue,
    Controller,
    ControllerNotFound,
    Keypool,
    KeypoolNotFound,
    Location,
    Network,
    Place,
)
from vault.operators.model import OperatorNotFound
from vault.venues import queries as venues
from vault.venues.model import VenueNotFound

NETWORK = Kind(find={TENANT: queries.operator}, view=queries.network, value=Network.of, missing=OperatorNotFound)
CATALOGUE = Kind(find={TENANT: queries.operator}, view=queries.catalogue, value=Catalogue.of, missing=OperatorNotFound)
KEYPOOL = Kind(find={"key_pool_id": queries.by_id}, view=queries.view, value=Keypool.of, missing=KeypoolNotFound)
PLACE = Kind(find={"venue_id": venues.by_id}, view=queries.place, value=Place.of, missing=VenueNotFound)
CONTROLLER = Kind(
    find={"ruckus_r1_controller_id": queries.controller_by_id},
    view=queries.controller,
    value=Controller.of,
    missing=ControllerNotFound,
)

LOCATION = Kind(
    find={"connect_venue_id": venues.by_id, "disconnect_venue_id": venues.by_id},
    view=venues.view,
    value=Location.of,
    missing=VenueNotFound,
)

NetworkRef = Annotated[Network, Reference(NETWORK, by=(), tenant=True)]
CatalogueRef = Annotated[Catalogue, Reference(CATALOGUE, by=(), tenant=True)]
KeypoolRef = Annotated[Keypool, Reference(KEYPOOL, by=("key_pool_id",))]
ConnectRef = Annotated[Location | None, Reference(LOCATION, by=("connect_venue_id",), required=False)]
DisconnectRef = Annotated[Location | None, Reference(LOCATION, by=("disconnect_venue_id",), required=False)]
OptionalPlaceRef = Annotated[Place | None, Reference(PLACE, by=("venue_id",), required=False)]
OptionalControllerRef = Annotated[
    Controller | None, Reference(CONTROLLER, by=("ruckus_r1_controller_id",), required=False)
]
