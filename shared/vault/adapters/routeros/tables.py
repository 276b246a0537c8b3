"""The router's tables: each is read once, and follows the commands that are sent."""

from collections.abc import Iterator

from vault.adapters.gateway_session import GatewayFailed, GatewayFailure
from vault.adapters.routeros.router import ID, CommandRefused, CommandReply, Router, Row

COMMENT = "VAULT"
"""On rows of ours, where the table has comments in every version."""
ADDRESSES = "/ip/address"
ADDRESS_LISTS = "/ip/firewall/address-list"
BRIDGES = "/interface/bridge"
BRIDGE_VLANS = "/interface/bridge/vlan"
DHCP_NETWORKS = "/ip/dhcp-server/network"
DHCP_SERVERS = "/ip/dhcp-server"
FILTERS = "/ip/firewall/filter"
INTERFACES = "/interface"
LISTS = "/interface/list"
LIST_MEMBERS = "/interface/list/member"
POOLS = "/ip/pool"
QUEUES = "/queue/simple"
VLANS = "/interface/vlan"
_NAMES = {
    ADDRESSES: "address,interface,comment,disabled,dynamic",
    ADDRESS_LISTS: "list,address,comment,dynamic",
    BRIDGES: "name,comment,vlan-filtering",
    BRIDGE_VLANS: "bridge,vlan-ids,tagged,disabled",
    DHCP_NETWORKS: "address,gateway,comment",
    DHCP_SERVERS: "name,interface,address-pool,disabled",
    FILTERS: (
        "chain,action,in-interface-list,out-interface-list,connection-state,src-address-list,protocol,dst-port,"
        "comment,disabled,dynamic"
    ),
    INTERFACES: "name,type,comment",
    LISTS: "name",
    LIST_MEMBERS: "list,interface,comment",
    POOLS: "name,ranges",
    QUEUES: "name,target,max-limit,comment,disabled,dynamic",
    VLANS: "name,vlan-id,interface,comment,disabled",
}
_WORDS = {"yes": "true", "no": "false"}
"""Booleans as they are sent and as they are printed."""


def is_set(row: Row, name: str) -> bool:
    return row.get(name) in {"true", "yes"}


def is_ours(row: Row) -> bool:
    return row.get("comment") == COMMENT


def is_dangling(row: Row, name: str) -> bool:
    """Whether what the row names is removed: the router prints its id then."""
    return row.get(name, "").startswith("*")


class Tables:
    def __init__(self, router: Router) -> None:
        self._router = router
        self._rows: dict[str, list[Row]] = {}

    def clear(self) -> None:
        """Read every table anew when it is next needed."""
        self._rows.clear()

    def rows(self, table: str) -> list[Row]:
        if table not in self._rows:
            self._rows[table] = self._print(table)
        return self._rows[table]

    def find(self, table: str, attributes: Row) -> Row | None:
        return next(self.find_all(table, attributes), None)

    def find_all(self, table: str, attributes: Row) -> Iterator[Row]:
        """The first attribute is compared as it is, which finds one of thousands of rows quickly."""
        name, text = next(iter(attributes.items()))
        return (row for row in self.rows(table) if row.get(name, "") == text and matches(row, attributes))

    def has_before(self, table: str, row: Row, other: Row) -> bool:
        """Whether a row stands before another."""
        return self._index(table, row) < self._index(table, other)

    def add(self, table: str, row: Row, before: Row | None = None) -> Row:
        """Add a row, before another one in a table that has an order; return it. Raises CommandRefused."""
        self.rows(table)
        place = {"place-before": before[ID]} if before else {}
        try:
            row_id = self._run(table, "add", {**row, **place}).ret
        except CommandRefused as refusal:
            return self._find_done(table, row, refusal)
        added = {ID: row_id, **row}
        self.rows(table).insert(self._index(table, before), added)
        return added

    def change(self, table: str, row: Row, changes: Row) -> None:
        try:
            self._run(table, "set", {ID: row[ID], **changes})
        except CommandRefused as refusal:
            self._find_done(table, {ID: row[ID], **changes}, refusal)
        row |= changes

    def remove(self, table: str, row: Row) -> None:
        try:
            self._run(table, "remove", {ID: row[ID]})
        except CommandRefused as refusal:
            if not refusal.may_be_done or self._read_again(table, {ID: row[ID]}):
                raise
        self._rows[table] = [other for other in self.rows(table) if other[ID] != row[ID]]
        if table == VLANS:
            # Whatever named the interface names its id from now on.
            self.clear()

    def remove_dangling(self, table: str, name: str) -> None:
        """Remove rows of ours that name an interface which was removed: a new one does not repair them."""
        for row in [row for row in self.rows(table) if is_dangling(row, name) and is_ours(row)]:
            self.remove(table, row)

    def move(self, table: str, row: Row, before: Row) -> None:
        self._run(table, "move", {"numbers": row[ID], "destination": before[ID]})
        self._rows[table] = [other for other in self.rows(table) if other[ID] != row[ID]]
        self.rows(table).insert(self._index(table, before), row)

    def _index(self, table: str, row: Row | None) -> int:
        """The place of a row; the end where there is none."""
        rows = self.rows(table)
        return next((place for place, other in enumerate(rows) if row and other[ID] == row[ID]), len(rows))

    def _find_done(self, table: str, attributes: Row, refusal: CommandRefused) -> Row:
        """The row, where what was refused is there, done now or before; else raises the refusal."""
        if refusal.may_be_done and (found := self._read_again(table, attributes)):
            return found
        raise refusal

    def _read_again(self, table: str, attributes: Row) -> Row | None:
        self._rows.pop(table, None)
        return self.find(table, attributes)

    def _print(self, table: str) -> list[Row]:
        try:
            return self._run(table, "print", {".proplist": f"{ID},{_NAMES[table]}"}).rows
        except CommandRefused as refusal:
            raise GatewayFailed(GatewayFailure.SETUP, f"The router does not show {table}: {refusal.words}") from None

    def _run(self, table: str, command: str, attributes: Row) -> CommandReply:
        reply = self._router.run(table, command, attributes)
        if command == "add" and not reply.ret:
            raise GatewayFailed(GatewayFailure.PROTOCOL, "The router added a row and returned no id.")
        if not all(row.get(ID) for row in reply.rows):
            raise GatewayFailed(GatewayFailure.PROTOCOL, "The router printed a row without an id.")
        return reply


def matches(row: Row, attributes: Row) -> bool:
    texts = ((row.get(name, ""), text) for name, text in attributes.items())
    return all(one == other or _normalize(one) == _normalize(other) for one, other in texts)


def _normalize(text: str) -> str:
    return ",".join(sorted(_WORDS.get(text, text).split(",")))
