"""The lease of a gateway: of all runs of its worker, one at a time reads it, calls it and writes what it confirmed."""

from typing import Final

from vault.graph.connection import Conflict, execute
from vault.graph.schema import Edge, Label, Prop, Row
from vault.graph.steps import P, Steps, __, with_properties, without_properties
from vault.graph.transaction import Transaction
from vault.kernel import ids
from vault.kernel.settings import setting
from vault.kernel.time import epoch_ms, real_now
from vault.kernel.values import value

SECONDS: Final = "150"
"""Longer than the worker's time-out."""


@value
class GatewayLease:
    gateway_id: str
    holder: str

    @classmethod
    def take(cls, gateway_id: str) -> "tuple[GatewayLease, Row] | None":
        """The lease, and the gateway or clean-up as it is now; None where it is gone or held. Raises Unavailable."""
        lease, moment = cls(gateway_id, ids.generate_id("lease")), epoch_ms(real_now())
        until = moment + int(setting("VAULT_GATEWAY_LEASE_SECONDS", SECONDS)) * 1000
        properties = {Prop.LEASE_HOLDER: lease.holder, Prop.LEASE_UNTIL: until}
        is_driven = __.coalesce(__.has(Prop.DRIVEN_BY), __.has_label(Label.GATEWAY_CLEANUP))
        free = __.V(gateway_id).where(is_driven).not_(__.has(Prop.LEASE_UNTIL, P.gt(moment)))
        try:
            rows = execute(_read(with_properties(free, **properties)))
        except Conflict:
            return None
        return (lease, rows[0]) if rows else None

    def add_to(self, tx: Transaction) -> None:
        """Let the commit raise Conflict where the lease ran out and another run took it; both write the holder."""
        tx.guard(__.V(self.gateway_id).has(Prop.LEASE_HOLDER, self.holder))
        tx.change(with_properties(__.V(self.gateway_id), **{Prop.LEASE_HOLDER: self.holder}))

    def release(self) -> Steps:
        own = __.V(self.gateway_id).has(Prop.LEASE_HOLDER, self.holder)
        return without_properties(own, Prop.LEASE_HOLDER, Prop.LEASE_UNTIL)


def _read(gateway: Steps) -> Steps:
    venue = __.in_(Edge.HAS_EQUIPMENT)
    return gateway.project("vertex", "offset").by(__.element_map()).by(venue.values(Prop.WIRELESS_ONLY_OFFSET).fold())
