"""The handlers below functions/: endpoints by their path, jobs by what starts them."""

from __future__ import annotations

import importlib
import pkgutil
from typing import TYPE_CHECKING, Any, Protocol

from vault.kernel.values import value
from vault.runtime.command_receiver import CommandReceiver

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping
    from types import ModuleType


class LambdaHandler(Protocol):
    """What AWS Lambda calls."""

    def __call__(self, event: dict[str, Any], context: Any, /) -> Any:
        """Answer one event."""


@value
class Function:
    """A handler with the name of the Lambda function that it is."""

    name: str
    handler: LambdaHandler

    @property
    def requires_iam(self) -> bool:
        """Whether API Gateway lets only calls through to it that are signed with AWS credentials."""
        return isinstance(self.handler, CommandReceiver)


@value
class Functions:
    """All that there are: endpoints by path, jobs by queue, and jobs with the seconds between their runs."""

    endpoints: Mapping[str, Function]
    by_queue: Mapping[str, Function]
    scheduled: tuple[tuple[float, Function], ...]


def find(package: str = "functions") -> Functions:
    """Import every module below the package and sort their handlers."""
    endpoints, by_queue, scheduled = {}, {}, []
    for module in _modules(package):
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
    return Functions(endpoints, by_queue, tuple(scheduled))


def _modules(package: str) -> Iterator[ModuleType]:
    root = importlib.import_module(package)
    for found in pkgutil.walk_packages(root.__path__, f"{package}."):
        yield importlib.import_module(found.name)
