"""A session with a MikroTik."""

from collections.abc import Collection, Mapping, Sequence

from vault.adapters.gateway_session import Unsupported, VlanOrder, VlanRefused, VlanState
from vault.adapters.routeros.firewall import allow_access
from vault.adapters.routeros.router import CommandRefused, Router
from vault.adapters.routeros.tables import Tables
from vault.adapters.routeros.vlans import apply_order, read_state

_PARTS = (
    ("/queue", Unsupported.BANDWIDTH_QUEUE),
    ("/ip/dhcp-server", Unsupported.DHCP_SERVER),
    ("/ip/pool", Unsupported.DHCP_SERVER),
    ("/ip/address", Unsupported.DHCP_SERVER),
    ("/interface", Unsupported.INTERFACE),
)
"""What a refused command concerns, by the beginning of its table."""


class MikroTikSession:
    def __init__(self, router: Router, port: int) -> None:
        self.fingerprint, self.transport = router.fingerprint, router.transport
        self._router, self._port = router, port
        self._tables = Tables(router)

    def read(self, vlans: Collection[int]) -> Mapping[int, VlanState]:
        self._tables.clear()
        return {vlan: read_state(self._tables, vlan) for vlan in vlans}

    def apply(self, order: VlanOrder) -> None:
        try:
            apply_order(self._tables, order)
        except CommandRefused as refusal:
            raise _to_vlan_refused(refusal) from None

    def save(self) -> None:
        """Nothing to do: every command takes effect at once."""

    def allow_access(self, networks: Sequence[str]) -> None:
        try:
            allow_access(self._tables, networks, self._port)
        except CommandRefused as refusal:
            raise _to_vlan_refused(refusal) from None

    def close(self) -> None:
        self._router.close()


def _to_vlan_refused(refusal: CommandRefused) -> VlanRefused:
    part = next((part for table, part in _PARTS if refusal.command.startswith(table)), None)
    return VlanRefused(refusal.command, refusal.words, part)
