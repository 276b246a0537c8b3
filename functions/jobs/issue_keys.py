"""Issue the keys of a keypool to residents who moved in before the keypool was available to them."""

from vault.kernel.queue_messages import IssueKeys
from vault.runtime.endpoint import Graph, Queue, Service
from vault.runtime.job import JobContext, job
from vault.subscribers import key_backfill


@job(queue=Queue.ISSUE_KEYS, message=IssueKeys, uses=(Graph.WRITE, Queue.ISSUE_KEYS, Service.KMS))
def handler(message: IssueKeys, ctx: JobContext) -> None:
    key_backfill.issue_missing_keys(ctx, message.keypool)
