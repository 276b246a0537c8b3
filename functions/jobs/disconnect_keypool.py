"""End the policies of a keypool at a venue from which it was disconnected."""

from collections.abc import Mapping
from typing import Any

from vault.callers.model import Caller, Request
from vault.keys import disconnection
from vault.operators.service import tenant
from vault.runtime.endpoint import Graph, Queue
from vault.runtime.job import job


@job(queue=Queue.DISCONNECT_KEYPOOL, uses=(Graph.WRITE,))
def handler(message: Mapping[str, Any]) -> None:
    caller = Caller(None, tenant("id", message["operator"]), Request("vault_jobs_disconnect_keypool"))
    disconnection.finish(caller, message["keypool"], message["venue"])
