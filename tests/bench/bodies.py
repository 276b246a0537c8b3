"""Who may call an endpoint, and with what body, so that it does its work: by path, prepared for one call each time."""

from collections.abc import Callable, Mapping
from typing import Any

from tests.residents import Newcomer, add_newcomer, move_in, set_on
from tests.world import PASSWORD, Persona, World, add_plan, add_staff, fresh, signed_in
from vault.adapters import cognito
from vault.kernel.permissions import Role
from vault.kernel.vocabulary import wire
from vault.operators.service import keyring, pool
from vault.people import codes

Asked = tuple[str, dict[str, Any]]
ADMINISTRATOR = "DomainAdministrator"
CODE = "bcdfghjk"
NEW_PASSWORD = "Another-Horse-8"
OPERATOR = "/networkoperatorconsole"
VENUE = "/venuemgmtconsole"
SUBSCRIBER = "/subscriberconsole"


def by_administrator(world: World, **fields: object) -> Asked:
    """A call of the operator's administrator."""
    return world.mine.token(ADMINISTRATOR), named(**fields)


def by_venue_staff(world: World, **fields: object) -> Asked:
    """A call of the first venue's administrator."""
    return world.mine.token("VenueAdministrator"), named(**fields)


def named(**fields: object) -> dict[str, Any]:
    """Fields under their names on the wire."""
    return {wire(name): value for name, value in fields.items()}


def house(world: World) -> str:
    """The first venue."""
    return world.mine.venues[0].id


def plan(world: World, *, offered: bool = False) -> str:
    """A new service plan."""
    return add_plan(world.mine, fresh("Plan"), *world.mine.venues[:1] * offered)


def somebody(world: World, role: Role = Role.LEASING_AGENT) -> Persona:
    """New staff, signed in."""
    return add_staff(world.mine, role)


def address(world: World) -> str:
    """An e-mail address that nobody has."""
    return f"{fresh('new')}@{world.mine.origin.removeprefix('https://')}"


def newcomer(world: World) -> Newcomer:
    """Somebody who lives in the first unit and has yet to accept the terms."""
    added = add_newcomer(world.mine)
    move_in(added.token, world.mine.units[0])
    return added


def resident(world: World) -> Persona:
    """Somebody who lives in the first unit and has signed in."""
    return signed_in(world.mine.operator, newcomer(world).email)


def venue(world: World) -> Asked:
    """A venue to add."""
    place = named(address_line_1="123 Main Street", city="Chicago", state="IL", country="USA", postal_code="60601")
    return world.mine.token(ADMINISTRATOR), {**named(venue_name=fresh("House")), **place}


def accepting(world: World) -> Asked:
    """Somebody new, with the temporary password from their mail."""
    new = newcomer(world)
    proof = named(email_address=new.email, temporary_password=new.temporary_password, new_password=NEW_PASSWORD)
    return "", proof


def resetting(world: World) -> Asked:
    """Somebody with a code to set another password."""
    person, keys = resident(world), keyring(world.mine.operator)
    set_on(person.token, **codes.sealed(keys, person.token, codes.RESET_CODE, CODE))
    return "", named(access_token="", subscriber_token=person.token, otp=CODE, new_password=NEW_PASSWORD)


def initiating(world: World) -> Asked:
    """Somebody who forgot their password."""
    person = resident(world)
    return person.access_token, named(subscriber_token=person.token)


def refreshing(world: World) -> Asked:
    """Somebody whose session goes on."""
    person, users = somebody(world), pool(world.mine.operator)
    tokens = cognito.sign_in(users, person.token, PASSWORD)
    return tokens["AccessToken"], named(refresh_token=tokens["RefreshToken"], venue_id=house(world))


def signing_in(world: World) -> Asked:
    """Somebody with a password."""
    return "", named(email_address=somebody(world).email, password=PASSWORD)


def appointed(world: World, **fields: object) -> dict[str, Any]:
    """Somebody new, to work at the first venue."""
    names = {"email_address": address(world), "given_name": "Pat", "family_name": "Staff", "role": "LeasingAgent"}
    return named(venue_id=house(world), **{**names, **fields})


def updating(world: World) -> Asked:
    """Somebody with another name."""
    person = resident(world)
    return person.access_token, named(subscriber_token=person.token, given_name="Kim")


