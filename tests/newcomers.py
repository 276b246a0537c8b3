"""Persons who have yet to accept the terms, their calls without a token, and the messages that reach them."""

import email
import functools
import itertools
import json
import os
import re
import urllib.request
from dataclasses import dataclass
from email.message import EmailMessage
from email.policy import default
from typing import Any

import boto3

from functions.jobs import deliver_notifications
from functions.networkoperatorconsole.keypools import add_keypool
from functions.venuemgmtconsole.subscribers import add_subscriber
from local.system import System
from local.worker import drain
from tests.gateway import Answer, call, event, send
from tests.world import Persona, Tenant, add_unit, add_venue, commit, fresh, signed_in, token_of
from vault.audit import entries as audit
from vault.audit.events import AuditEvent
from vault.audit.outgoing import notify
from vault.graph.connection import answer
from vault.graph.schema import Edge, Label, Prop
from vault.graph.steps import __, new_edge, new_vertex, with_properties
from vault.kernel import ids
from vault.kernel.templates import Template
from vault.keys.model import KeyHolder
from vault.keys.references import KEY_HOLDER
from vault.keys.texts import texts_of
from vault.onboarding import service as onboarding
from vault.people import service as people
from vault.people.model import NewPerson
from vault.runtime.endpoint import Endpoint
from vault.runtime.registry import Function

SHOWN_CODE = re.compile(r"^ +([b-zB-Z2-9]{8,12})\s*$", re.MULTILINE)
_sources = itertools.count(1)
_tenants: dict[str, Tenant] = {}


@dataclass(frozen=True)
class Newcomer:
    """Somebody who has yet to accept the terms."""

    token: str
    email: str
    phone: str
    temporary_password: str


def add_newcomer(made: Tenant, **more: Any) -> Newcomer:
    """Somebody new, whose welcome mail is on its way."""
    caller = made.caller()
    address = f"{fresh('newcomer')}@{made.origin.removeprefix('https://')}"
    new = NewPerson(email=address, given_name="Ada", family_name="Okafor", **more)
    added = people.add(caller, new)
    audit.record(caller, AuditEvent.SUBSCRIBER_ADDED, subscriber=added.token)
    notify(caller, Template.WELCOME, added.token)
    commit(caller)
    return Newcomer(added.token, address, new.phone, added.temporary_password)


def add_provider() -> Persona:
    """One more of the provider's staff, whose sessions are nobody else's."""
    address, origin = f"{fresh('staff')}@provider.example", "https://provider.example"
    return signed_in(onboarding.welcome(onboarding.Newcomer("Provider", address, origin)), address)


def move_in(token: str, unit: str) -> None:
    """Let a person live in a unit, by a subscription there."""
    subscription, person = ids.fresh("subscription"), ids.subscriber_id(token)
    answer(new_vertex(Label.SUBSCRIPTION, subscription))
    answer(new_edge(person, Edge.SUBSCRIBES, subscription, f"{subscription}>1"))
    answer(new_edge(subscription, Edge.SUBSCRIPTION_AT, unit, f"{subscription}>2"))


@functools.cache
def wifi_unit(origin: str) -> str:
    """A unit of a house with a network of its own; the operator is found by its console."""
    made = _tenants[origin]
    venue = add_venue(made, fresh("Wifi House"))
    body = {"SSID": fresh("House WiFi"), "VenueID": venue.id}
    added = call(add_keypool.handler, made.token("DomainAdministrator"), body)
    assert added.status == 200, added.body
    return add_unit(made, venue, "1")


def add_resident_with_key(made: Tenant) -> Newcomer:
    """Somebody who has yet to accept the terms, with a key for the network of their house."""
    _tenants[made.origin] = made
    address = f"{fresh('keyholder')}@{made.origin.removeprefix('https://')}"
    body = {"EmailAddress": address, "UnitID_internal": wifi_unit(made.origin)}
    added = call(add_subscriber.handler, made.token("DomainAdministrator"), body)
    assert added.status == 200, added.body
    return Newcomer(token_of(made.operator, address), address, "", added.body["TemporaryPassword"])


def key_texts(made: Tenant, token: str) -> set[str]:
    """The texts of a person's keys."""
    row = answer(KEY_HOLDER.view(__.V(ids.subscriber_id(token)), None))[0]
    return {texts_of(made.operator, key)[0] for key in KeyHolder.of(row).keys}


def public(handler: Endpoint, made: Tenant, body: dict[str, Any], source: str = "", **headers: str) -> Answer:
    """A call without a token from a house of its own, or from a given one."""
    called = event(body, **{"origin": made.origin, **headers})
    called["requestContext"]["http"]["sourceIp"] = source or house()
    return send(handler, called)


def house() -> str:
    """A source address from which nobody else calls."""
    return f"2001:db8::{next(_sources):x}"


def set_on(token: str, **properties: object) -> None:
    """Set properties of a person."""
    answer(with_properties(__.V(ids.subscriber_id(token)), **properties))


def properties_of(token: str) -> dict[str, Any]:
    """What the graph keeps of a person."""
    return dict(answer(__.V(ids.subscriber_id(token)).element_map())[0])


def deliver() -> None:
    """Have the job deliver everything that waits."""
    sqs = boto3.client("sqs")
    while drain(sqs, "notifications", Function("deliver", deliver_notifications.handler)):
        pass


def mails_to(system: System, address: str) -> list[EmailMessage]:
    """The mails to an address, oldest first."""
    kept = [file.read_bytes() for file in sorted(system.mails.glob("*.eml"))]
    parsed = [email.message_from_bytes(raw, policy=default) for raw in kept if address.encode() in raw]
    return [mail for mail in parsed if mail["X-Envelope-To"] == address]


def text_of(mail: EmailMessage, kind: str = "plain") -> str:
    """What a mail says."""
    part = mail.get_body((kind,))
    assert part is not None
    return str(part.get_content())


def code_in(mail: EmailMessage) -> str:
    """The code or temporary password that a mail shows."""
    found = SHOWN_CODE.search(text_of(mail))
    assert found, text_of(mail)
    return found[1]


def texts_to(number: str) -> list[str]:
    """The SMS messages to a number, oldest first."""
    return [sms["text"] for sms in outside()["sms"] if sms["to"] == number]


def messages_waiting(queue: str) -> list[dict[str, Any]]:
    """The messages in a queue, which stay there."""
    return [json.loads(message["body"]) for message in outside()["queues"][queue]["newest"]]


def outside() -> Any:
    """What the local AWS holds for the outside world."""
    with urllib.request.urlopen(f"{os.environ['AWS_ENDPOINT_URL']}/local/outside", timeout=10) as answered:
        return json.load(answered)


def events_of(token: str) -> list[str]:
    """What the audit log says of a person, oldest first."""
    entries = __.V().has(Prop.SUBSCRIBER, token).order().by(Prop.WHEN).values(Prop.EVENT)
    return [str(found) for found in answer(entries, "LOG")]
