"""What changes nothing at an operator: what is empty, and texts and networks that are there already."""

from typing import Any

import pytest

from functions.networkoperatorconsole.equipment.configure_network_operator import handler
from tests.factories import Tenant, World, create_tenant, unique_name
from tests.gateway import Answer, call
from vault.graph.connection import execute
from vault.graph.schema import Edge, Prop
from vault.graph.steps import __
from vault.kernel.permissions import Role

ENDPOINT = "vault_networkoperatorconsole_equipment_configureNetworkOperator"
OWN_MAIL = {"Subject": "Hi", "Html": "<p>{{ TemporaryPassword }}</p>"}


@pytest.fixture(scope="module")
def own_operator(world: World) -> Tenant:
    assert world
    return create_tenant(unique_name("Settled"), Role.DOMAIN_ADMINISTRATOR)


def configure(tenant: Tenant, **body: Any) -> Answer:
    return call(handler, tenant.token("DomainAdministrator"), body)


def versions(tenant: Tenant) -> list[Any]:
    """What differs after any change: the version of the settings, the texts' times, and the number of log entries."""
    vertex = __.V(tenant.operator.id)
    entries = __.V().has(Prop.OPERATOR, tenant.operator.id).has(Prop.FUNCTION, ENDPOINT)
    return [
        *execute(vertex.clone().values(Prop.SETTINGS_VERSION)),
        *sorted(execute(vertex.in_(Edge.TERMS_OF).values(Prop.CHANGED_AT))),
        *execute(entries.count(), "LOG"),
    ]


def test_what_is_empty_changes_nothing(own_operator: Tenant) -> None:
    configure(own_operator, TandC={"en-us": "<p>Be quiet.</p>"})
    before = versions(own_operator)

    answer = configure(
        own_operator,
        TandC={"en-us": "", "es-xl": None},
        NetworkConfiguration={"GlobalSSID": []},
        EmailConfiguration={"en-us": {"WelcomeEmail": "", "PasswordChanged": None}, "es-xl": {}},
        SMSConfiguration={"en-us": {"NewSubscriber": ""}},
        Notifications={"SMTP": {"FromAddress": "", "ReplyTo": ""}, "SMS": {"SenderID": "", "OriginationNumber": ""}},
        **{"Country.ISO3166A3": "", "EmailAddress": "", "PhoneNumber.E164": "", "DisplayOptionID": ""},
    )

    assert (answer.status, answer.body["message"]) == (200, "Nothing to update.")
    assert versions(own_operator) == before


def test_terms_in_two_languages_may_be_as_long_as_the_documentation_says(own_operator: Tenant) -> None:
    text = "x" * 1_000_000

    long = configure(own_operator, TandC={"en-us": text, "es-xl": text})
    longer = configure(own_operator, TandC={"en-us": text + "x"})

    assert (long.status, long.body["message"]) == (200, "Updated TandC.en-us. Updated TandC.es-xl.")
    assert (longer.status, longer.code) == (400, "TextTooLong")


def test_terms_that_a_space_empties_are_empty(own_operator: Tenant) -> None:
    configure(own_operator, TandC={"es-xl": "<p>Sea amable.</p>"})

    configure(own_operator, TandC={"es-xl": " "})

    terms = __.V(own_operator.operator.id).in_(Edge.TERMS_OF).has(Prop.LOCALE, "es-xl").values(Prop.TEXT)
    assert execute(terms) == [""]


def test_texts_and_networks_that_are_there_change_nothing(own_operator: Tenant) -> None:
    bodies: list[dict[str, Any]] = [
        {"TandC": {"en-us": "<p onclick='x()'>Be kind.</p>", "es-xl": "<p>Sea amable.</p>"}},
        {
            "EmailConfiguration": {
                "en-us": {"WelcomeEmail": {"Subject": "Hi", "Html": "<p>{{ TemporaryPassword }}</p>"}}
            }
        },
        {"EmailConfiguration": {"es-xl": {"PasswordChanged": " "}}},
        {"SMSConfiguration": {"es-xl": {"PasswordChanged": "Cambiada."}}},
        {"NetworkConfiguration": {"GlobalSSID": [unique_name("Air"), unique_name("Air")]}},
    ]
    first = [configure(own_operator, **body) for body in bodies]
    before = versions(own_operator)

    again = [configure(own_operator, **body) for body in bodies]

    assert [answer.status for answer in first] == [200] * len(bodies)
    assert [answer.body["message"] for answer in again[:-1]] == [answer.body["message"] for answer in first[:-1]]
    assert first[-1].body["message"].startswith(again[-1].body["message"])
    assert versions(own_operator) == before


def test_one_of_several_templates_is_replaced(own_operator: Tenant) -> None:
    both = {"PasswordChanged": "Changed.", "Administrator": "You have access."}
    configure(own_operator, SMSConfiguration={"en-us": both})

    configure(own_operator, SMSConfiguration={"en-us": both | {"PasswordChanged": "It is another one."}})

    templates = __.V(own_operator.operator.id).in_(Edge.TEMPLATE_OF).has(Prop.LOCALE, "en-us").has(Prop.KIND, "sms")
    assert {"It is another one.", "You have access."} <= set(execute(templates.values(Prop.TEXT)))
