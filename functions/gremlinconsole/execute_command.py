"""Carry out a call that another region forwards, by the endpoint that it is of."""

import importlib
import pkgutil
from typing import Any

from pydantic import RootModel

from vault.kernel.permissions import Permission
from vault.runtime import command_receiver
from vault.runtime.command_receiver import (
    CommandStale,
    CommandUnknown,
    DeadlineContext,
    ForwardedCommand,
    RegionRefused,
)
from vault.runtime.endpoint import Endpoint, Graph, Queue, Route, Service, endpoint


class Answered(RootModel[dict[str, Any]]):
    """The answer of the command's own endpoint."""


def declared(path: str) -> Endpoint:
    """The endpoint with this path, whose module is only now imported. Raises CommandUnknown."""
    room, _, name = path.strip("/").rpartition("/")
    package = f"functions.{room.replace('/', '.')}"
    try:
        modules = pkgutil.iter_modules(importlib.import_module(package).__path__)
    except (ImportError, AttributeError, ValueError):
        raise CommandUnknown from None
    for module in modules:
        if module.name.replace("_", "") == name.lower() and not module.ispkg:
            found = importlib.import_module(f"{package}.{module.name}").handler
            if isinstance(found, Endpoint) and found.path == path:
                return found
    raise CommandUnknown


@endpoint(
    "/gremlinconsole/executeCommand",
    requires=Permission.COMMANDS_EXECUTE,
    route=Route.IAM,
    primary_only=True,
    raises=(RegionRefused, CommandStale, CommandUnknown),
    # Jobs alone send messages.
    uses=(*Graph, *Queue, *(use for use in Service if use not in {Service.SMS, Service.SMTP})),
)
def handler(body: ForwardedCommand, awaited: DeadlineContext) -> Answered:
    return Answered(command_receiver.run(declared(body.path), body, awaited))
