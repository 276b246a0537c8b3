"""Move the subscriptions of service plans to the target plans of due migrations."""

from vault.plans import migration
from vault.runtime.endpoint import Graph
from vault.runtime.job import JobContext, job


@job(every=60, uses=(Graph.WRITE,))
def handler(ctx: JobContext) -> None:
    migration.migrate_all(ctx)
