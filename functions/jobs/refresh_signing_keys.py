"""Store the public keys of token issuers, by which access tokens are verified."""

from vault.operators import issuers
from vault.runtime.endpoint import Graph
from vault.runtime.job import JobContext, job


@job(every=300, uses=(Graph.WRITE,))
def handler(_ctx: JobContext) -> None:
    issuers.refresh_signing_keys()
