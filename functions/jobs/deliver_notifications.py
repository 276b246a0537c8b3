"""Deliver the mails and SMS messages that writes have ordered."""

from collections.abc import Mapping
from typing import Any

from vault.notifications import service as notifications
from vault.runtime.endpoint import Graph, Queue, Service
from vault.runtime.job import job


@job(
    queue=Queue.NOTIFICATIONS,
    uses=(
        Graph.CONSISTENT_READ,
        Queue.NOTIFICATIONS,
        Service.COGNITO,
        Service.KMS,
        Service.REDIS,
        Service.SMS,
        Service.SMTP,
    ),
)
def handler(message: Mapping[str, Any]) -> None:
    notifications.deliver(message, "vault_jobs_deliver_notifications")
