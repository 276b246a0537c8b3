"""Own templates: what is taken out of their HTML, what they must say, and how they are sent."""

import pytest

from tests.unit.test_notifications import FACTS
from vault.kernel.errors import DomainError
from vault.kernel.locales import Locale
from vault.kernel.sanitize import TextTooLong
from vault.kernel.templates import Template
from vault.notifications.own_templates import (
    OwnTemplate,
    SmsTooLong,
    TemplateSyntaxInvalid,
    TemplateVariableMissing,
    TemplateVariableUnknown,
)
from vault.notifications.rendering import render_html, render_plain_text, render_sms, render_subject
from vault.notifications.sms_length import count_sms_parts
from vault.notifications.variables import TemplateName, Variable

CODE = "{{ TemporaryPassword }}"


def welcome(body: str = f"<p>{CODE}</p>", subject: str = "", text: str = "") -> OwnTemplate:
    return OwnTemplate("email", Locale.EN_US, TemplateName.NEW_SUBSCRIBER, subject, body, text)


@pytest.mark.parametrize(
    ("given", "kept"),
    [
        ("<script>alert(1)</script><p>a</p>", "<p>a</p>"),
        ('<p onclick="x()" style="color:red;position:fixed">a</p>', '<p style="color:red">a</p>'),
        ('<form action="https://x.example"><input name="a">b</form>', "b"),
        ('<a href="javascript:alert(1)">a</a>', '<a rel="noopener">a</a>'),
        ('<a href="{{ ConsoleURL }}">a</a>', '<a href="{{ ConsoleURL }}" rel="noopener">a</a>'),
        (
            '<a href="mailto:{{ SupportEmailAddress }}">a</a>',
            '<a href="mailto:{{ SupportEmailAddress }}" rel="noopener">a</a>',
        ),
        ('<p style="color:{{ brandcolor }}">a</p>', '<p style="color:{{ brandcolor }}">a</p>'),
        ("<p>a<!-- <b>comment</b> --></p>", "<p>a</p>"),
        ("<html><head><title>t</title><style>p{}</style></head><body><p>a</p></body></html>", "<p>a</p>"),
        (
            "<table>{% if VenueName %}<tr><td>{{ VenueName }}</td></tr>{% endif %}</table>",
            "<table>{% if VenueName %}<tbody><tr><td>{{ VenueName }}</td></tr>{% endif %}</tbody></table>",
        ),
    ],
)
def test_html_is_sanitized_and_its_tags_stay_where_they_are(given: str, kept: str) -> None:
    assert welcome(f"{given}{CODE}").sanitize().html == f"{kept}{CODE}"


@pytest.mark.parametrize(
    ("template", "error", "line"),
    [
        (welcome(f"{CODE}\n{{{{ 'a' * 10**9 }}}}"), TemplateSyntaxInvalid, 2),
        (welcome(f'{CODE}\n<a href="{{% if Role %}}x{{% endif %}}">a</a>'), TemplateSyntaxInvalid, 2),
        (welcome(f"{CODE}\n\n{{{{ Amount }}}}"), TemplateVariableUnknown, 3),
        (welcome(subject="{{ resetcode }}"), TemplateVariableUnknown, 1),
        (welcome("<p>Welcome</p>"), TemplateVariableMissing, None),
        (welcome(f"{{% if VenueName %}}{CODE}{{% endif %}}"), TemplateVariableMissing, None),
        (welcome(text="Welcome"), TemplateVariableMissing, None),
        (welcome("x" * 100_001), TextTooLong, None),
        (welcome(CODE + "<div>" * 15_000), TextTooLong, None),
    ],
)
def test_a_template_that_would_not_do_is_refused(
    template: OwnTemplate, error: type[DomainError], line: int | None
) -> None:
    with pytest.raises(error) as refused:
        template.sanitize()

    assert refused.value.data.get("line") == line
    assert "TemporaryPassword" in str(refused.value.data.get("available", "TemporaryPassword"))


def test_a_code_under_a_condition_that_always_holds_is_there() -> None:
    assert welcome("{% if NetworkOperatorName %}{{ TemporaryPassword }}{% endif %}").sanitize()


@pytest.mark.parametrize(
    ("letters", "parts"), [("a" * 160, 1), ("a" * 161, 2), ("€" * 81, 2), ("á" * 71, 2), ("😀" * 36, 2)]
)
def test_the_parts_of_an_sms_are_counted_by_its_alphabet(letters: str, parts: int) -> None:
    assert count_sms_parts(letters) == parts


def test_an_sms_has_three_parts_at_most_with_the_longest_values() -> None:
    sms = OwnTemplate("sms", Locale.EN_US, TemplateName.PASSWORD_RESET, text="{{ ResetCode }}" + "a" * 451)

    assert sms.sanitize().text == sms.text
    with pytest.raises(SmsTooLong) as refused:
        OwnTemplate("sms", Locale.EN_US, TemplateName.PASSWORD_RESET, text=f"{sms.text}a").sanitize()
    assert refused.value.data["parts"] == 4


def test_a_mail_says_what_the_own_template_says() -> None:
    own = welcome(
        f'<h1>Hi {{{{ GivenName }}}}</h1><p>{CODE}</p><p><a href="{{{{ ConsoleURL }}}}">Sign in</a></p>',
        "Welcome,\n{{ GivenName }}",
    ).sanitize()
    texts = (Template.WELCOME, Locale.EN_US, own, FACTS)

    page = render_html(*texts)

    assert render_subject(*texts) == "Welcome, Zoë"
    assert page.startswith("<!doctype html>")
    assert "<h1>Hi Zoë</h1><p>C0DE-IN-CLEAR</p>" in page
    assert render_plain_text(*texts) == "Hi Zoë\nC0DE-IN-CLEAR\nSign in (https://metro.example)\n"


@pytest.mark.parametrize("name", ["<img src=x onerror=alert(1)>", '"><script>alert(1)</script>', "javascript:alert(1)"])
def test_a_value_is_neither_markup_nor_an_address(name: str) -> None:
    own = welcome(f'{CODE}<p title="x">{{{{ GivenName }}}}</p><a href="{{{{ GivenName }}}}">a</a>').sanitize()

    page = render_html(Template.WELCOME, Locale.EN_US, own, {**FACTS, Variable.GIVEN_NAME: name})

    assert not any(markup in page for markup in ("<img", "<script", 'href="javascript'))


def test_an_sms_is_not_escaped() -> None:
    own = OwnTemplate("sms", Locale.EN_US, TemplateName.PASSWORD_CHANGED, text="{{ GivenName }} & {{ VenueName }}")

    assert render_sms(Template.PASSWORD_CHANGED, Locale.EN_US, own, FACTS) == "Zoë & Harbor Tower"
