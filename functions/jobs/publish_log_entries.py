"""Write the log entries of reads in other regions to the audit log, which only the primary region writes."""

from vault.kernel.queue_messages import LogEntry
from vault.outbox import relay
from vault.runtime.endpoint import Graph, Queue
from vault.runtime.job import JobContext, job


@job(queue=Queue.LOG_ENTRIES, message=LogEntry, uses=(Graph.WRITE, Queue.LOG_ENTRIES))
def handler(message: LogEntry, _ctx: JobContext) -> None:
    relay.receive(message)
