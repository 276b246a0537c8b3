"""Texts of notifications, and their channels."""

import datetime as dt
import itertools
from dataclasses import replace
from typing import Any

import pytest

from vault.kernel.locales import Locale
from vault.kernel.templates import Template
from vault.notifications.model import NotificationRequest, choose_channel, has_outdated_code
from vault.notifications.rendering import TEMPLATES, render
from vault.people.model import Code, Profile, Subscriber

NAMES = sorted({file.stem for file in (TEMPLATES / "en-us").iterdir()})
FACTS = {
    "given_name": "Zoë",
    "operator": "Metro",
    "console": "https://metro.example",
    "email": "zoe@metro.example",
    "venue": "Harbor Tower",
    "role": "LeasingAgent",
    "code": "C0DE-IN-CLEAR",
    "expires": dt.datetime(2026, 3, 9, 7, 5, tzinfo=dt.UTC),
}
PERSON = Subscriber("id", "token", "operator", frozenset(), "In Service", "en-us", True, False, None, 0, 0, None)  # noqa: FBT003
ORDER = NotificationRequest("1", "operator", "welcome", "token", "", "", "")


@pytest.mark.parametrize(("name", "locale"), itertools.product(NAMES, Locale))
def test_every_template_speaks_every_language_in_every_form(name: str, locale: Locale) -> None:
    parts = {part: render(name, locale, part, FACTS) for part in ("subject", "txt", "html", "sms")}

    assert all(parts.values())
    assert "\n" not in parts["subject"]
    assert "\n" not in parts["sms"]
    assert f'lang="{locale[:2]}"' in parts["html"]
    assert "Metro" in parts["txt"]


@pytest.mark.parametrize(
    ("locale", "said"), [(Locale.EN_US, "March 9, 2026, 07:05 UTC"), (Locale.ES_XL, "9 de marzo de 2026, 07:05 UTC")]
)
def test_a_moment_is_written_as_the_language_writes_it(locale: Locale, said: str) -> None:
    assert said in render("welcome", locale, "txt", FACTS)


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
    assert not has_outdated_code(replace(ORDER, template="password_changed"), replace(PERSON, code=code))
