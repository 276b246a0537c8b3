"""Units whose settings change, with what the rules of their settings need to know."""

from typing import Annotated, Protocol, Self

from vault.callers.references import Lookup
from vault.configuration.setting import Changes
from vault.graph.schema import Edge, Prop, Row
from vault.graph.steps import P, Steps, T, __
from vault.kernel.error_codes import ErrorCode
from vault.kernel.errors import DomainError
from vault.kernel.values import value
from vault.keypools.model import KeypoolScope
from vault.units import queries
from vault.units.model import HasUnit, Unit, VenueOffset
from vault.units.references import UNIT


class ExternalUnitIdTaken(DomainError):
    """Another unit of the venue has this external id."""

    code = ErrorCode.EXTERNAL_UNIT_ID_TAKEN


class SsidNotLocal(DomainError):
    """No local keypool of the operator has this SSID, or more than one has."""

    code = ErrorCode.SSID_NOT_LOCAL


@value
class PoolOfSsid:
    """A local keypool, with the ids of the venues and units where it is shown."""

    id: str
    ssid: str
    places: frozenset[str]

    @classmethod
    def from_row(cls, row: Row) -> Self:
        return cls(row["id"], row["ssid"], frozenset(row["places"]))


@value
class ConfiguredUnit(HasUnit):
    unit: Unit
    offset: VenueOffset
    pools: tuple[PoolOfSsid, ...] = ()
    """The operator's local keypools that have one of the requested SSIDs."""

    @classmethod
    def from_row(cls, row: Row) -> Self:
        pools = tuple(map(PoolOfSsid.from_row, row.get("pools", ())))
        return cls(Unit.from_row(row), VenueOffset.from_vertex(row["of_venue"]), pools)

    @property
    def vertex(self) -> Row:
        return self.unit.vertex

    def find_pool(self, ssid: str) -> PoolOfSsid:
        """Raises SsidNotLocal."""
        found = [pool for pool in self.pools if pool.ssid == ssid]
        if len(found) != 1:
            raise SsidNotLocal(ssid=ssid)
        return found[0]

    def shows(self, pool: PoolOfSsid) -> bool:
        return not pool.places.isdisjoint({self.id, self.venue_id})


def unit_of(changes: Changes) -> ConfiguredUnit:
    """The unit whose settings change. Raises TypeError for another thing, to which a unit's rule does not apply."""
    if isinstance(changes.thing, ConfiguredUnit):
        return changes.thing
    raise TypeError(type(changes.thing))


class _ConfigureUnitRequest(Protocol):
    def ssids(self) -> list[str]:
        """The SSIDs that are to be shown at the unit."""


def _view(unit: Steps) -> Steps:
    return queries.view_with(unit, of_venue=__.in_(Edge.HAS_UNIT).element_map())


def _view_with_pools(unit: Steps, request: _ConfigureUnitRequest) -> Steps:
    local = __.in_(Edge.HAS_UNIT).out(Edge.BELONGS_TO).out(Edge.HAS_KEYPOOL).has(Prop.SCOPE, str(KeypoolScope.LOCAL))
    pools = local.has(Prop.SSID, P.within(request.ssids())).project("id", "ssid", "places")
    of_venue = __.in_(Edge.HAS_UNIT).element_map()
    places = __.out(Edge.SHOWN_AT).id_().fold()
    return queries.view_with(unit, of_venue=of_venue, pools=pools.by(T.id).by(Prop.SSID).by(places).fold())


CONFIGURED_UNIT = Lookup(
    finders={"unit_id_internal": UNIT.finders["unit_id_internal"]},
    view=_view,
    build=ConfiguredUnit.from_row,
    not_found_error=UNIT.not_found_error,
)
CONFIGURED_UNIT_WITH_POOLS = Lookup(
    finders=CONFIGURED_UNIT.finders,
    view=_view_with_pools,
    wants=_ConfigureUnitRequest,
    build=ConfiguredUnit.from_row,
    not_found_error=UNIT.not_found_error,
)

ConfiguredUnitRef = Annotated[ConfiguredUnit, CONFIGURED_UNIT]
ConfiguredUnitWithPoolsRef = Annotated[ConfiguredUnit, CONFIGURED_UNIT_WITH_POOLS]
