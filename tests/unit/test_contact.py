"""E-mail addresses, phone numbers and names."""

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from pydantic import BaseModel, TypeAdapter, ValidationError

from vault.kernel.contact import (
    EmailAddress,
    EmailAddressInvalid,
    PersonName40,
    PersonName50,
    PersonNameInvalid,
    PhoneNumber,
    PhoneNumberInvalid,
    normalize_email,
    normalize_person_name,
    normalize_phone_number,
)


class Form(BaseModel):
    """A request with every contact field of a person."""

    email: EmailAddress
    phone: PhoneNumber
    given: PersonName40
    family: PersonName50


@pytest.mark.parametrize(
    ("text", "stored"),
    [
        ("Ana.Ruiz@Example.COM", "ana.ruiz@example.com"),
        ("  ana+unit7@example.com ", "ana+unit7@example.com"),
        ("o'neil@example.co.uk", "o'neil@example.co.uk"),
        ("ana@MÜLLER.de", "ana@müller.de"),
        ("ana@xn--mller-kva.de", "ana@müller.de"),
    ],
)
def test_an_address_has_one_stored_form(text: str, stored: str) -> None:
    assert normalize_email(text) == stored
    assert normalize_email(stored) == stored


@pytest.mark.parametrize(
    "text",
    [
        "", "ana", "ana@", "@example.com", "ana@localhost", "ana@example..com", "ana ruiz@example.com",
        "a@b@example.com",
        '"ana ruiz"@example.com', "Ana <ana@example.com>", "ana@[127.0.0.1]", "añá@example.com",
        "ana@example.com\0",
        "ana\n@example.com", "\ud800@example.com", "ana@\ud800.com", "a" * 65 + "@example.com",
        "a@" + "b." * 150 + "com", "x" * 1_000_000,
    ],
)  # fmt: skip
def test_what_no_mail_server_takes_is_refused(text: str) -> None:
    with pytest.raises(EmailAddressInvalid):
        normalize_email(text)


@given(st.text())
@settings(deadline=None)
def test_any_text_is_an_address_or_refused(text: str) -> None:
    try:
        stored = normalize_email(text + "@example.com")
    except EmailAddressInvalid:
        return

    assert stored == stored.lower() == normalize_email(stored)


@pytest.mark.parametrize(
    ("text", "region", "stored"),
    [
        ("+1 (312) 555-0123", None, "+13125550123"),
        ("(312) 555-0123", "US", "+13125550123"),
        ("312.555.0123", "usa", "+13125550123"),
        ("020 7946 0123", "GBR", "+442079460123"),
        ("55 5555 0123", "MEX", "+525555550123"),
        ("+44 20 7946 0123", "USA", "+442079460123"),
        ("787-555-0123", "PRI", "+17875550123"),
    ],
)
def test_a_number_is_stored_as_e164(text: str, region: str | None, stored: str) -> None:
    assert normalize_phone_number(text, region) == stored
    assert normalize_phone_number(stored, None) == stored


@pytest.mark.parametrize(
    ("text", "region"),
    [
        ("(312) 555-0123", None), ("555-0123", "USA"), ("+1", None), ("", "USA"), ("+999123456789", None),
        ("+13125550123 ext 5", None), ("call me", "USA"), ("312 555 0123", "XXX"), ("\0", "USA"), ("1" * 10_000, "US"),
        ("312 555 0123", "United States"),
    ],
)  # fmt: skip
def test_a_number_of_no_plan_is_refused(text: str, region: str | None) -> None:
    with pytest.raises(PhoneNumberInvalid):
        normalize_phone_number(text, region)


@pytest.mark.parametrize(
    ("text", "stored"),
    [
        (" María José ", "María José"),
        ("Jose\u0301", "José"),
        ("O'Brien-Smith, Jr.", "O'Brien-Smith, Jr."),
        ("Nu\u02bbu", "Nu\u02bbu"),
        ("Jean\u00a0 Luc", "Jean Luc"),
        ("王小明", "王小明"),
        ("می\u200cنو", "می\u200cنو"),
        ("नरेन्द्र", "नरेन्द्र"),
        ("Guðmundur 2nd", "Guðmundur 2nd"),
    ],
)
def test_a_name_may_be_of_any_script(text: str, stored: str) -> None:
    assert normalize_person_name(text, 40) == stored
    assert normalize_person_name(stored, len(stored)) == stored


@pytest.mark.parametrize(
    "text",
    ["", "  ", "...", "123", "<b>Ana</b>", "Ana\0", "Ana\nRuiz", "Ana\ud800", "Ana\u202e", "A{0}", "x" * 41, "a/b"],
)
def test_what_is_no_name_is_refused(text: str) -> None:
    with pytest.raises(PersonNameInvalid):
        normalize_person_name(text, 40)


def test_a_form_stores_what_it_checked() -> None:
    form = Form(email="Ana@Example.com", phone="+1 312 555 0123", given=" Ana ", family="Ruiz")

    assert form.model_dump() == {
        "email": "ana@example.com", "phone": "+13125550123", "given": "Ana", "family": "Ruiz"
    }  # fmt: skip


def test_a_national_number_waits_for_its_country() -> None:
    assert TypeAdapter(PhoneNumber).validate_python(" (312) 555-0123 ") == "(312) 555-0123"


def test_a_form_names_each_error_by_its_code() -> None:
    with pytest.raises(ValidationError) as refused:
        Form(email="ana", phone="call me", given="<script>", family="x" * 51)

    assert [error["type"] for error in refused.value.errors()] == [
        "EmailAddressInvalid", "PhoneNumberInvalid", "PersonNameInvalid", "PersonNameInvalid"
    ]  # fmt: skip
    assert refused.value.errors()[3]["ctx"] == {"most": 50}


def test_the_fields_describe_themselves() -> None:
    properties = Form.model_json_schema()["properties"]

    assert (properties["email"]["format"], properties["email"]["maxLength"]) == ("email", 254)
    assert (properties["given"]["maxLength"], properties["family"]["maxLength"]) == (40, 50)
    assert {described["type"] for described in properties.values()} == {"string"}
