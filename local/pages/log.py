"""The newest entries of the audit log, read from its graph."""

from __future__ import annotations

import os
from datetime import UTC, datetime
from functools import cache
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from collections.abc import Mapping

    from gremlin_python.process.graph_traversal import GraphTraversalSource

SHOWN = 200
LABEL = "log_entry"
TIME = "when"
PEOPLE = ("administrator", "subscriber_token")


def newest(names: Mapping[str, str]) -> list[dict[str, Any]]:
    """Return the latest 200 entries, newest first, each with its id, its properties, who (by these names) and where."""
    from gremlin_python.process.traversal import Order, T

    entries = _log().V().has_label(LABEL).order().by(TIME, Order.desc).limit(SHOWN).element_map().to_list()
    return [_with_names(_plain(entry, T.id, T.label), names) for entry in entries]


def newest_id() -> str:
    """Return the id of the latest entry, or an empty text."""
    from gremlin_python.process.traversal import Order

    found = _log().V().has_label(LABEL).order().by(TIME, Order.desc).limit(1).id_().to_list()
    return str(found[0]) if found else ""


def _with_names(entry: dict[str, Any], names: Mapping[str, str]) -> dict[str, Any]:
    """Add `who`: who did it, and whom it concerns; and `where`: the venue, or the operator."""
    tokens = dict.fromkeys(entry[name] for name in PEOPLE if entry.get(name))
    where = entry.get("venue_id") or entry.get("operator_id", "")
    return {**entry, "who": [names.get(token, token) for token in tokens], "where": where}


def _plain(entry: dict[Any, Any], identity: object, label: object) -> dict[str, Any]:
    properties = dict(sorted((name, value) for name, value in entry.items() if name not in {identity, label}))
    moment = datetime.fromtimestamp(int(properties.pop(TIME, 0)) / 1000, UTC)
    when = moment.isoformat(timespec="milliseconds").replace("+00:00", "Z")
    return {"id": entry[identity], "when": when, "event": "", "function_name": ""} | properties


@cache
def _log() -> GraphTraversalSource:
    from gremlin_python.driver.driver_remote_connection import DriverRemoteConnection
    from gremlin_python.process.anonymous_traversal import traversal

    from vault.graph.address import connection_parameters

    parameters = connection_parameters(os.environ["VAULT_LOG_GRAPH"])
    connection = DriverRemoteConnection(**parameters, traversal_source=os.environ["VAULT_LOG_SOURCE"])
    return traversal().with_remote(connection)
