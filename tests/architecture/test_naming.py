"""Names by the rules of docs/contributing/names.md, as far as a program can decide them."""

import ast
from collections import Counter

from tests.architecture import naming
from tests.architecture.source import OURS, ROOT, files, tree

TWO_CLASSES: dict[str, str] = {}
"""Names that stand for two classes of shared/vault, each with the reason."""


def test_a_function_is_named_after_what_it_does_or_returns() -> None:
    broken = {
        f"{file}:{function.lineno} {function.name}": rule
        for file in files(*OURS)
        for function in naming.functions_with_rules(tree(file))
        if (rule := naming.broken_rule(function))
    }

    assert broken == {}


def test_a_variable_of_more_than_three_lines_says_what_it_holds() -> None:
    vague = {
        f"{file}:{line}": name
        for file in files(*OURS)
        for function in naming.functions(tree(file))
        for line, name in naming.vague_variables(function)
    }

    assert vague == {}


def test_a_field_says_what_it_holds() -> None:
    vague = {f"{file}:{line}": name for file in files(*OURS) for line, name in naming.vague_fields(tree(file))}

    assert vague == {}


def test_no_test_calls_its_answer_told() -> None:
    called = {
        f"{file}:{node.lineno}"
        for file in files("tests")
        for node in ast.walk(tree(file))
        if getattr(node, "id", getattr(node, "arg", "")) == "told"
    }

    assert called == set()


def test_comments_and_docstrings_hold_no_riddling_phrases() -> None:
    riddles = {
        f"{file}:{line}": phrase
        for file in files(*OURS, "tests")
        for line, phrase in naming.riddles((ROOT / file).read_text(), tree(file))
    }

    assert riddles == {}


def test_no_two_classes_of_the_domain_have_one_name() -> None:
    names = Counter(
        node.name
        for file in files("shared")
        for node in ast.walk(tree(file))
        if isinstance(node, ast.ClassDef) and not node.name.startswith("_")
    )

    assert {name for name, count in names.items() if count > 1} == set(TWO_CLASSES)


def test_the_verbs_are_sorted_and_said_once() -> None:
    assert sorted(set(naming.VERBS)) == naming.VERBS
