"""Lookups of keypools, venues and controllers named in requests."""

from typing import Annotated

from vault.callers.references import TENANT, Lookup
from vault.keypools import queries
from vault.keypools.model import (
    Controller,
    ControllerNotFound,
    OperatorForKeypool,
    OperatorKeypools,
    VenueForKeypool,
    VenueToConnect,
)
from vault.operators.model import OperatorNotFound
from vault.venues import queries as venues
from vault.venues.model import VenueNotFound

OPERATOR_FOR_KEYPOOL = Lookup(
    finders={TENANT: queries.by_tenant},
    view=queries.operator_with_venue_count,
    build=OperatorForKeypool.from_row,
    not_found_error=OperatorNotFound,
)
OPERATOR_KEYPOOLS = Lookup(
    finders={TENANT: queries.by_tenant},
    view=queries.operator_with_keypools,
    build=OperatorKeypools.from_row,
    not_found_error=OperatorNotFound,
)
VENUE_FOR_KEYPOOL = Lookup(
    finders={"venue_id": venues.by_id},
    view=queries.venue_with_ssid_use,
    wants=queries.NewKeypoolRequest,
    build=VenueForKeypool.from_row,
    not_found_error=VenueNotFound,
)
CONTROLLER = Lookup(
    finders={"ruckus_r1_controller_id": queries.controller_by_id},
    view=queries.controller_with_operator,
    build=Controller.from_row,
    not_found_error=ControllerNotFound,
)
VENUE_TO_CONNECT = Lookup(
    finders={"connect_venue_id": venues.by_id, "disconnect_venue_id": venues.by_id},
    view=venues.view,
    build=VenueToConnect.from_row,
    not_found_error=VenueNotFound,
)

OperatorForKeypoolRef = Annotated[OperatorForKeypool, OPERATOR_FOR_KEYPOOL]
OperatorKeypoolsRef = Annotated[OperatorKeypools, OPERATOR_KEYPOOLS]
VenueToConnectRef = Annotated[VenueToConnect, VENUE_TO_CONNECT]
VenueForKeypoolRef = Annotated[VenueForKeypool, VENUE_FOR_KEYPOOL]
ControllerRef = Annotated[Controller, CONTROLLER]
