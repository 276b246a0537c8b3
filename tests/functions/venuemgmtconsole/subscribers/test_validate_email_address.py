"""Looking up e-mail addresses."""

from functions.venuemgmtconsole.subscribers.validate_email_address import handler
from tests.factories import World, unique_name
from tests.gateway import call
from tests.residents import add_accepted_resident
from vault.adapters import cognito
from vault.graph.connection import execute
from vault.graph.schema import Label, Prop
from vault.graph.steps import __
from vault.operators.service import get_user_pool

DEFAULTS = {
    "errorProcessing": False,
    "GivenName": "",
    "FamilyName": "",
    "PhoneNumber.E164": "",
    "locale": "en-us",
    "contactpref_sms": False,
    "contactpref_email": True,
}


def test_a_resident_of_the_venue_is_told(world: World) -> None:
    person = add_accepted_resident(world.mine, world.mine.units[0], contactpref_sms=True)
    named = {"given_name": "John", "family_name": "Smith", "phone_number": "+15551234567"}
    cognito.update_user(get_user_pool(world.mine.operator), person.token, named)

    response = call(handler, world.mine.token("LeasingAgent"), {"EmailAddress": person.email.upper()}).body

    assert response == {
        **DEFAULTS,
        "message": "",
        "SubscriberToken": person.token,
        "GivenName": "John",
        "FamilyName": "Smith",
        "PhoneNumber.E164": "+15551234567",
        "contactpref_sms": True,
    }


def test_of_somebody_of_another_venue_only_that_the_address_is_taken(world: World) -> None:
    person = add_accepted_resident(world.mine, world.mine.units[1], contactpref_sms=True)

    response = call(handler, world.mine.token("VenueAdministrator"), {"EmailAddress": person.email}).body

    assert response == {**DEFAULTS, "message": "This email address is taken."}


def test_an_address_that_nobody_has_is_free_also_if_another_operators_subscriber_has_it(world: World) -> None:
    person = add_accepted_resident(world.other, world.other.units[0])

    response = call(handler, world.mine.token("DomainAdministrator"), {"EmailAddress": person.email}).body

    assert response == {**DEFAULTS, "message": "This email address is not in use."}


def test_the_look_up_is_in_the_audit_log(world: World) -> None:
    person = add_accepted_resident(world.mine, world.mine.units[0])
    call(handler, world.mine.token("CustomerSupport"), {"EmailAddress": person.email})

    entries = __.V().has(Label.LOG_ENTRY, Prop.SUBSCRIBER, person.token).has(Prop.EVENT, "Email address looked up")

    assert execute(entries.count(), "LOG") == [1]


def test_what_is_no_address_is_refused(world: World) -> None:
    response = call(handler, world.mine.token("LeasingAgent"), {"EmailAddress": unique_name("nobody")})

    assert (response.status, response.code) == (400, "EmailAddressInvalid")
