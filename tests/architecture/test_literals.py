"""Names of the wire, the graph and HTTP are literals only in the modules that own them."""

import ast

import pytest

from tests.architecture.source import files, string_literals, tree
from vault.adapters.gateway_session import Unsupported
from vault.graph.schema import Edge, Label, Prop
from vault.kernel.answer_terms import ANSWER_FIELDS
from vault.kernel.locales import Locale
from vault.kernel.request_terms import REQUEST_FIELDS
from vault.kernel.typed_terms import TYPED_FIELDS
from vault.kernel.vocabulary import UNTYPED_FIELDS, WIRE_NAMES_BY_FIELD, wire_name

CODE = files("functions", "shared")
VOCABULARY = {
    "shared/vault/kernel/answer_terms.py",
    "shared/vault/kernel/request_terms.py",
    "shared/vault/kernel/typed_terms.py",
    "shared/vault/notifications/variables.py",  # of templates
}
SCHEMA = "shared/vault/graph/schema.py"
STATUSES = "shared/vault/runtime/responses.py"
ENGLISH = {"email"}
LOCALES = set(Locale)
"""They are members of objects too."""
WIRE_NAMES = {wire_name(name) for name in WIRE_NAMES_BY_FIELD} - set(WIRE_NAMES_BY_FIELD) - ENGLISH - LOCALES
OF_OTHERS = {
    ("functions/networkoperatorconsole/subscribers/resend_code_for_t_and_c.py", "SMS"),
    ("shared/vault/adapters/cognito.py", "AuthenticationResult"),
    ("shared/vault/adapters/cognito.py", "Enabled"),
    ("shared/vault/adapters/cognito.py", "Username"),
    ("shared/vault/adapters/cognito_pools.py", "Policies"),
    ("shared/vault/notifications/mail.py", "Subject"),
    *(("shared/vault/adapters/gateway_session.py", part) for part in Unsupported),
    ("shared/vault/onboarding/service.py", "Administrator"),
    ("shared/vault/openapi/document.py", "Authorization"),
    ("shared/vault/openapi/document.py", "Region"),
    ("shared/vault/openapi/schemas.py", "Success"),
    ("shared/vault/radius/reply_attributes.py", "VLAN"),
    ("shared/vault/runtime/responses.py", "statusCode"),
    ("shared/vault/subscribers/profile.py", "Active"),
}
"""Words that Cognito, API Gateway, gateways, persons or statuses use too."""
ELEMENT_STEPS = frozenset(
    """add_v add_e has has_label has_not has_key out in_ both out_e in_e both_e
    values value_map element_map properties property_map property""".split()  # noqa: SIM905  as a reader counts them
)
ANSWERS = frozenset({200, 400, 401, 403, 404, 409, 413, 415, 429, 500, 502, 503})
ROUND = frozenset({200, 400, 500})
"""Numbers with other meanings in the rooms."""


@pytest.mark.parametrize("file", [file for file in CODE if file not in VOCABULARY])
def test_no_wire_name_stands_outside_the_vocabulary(file: str) -> None:
    found = [
        (line, text) for line, text in string_literals(file) if text in WIRE_NAMES and (file, text) not in OF_OTHERS
    ]

    assert found == []


def test_the_vocabulary_is_sorted_and_says_nothing_twice() -> None:
    for terms in (ANSWER_FIELDS, REQUEST_FIELDS, TYPED_FIELDS):
        assert list(terms) == sorted(terms)
    assert len(UNTYPED_FIELDS) == len(ANSWER_FIELDS) + len(REQUEST_FIELDS)
    assert len(WIRE_NAMES_BY_FIELD) == len(UNTYPED_FIELDS) + len(TYPED_FIELDS)


def test_the_schema_says_nothing_twice() -> None:
    for group in (Label, Edge, Prop):
        names = [name for kind in group.__mro__ for name in vars(kind) if name.isupper()]

        assert len({getattr(group, name) for name in names}) == len(names), group


@pytest.mark.parametrize("file", [file for file in CODE if file != SCHEMA])
def test_no_label_edge_or_property_is_spelt_outside_the_schema(file: str) -> None:
    spelt = [
        (node.lineno, argument.value)
        for node in ast.walk(tree(file))
        if isinstance(node, ast.Call) and isinstance(node.func, ast.Attribute) and node.func.attr in ELEMENT_STEPS
        for argument in node.args[:3]
        if isinstance(argument, ast.Constant) and isinstance(argument.value, str)
    ]

    assert spelt == []


@pytest.mark.parametrize("file", [file for file in CODE if file != STATUSES])
def test_only_the_answers_know_http_statuses(file: str) -> None:
    forbidden = ANSWERS if file.startswith(("functions/", "shared/vault/runtime/")) else ANSWERS - ROUND

    numbers = [
        node.lineno
        for node in ast.walk(tree(file))
        if isinstance(node, ast.Constant) and type(node.value) is int and node.value in forbidden
    ]

    assert numbers == []
