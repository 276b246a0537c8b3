"""The vocabulary: one wire name for each Python name, and one type where a field always has the same."""

import pytest

from vault.kernel.vocabulary import WIRE_NAMES_BY_FIELD, wire_name, wire_type


@pytest.mark.parametrize("name", WIRE_NAMES_BY_FIELD)
def test_a_python_name_is_one(name: str) -> None:
    assert name.isidentifier()
    assert name == name.lower()


@pytest.mark.parametrize(
    ("name", "said"),
    [
        ("access_token", "AccessToken"),
        ("country_iso3166_a3", "Country.ISO3166A3"),
        ("unit_id_internal", "UnitID_internal"),
        ("error_processing", "errorProcessing"),
    ],
)
def test_the_wire_says_what_the_documents_say(name: str, said: str) -> None:
    assert wire_name(name) == said


def test_an_unknown_name_is_an_error() -> None:
    with pytest.raises(KeyError):
        wire_name("colour")
    with pytest.raises(KeyError):
        wire_type("colour")


def test_a_type_is_told_where_a_field_always_has_it() -> None:
    assert (wire_type("vlan"), wire_type("message")) == (int, None)
