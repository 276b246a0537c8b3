"""The keypools broadcast at a unit but not at every venue: its venue's, and its own."""

from typing import Self

from vault.graph.schema import Edge, Prop, Row
from vault.graph.steps import Steps, T, __
from vault.kernel.values import value
from vault.keypools.model import Mechanism
from vault.units.model import HasUnit, Unit


@value
class LocalKeypool:
    """A keypool with pre-shared keys; `unit_id` is set if it is attached to the unit itself."""

    id: str
    ssid: str
    mechanism: str
    display_order: int
    unit_id: str | None

    @classmethod
    def from_vertex(cls, vertex: Row, unit_id: str | None) -> Self:
        return cls(vertex[T.id], vertex[Prop.SSID], vertex[Prop.AUTHENTICATION], vertex[Prop.DISPLAY_ORDER], unit_id)


@value
class UnitWithKeypools(HasUnit):
    unit: Unit
    keypools: tuple[LocalKeypool, ...]

    @classmethod
    def from_row(cls, row: Row) -> Self:
        unit = Unit.from_row(row)
        own = {vertex[T.id]: LocalKeypool.from_vertex(vertex, unit.id) for vertex in row["own"]}
        every = {vertex[T.id]: LocalKeypool.from_vertex(vertex, None) for vertex in row["of_venue"]} | own
        return cls(unit, tuple(sorted(every.values(), key=lambda keypool: (keypool.display_order, keypool.ssid))))


def view(unit: Steps) -> Steps:
    shared_keys = __.in_(Edge.SHOWN_AT).has(Prop.AUTHENTICATION, str(Mechanism.WPA2)).element_map().fold()
    return (
        unit.project("vertex", "venue", "operator", "of_venue", "own")
        .by(__.element_map())
        .by(__.in_(Edge.HAS_UNIT).id_().fold())
        .by(__.in_(Edge.HAS_UNIT).out(Edge.BELONGS_TO).id_().fold())
        .by(__.in_(Edge.HAS_UNIT).flat_map(shared_keys.clone()))
        .by(shared_keys)
    )
