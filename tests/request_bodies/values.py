"""What stands in an example's placeholders when a test sends it: things of a given place, made for the call."""

import itertools
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from functools import cached_property

from tests import cards
from tests.equipment import add_equipment
from tests.factories import PASSWORD, Persona, Tenant, add_plan, add_staff, unique_name
from tests.radius_client import add_device_with_key, add_unneeded_server, request_access, shared_house
from tests.request_bodies.scene import (
    CODE,
    PendingPerson,
    Scene,
    add_key_of,
    add_leasing_agent,
    add_pending_person,
    add_person_with_code,
    add_resident_of,
)
from tests.residents import add_pool
from vault.adapters import cognito
from vault.graph.connection import execute
from vault.kernel import ids
from vault.kernel.permissions import Role
from vault.kernel.placeholders import Placeholder
from vault.kernel.time import epoch_ms, now
from vault.operators.service import get_user_pool
from vault.people import queries as people

_numbers = itertools.count(1)
Values = Mapping[Placeholder, object]


@dataclass(frozen=True)
class Subject:
    """The scene of one call, and the people whom its example names more than once."""

    scene: Scene

    @property
    def tenant(self) -> Tenant:
        return self.scene.tenant

    @cached_property
    def person(self) -> Persona:
        """The person whose own record it is, or a resident of the unit."""
        return self.scene.me or add_resident_of(self.tenant, self.scene.unit)

    @cached_property
    def pending(self) -> PendingPerson:
        return add_pending_person(self.tenant)


def create_refresh_token(scene: Scene) -> str:
    """A refresh token of the person whose own record it is, or of a person there."""
    person = scene.me or scene.tenant.people["AccountManager"]
    password = set_known_password(scene.tenant, person)
    return str(cognito.sign_in(get_user_pool(scene.tenant.operator), person.token, password)["RefreshToken"])


def set_known_password(tenant: Tenant, person: Persona) -> str:
    """The person's password, set again because a reset of their key may have changed it."""
    cognito.set_password(get_user_pool(tenant.operator), person.token, PASSWORD)
    return PASSWORD


def add_device(subject: Subject) -> Values:
    """A device that joined with a key of the person, and the venue where it joined."""
    tenant = subject.tenant
    device = add_device_with_key(shared_house(tenant), subject.person.token)
    assert request_access(tenant, device.by_ruckus()).status == 200
    return {Placeholder.VENUE_ID: shared_house(tenant).venue.id, Placeholder.DEVICE_MAC_ADDRESS: device.mac_text}


def add_unproven_number(subject: Subject) -> Values:
    """The person, who now has a number that no code has proven."""
    identity = people.phone_identity(f"+1773555{next(_numbers):04}", subject.tenant.operator)
    claim = people.claim_properties(epoch_ms(now()), by_holder=True)
    for step in people.link_identity(identity, subject.person.token, **claim):
        execute(step)
    return {Placeholder.SUBSCRIBER_ACCESS_TOKEN: subject.person.access_token}


VALUES: Mapping[Placeholder, Callable[[Subject], object]] = {
    Placeholder.ACCESS_REQUEST: lambda subject: shared_house(subject.tenant).add_resident()[1].by_ruckus(),
    Placeholder.ACCESS_TOKEN: lambda subject: subject.tenant.token("DomainAdministrator"),
    Placeholder.BATCH_ID: lambda subject: cards.new_batch(subject.tenant, subject.scene.number)["ScratchCard_BatchID"],
    Placeholder.DISPLAY_OPTION_ID: lambda subject: ids.default_display_option_id(subject.tenant.operator.id),
    Placeholder.EQUIPMENT_ID: lambda subject: add_equipment(subject.tenant, subject.scene.venue).name,
    Placeholder.KEYPOOL_ID: lambda subject: cards.venue_pool(subject.tenant, subject.scene.number),
    Placeholder.KEY_ID: lambda subject: add_key_of(subject.scene),
    Placeholder.LOCAL_KEYPOOL_ID: lambda subject: add_pool(subject.tenant, Scope="local"),
    Placeholder.OFFERED_PLAN_ID: lambda subject: add_plan(subject.tenant, unique_name("Plan"), subject.scene.venue),
    Placeholder.OPERATOR_STAFF_EMAIL: lambda subject: add_staff(subject.tenant, Role.ACCOUNT_MANAGER).email,
    Placeholder.PASSWORD: lambda subject: set_known_password(subject.tenant, subject.person),
    Placeholder.PENDING_EMAIL: lambda subject: subject.pending.email,
    Placeholder.PLAN_ID: lambda subject: add_plan(subject.tenant, unique_name("Plan")),
    Placeholder.RADIUS_SERVER_IP: lambda subject: add_unneeded_server(subject.tenant),
    Placeholder.REFRESH_TOKEN: lambda subject: create_refresh_token(subject.scene),
    Placeholder.SUBSCRIBER_ACCESS_TOKEN: lambda subject: subject.person.access_token,
    Placeholder.SUBSCRIBER_EMAIL: lambda subject: subject.person.email,
    Placeholder.SUBSCRIBER_TOKEN: lambda subject: subject.person.token,
    Placeholder.TEMPORARY_PASSWORD: lambda subject: subject.pending.temporary_password,
    Placeholder.UNIQUE: lambda _: unique_name(""),
    Placeholder.UNIT_ID: lambda subject: subject.scene.unit,
    Placeholder.VENUE_ID: lambda subject: subject.scene.venue.id,
    Placeholder.VENUE_STAFF_EMAIL: lambda subject: add_leasing_agent(subject.scene),
}
"""What each placeholder stands for, unless the call is in the next table."""

PREPARED: Mapping[str, Callable[[Subject], Values]] = {
    "/networkoperatorconsole/admin/deleteKeypoolPermanently": lambda subject: {
        Placeholder.LOCAL_KEYPOOL_ID: add_pool(subject.tenant, VenueID=subject.scene.venue.id)
    },
    "/networkoperatorconsole/scratchcards/invalidateScratchCard": lambda subject: {
        Placeholder.BATCH_ID: cards.batch_with_one_card(subject.tenant, subject.scene.number)["ScratchCard_BatchID"]
    },
    "/subscriberconsole/confirmPhoneNumber": add_unproven_number,
    "/subscriberconsole/confirmResetConsolePassword": lambda subject: {
        Placeholder.SUBSCRIBER_TOKEN: add_person_with_code(subject.tenant),
        Placeholder.RESET_CODE: CODE,
    },
    "/subscriberconsole/updateDeviceName": add_device,
}
"""Calls whose things have to fit together."""
