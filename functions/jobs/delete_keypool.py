"""Take away what is left of a keypool that is being deleted."""

from collections.abc import Mapping
from typing import Any

from vault.callers.model import Caller, Request
from vault.keys import deletion
from vault.operators.service import tenant
from vault.runtime.endpoint import Graph, Queue
from vault.runtime.job import job


@job(queue=Queue.DELETE_KEYPOOL, uses=(Graph.WRITE, Queue.DELETE_KEYPOOL))
def handler(message: Mapping[str, Any]) -> None:
    caller = Caller(None, tenant("id", message["operator"]), Request("vault_jobs_delete_keypool"))
    deletion.finish(caller, message["keypool"])
