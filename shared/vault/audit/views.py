"""Audit entries in responses."""

import functools
import json
from collections.abc import Mapping
from typing import TYPE_CHECKING, Annotated, Protocol

from vault.audit.model import LogEntries
from vault.graph.schema import Prop, Row, read_properties
from vault.graph.steps import T
from vault.kernel.json_types import JsonObject
from vault.kernel.person_text import PersonText
from vault.kernel.time import Instant, from_epoch_ms
from vault.kernel.wire import Open, Wire

if TYPE_CHECKING:
    from ua_parser import Parser

LAST_MOMENT = 10**15 - 1
"""Epoch ms that no entry passes: from it, the keys of entries count down."""
PROPERTIES = {
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


class AdministratorView(Wire):
    """Who acted; without members if they are gone."""

    administrator_email: PersonText = None
    given_name_claim: PersonText = None
    family_name_claim: PersonText = None


class UserAgentView(Wire):
    browser: str
    os: str


class LogEntryView(Wire):
    date_added_iso: Instant
    function_name: str | None = None
    event: str | None = None
    source_ip: str | None = None
    source_locale: str | None = None
    venue_id: str | None = None
    unit_id_internal: str | None = None
    subscriber_token: str | None = None
    detail: Annotated[JsonObject | None, Open("each event has details of its own")] = None
    administrator: AdministratorView
    source_ua: UserAgentView


GONE = AdministratorView.from_value()


def view_entries(
    log: LogEntries, profiles: Mapping[str, NamedPerson], *, newest_first: bool = False
) -> dict[str, LogEntryView]:
    """Key the entries so that they sort by time; `profiles` are those of administrators, by token."""
    people = {token: _view_administrator(profile) for token, profile in profiles.items()}
    if not newest_first:
        return {f"{row[Prop.WHEN]:015d} {row[T.id]}": _view_entry(row, people) for row in log.entries}
    return {key_newest_first(row): _view_entry(row, people) for row in sorted(log.entries, key=key_newest_first)}


def key_newest_first(row: Row) -> str:
    """A key of an entry by which the newest sorts first."""
    return f"{LAST_MOMENT - row[Prop.WHEN]:015d} {row[T.id]}"


def _view_entry(row: Row, people: Mapping[str, AdministratorView]) -> LogEntryView:
    return LogEntryView.from_value(
        read_properties(row, PROPERTIES),
        date_added_iso=from_epoch_ms(row[Prop.WHEN]),
        detail=json.loads(row[Prop.DETAIL]) if Prop.DETAIL in row else None,
        administrator=people.get(row.get(Prop.ADMINISTRATOR, ""), GONE),
        source_ua=_view_user_agent(row.get(Prop.USER_AGENT, "")),
    )


def _view_administrator(person: NamedPerson) -> AdministratorView:
    return AdministratorView.from_value(
        administrator_email=person.email, given_name_claim=person.given_name, family_name_claim=person.family_name
    )


@functools.lru_cache(maxsize=1024)
def _view_user_agent(user_agent: str) -> UserAgentView:
    from ua_parser import Domain

    parsed = _user_agent_parser()(user_agent, Domain.USER_AGENT | Domain.OS)
    browser, system = parsed.user_agent, parsed.os
    return UserAgentView.from_value(
        browser=f"{browser.family} {browser.major or ''}".strip() if browser else "",
        os=f"{system.family} {system.major or ''}".strip() if system else "",
    )


@functools.cache
def _user_agent_parser() -> "Parser":
    from ua_parser import Parser
    from ua_parser.basic import Resolver
    from ua_parser.loaders import load_lazy_builtins

    return Parser(Resolver(load_lazy_builtins()))
