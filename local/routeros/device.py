"""The router itself: its tables, and the commands on them."""

from __future__ import annotations

import ipaddress
import itertools
import threading
from typing import TYPE_CHECKING

from local.routeros.schema import SEVEN, TABLES, Property, Table, Version
from local.routeros.traps import NO_SUCH_COMMAND, NO_SUCH_ITEM, NO_SUCH_PREFIX, Trap, missing, no_match, unknown

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator, Mapping, Sequence

Row = dict[str, str]
ID = ".id"
INTERFACES = "/interface"
STATIC_ONLY = "static-only"


def _parse_version(text: str) -> Version:
    """6.42.1 is (6, 42)."""
    major, minor, *_ = text.split(".")
    return int(major), int(minor)


class Device:
    """Rows are stored with the ids of what they name, so that they print those ids once it is gone."""

    def __init__(self, version: str) -> None:
        """A router without any row."""
        self.version = _parse_version(version)
        self.rows: dict[str, list[Row]] = {path: [] for path in TABLES}
        self.revision = 0
        """Another one after each command that changed something."""
        self._numbers: dict[str, Iterator[int]] = {}
        self.lock = threading.RLock()

    def run(self, path: str, command: str, attributes: Mapping[str, str]) -> list[Row]:
        """Run a command; `add` returns one row with `ret`. Raises Trap."""
        commands: dict[str, Callable[[str, dict[str, str]], list[Row]]] = {
            "print": self._print,
            "getall": self._print,
            "add": self._add,
            "set": self._set,
            "remove": self._remove,
            "enable": lambda path, given: self._set(path, {**given, "disabled": "no"}),
            "disable": lambda path, given: self._set(path, {**given, "disabled": "yes"}),
            "move": self._move,
        }
        if path not in TABLES:
            raise Trap(NO_SUCH_PREFIX, 0)
        is_read_only = path == INTERFACES and command in {"add", "remove", "move"}
        if command not in commands or is_read_only or (command == "move" and not TABLES[path].is_ordered):
            raise Trap(NO_SUCH_COMMAND, 0)
        with self.lock:
            rows = commands[command](path, dict(attributes))
            self.revision += commands[command] != self._print
            return rows

    def _print(self, path: str, attributes: dict[str, str]) -> list[Row]:
        names = set(filter(None, attributes.pop(".proplist", "").split(",")))
        rows = self._show_all(path, self._rows_of(path))
        for name, text in attributes.items():
            rows = [row for row in rows if row.get(name.lstrip("?"), "") == text]
        return [{name: text for name, text in row.items() if not names or name in names} for row in rows]

    def show(self, path: str, each: str) -> Row:
        """One row as `print` has it, by its id or name. Raises Trap."""
        with self.lock:
            return self._show_all(path, self._find_all(path, each))[0]

    def _show_all(self, path: str, rows: Sequence[Row]) -> list[Row]:
        referred = {each.refers_to for each in TABLES[path].properties.values() if each.refers_to}
        names_by_id = {table: {row[ID]: row["name"] for row in self._rows_of(table)} for table in referred}
        return [self._show(path, row, names_by_id) for row in rows]

    def _show(self, path: str, row: Row, names_by_id: Mapping[str, Mapping[str, str]]) -> Row:
        texts = dict(row)
        for name, each in TABLES[path].properties.items():
            if each.refers_to and row.get(name):
                texts[name] = _name_all(row[name], names_by_id[each.refers_to])
        texts = {name: text for name, text in texts.items() if text}
        if path == INTERFACES:
            return {name: text for name, text in texts.items() if name in {ID, "name", "type", "comment", "disabled"}}
        return {**texts, "dynamic": row.get("dynamic", "false")} if TABLES[path].is_ordered else texts

    def _add(self, path: str, attributes: dict[str, str]) -> list[Row]:
        table = TABLES[path]
        place = attributes.pop("place-before", "")
        index = self._index(path, place) if place and table.is_ordered else len(self.rows[self._store(path)])
        row = {name: self._default(path, name, each) for name, each in self._properties(table).items()}
        row |= self._check_values(path, attributes)
        if gone := [name for name, text in row.items() if text is None]:
            raise missing(gone[0])
        stored: Row = {ID: self._next_id(path), **{name: text or "" for name, text in row.items()}}
        if table.kind:
            stored["type"] = table.kind
        self._check_unique(path, stored)
        self.rows[self._store(path)].insert(index, stored)
        return [{"ret": stored[ID]}]

    def _set(self, path: str, attributes: dict[str, str]) -> list[Row]:
        ids = attributes.pop(ID, None) or attributes.pop("numbers", "")
        changes = {name: text or "" for name, text in self._check_values(path, attributes).items()}
        for row in self._find_all(path, ids):
            self._check_unique(path, {**row, **changes})
            row.update(changes)
        return []

    def _remove(self, path: str, attributes: dict[str, str]) -> list[Row]:
        for row in self._find_all(path, attributes.get(ID) or attributes.get("numbers", "")):
            self.rows[self._store(path)].remove(row)
        return []

    def _move(self, path: str, attributes: dict[str, str]) -> list[Row]:
        (row,) = self._find_all(path, attributes.get("numbers") or attributes.get(ID, ""))
        target = self._index(path, attributes.get("destination", ""))
        rows = self.rows[path]
        before = rows[target] if target < len(rows) else None
        rows.remove(row)
        rows.insert(rows.index(before) if before else len(rows), row)
        return []

    def _check_values(self, path: str, attributes: Mapping[str, str]) -> dict[str, str | None]:
        properties = self._properties(TABLES[path])
        for name in attributes:
            if name not in properties:
                raise unknown(name)
        return {name: self._take(name, text, properties[name]) for name, text in attributes.items()}

    def _take(self, name: str, text: str, each: Property) -> str:
        checked = each.check(name, text, self.version)
        return ",".join(self._refer(name, part, each.refers_to) for part in checked.split(",")) if checked else ""

    def _refer(self, name: str, text: str, table: str) -> str:
        """The id of what a property names."""
        if not table or (name == "address-pool" and text == STATIC_ONLY):
            return text
        if name == "target" and _is_network(text):
            return str(ipaddress.ip_network(text))
        negation, plain = ("!", text[1:]) if text.startswith("!") else ("", text)
        found = [row for row in self._rows_of(table) if row["name"] == plain or row[ID] == plain]
        if not found:
            raise no_match(name)
        return negation + found[0][ID]

    def _check_unique(self, path: str, row: Row) -> None:
        unique = dict(TABLES[path].unique)
        if self._store(path) == INTERFACES:
            unique["name",] = "failure: already have interface with such name"
        for names, words in unique.items():
            rows = self._rows_of(path if names != ("name",) else self._store(path))
            first, *others = names
            same = [other for other in rows if other[first] == row[first] and other[ID] != row[ID]]
            if any(all(other.get(name) == row.get(name) for name in others) for other in same):
                raise Trap(words, 4)

    def _find_all(self, path: str, ids: str) -> Sequence[Row]:
        rows = self._rows_of(path)
        found = [[row for row in rows if row[ID] == each or row.get("name") == each] for each in ids.split(",")]
        if not ids or not all(found):
            raise Trap(NO_SUCH_ITEM, 0)
        return [row for (row, *_) in found]

    def _index(self, path: str, place: str) -> int:
        return self.rows[path].index(self._find_all(path, place)[0]) if place else len(self.rows[path])

    def _rows_of(self, path: str) -> list[Row]:
        rows = self.rows[self._store(path)]
        kind = TABLES[path].kind
        return [row for row in rows if row["type"] == kind] if kind else rows

    def _store(self, path: str) -> str:
        return INTERFACES if TABLES[path].kind else path

    def _properties(self, table: Table) -> dict[str, Property]:
        return {name: each for name, each in table.properties.items() if each.since <= self.version}

    def _default(self, path: str, name: str, each: Property) -> str | None:
        if path == "/ip/dhcp-server" and name == "disabled" and self.version < SEVEN:
            return "true"
        return each.default

    def _next_id(self, path: str) -> str:
        store = self._store(path)
        if store not in self._numbers:
            used = [int(row[ID][1:], 16) for row in self.rows[store]]
            self._numbers[store] = itertools.count(max(used, default=0) + 1)
        return f"*{next(self._numbers[store]):X}"


def _name_all(ids: str, names: Mapping[str, str]) -> str:
    """Names for ids, each as it is where it is gone; `!` before one stays."""
    plain = ((part[: part.startswith("!")], part.removeprefix("!")) for part in ids.split(","))
    return ",".join(negation + names.get(each, each) for negation, each in plain)


def _is_network(text: str) -> bool:
    try:
        ipaddress.ip_network(text)
    except ValueError:
        return False
    return True
