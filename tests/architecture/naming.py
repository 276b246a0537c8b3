"""The naming rules that a program can decide: each finds what breaks it in the syntax tree of one file."""

import ast
import re
from collections.abc import Iterator
from itertools import pairwise

IRREGULAR = frozenset(
    """made told said given found kept seen shown known brought left taken held drawn written met proven
    done lain begun chosen""".split()  # noqa: SIM905  a list of words reads best as a line
)
"""Past participles that do not end in -ed."""
NOT_PARTICIPLES = frozenset({"bed", "embed", "exceed", "feed", "need", "proceed", "seed", "shed", "speed", "succeed"})
NOT_ALONE = frozenset(
    """again all already alone apart at away back before but by coming elsewhere every for from here in is it
    its like mine none nothing of off on one other others out over own part plus some than that the their then
    there these they this those to two up us what when where which who whom whose with within without
    yet""".split()  # noqa: SIM905  the same
)
"""Words that name nothing by themselves."""
VERBS = """
    accept acquire add adjust admit advance allow announce answer append apply approve arrange ask assert assign
    attach authenticate authorize await begin bind book build call cancel carry change charge check choose claim
    clean clear close collect commit compare compile complete compose compute configure confirm connect consume convert
    copy count create declare decode decrypt delete deliver deny deploy derive describe detach disable discard
    disconnect download drain draw drop empty enable encode encrypt end enqueue enter erase escape evaluate exchange
    exclude execute exit expect expire export extend extract fail fetch fill filter find finish fit flush follow format
    forward generate get give grant group guard handle hash hold import include increment index initialize inject
    insert install interrupt invalidate invite invoke issue join keep kill launch leave let limit link list listen
    load lock log look mark match measure merge migrate move negotiate normalize notify offer open order pack
    paginate parse patch pause perform persist pick place poll populate post prepare print process promote protect
    prove provide provision publish pull purge push put queue raise read receive reconcile record redact refresh
    refuse register reject release reload remember remove rename render renew repeat replace replay reply report
    request require resend reserve reset resolve respond restart restore resume retry return revoke rotate route run
    sanitize save schedule seal search select send separate serialize serve set settle share show shut sign skip
    sleep sort spend split stamp start stop store strip submit suspend sweep switch sync take tell terminate
    throttle tolerate touch transfer translate traverse trim try unlock unpack unseal update upload use validate
    verify visit wait wake walk warm watch withdraw wrap write
""".split()  # noqa: SIM905  the same
"""Verbs in their base form; another plain English one is simply added, in its place."""
IS_BOOLEAN = ("is_", "has_", "have_", "can_", "may_", "should_", "must_", "needs_", "was_", "are_")
BOOLEAN_TYPES = ("bool", "TypeGuard[", "TypeIs[")
VAGUE = frozenset({"told", "said", "made", "given", "kept", "seen", "wanted", "shown"})
"""Participles that say nothing of the value that they name."""
MAX_LINES_OF_A_VAGUE_NAME = 3
RIDDLES = re.compile(r"\b((?i:of whom|whoever|thereby|so many)|[Ww]hat is none|[Tt]hat is none)\b")
PRESCRIBED = {
    "cache_clear": "functools.cache",
    "do_GET": "http.server",
    "do_POST": "http.server",
    "handle_DATA": "aiosmtpd",
    "handle_EHLO": "aiosmtpd",
    "readable": "io.RawIOBase",
    "emit": "logging",
    "get_remaining_time_in_millis": "AWS Lambda",
    "handler": "AWS Lambda",
    "main": "a program's entry",
}
"""Names that a library, or AWS, gives; whose each is."""
Function = ast.FunctionDef | ast.AsyncFunctionDef


def functions(tree: ast.Module) -> Iterator[Function]:
    """Every function and method of a file."""
    return (node for node in ast.walk(tree) if isinstance(node, Function))


def functions_with_rules(tree: ast.Module) -> Iterator[Function]:
    """The functions and methods whose names are ours: no dunders, no properties, none that somebody prescribes."""
    for node in functions(tree):
        is_property = any("property" in ast.unparse(decorator) for decorator in node.decorator_list)
        if not (is_property or node.name.startswith("__") or node.name in PRESCRIBED):
            yield node


def is_participle(word: str) -> bool:
    """Whether a word is a past participle, by its ending or as an irregular one."""
    return word in IRREGULAR or (re.fullmatch(r"[a-z]+ed", word) is not None and word not in NOT_PARTICIPLES)


def broken_rule(function: Function) -> str | None:
    """Why the name of a function is refused; None where it is not."""
    name = function.name.strip("_")
    first, _, rest = name.partition("_")
    if is_participle(name) or (first in IRREGULAR and rest):
        return "a participle names no function"
    returns = ast.unparse(function.returns).strip("'") if function.returns else ""
    if returns == "None" and first not in VERBS:
        return "what returns nothing begins with a verb in its base form"
    if returns.startswith(BOOLEAN_TYPES) and not is_boolean_name(name):
        return "what answers yes or no begins with is_, has_, can_ ... or a verb"
    if name in NOT_ALONE:
        return "the word names nothing by itself"
    return None


def is_boolean_name(name: str) -> bool:
    """Whether a name asks a question, states something in the third person, or says what is done."""
    first = name.partition("_")[0]
    return name.startswith(IS_BOOLEAN) or first in VERBS or is_third_person(first)


def is_third_person(word: str) -> bool:
    """Whether a word is a verb of the list, or another of more than three letters, with the ending -s."""
    return word.endswith("s") and not word.endswith(("ss", "us")) and len(word) > 3


def vague_fields(tree: ast.Module) -> Iterator[tuple[int, str]]:
    """Fields of classes and variables of the module with a vague name: line and name."""
    for owner in ast.walk(tree):
        for node in owner.body if isinstance(owner, ast.ClassDef | ast.Module) else ():
            targets = node.targets if isinstance(node, ast.Assign) else [getattr(node, "target", None)]
            yield from ((target.lineno, target.id) for target in targets if getattr(target, "id", "") in VAGUE)


def vague_variables(function: Function, refused: frozenset[str] = VAGUE) -> Iterator[tuple[int, str]]:
    """Parameters and local variables with a vague name, used over more than three lines: first line and name."""
    lines: dict[str, list[int]] = {}
    for node in ast.walk(function):
        if isinstance(node, ast.Name) and node.id in refused:
            lines.setdefault(node.id, []).append(node.lineno)
        if isinstance(node, ast.arg) and node.arg in refused:
            lines.setdefault(node.arg, []).append(node.lineno)
    for name, used in sorted(lines.items()):
        if max(used) - min(used) + 1 > MAX_LINES_OF_A_VAGUE_NAME:
            yield min(used), name


def riddles(source: str, tree: ast.Module) -> Iterator[tuple[int, str]]:
    """Riddling phrases in comments and docstrings: line and phrase."""
    lines = [line.partition("#")[2].strip() for line in source.splitlines()]
    comments = [(number, f"{line} {below}") for number, (line, below) in enumerate(pairwise([*lines, ""]), 1)]
    docstrings = [
        (node.lineno, " ".join(node.value.value.split()))
        for node in ast.walk(tree)
        if isinstance(node, ast.Expr) and isinstance(node.value, ast.Constant) and isinstance(node.value.value, str)
    ]
    for number, text in comments + docstrings:
        yield from ((number, phrase[0]) for phrase in RIDDLES.finditer(text))
