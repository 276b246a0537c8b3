"""What an operator's settings change elsewhere: the mails and SMS that are sent, and the keys that may be chosen."""

from typing import Any

import pytest

from functions.networkoperatorconsole.equipment.configure_network_operator import handler
from functions.networkoperatorconsole.subscribers import add_key
from functions.subscriberconsole import reset_key
from functions.venuemgmtconsole.subscribers import add_subscriber
from local.system import System
from tests.factories import Tenant, World, create_tenant, unique_name
from tests.gateway import Answer, call
from tests.pending_residents import add_pending_resident, mail_text, mails_to, run_notifications_job, sms_to
from tests.residents import add_accepted_resident, add_pool
from vault.kernel.ids import subscriber_id
from vault.kernel.permissions import Role
from vault.keys.service import read_key_holder

OWN_MAIL = {
    "Subject": "Hi {{ GivenName }}",
    "Html": '<p style="color:{{ brandcolor }}">Code: {{ TemporaryPassword }}<script>alert(1)</script></p>',
}


@pytest.fixture(scope="module")
def own_operator(world: World) -> Tenant:
    assert world
    return create_tenant(unique_name("Styled"), Role.DOMAIN_ADMINISTRATOR)


def configure(tenant: Tenant, **body: Any) -> Answer:
    answer = call(handler, tenant.token("DomainAdministrator"), body)
    assert answer.status == 200, answer.body
    return answer


def test_the_next_mail_says_what_the_own_template_says(own_operator: Tenant, system: System) -> None:
    brand = {"brandcolor": "#c2410c", "LogoPNGURLEmail": "https://styled.example/logo.png"}
    configure(own_operator, EmailConfiguration={**brand, "en-us": {"WelcomeEmail": OWN_MAIL}})
    english, spanish = add_pending_resident(own_operator), add_pending_resident(own_operator, locale="es-xl")

    run_notifications_job()

    own, built_in = (mails_to(system, person.email)[-1] for person in (english, spanish))
    assert own["Subject"] == "Hi Ada"
    assert f'<p style="color:#c2410c">Code: {english.temporary_password}</p>' in mail_text(own, "html")
    assert mail_text(own).strip() == f"Code: {english.temporary_password}"
    assert spanish.temporary_password in mail_text(built_in)
    assert '<img src="https://styled.example/logo.png"' in mail_text(built_in, "html")


def test_a_space_restores_the_built_in_mail(own_operator: Tenant, system: System) -> None:
    configure(own_operator, EmailConfiguration={"en-us": {"NewSubscriber": OWN_MAIL}})
    configure(own_operator, EmailConfiguration={"en-us": {"WelcomeEmail": " "}})
    person = add_pending_resident(own_operator)

    run_notifications_job()

    assert mails_to(system, person.email)[-1]["Subject"] == f"Welcome to {own_operator.operator.name}"


def test_the_next_sms_says_what_the_own_template_says(own_operator: Tenant) -> None:
    own = "{{ NetworkOperatorName }} & you: {{ TemporaryPassword }}, {{ SupportEmailAddress }}"
    help_desk = {"EmailAddress": "help@styled.example"}
    configure(own_operator, SMSConfiguration={"en-us": {"NewSubscriber": own}}, **help_desk)
    person = add_pending_resident(own_operator, phone="+13055550177", by_sms=True)

    run_notifications_job()

    name = own_operator.operator.name
    assert sms_to(person.phone)[-1] == f"{name} & you: {person.temporary_password}, help@styled.example"


def test_without_custom_keys_none_may_be_chosen_whole(own_operator: Tenant) -> None:
    add_pool(own_operator)
    person = add_accepted_resident(own_operator, own_operator.units[0])
    key = read_key_holder(subscriber_id(person.token)).keys[0]
    chosen = {"NewKey": "Chosen-Key-2026"}
    configure(own_operator, NetworkConfiguration={"CustomPSK": False})

    reset = call(reset_key.handler, person.access_token, {"CurrentKeyID": key.id, **chosen})
    body = {
        "VenueID": own_operator.venues[0].id,
        "UnitID_internal": own_operator.units[0],
        "EmailAddress": f"{unique_name('a')}@styled.example",
        **chosen,
    }
    token = own_operator.token("DomainAdministrator")
    added = [call(endpoint.handler, token, body) for endpoint in (add_key, add_subscriber)]

    assert [(answer.status, answer.code) for answer in (reset, *added)] == [(400, "CustomKeysDisabled")] * 3
    part = {"CurrentKeyID": key.id, "UserPartForNewKey": "mine-"}
    assert call(reset_key.handler, person.access_token, part).status == 200
