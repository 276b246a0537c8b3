"""Every field, error, limit and group of calls is described, and nothing else is."""

import re
from collections.abc import Iterator

import pytest

from local import openapi
from tests.architecture.source import all_endpoints
from vault.kernel.error_codes import ErrorCode
from vault.kernel.locales import Locale
from vault.kernel.messages import error_key, load_catalogue
from vault.openapi import catalogue
from vault.openapi.limits import WORDS, all_limits

DOCUMENT = openapi.document()
MODELS = {
    name: schema["properties"] for name, schema in DOCUMENT["components"]["schemas"].items() if "properties" in schema
}
NAMES = {name for properties in MODELS.values() for name in properties}
FIELDS, ERRORS, GROUPS = (f"shared/vault/openapi/{name}.toml" for name in ("fields", "errors", "groups"))
GAP = re.compile(r"{(\w+)}")
ADDED = (" Default: `", " This", " Reserved: ")
"""What the declarations add to a description."""


@pytest.mark.parametrize("model", sorted(MODELS))
def test_every_field_of_a_model_is_described(model: str) -> None:
    silent = [name for name in MODELS[model] if not catalogue.describe_field(model, name)]

    assert silent == [], f'add a line "{silent[0]}" = "..." to {FIELDS}'


@pytest.mark.parametrize("model", sorted(MODELS))
def test_a_field_is_described_in_one_place(model: str) -> None:
    rest = {
        name: member["description"].removeprefix(catalogue.describe_field(model, name))
        for name, member in MODELS[model].items()
    }

    assert {name: text for name, text in rest.items() if text and not text.startswith(ADDED)} == {}


def test_no_description_is_of_a_field_that_does_not_exist() -> None:
    orphaned = set(catalogue.field_descriptions()) - NAMES

    assert orphaned == set(), f"delete these lines from {FIELDS}, or correct the names"


def test_no_special_description_is_of_a_member_that_does_not_exist() -> None:
    orphaned = [
        f"{model}.{name}"
        for model, names in catalogue.field_descriptions_by_model().items()
        for name in names
        if name not in MODELS.get(model, {})
    ]

    assert orphaned == [], f"delete these lines from {FIELDS}, or correct the names"


def test_every_enumeration_is_described() -> None:
    enumerations = {name for name, schema in DOCUMENT["components"]["schemas"].items() if "enum" in schema}

    assert set(catalogue.enumeration_descriptions()) == enumerations, f"correct [enumerations] in {FIELDS}"


def test_a_special_description_says_something_else() -> None:
    general = catalogue.field_descriptions()

    repeated = [
        f"{model}.{name}"
        for model, names in catalogue.field_descriptions_by_model().items()
        for name, text in names.items()
        if text == general[name]
    ]

    assert repeated == []


@pytest.mark.parametrize("code", ErrorCode)
def test_every_error_has_a_cause_and_a_remedy(code: ErrorCode) -> None:
    known = catalogue.help_for(code)

    assert known.cause, f"add [{code}] with cause and remedy to {ERRORS}"
    assert known.remedy, f"add a remedy to [{code}] in {ERRORS}"


@pytest.mark.parametrize("code", ErrorCode)
def test_the_example_of_an_error_fills_its_message(code: ErrorCode) -> None:
    gaps = set(GAP.findall(load_catalogue()[error_key(code)][Locale.EN_US]))

    assert set(catalogue.help_for(code).data) == gaps, (
        f"give [{code}] in {ERRORS}: data = {{ {', '.join(gaps)} = ... }}"
    )


def test_no_help_is_for_an_error_that_does_not_exist() -> None:
    assert set(catalogue.error_help()) - set(ErrorCode) == set()


def test_every_limit_is_told() -> None:
    assert set(WORDS) == {limit.name for limit in all_limits()}, "correct WORDS in shared/vault/openapi/limits.py"


def test_every_group_of_calls_has_a_title_and_a_sentence() -> None:
    groups = {endpoint.group for endpoint in all_endpoints().values()}

    assert set(catalogue.groups()) == groups, f"correct the tables of {GROUPS}"


def test_the_consoles_come_first_and_the_internal_call_last() -> None:
    titles = [tag["name"] for tag in DOCUMENT["tags"]]

    assert titles[0] == "Subscriber console"
    assert titles[-1] == "Between regions"


@pytest.mark.parametrize("names", [catalogue.error_help(), catalogue.field_descriptions()], ids=["errors", "fields"])
def test_the_lines_stand_in_alphabetical_order(names: dict[str, object]) -> None:
    assert list(names) == sorted(names, key=lambda name: (name.lower(), name))


def texts() -> Iterator[str]:
    """Every description, cause and remedy."""
    yield from catalogue.field_descriptions().values()
    for names in catalogue.field_descriptions_by_model().values():
        yield from names.values()
    for known in catalogue.error_help().values():
        yield from (known.cause, known.remedy)


def test_each_is_made_of_sentences() -> None:
    assert [text for text in texts() if not text.endswith(".") or text[0] != text[0].upper()] == []
