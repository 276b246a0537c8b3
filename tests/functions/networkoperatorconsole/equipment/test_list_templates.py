"""Reading the templates of mails and SMS."""

import pytest

from functions.networkoperatorconsole.equipment import configure_t_and_c, list_email_templates, list_sms_templates
from tests.factories import Tenant, World, create_tenant, unique_name
from tests.gateway import call
from vault.graph.connection import execute
from vault.graph.schema import Prop
from vault.graph.steps import __
from vault.kernel.locales import Locale
from vault.kernel.permissions import Role
from vault.notifications import queries
from vault.notifications.own_templates import OwnTemplate
from vault.notifications.variables import TemplateName


@pytest.fixture(scope="module")
def own_operator(world: World) -> Tenant:
    assert world
    return create_tenant(unique_name("Wordy"), Role.DOMAIN_ADMINISTRATOR, Role.CUSTOMER_SUPPORT)


def save(tenant: Tenant, own: OwnTemplate) -> None:
    for change in queries.save_template(tenant.operator.id, own):
        execute(change)


@pytest.mark.parametrize("role", ["DomainAdministrator", "CustomerSupport"])
def test_the_built_in_mails_are_listed_in_both_languages_with_their_variables(own_operator: Tenant, role: str) -> None:
    listed = call(list_email_templates.handler, own_operator.token(role)).body

    mails = listed["EmailConfiguration"]
    assert mails["en-us"]["PasswordReset"]["Subject"] == "Your password reset code"
    assert mails["es-xl"]["PasswordReset"]["Subject"] == "Su código para restablecer la contraseña"
    for locale in Locale:
        assert "{{ ResetCode }}" in mails[locale]["PasswordReset"]["Html"]
        assert mails[locale]["PasswordReset"]["BuiltIn"] is True
        assert {"ResetCode", "ExpiresAt", "GivenName"} <= {*mails[locale]["PasswordReset"]["Variables"]}
    assert (mails["brandcolor"], mails["LogoPNGURLEmail"]) == ("#1d4ed8", "")


def test_an_own_mail_is_listed_in_its_place_and_in_its_language_alone(own_operator: Tenant) -> None:
    body = "<p>{{ TemporaryPassword }}</p>"
    save(own_operator, OwnTemplate("email", Locale.ES_XL, TemplateName.NEW_SUBSCRIBER, html=body))

    mails = call(list_email_templates.handler, own_operator.token("DomainAdministrator")).body["EmailConfiguration"]

    own = mails["es-xl"]["NewSubscriber"]
    assert (own["Html"], own["BuiltIn"]) == (body, False)
    assert own["Subject"] == "Le damos la bienvenida a {{ NetworkOperatorName }}"
    assert mails["en-us"]["NewSubscriber"]["BuiltIn"] is True


def test_the_operators_profile_comes_with_them(own_operator: Tenant) -> None:
    listed = call(list_email_templates.handler, own_operator.token("DomainAdministrator")).body

    host = own_operator.origin.removeprefix("https://")
    assert listed["NetworkOperatorID"] == listed["OperatorID"] == own_operator.operator.id
    assert (listed["Domain"], listed["EmailDomain"], listed["URL"]) == (host, host, own_operator.origin)
    assert (listed["Address"]["City"], listed["Address"]["PostalCode"]) == ("MIAMI", "33126")


def test_sms_and_terms_are_listed(own_operator: Tenant) -> None:
    token = own_operator.token("DomainAdministrator")
    call(configure_t_and_c.handler, token, {"locale": "en-us", "TandC": "<p>Be kind.</p>"})
    save(own_operator, OwnTemplate("sms", Locale.EN_US, TemplateName.PASSWORD_CHANGED, text="Changed."))

    listed = call(list_sms_templates.handler, token).body

    assert listed["TandC"] == {"en-us": "<p>Be kind.</p>"}
    assert listed["SMSConfiguration"]["en-us"]["PasswordChanged"]["Text"] == "Changed."
    assert listed["SMSConfiguration"]["es-xl"]["PhoneCode"]["Text"].endswith("es {{ ResetCode }}")


@pytest.mark.parametrize(
    ("handler", "event"),
    [(list_email_templates.handler, "Email templates read"), (list_sms_templates.handler, "SMS templates read")],
)
def test_reading_them_is_logged(own_operator: Tenant, handler: object, event: str) -> None:
    call(handler, own_operator.token("CustomerSupport"))  # type: ignore[arg-type]  one of two endpoints

    entries = __.V().has(Prop.EVENT, event).has(Prop.OPERATOR, own_operator.operator.id)
    assert execute(entries.count(), "LOG")[0] > 0
