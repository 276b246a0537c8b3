"""What only its own file uses begins with an underscore, and nothing else does (docs/contributing/names.md)."""

import ast
import re
from collections import defaultdict
from collections.abc import Iterator

from tests.architecture.source import OURS, files, tree

ENTRIES = {"handler", "main", "start", "settings_when_ready"}
"""What is reached by its name alone: the functions of Lambda and of programs, and those of local.emulators.Emulator."""
DOCUMENTED = {"BaseModel", "DomainError", "Wire"}
"""Models and errors have their names in the API's document."""
Definition = ast.FunctionDef | ast.AsyncFunctionDef | ast.ClassDef


def module_of(file: str) -> str:
    """The dotted name of a file."""
    return file.removeprefix("shared/").removesuffix(".py").removesuffix("/__init__").replace("/", ".")


MODULES = {module_of(file) for file in files(*OURS, "tests")}


def uses(file: str) -> Iterator[tuple[str, str]]:
    """What a file names of other modules: module and name, as it imports, reads or patches them."""
    aliases: dict[str, str] = {}
    for node in ast.walk(tree(file)):
        if isinstance(node, ast.ImportFrom) and node.module:
            for name in node.names:
                if f"{node.module}.{name.name}" in MODULES:
                    aliases[name.asname or name.name] = f"{node.module}.{name.name}"
                yield node.module, name.name
        elif isinstance(node, ast.Import):
            aliases |= {name.asname or name.name: name.name for name in node.names if name.name in MODULES}
    for node in ast.walk(tree(file)):
        if isinstance(node, ast.Attribute):
            yield aliases.get(ast.unparse(node.value), ""), node.attr
        elif isinstance(node, ast.Call) and len(node.args) > 1 and isinstance(node.args[1], ast.Constant):
            yield aliases.get(ast.unparse(node.args[0]), ""), str(node.args[1].value)
        elif isinstance(node, ast.Constant) and isinstance(node.value, str):
            module, _, name = node.value.replace(":", ".").rpartition(".")
            yield module, name


def users() -> dict[tuple[str, str], set[str]]:
    """The files that use a name of a module, other than its own."""
    found: dict[tuple[str, str], set[str]] = defaultdict(set)
    for file in files(*OURS, "tests"):
        for use in uses(file):
            found[use].add(file)
    return found


USERS = users()
BASES = {
    node.name: {ast.unparse(base).partition("[")[0].rpartition(".")[2] for base in node.bases}
    for file in files(*OURS)
    for node in ast.walk(tree(file))
    if isinstance(node, ast.ClassDef)
}


def is_documented(name: str) -> bool:
    """Whether a class is an error or a model, by its bases."""
    return any(base in DOCUMENTED or is_documented(base) for base in BASES.get(name, ()) if base != name)


def definitions(file: str) -> Iterator[Definition]:
    """The functions and classes of a module whose names the rule is about."""
    for node in tree(file).body:
        if isinstance(node, Definition) and node.name not in ENTRIES and not is_documented(node.name):
            yield node


def name_of(node: ast.stmt) -> str:
    """The name of a definition or an annotated constant; of another statement one that is not public."""
    return ast.unparse(node.target) if isinstance(node, ast.AnnAssign) else getattr(node, "name", "_")


def classes_of_interface(file: str, apart: str) -> set[str]:
    """The names in the signatures and fields of what a module offers, one class apart, which is public with them."""
    annotations = [
        part
        for node in tree(file).body
        if not name_of(node).startswith("_") and name_of(node) != apart
        for each in ast.walk(node)
        for part in (getattr(each, "annotation", None), getattr(each, "returns", None))
        if isinstance(part, ast.AST)
    ]
    return {word for part in annotations for word in re.findall(r"\w+", ast.unparse(part))}


def has_other_users(file: str, node: Definition) -> bool:
    """Whether anything but its own file names a definition."""
    return bool(USERS.get((module_of(file), node.name), set()) - {file})


def test_what_only_its_own_file_uses_begins_with_an_underscore() -> None:
    alone = [
        f"{file}:{node.lineno} {node.name}"
        for file in files(*OURS)
        for node in definitions(file)
        if not node.name.startswith("_") and not has_other_users(file, node)
        if not (isinstance(node, ast.ClassDef) and node.name in classes_of_interface(file, node.name))
    ]

    assert alone == []


def test_what_begins_with_an_underscore_is_used_in_its_own_file_and_its_tests_alone() -> None:
    elsewhere = {
        f"{file}:{node.lineno} {node.name}": users
        for file in files(*OURS)
        for node in definitions(file)
        if node.name.startswith("_")
        if (users := {user for user in USERS.get((module_of(file), node.name), ()) if user.startswith(OURS)} - {file})
    }

    assert elsewhere == {}


def test_no_code_imports_a_constant_or_a_type_that_begins_with_an_underscore() -> None:
    imported = {
        f"{file}:{node.lineno} {name.name}"
        for file in files(*OURS)
        for node in ast.walk(tree(file))
        if isinstance(node, ast.ImportFrom) and node.module in MODULES
        for name in node.names
        if re.match(r"_[^_]", name.name)
    }

    assert imported == set()
