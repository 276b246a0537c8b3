"""Store the public keys of token issuers, so that tokens can be verified while an issuer does not answer."""

from vault.operators import issuers
from vault.runtime.endpoint import Graph
from vault.runtime.job import JobContext, job


@job(every=3600, uses=(Graph.WRITE,))
def handler(_ctx: JobContext) -> None:
    issuers.refresh_signing_keys()
