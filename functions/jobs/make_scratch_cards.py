"""Make the cards of a batch that was ordered."""

from collections.abc import Mapping
from typing import Any

from vault.callers.model import Caller, Request
from vault.kernel.queues import Queue
from vault.operators.service import tenant
from vault.runtime.endpoint import Graph, Service
from vault.runtime.job import job
from vault.scratchcards import making


@job(queue=Queue.MAKE_SCRATCH_CARDS, uses=(Graph.WRITE, Service.KMS))
def handler(message: Mapping[str, Any]) -> None:
    caller = Caller(None, tenant("id", message["operator"]), Request("vault_jobs_make_scratch_cards"))
    making.make(caller, message["batch"])
