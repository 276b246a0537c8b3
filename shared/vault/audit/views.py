"""Audit entries in the wire format."""

import functools
import json
from collections.abc import Mapping
from typing import Any, Protocol

from vault.audit.model import LogEntries
from vault.graph.schema import Prop, Row
from vault.graph.steps import T
from vault.kernel.json_types import JsonObject
from vault.kernel.time import from_epoch_ms, to_wire
from vault.kernel.vocabulary import wire_name

WIRE_PROPERTIES = {
    "function_name": Prop.FUNCTION,
    "event": Prop.EVENT,
    "source_ip": Prop.SOURCE_IP,
    "source_locale": Prop.LOCALE,
    "venue_id": Prop.VENUE,
    "unit_id_internal": Prop.UNIT,
    "subscriber_token": Prop.SUBSCRIBER,
}


class NamedPerson(Protocol):
    @property
    def email(self) -> str | None:
        """The e-mail address."""

    @property
    def given_name(self) -> str | None:
        """The given name."""

    @property
    def family_name(self) -> str | None:
        """The family name."""


def to_wire_entries(log: LogEntries, names: Mapping[str, NamedPerson]) -> dict[str, JsonObject]:
    """Key the entries so that they sort by time; administrators who are gone become empty objects."""
    return {f"{row[Prop.WHEN]:015d} {row[T.id]}": _to_wire_entry(row, names) for row in log.entries}


def _to_wire_entry(row: Row, names: Mapping[str, NamedPerson]) -> JsonObject:
    fields = {wire_name(name): row[prop] for name, prop in WIRE_PROPERTIES.items() if prop in row}
    return {
        wire_name("date_added_iso"): to_wire(from_epoch_ms(row[Prop.WHEN])),
        **fields,
        **({wire_name("detail"): json.loads(row[Prop.DETAIL])} if Prop.DETAIL in row else {}),
        wire_name("administrator"): _to_wire_person(names.get(row.get(Prop.ADMINISTRATOR, ""))),
        wire_name("source_ua"): _to_wire_user_agent(row.get(Prop.USER_AGENT, "")),
    }


def _to_wire_person(person: NamedPerson | None) -> dict[str, str | None]:
    if person is None:
        return {}
    return {
        wire_name("administrator_email"): person.email,
        wire_name("given_name_claim"): person.given_name,
        wire_name("family_name_claim"): person.family_name,
    }


@functools.lru_cache(maxsize=1024)
def _to_wire_user_agent(user_agent: str) -> dict[str, str]:
    from ua_parser import Domain

    parsed = _user_agent_parser()(user_agent, Domain.USER_AGENT | Domain.OS)
    browser, system = parsed.user_agent, parsed.os
    return {
        wire_name("browser"): f"{browser.family} {browser.major or ''}".strip() if browser else "",
        wire_name("os"): f"{system.family} {system.major or ''}".strip() if system else "",
    }


@functools.cache
def _user_agent_parser() -> Any:
    from ua_parser import Parser
    from ua_parser.basic import Resolver
    from ua_parser.loaders import load_lazy_builtins

    return Parser(Resolver(load_lazy_builtins()))
