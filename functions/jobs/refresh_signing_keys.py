"""Keep the public keys of token issuers, so that tokens are proven while an issuer does not answer."""

from collections.abc import Mapping
from typing import Any

from vault.operators import issuers
from vault.runtime.endpoint import Graph
from vault.runtime.job import job


@job(every=3600, uses=(Graph.WRITE,))
def handler(_message: Mapping[str, Any]) -> None:
    issuers.refresh()
