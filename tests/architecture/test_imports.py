"""Importing a function reads no settings, does no I/O, creates no clients, and loads only what it declares."""

import functools
import importlib
import json
import os
import subprocess
import sys

import pytest

from tests.architecture.source import ROOT, endpoint_files, files
from vault.runtime.command_receiver import CommandReceiver
from vault.runtime.declaration import Service

ALWAYS = frozenset(
    {"aws_lambda_powertools", "pydantic", "pydantic_core", "annotated_types", "typing_extensions", "typing_inspection"}
    | {"jmespath", "gremlin_python", "aenum", "isodate", "aiohttp", "nest_asyncio", "async_timeout"}
    | {"aiohappyeyeballs", "aiosignal", "attr", "attrs", "frozenlist", "multidict", "propcache", "yarl", "idna"}
    | {"cryptography", "_cffi_backend"}
)
"""Needed for every call: the packages of declarations, of the graph's driver, and for verifying tokens."""

OF_POWERTOOLS = ("AWS_LAMBDA_", "AWS_EXECUTION_ENV")
"""Read by Powertools when it is imported; it imports botocore's empty package too."""

SHARED = "vault.runtime.endpoint"
"""Imported by each function: loaded and observed once, in the process that is forked for the functions."""

PROBE = """
import json, os, sys

class Recorded(dict):
    def __getitem__(self, name):
        asked.append(name)
        return dict.__getitem__(self, name)
    def get(self, name, default=None):
        asked.append(name)
        return dict.get(self, name, default)

def heard(event, arguments):
    if listening and event.split(".")[0] in {"socket", "subprocess", "urllib", "http"} and event != "socket.__new__":
        done.append(event)
    if listening and event == "open" and isinstance(arguments[1], str) and set(arguments[1]) & set("wax+"):
        done.append(f"open {arguments[0]}")

asked, done, listening = [], [], False
known = set(sys.modules)
sys.addaudithook(heard)
os.environ = Recorded(os.environ)

def load(module):
    global listening
    listening = True
    __import__(module)
    listening = False
    return sorted({package(name) for name in set(sys.modules) - known} - {""})

def package(name):
    spec = getattr(sys.modules[name], "__spec__", None)
    if spec is None or "site-packages" not in str(spec.origin) or name == "botocore":
        return ""
    return name.partition(".")[0]

answers, HOME = {}, "vault.adapters."
load(sys.argv[1])
for module in sys.argv[2:]:
    read, write = os.pipe()
    child = os.fork()
    if child == 0:
        loaded = load(module)
        adapters = [name.removeprefix(HOME) for name in sys.modules if name.startswith(HOME)]
        told = {"loaded": loaded, "asked": asked, "done": done, "adapters": adapters}
        os.write(write, json.dumps(told).encode())
        os._exit(0)
    os.close(write)
    with os.fdopen(read) as pipe:
        answers[module] = {"loaded": [], "asked": [], "done": ["no answer"], "adapters": []}
        answers[module] |= json.loads(pipe.read() or "{}")
    os.waitpid(child, 0)
print(json.dumps(answers))
"""


def modules() -> tuple[str, ...]:
    """All functions, with the jobs."""
    jobs = [file for file in files("functions/jobs") if not file.endswith("__init__.py")]
    return tuple(file.removesuffix(".py").replace("/", ".") for file in (*endpoint_files(), *jobs))


@functools.cache
def probed() -> dict[str, dict[str, list[str]]]:
    """The effects of importing each module in a process of its own, and of what they all share before that."""
    environment = {
        "PYTHONPATH": f"{ROOT / 'shared'}:{ROOT}",
        "PATH": os.environ["PATH"],
        "PYTHONDONTWRITEBYTECODE": "1",
    }
    command = [sys.executable, "-c", PROBE, SHARED, *modules()]
    done = subprocess.run(command, env=environment, capture_output=True, text=True, check=True, cwd=ROOT)
    found: dict[str, dict[str, list[str]]] = json.loads(done.stdout)
    return found


@pytest.mark.parametrize("module", modules())
def test_every_function_imports_what_all_share(module: str) -> None:
    source = (ROOT / f"{module.replace('.', '/')}.py").read_text()

    assert f"\nfrom {SHARED} import " in source


@pytest.mark.parametrize("module", modules())
def test_an_import_asks_nobody_and_writes_nothing(module: str) -> None:
    assert probed()[module]["done"] == []


@pytest.mark.parametrize("module", modules())
def test_an_import_reads_no_setting(module: str) -> None:
    asked = probed()[module]["asked"]

    assert [name for name in asked if name.startswith(("VAULT_", "AWS_")) and not name.startswith(OF_POWERTOOLS)] == []


@pytest.mark.parametrize("module", modules())
def test_an_import_loads_what_every_call_needs_and_no_more(module: str) -> None:
    loaded = set(probed()[module]["loaded"])

    assert loaded - ALWAYS == set()


@pytest.mark.parametrize("module", modules())
def test_what_is_declared_to_be_used_is_at_hand_and_messages_are_sent_only_where_that_is_declared(module: str) -> None:
    handler = importlib.import_module(module).handler
    # What runs forwarded calls imports an endpoint when it is called.
    uses = () if isinstance(handler, CommandReceiver) else handler.uses
    declared = {use.value.name for use in uses if isinstance(use, Service)}

    loaded = set(probed()[module]["adapters"])

    assert declared - loaded == set()
    assert {"sms", "smtp"} & loaded <= declared
