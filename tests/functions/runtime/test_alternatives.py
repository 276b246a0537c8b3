"""Each of the fields that may stand for one another is accepted alone."""

import itertools
from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass

import pytest

from functions.networkoperatorconsole.venues import configure_venue_unit
from functions.venuemgmtconsole.subscribers import add_subscriber
from tests.architecture.source import endpoints
from tests.equipment import add_equipment
from tests.factories import (
    PASSWORD,
    Tenant,
    World,
    accept_and_sign_in,
    add_plan,
    add_staff,
    commit,
    create_tenant,
    unique_name,
)
from tests.gateway import call, event, send
from tests.request_bodies.scene import Body, PendingPerson, add_keypool_at, add_pending_person
from vault.graph.connection import execute
from vault.graph.schema import Edge, Prop
from vault.graph.steps import __, with_properties
from vault.kernel import ids
from vault.kernel.locales import Locale
from vault.kernel.permissions import Role
from vault.kernel.vocabulary import wire_name
from vault.terms import service as terms

_numbers = itertools.count(1)
DOCUMENTED_BESIDE = {("/venuemgmtconsole/subscribers/addSubscriber", "resident")}
"""References of which one field is required anyway."""


@dataclass(frozen=True)
class Alternatives:
    """A body without what has to be named, and the fields that may name it."""

    body: Body
    fields: Mapping[str, str]


def add_person(tenant: Tenant) -> PendingPerson:
    return add_pending_person(tenant, phone=f"+1312555{next(_numbers):04}")


def names_of(person: PendingPerson) -> dict[str, str]:
    return {"EmailAddress": person.email, "PhoneNumber": person.phone, "SubscriberToken": person.token}


def add_resident_with_phone(tenant: Tenant) -> PendingPerson:
    person = add_person(tenant)
    body = {"EmailAddress": person.email, "UnitID_internal": tenant.units[0]}
    assert call(add_subscriber.handler, tenant.token("DomainAdministrator"), body).status == 200
    execute(__.V(ids.subscriber_id(person.token)).out_e(Edge.UNCONFIRMED_AT).drop())
    return person


def login(tenant: Tenant) -> Alternatives:
    person = add_person(tenant)
    accept_and_sign_in(tenant.operator, person.email)
    return Alternatives({"Password": PASSWORD}, names_of(person))


def accept_terms(tenant: Tenant) -> Alternatives:
    person = add_person(tenant)
    body = {"TemporaryPassword": person.temporary_password, "NewPassword": unique_name("chosen-Password")}
    return Alternatives(body, names_of(person))


def resend_code(tenant: Tenant) -> Alternatives:
    return Alternatives({"VenueID": tenant.venues[0].id}, names_of(add_resident_with_phone(tenant)))


def list_keys(tenant: Tenant) -> Alternatives:
    person, external = add_resident_with_phone(tenant), unique_name("EXT")
    give(ids.subscriber_id(person.token), Prop.EXTERNAL_SUBSCRIBER_ID, external)
    return Alternatives({}, names_of(person) | {"externalSubscriberID": external})


def name_plan(tenant: Tenant) -> Alternatives:
    plan, external = add_plan(tenant, unique_name("Plan"), tenant.venues[0]), unique_name("EXT")
    give(plan, Prop.EXTERNAL_SERVICE_PLAN_ID, external)
    body = {"VenueID": tenant.venues[0].id, "SubscriberToken": add_resident_with_phone(tenant).token}
    return Alternatives(body, {"ServicePlanID": plan, "externalServicePlanID": external})


def name_venue(tenant: Tenant, **body: object) -> Alternatives:
    external = unique_name("EXT")
    give(tenant.venues[0].id, Prop.EXTERNAL_VENUE_ID, external)
    return Alternatives(body, {"VenueID": tenant.venues[0].id, "externalVenueID": external})


def name_unit(tenant: Tenant) -> Alternatives:
    unit, external = tenant.units[0], unique_name("EXT")
    body = {"UnitID_internal": unit, "externalVenueUnitID": external}
    assert call(configure_venue_unit.handler, tenant.token("DomainAdministrator"), body).status == 200
    return Alternatives({"VenueID": tenant.venues[0].id}, body)


def name_equipment(tenant: Tenant) -> Alternatives:
    equipment = add_equipment(tenant, tenant.venues[0], unique_name("SWITCH"))
    return Alternatives({}, {"EquipmentID": equipment.name, "EquipmentID_internal": equipment.id})


