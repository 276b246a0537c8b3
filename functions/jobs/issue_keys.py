"""Issue the keys of a keypool to residents who moved in before it was shown where they live."""

from collections.abc import Mapping
from typing import Any

from vault.callers.model import Caller, Request
from vault.operators.service import tenant
from vault.runtime.endpoint import Graph, Queue, Service
from vault.runtime.job import job
from vault.subscribers import waiting


@job(queue=Queue.ISSUE_KEYS, uses=(Graph.WRITE, Queue.ISSUE_KEYS, Service.KMS))
def handler(message: Mapping[str, Any]) -> None:
    caller = Caller(None, tenant("id", message["operator"]), Request("vault_jobs_issue_keys"))
    waiting.serve(caller, message["keypool"])
