"""Request fields that name a thing whose settings change or are read."""

from typing import Annotated

from vault.callers.references import TENANT, Lookup
from vault.configuration.model import ConfiguredOperator, ConfiguredVenue
from vault.graph.schema import Edge, Prop
from vault.graph.steps import Steps, __
from vault.keypools.queries import by_tenant
from vault.operators.model import OperatorNotFound
from vault.venues import queries
from vault.venues.references import VENUE

CONFIGURED_VENUE = Lookup(
    finders={"venue_id": queries.by_id},
    view=queries.view,
    build=ConfiguredVenue.from_row,
    not_found_error=VENUE.not_found_error,
)


def _operator_with_keypools(operator: Steps) -> Steps:
    keypools = __.out(Edge.HAS_KEYPOOL).project("ssid", "scope").by(Prop.SSID).by(Prop.SCOPE).fold()
    venues = __.out(Edge.HAS_VENUE).count()
    return operator.project("vertex", "venues", "keypools").by(__.element_map()).by(venues).by(keypools)


CONFIGURED_OPERATOR = Lookup(
    finders={TENANT: by_tenant},
    view=_operator_with_keypools,
    build=ConfiguredOperator.from_row,
    not_found_error=OperatorNotFound,
)

ConfiguredVenueRef = Annotated[ConfiguredVenue, CONFIGURED_VENUE]
ConfiguredOperatorRef = Annotated[ConfiguredOperator, CONFIGURED_OPERATOR]
