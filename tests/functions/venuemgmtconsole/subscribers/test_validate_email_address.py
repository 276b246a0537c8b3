"""Looking e-mail addresses up."""

from functions.venuemgmtconsole.subscribers.validate_email_address import handler
from tests.gateway import call
from tests.residents import settled
from tests.world import World, fresh
from vault.adapters import cognito
from vault.graph.connection import answer
from vault.graph.schema import Label, Prop
from vault.graph.steps import __
from vault.operators.service import pool

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
    person = settled(world.mine, world.mine.units[0], contactpref_sms=True)
    named = {"given_name": "John", "family_name": "Smith", "phone_number": "+15551234567"}
    cognito.update_user(pool(world.mine.operator), person.token, named)

    told = call(handler, world.mine.token("LeasingAgent"), {"EmailAddress": person.email.upper()}).body

    assert told == {
        **DEFAULTS,
        "message": "",
        "SubscriberToken": person.token,
        "GivenName": "John",
        "FamilyName": "Smith",
        "PhoneNumber.E164": "+15551234567",
        "contactpref_sms": True,
    }


def test_of_somebody_of_another_venue_only_that_the_address_is_taken(world: World) -> None:
    person = settled(world.mine, world.mine.units[1], contactpref_sms=True)

    told = call(handler, world.mine.token("VenueAdministrator"), {"EmailAddress": person.email}).body

    assert told == {**DEFAULTS, "message": "This email address is taken."}


def test_an_address_that_nobody_has_is_free_also_if_another_operators_subscriber_has_it(world: World) -> None:
    person = settled(world.other, world.other.units[0])

    told = call(handler, world.mine.token("DomainAdministrator"), {"EmailAddress": person.email}).body

    assert told == {**DEFAULTS, "message": "This email address is not in use."}


def test_the_look_up_is_in_the_audit_log(world: World) -> None:
    person = settled(world.mine, world.mine.units[0])
    call(handler, world.mine.token("CustomerSupport"), {"EmailAddress": person.email})

    entries = __.V().has(Label.LOG_ENTRY, Prop.SUBSCRIBER, person.token).has(Prop.EVENT, "Email address looked up")

    assert answer(entries.count(), "LOG") == [1]


def test_what_is_no_address_is_refused(world: World) -> None:
    told = call(handler, world.mine.token("LeasingAgent"), {"EmailAddress": fresh("nobody")})

    assert (told.status, told.code) == (400, "EmailAddressInvalid")
