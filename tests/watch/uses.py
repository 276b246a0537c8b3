"""Notes every outside service that an endpoint or a job calls and does not name in its `uses`."""

from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from contextlib import contextmanager
from contextvars import ContextVar, copy_context
from typing import Any

import pytest
from botocore.client import BaseClient
from redis.client import Pipeline, Redis

from tests.watch import undeclared
from vault.adapters import kms, smtp
from vault.kernel import regions
from vault.kernel.queues import Queue
from vault.runtime.declaration import Service
from vault.runtime.endpoint import Endpoint
from vault.runtime.job import Job

SERVICES = {"cognito-idp": Service.COGNITO, "secretsmanager": Service.SMTP, "sns": Service.SMS}
_called: ContextVar[Endpoint | Job | None] = ContextVar("called", default=None)


@contextmanager
def watched() -> Iterator[None]:
    """Watch every endpoint and every job."""
    with pytest.MonkeyPatch.context() as patch:
        for kind in (Endpoint, Job):
            patch.setattr(kind, "__call__", known(kind.__call__))
        patch.setattr(ThreadPoolExecutor, "submit", inherited(ThreadPoolExecutor.submit))
        patch.setattr(BaseClient, "_make_api_call", aws(BaseClient._make_api_call))
        for kind, name in ((Redis, "execute_command"), (Pipeline, "execute")):
            patch.setattr(kind, name, noted(getattr(kind, name), Service.REDIS))
        patch.setattr(kms, "data_key", noted(kms.data_key, Service.KMS))
        patch.setattr(smtp, "send", noted(smtp.send, Service.SMTP))
        yield


def note(use: Service | Queue) -> None:
    """Remember a use that whoever is called does not declare."""
    called = _called.get()
    if called and use not in uses_of(called):
        undeclared.note(f"{called.function_name}: {use}")


def uses_of(called: Endpoint | Job) -> tuple[Any, ...]:
    """What is declared, in the region where it is called."""
    return called.uses_elsewhere if isinstance(called, Endpoint) and regions.elsewhere() else called.uses


def known(call: Any) -> Any:
    """A call during which it is known who is called."""

    def calling(self: Any, *arguments: Any) -> Any:
        before = _called.set(self)
        try:
            return call(self, *arguments)
        finally:
            _called.reset(before)

    return calling


def inherited(submit: Any) -> Any:
    """Work in another thread knows it too."""
    return lambda self, work, *arguments, **named: submit(self, copy_context().run, work, *arguments, **named)


def noted(call: Any, use: Service) -> Any:
    """A call that is a use."""

    def using(*arguments: Any, **named: Any) -> Any:
        note(use)
        return call(*arguments, **named)

    return using


def aws(call: Any) -> Any:
    """A call of AWS, by the service, or by the queue."""

    def calling(self: Any, operation: str, asked: Any) -> Any:
        service = self.meta.service_model.service_name
        if service in SERVICES:
            note(SERVICES[service])
        queue = asked.get("QueueUrl", "").rpartition("/")[2]
        if service == "sqs" and operation.startswith("SendMessage") and queue in set(Queue):
            note(Queue(queue))
        return call(self, operation, asked)

    return calling
