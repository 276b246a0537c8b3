"""Find the handlers below functions/: endpoints by path, jobs by queue or schedule."""

from __future__ import annotations

import importlib
import pkgutil
from dataclasses import field
from typing import TYPE_CHECKING, Protocol

from vault.kernel.values import value
from vault.runtime.command_receiver import CommandReceiver

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping
    from types import ModuleType

    from vault.kernel.json_types import JsonObject
    from vault.runtime.http_event import LambdaContext, LambdaResponse


class LambdaHandler(Protocol):
    def __call__(self, event: JsonObject, context: LambdaContext, /) -> LambdaResponse | None: ...


@value
class Function:
    name: str
    handler: LambdaHandler

    @property
    def requires_iam(self) -> bool:
        """Whether API Gateway accepts only requests signed with AWS credentials."""
        return isinstance(self.handler, CommandReceiver)


@value
class Functions:
    """Endpoints by path, jobs by queue, and scheduled jobs with their period in seconds."""

    endpoints: Mapping[str, Function]
    by_queue: Mapping[str, Function]
    scheduled: tuple[tuple[float, Function], ...]
    left_out: Mapping[str, str] = field(default_factory=dict)
    """Modules that cannot be imported, with the reason."""


def find(package: str = "functions", *, leave_out_broken: bool = False) -> Functions:
    """Import every module; the error of one that cannot be imported is raised, unless those are to be left out."""
    endpoints, by_queue, scheduled = {}, {}, []
    left_out: dict[str, str] = {}
    for module in _modules(package, left_out if leave_out_broken else None):
        handler = getattr(module, "handler", None)
        if handler is None:
            continue
        function = Function(module.__name__.removeprefix(f"{package}.").replace(".", "-"), handler)
        if hasattr(handler, "path"):
            endpoints[str(handler.path)] = function
        if getattr(handler, "queue", None):
            by_queue[str(handler.queue)] = function
        if getattr(handler, "every", None):
            scheduled.append((float(handler.every), function))
    return Functions(endpoints, by_queue, tuple(scheduled), left_out)


def _modules(package: str, left_out: dict[str, str] | None) -> Iterator[ModuleType]:
    root = importlib.import_module(package)
    for found in pkgutil.walk_packages(root.__path__, f"{package}."):
        try:
            module = importlib.import_module(found.name)
        except Exception as error:
            if left_out is None:
                raise
            left_out[f"{found.name.replace('.', '/')}.py"] = f"{type(error).__name__}: {error}"
        else:
            yield module
