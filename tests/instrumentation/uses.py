"""Notes every outside service that an endpoint or a job calls and does not name in its `uses`."""

import os
from collections import Counter
from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from contextlib import contextmanager
from contextvars import ContextVar, copy_context
from dataclasses import dataclass
from importlib import import_module
from types import ModuleType
from typing import Any

import pytest
from botocore.client import BaseClient

from tests.instrumentation import outcomes, undeclared
from vault.adapters.systems import Service
from vault.kernel import regions
from vault.kernel.queues import Queue
from vault.runtime.endpoint import Endpoint
from vault.runtime.http_handler import HttpHandler
from vault.runtime.job import Job

BY_ACTION = {
    action: service
    for service in Service
    for action in (
        *(action for grant in service.value.grants for action in grant.actions),
        *service.value.unsigned_actions,
    )
}
"""The use that an operation of AWS is, by its IAM action."""
PREFIXES = {action.partition(":")[0] for action in BY_ACTION}
USES_OF_SYSTEM = Counter(service.value.name for service in Service)
ADAPTERS = {service.value.name: service for service in Service if USES_OF_SYSTEM[service.value.name] == 1}
"""Systems of one use, each call of whose adapter is that use; those of several uses are told by their actions."""
SECRETS = {service.value.secret.arn_setting: service for service in Service if service.value.secret}
_called: ContextVar[HttpHandler | Job | None] = ContextVar("called", default=None)


@contextmanager
def record_undeclared_uses() -> Iterator[None]:
    """Watch every endpoint and every job."""
    with pytest.MonkeyPatch.context() as patch:
        for kind in (HttpHandler, Job):
            patch.setattr(kind, "__call__", with_callee(kind.__call__))
        patch.setattr(ThreadPoolExecutor, "submit", with_copied_context(ThreadPoolExecutor.submit))
        patch.setattr(BaseClient, "_make_api_call", as_aws_use(BaseClient._make_api_call))
        for system, service in ADAPTERS.items():
            adapter = import_module(f"vault.adapters.{system}")
            for name in calls_in(adapter):
                patch.setattr(adapter, name, Noted(getattr(adapter, name), service))
        yield


def calls_in(adapter: ModuleType) -> list[str]:
    """The public functions that an adapter defines, each of which is a use of its system."""
    return [
        name
        for name, each in vars(adapter).items()
        if not name.startswith("_") and not isinstance(each, type) and callable(each)
        if each.__module__ == adapter.__name__
    ]


def record_use(use: Service | Queue | str) -> None:
    """Remember a use that the endpoint or job does not declare; an action of AWS that no use grants is a text."""
    callee = _called.get()
    if callee and use not in uses_of(callee):
        undeclared.note(f"{callee.function_name}: {use}")
    if isinstance(callee, HttpHandler) and isinstance(use, Service):
        outcomes.record_use(callee.path, use)


def current_callee() -> HttpHandler | Job | None:
    """The endpoint or job that is being called."""
    return _called.get()


def uses_of(callee: HttpHandler | Job) -> tuple[Any, ...]:
    """What is declared, in the region where it is called."""
    return callee.uses_in_secondary if isinstance(callee, Endpoint) and regions.mode().is_secondary else callee.uses


def with_callee(call: Any) -> Any:
    """A call during which it is known who is called."""

    def calling(self: Any, *arguments: Any) -> Any:
        before = _called.set(self)
        try:
            return call(self, *arguments)
        finally:
            _called.reset(before)

    return calling


def with_copied_context(submit: Any) -> Any:
    """Work in another thread knows it too."""
    return lambda self, work, *arguments, **named: submit(self, copy_context().run, work, *arguments, **named)


@dataclass(frozen=True)
class Noted:
    """A function whose call is a use; whatever else is asked of it, a cache's methods too, is the function's own."""

    call: Any
    service: Service

    def __call__(self, *arguments: Any, **named: Any) -> Any:
        record_use(self.service)
        return self.call(*arguments, **named)

    def __getattr__(self, name: str) -> Any:
        return getattr(self.call, name)


def as_aws_use(call: Any) -> Any:
    """A call of AWS, by the service, or by the queue."""

    def calling(self: Any, operation: str, asked: Any) -> Any:
        service = self.meta.service_model.service_name
        action = f"{service}:{operation}"
        if service in PREFIXES:
            record_use(BY_ACTION.get(action, action))
        for name in SECRETS if service == "secretsmanager" else ():
            if asked.get("SecretId") == os.environ.get(name):
                record_use(SECRETS[name])
        queue = asked.get("QueueUrl", "").rpartition("/")[2]
        if service == "sqs" and operation.startswith("SendMessage") and queue in set(Queue):
            record_use(Queue(queue))
        return call(self, operation, asked)

    return calling
