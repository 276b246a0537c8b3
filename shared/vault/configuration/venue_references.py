"""A request field that names a venue, with what the rules of some settings look at."""

from typing import Annotated, Protocol

from vault.callers.references import Lookup
from vault.configuration.model import ConfiguredVenue
from vault.configuration.network import VenueNetworkSettings
from vault.configuration.references import CONFIGURED_VENUE
from vault.gateway_marks.queries import driven_gateways
from vault.graph.schema import Edge
from vault.graph.steps import Steps, __, empty_steps
from vault.units.queries import vlans_in_use


class _NetworkSettingsRequest(Protocol):
    network_configuration: VenueNetworkSettings | None


def _with_network(venue: Steps, request: _NetworkSettingsRequest) -> Steps:
    """A venue with its VLANs and gateways, each only where a setting is given whose rule looks at them."""
    settings = request.network_configuration
    reads_vlans = settings is not None and settings.wireless_only_vlan_offset is not None
    reads_gateways = settings is not None and settings.gw_error is not None
    return (
        venue.project("vertex", "operator", "vlans", "gateways")
        .by(__.element_map())
        .by(__.out(Edge.BELONGS_TO).id_().fold())
        .by((vlans_in_use() if reads_vlans else empty_steps()).fold())
        .by((driven_gateways(__.identity()).element_map() if reads_gateways else empty_steps()).fold())
    )


VENUE_WITH_NETWORK = Lookup(
    finders=CONFIGURED_VENUE.finders,
    view=_with_network,
    wants=_NetworkSettingsRequest,
    build=ConfiguredVenue.from_row,
    not_found_error=CONFIGURED_VENUE.not_found_error,
)

VenueWithNetworkRef = Annotated[ConfiguredVenue, VENUE_WITH_NETWORK]