def disable_staff(tenant: Tenant) -> Alternatives:
    person = add_staff(tenant, Role.LEASING_AGENT)
    fields = {"EmailAddress": person.email, "SubscriberToken": person.token}
    return Alternatives({"VenueID": tenant.venues[0].id}, fields)


def add_venue(_tenant: Tenant) -> Alternatives:
    address = {"AddressLine1": "1 Main St", "City": "Chicago", "State": "IL", "PostalCode": "60601"}
    return Alternatives({"VenueName": unique_name("House"), **address}, {"Country": "USA", "Country.ISO3166A3": "USA"})


def give(vertex_id: str, prop: str, text: str) -> None:
    execute(with_properties(__.V(vertex_id), **{prop: text}))


CASES: Mapping[tuple[str, str], Callable[[Tenant], Alternatives]] = {
    ("/networkoperatorconsole/equipment/listEquipmentLog", "namesakes"): name_equipment,
    ("/networkoperatorconsole/subscribers/addKey", "plan"): name_plan,
    ("/networkoperatorconsole/subscribers/addKey", "resident"): resend_code,
    ("/networkoperatorconsole/subscribers/listSubscriberKeys", "resident"): list_keys,
    ("/networkoperatorconsole/subscribers/resendCodeforTandC", "person"): resend_code,
    ("/networkoperatorconsole/venues/addVenue", "country"): add_venue,
    ("/networkoperatorconsole/venues/addVenueUnits", "site"): lambda tenant: name_venue(
        tenant, UnitID=unique_name("A"), vlan=9
    ),
    ("/networkoperatorconsole/venues/listVenueUnits", "roll"): name_venue,
    ("/subscriberconsole/acceptTandC", "person"): accept_terms,
    ("/subscriberconsole/login", "person"): login,
    ("/venuemgmtconsole/staff/disableStaffAccess", "member"): disable_staff,
    ("/venuemgmtconsole/subscribers/resendCodeforTandC", "person"): resend_code,
    ("/venuemgmtconsole/venue_units/listVenueUnitLog", "unit"): name_unit,
    ("/venuemgmtconsole/venue_units/listVenueUnitLog", "venue"): lambda tenant: name_venue(
        tenant, UnitID_internal=tenant.units[0]
    ),
    ("/venuemgmtconsole/venues/listVenueLog", "venue"): name_venue,
}


def declared() -> Iterator[tuple[str, str, str]]:
    """Path, what is named, and each field that may name it, where there are several."""
    for path, endpoint in sorted(endpoints().items()):
        model = endpoint.request
        for name, reference in model.references.items():
            if len(reference.by) > 1 and (path, name) not in DOCUMENTED_BESIDE:
                yield from ((path, name, by) for by in reference.by)
        for other, field in model.stand_ins.items():
            yield from ((path, field, by) for by in (field, other))


@pytest.fixture(scope="module")
def house(world: World) -> Tenant:
    """An operator with terms and a network at the first venue."""
    assert world
    tenant = create_tenant(unique_name("Choice"), Role.DOMAIN_ADMINISTRATOR)
    ctx = tenant.caller()
    terms.write(ctx, Locale.EN_US, "<p>Be kind.</p>")
    commit(ctx)
    add_keypool_at(tenant, tenant.venues[0])
    return tenant


def test_every_choice_of_fields_has_its_case() -> None:
    assert {(path, name) for path, name, _ in declared()} == set(CASES)


@pytest.mark.parametrize(("path", "name", "field"), list(declared()))
def test_a_field_is_accepted_in_place_of_the_others(house: Tenant, path: str, name: str, field: str) -> None:
    case = CASES[path, name](house)
    token = {"AccessToken": house.token("DomainAdministrator")} if endpoints()[path].requires_token else {}

    body = {**case.body, **token, wire_name(field): case.fields[wire_name(field)]}
    response = send(endpoints()[path], event(body, origin=house.origin))

    assert response.status == 200, response.body


def test_without_either_both_are_asked_for(house: Tenant) -> None:
    body = {**add_venue(house).body, "AccessToken": house.token("DomainAdministrator")}

    response = send(endpoints()["/networkoperatorconsole/venues/addVenue"], event(body))

    assert response.body["message"] == "Country or Country.ISO3166A3 is required."
