"""Move the subscriptions of a service plan to the plan that was named for them."""

from collections.abc import Mapping
from typing import Any

from vault.plans import migration
from vault.runtime.endpoint import Graph
from vault.runtime.job import job


@job(uses=(Graph.WRITE,), every=60)
def handler(_message: Mapping[str, Any]) -> None:
    migration.migrate_all("vault_jobs_migrate_plans")
