"""Texts of notifications, and their channels."""

import datetime as dt
import itertools
from dataclasses import replace
from typing import Any

import pytest

from vault.kernel.locales import Locale
from vault.kernel.templates import Template
from vault.notifications.language import PartKind, parse
from vault.notifications.mail_html import sanitize_mail, to_plain_text
from vault.notifications.model import NotificationRequest, choose_channel, has_outdated_code
from vault.notifications.own_templates import OwnTemplate
from vault.notifications.rendering import (
    Facts,
    read_built_in,
    render_html,
    render_plain_text,
    render_sms,
    render_subject,
)
from vault.notifications.variables import NAMES, RULES, Variable
from vault.people.model import Code, Profile, Subscriber

FACTS: Facts = {
    Variable.GIVEN_NAME: "Zoë",
    Variable.BRAND_COLOR: "#1d4ed8",
    Variable.NETWORK_OPERATOR_NAME: "Metro",
    Variable.CONSOLE_URL: "https://metro.example",
    Variable.EMAIL_ADDRESS: "zoe@metro.example",
    Variable.VENUE_NAME: "Harbor Tower",
    Variable.ROLE: "LeasingAgent",
    Variable.TEMPORARY_PASSWORD: "C0DE-IN-CLEAR",
    Variable.RESET_CODE: "C0DE-IN-CLEAR",
    Variable.EXPIRES_AT: dt.datetime(2026, 3, 9, 7, 5, tzinfo=dt.UTC),
}
PERSON = Subscriber("id", "token", "operator", frozenset(), "In Service", "en-us", True, False, None, 0, 0, None)  # noqa: FBT003
ORDER = NotificationRequest("1", "operator", Template.WELCOME, "token", "", "", "", "")


@pytest.mark.parametrize(("template", "locale"), itertools.product(Template, Locale))
def test_every_template_speaks_every_language_in_every_form(template: Template, locale: Locale) -> None:
    subject, text, page, sms = (
        render(template, locale, None, FACTS) for render in (render_subject, render_plain_text, render_html, render_sms)
    )

    assert subject
    assert "\n" not in subject
    assert sms
    assert "\n" not in sms
    assert f'lang="{locale[:2]}"' in page
    assert "Metro" in text
    assert not any("{" in part for part in (subject, text, page, sms))


@pytest.mark.parametrize(("template", "locale"), itertools.product(Template, Locale))
def test_a_built_in_template_names_its_variables_alone(template: Template, locale: Locale) -> None:
    known = RULES[NAMES[template]].variables

    named = {
        part.text
        for source in ("subject", "txt", "html", "sms")
        for part in parse(read_built_in(template, locale, source))
        if part.kind in {PartKind.VARIABLE, PartKind.CONDITION}
    }

    assert named <= known


@pytest.mark.parametrize(("template", "locale"), itertools.product(Template, Locale))
def test_a_built_in_template_may_be_saved_as_an_own_one(template: Template, locale: Locale) -> None:
    subject, text, page, sms = (read_built_in(template, locale, part) for part in ("subject", "txt", "html", "sms"))
    name = NAMES[template]

    saved = OwnTemplate("email", locale, name, subject, page, text).sanitize()
    OwnTemplate("sms", locale, name, text=sms).sanitize()

    built_in = sanitize_mail(render_html(template, locale, None, FACTS))
    assert render_plain_text(template, locale, replace(saved, text=""), FACTS) == to_plain_text(built_in)


@pytest.mark.parametrize(
    ("locale", "said"), [(Locale.EN_US, "March 9, 2026, 07:05 UTC"), (Locale.ES_XL, "9 de marzo de 2026, 07:05 UTC")]
)
def test_a_moment_is_written_as_the_language_writes_it(locale: Locale, said: str) -> None:
    assert said in render_plain_text(Template.WELCOME, locale, None, FACTS)


@pytest.mark.parametrize(
    ("asked", "by_sms", "email", "phone", "expected"),
    [
        ("", False, "a@b.example", "+1", "email"),
        ("", True, "a@b.example", "+1", "sms"),
        ("", True, "a@b.example", "", "email"),
        ("", False, "", "+1", "sms"),
        ("sms", False, "a@b.example", "+1", "sms"),
        ("email", True, "a@b.example", "+1", "email"),
        ("sms", False, "a@b.example", "", "email"),
        ("", False, "", "", None),
    ],
)
def test_the_way_is_the_asked_one_then_the_preferred_then_any(
    asked: str, *, by_sms: bool, email: str, phone: str, expected: str | None
) -> None:
    person = replace(PERSON, by_sms=by_sms)

    channel = choose_channel(replace(ORDER, channel=asked), person, Profile("token", email, phone), may_use_sms=True)

    assert channel == expected


@pytest.mark.parametrize(
    ("template", "may_use_sms", "expected"),
    [
        (Template.PASSWORD_RESET, False, "email"),
        (Template.PASSWORD_RESET, True, "sms"),
        (Template.PHONE_CODE, True, "sms"),
        (Template.PHONE_CODE, False, None),
    ],
)
def test_a_number_that_may_not_be_used_is_passed_over_and_its_code_goes_nowhere_else(
    template: Template, *, may_use_sms: bool, expected: str | None
) -> None:
    order = replace(ORDER, channel="sms", template=template)

    channel = choose_channel(order, PERSON, Profile("token", "a@b.example", "+1"), may_use_sms=may_use_sms)

    assert channel == expected


@pytest.mark.parametrize(
    ("code", "is_outdated"),
    [
        (None, True),
        (Code("temporary_password", "", 2**60, 0), False),
        (Code("temporary_password", "", 1, 0), True),
        (Code("temporary_password", "", 2**60, 5), True),
        (Code("reset_code", "", 2**60, 0), True),
    ],
)
def test_a_code_that_does_not_count_is_outdated(code: Any, *, is_outdated: bool) -> None:
    assert has_outdated_code(ORDER, replace(PERSON, code=code)) is is_outdated
    assert not has_outdated_code(replace(ORDER, template=Template.PASSWORD_CHANGED), replace(PERSON, code=code))
