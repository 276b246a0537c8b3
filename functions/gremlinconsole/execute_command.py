"""Run a call that another region forwards."""

import importlib
import pkgutil
from typing import Any

from vault.equipment import access_list  # noqa: F401  at hand before the first call: endpoints that are forwarded use it
from vault.kernel.permissions import Permission
from vault.runtime.command_receiver import (
    CommandStale,
    CommandUnknown,
    DeadlineContext,
    ForwardedCommand,
    RegionRefused,
    command_receiver,
    run,
)
from vault.runtime.endpoint import Endpoint, Graph, Queue, Service

NOT_OF_ENDPOINTS = {Service.COGNITO_POOLS, Service.KMS_DATA_KEYS, Service.SMS, Service.SMTP}
"""Services that jobs alone use, or the set-up of operators."""


def _find_endpoint(path: str) -> Endpoint:
    """Import the endpoint with this path. Raises CommandUnknown."""
    room, _, name = path.strip("/").rpartition("/")
    package = f"functions.{room.replace('/', '.')}"
    try:
        modules = pkgutil.iter_modules(importlib.import_module(package).__path__)
    except (ImportError, AttributeError, ValueError):
        raise CommandUnknown from None
    for module in modules:
        if module.name.replace("_", "") == name.lower() and not module.ispkg:
            handler = importlib.import_module(f"{package}.{module.name}").handler
            if isinstance(handler, Endpoint) and handler.path == path:
                return handler
    raise CommandUnknown


@command_receiver(
    "/gremlinconsole/executeCommand",
    requires=Permission.COMMANDS_EXECUTE,
    raises=(RegionRefused, CommandStale, CommandUnknown),
    uses=(*Graph, *Queue, *(use for use in Service if use not in NOT_OF_ENDPOINTS)),
)
def handler(command: ForwardedCommand, context: DeadlineContext) -> dict[str, Any]:
    return run(_find_endpoint(command.path), command, context)
