"""Persons who have not accepted the terms yet, their calls without a token, and the messages sent to them."""

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
from tests.factories import Persona, Tenant, accept_and_sign_in, add_unit, add_venue, commit, token_of, unique_name
from tests.gateway import Answer, call, event, send
from vault.adapters import cognito
from vault.audit import entries as audit
from vault.audit.events import AuditEvent
from vault.graph.connection import execute
from vault.graph.schema import Edge, Label, Prop
from vault.graph.steps import __, new_edge, new_vertex, with_properties
from vault.kernel import ids
from vault.kernel.templates import Template
from vault.keys.passphrases import passphrases_of
from vault.keys.service import read_key_holder
from vault.onboarding import service as onboarding
from vault.operators.service import get_user_pool
from vault.outbox.messages import queue_notification
from vault.people import service as people
from vault.people.model import NewPerson
from vault.runtime.endpoint import Endpoint
from vault.runtime.registry import Function

SHOWN_CODE = re.compile(r"^ +([b-zB-Z2-9]{8,12})\s*$", re.MULTILINE)
_sources = itertools.count(1)
_tenants: dict[str, Tenant] = {}


@dataclass(frozen=True)
class PendingResident:
    """A person who has not accepted the terms yet."""

    token: str
    email: str
    phone: str
    temporary_password: str


def add_pending_resident(tenant: Tenant, **more: Any) -> PendingResident:
    """Add a new person, whose welcome mail is queued."""
    ctx = tenant.caller()
    address = more.pop("email", "") or f"{unique_name('newcomer')}@{tenant.origin.removeprefix('https://')}"
    new = NewPerson(email=address, given_name="Ada", family_name="Okafor", **more)
    added = people.add(ctx, new)
    audit.record(ctx, AuditEvent.SUBSCRIBER_ADDED, subscriber=added.token)
    queue_notification(ctx, Template.WELCOME, added.token)
    commit(ctx)
    return PendingResident(added.token, address, new.phone, added.temporary_password)


def add_provider() -> Persona:
    """Another user of the provider, whose sessions no other test uses."""
    address, origin = f"{unique_name('staff')}@provider.example", "https://provider.example"
    return accept_and_sign_in(onboarding.provide_operator(onboarding.NewOperator("Provider", address, origin)), address)


def move_in(token: str, unit: str) -> None:
    """Let a person live in a unit, by a subscription there."""
    subscription, person = ids.generate_id("subscription"), ids.subscriber_id(token)
    execute(new_vertex(Label.SUBSCRIPTION, subscription))
    execute(new_edge(person, Edge.SUBSCRIBES, subscription, f"{subscription}>1"))
    execute(new_edge(subscription, Edge.SUBSCRIPTION_AT, unit, f"{subscription}>2"))


@functools.cache
def wifi_unit(origin: str) -> str:
    """A unit of a house with a keypool of its own; the operator is found by its console."""
    made = _tenants[origin]
    venue = add_venue(made, unique_name("Wifi House"))
    body = {"SSID": unique_name("House WiFi"), "VenueID": venue.id}
    added = call(add_keypool.handler, made.token("DomainAdministrator"), body)
    assert added.status == 200, added.body
    return add_unit(made, venue, "1")


def add_resident_with_key(tenant: Tenant) -> PendingResident:
    """A person who has not accepted the terms yet, with a key of their house's keypool."""
    _tenants[tenant.origin] = tenant
    address = f"{unique_name('keyholder')}@{tenant.origin.removeprefix('https://')}"
    body = {"EmailAddress": address, "UnitID_internal": wifi_unit(tenant.origin)}
    added = call(add_subscriber.handler, tenant.token("DomainAdministrator"), body)
    assert added.status == 200, added.body
    return PendingResident(token_of(tenant.operator, address), address, "", added.body["TemporaryPassword"])


def passphrases_of_person(tenant: Tenant, token: str) -> set[str]:
    """The passphrases of a person's keys."""
    holder = read_key_holder(ids.subscriber_id(token))
    return {passphrases_of(tenant.operator, key)[0] for key in holder.keys}


def call_without_token(
    handler: Endpoint, tenant: Tenant, body: dict[str, Any], source: str = "", **headers: str
) -> Answer:
    """Call without a token from a unique source address, or from the given one."""
    called = event(body, **{"origin": tenant.origin, **headers})
    called["requestContext"]["http"]["sourceIp"] = source or unique_source_address()
    return send(handler, called)


def unique_source_address() -> str:
    """A source address in a subnet that no other call uses."""
    number = next(_sources)
    return f"2001:db8:{number >> 16:x}:{number & 0xFFFF:x}::1"


def set_person(token: str, **properties: object) -> None:
    execute(with_properties(__.V(ids.subscriber_id(token)), **properties))


def person_properties(token: str) -> dict[str, Any]:
    """A person's properties in the graph."""
    return dict(execute(__.V(ids.subscriber_id(token)).element_map())[0])


def attributes_in_cognito(tenant: Tenant, token: str) -> dict[str, str]:
    """What Cognito knows of a person."""
    user = cognito.get_user(get_user_pool(tenant.operator), token)
    assert user is not None
    return dict(user.attributes)


def run_notifications_job() -> None:
    """Deliver all queued notifications."""
    sqs = boto3.client("sqs")
    while drain(sqs, "notifications", Function("deliver", deliver_notifications.handler)):
        pass


def mails_to(system: System, address: str) -> list[EmailMessage]:
    """The mails to an address, oldest first."""
    raw_mails = [file.read_bytes() for file in sorted(system.mails.glob("*.eml"))]
    messages = [email.message_from_bytes(raw, policy=default) for raw in raw_mails if address.encode() in raw]
    return [mail for mail in messages if mail["X-Envelope-To"] == address]


def mail_text(mail: EmailMessage, kind: str = "plain") -> str:
    """The text of a mail's body of this kind."""
    part = mail.get_body((kind,))
    assert part is not None
    return str(part.get_content())


def code_in(mail: EmailMessage) -> str:
    """The code or temporary password in a mail."""
    found = SHOWN_CODE.search(mail_text(mail))
    assert found, mail_text(mail)
    return found[1]


def sms_to(number: str) -> list[str]:
    """The SMS messages to a number, oldest first."""
    return [sms["text"] for sms in read_local_aws()["sms"] if sms["to"] == number]


def messages_waiting(queue: str) -> list[dict[str, Any]]:
    """The messages in a queue, without consuming them."""
    return [json.loads(message["body"]) for message in read_local_aws()["queues"][queue]["newest"]]


def read_local_aws() -> Any:
    """The messages that the local AWS stored."""
    with urllib.request.urlopen(f"{os.environ['AWS_ENDPOINT_URL']}/local/outside", timeout=10) as answered:
        return json.load(answered)


def events_of(token: str) -> list[str]:
    """A person's log entries, oldest first."""
    entries = __.V().has(Prop.SUBSCRIBER, token).order().by(Prop.WHEN).values(Prop.EVENT)
    return [str(found) for found in execute(entries, "LOG")]
