"""Send the mails and SMS messages that writes have queued."""

from vault.kernel.queue_messages import SendNotification
from vault.notifications import service as notifications
from vault.runtime.endpoint import Graph, Queue, Service
from vault.runtime.job import JobContext, job


@job(
    queue=Queue.NOTIFICATIONS,
    message=SendNotification,
    uses=(
        Graph.CONSISTENT_READ,
        Queue.NOTIFICATIONS,
        Service.COGNITO_READ,
        Service.KMS,
        Service.REDIS,
        Service.SMS,
        Service.SMTP,
    ),
)
def handler(message: SendNotification, ctx: JobContext) -> None:
    notifications.deliver(ctx, message)