BODIES: Mapping[str, Callable[[World], Asked]] = {
    f"{OPERATOR}/equipment/addServicePlan": lambda world: by_administrator(
        world, service_plan_name=fresh("Plan"), upload_kbps=1000, download_kbps=1000, concurrent_devices=5
    ),
    f"{OPERATOR}/equipment/configureServicePlan": lambda world: by_administrator(
        world, service_plan_id=plan(world), upload_kbps=2000
    ),
    f"{OPERATOR}/equipment/configureTandC": lambda world: by_administrator(
        world, locale="en-us", terms="<p>Be kind to each other.</p>"
    ),
    f"{OPERATOR}/equipment/listOperatorLog": by_administrator,
    f"{OPERATOR}/equipment/listServicePlans": by_administrator,
    f"{OPERATOR}/keypools/addKeypool": lambda world: by_administrator(world, ssid=fresh("Net")),
    f"{OPERATOR}/keypools/listKeypools": lambda world: by_administrator(world, venue_id=house(world)),
    f"{OPERATOR}/staff/enableStaffAccess": lambda world: (
        world.mine.token(ADMINISTRATOR),
        appointed(world, role="CustomerSupport"),
    ),
    f"{OPERATOR}/staff/disableStaffAccess": lambda world: by_administrator(
        world, email_address=somebody(world, Role.CUSTOMER_SUPPORT).email
    ),
    f"{OPERATOR}/subscribers/addKey": lambda world: by_administrator(
        world, email_address=address(world), venue_id=house(world), given_name="Sam", family_name="Resident"
    ),
    f"{OPERATOR}/subscribers/resendCodeforTandC": lambda world: by_administrator(
        world, email_address=newcomer(world).email
    ),
    f"{OPERATOR}/venues/addVenue": venue,
    f"{OPERATOR}/venues/addVenueUnits": lambda world: by_administrator(
        world, venue_id=house(world), unit_id=fresh("B"), vlan=77
    ),
    f"{OPERATOR}/venues/enableServicePlan": lambda world: by_administrator(
        world, venue_id=house(world), service_plan_id=plan(world)
    ),
    f"{OPERATOR}/venues/disableServicePlan": lambda world: by_administrator(
        world, venue_id=house(world), service_plan_id=plan(world, offered=True)
    ),
    f"{OPERATOR}/venues/enableStaffAccess": lambda world: (world.mine.token(ADMINISTRATOR), appointed(world)),
    f"{OPERATOR}/venues/disableStaffAccess": lambda world: by_administrator(
        world, venue_id=house(world), staff_email_address=somebody(world).email, role="LeasingAgent"
    ),
    f"{OPERATOR}/venues/listVenues": by_administrator,
    f"{OPERATOR}/venues/listVenueDetails": lambda world: by_administrator(world, venue_id=house(world)),
    f"{OPERATOR}/venues/listVenueLog": lambda world: by_administrator(world, venue_id=house(world)),
    f"{OPERATOR}/venues/listVenueUnits": lambda world: by_administrator(world, venue_id=house(world)),
    f"{OPERATOR}/venues/updateVenueAddress": lambda world: by_administrator(
        world, venue_id=house(world), address_line_1=fresh("Street")
    ),
    f"{SUBSCRIBER}/acceptTandC": accepting,
    f"{SUBSCRIBER}/confirmResetConsolePassword": resetting,
    f"{SUBSCRIBER}/initiateResetConsolePassword": initiating,
    f"{SUBSCRIBER}/listKeys": lambda world: (resident(world).access_token, {}),
    f"{SUBSCRIBER}/login": signing_in,
    f"{SUBSCRIBER}/logout": lambda world: (somebody(world).access_token, named(venue_id=house(world))),
    f"{SUBSCRIBER}/refreshAccessToken": refreshing,
    f"{SUBSCRIBER}/updatePII": updating,
    f"{SUBSCRIBER}/viewTandC": lambda world: (resident(world).access_token, named(venue_id=house(world))),
    f"{VENUE}/staff/enableStaffAccess": lambda world: (world.mine.token("VenueAdministrator"), appointed(world)),
    f"{VENUE}/staff/disableStaffAccess": lambda world: by_venue_staff(
        world, venue_id=house(world), email_address=somebody(world).email
    ),
    f"{VENUE}/subscribers/addSubscriber": lambda world: by_venue_staff(
        world, email_address=address(world), unit_id_internal=world.mine.units[0], venue_id=house(world)
    ),
    f"{VENUE}/subscribers/resendCodeforTandC": lambda world: by_venue_staff(
        world, venue_id=house(world), email_address=newcomer(world).email
    ),
    f"{VENUE}/subscribers/validateEmailAddress": lambda world: by_venue_staff(
        world, email_address=newcomer(world).email
    ),
    f"{VENUE}/venues/listVenues": by_administrator,
}
