"""Move the subscriptions of a service plan to the plan that was named for them."""

from vault.plans import migration
from vault.runtime.endpoint import Graph
from vault.runtime.job import JobContext, job


@job(every=60, uses=(Graph.WRITE,))
def handler(ctx: JobContext) -> None:
    migration.migrate_all(ctx)
