"""Reading the terms."""

from functions.networkoperatorconsole.equipment import configure_t_and_c
from functions.subscriberconsole import view_t_and_c
from tests.factories import Tenant, World, add_staff, create_tenant
from tests.gateway import Answer, call
from tests.pending_residents import call_without_token, set_person
from vault.kernel.permissions import Role

TERMS = {"en-us": "<p>Be kind.</p>", "es-xl": "<p>Sea amable.</p>"}


def write(tenant: Tenant, *locales: str) -> None:
    for locale in locales:
        body = {"locale": locale, "TandC": TERMS[locale]}
        assert call(configure_t_and_c.handler, tenant.token("DomainAdministrator"), body).status == 200


def read(tenant: Tenant, **body: str) -> Answer:
    return call_without_token(view_t_and_c.handler, tenant, {"AccessToken": "", "VenueID": tenant.venues[0].id, **body})


def test_who_is_not_signed_in_reads_the_terms_in_the_device_locale(world: World) -> None:
    write(world.mine, *TERMS)

    answer = read(world.mine, locale="es-xl")

    assert (answer.status, answer.body["message"]) == (200, "")
    assert (answer.body["DeviceLocale"], answer.body["TandC"]) == ("es-xl", TERMS["es-xl"])


def test_a_person_reads_them_in_their_own_language(world: World) -> None:
    write(world.mine, *TERMS)
    person = add_staff(world.mine, Role.LEASING_AGENT)
    set_person(person.token, locale="es-xl")

    answer = call(view_t_and_c.handler, person.access_token, {"VenueID": world.mine.venues[0].id})

    assert answer.body["TandC"] == TERMS["es-xl"]


def test_a_language_that_vault_does_not_speak_falls_back_to_english(world: World) -> None:
    write(world.mine, *TERMS)

    answer = read(world.mine, locale="fr-fr")

    assert (answer.body["DeviceLocale"], answer.body["TandC"]) == ("en-us", TERMS["en-us"])


def test_terms_that_are_there_in_english_only_are_shown_in_english(world: World) -> None:
    write(world.other, "en-us")

    answer = read(world.other, locale="es-xl")

    assert (answer.body["DeviceLocale"], answer.body["TandC"]) == ("en-us", TERMS["en-us"])


def test_an_email_address_tells_nothing(world: World) -> None:
    write(world.mine, *TERMS)
    person = add_staff(world.mine, Role.LEASING_AGENT)
    set_person(person.token, locale="es-xl")

    answers = [read(world.mine, EmailAddress=email) for email in (person.email, "nobody@metro.example")]

    assert answers[0].body == answers[1].body


def test_an_operator_without_terms_has_none() -> None:
    empty = create_tenant("Empty")

    answer = read(empty)

    assert (answer.status, answer.code) == (404, "TermsNotFound")


def test_another_operators_venue_is_not_there(world: World) -> None:
    answer = read(world.mine, VenueID=world.other.venues[0].id)

    assert (answer.status, answer.code) == (404, "VenueNotFound")
