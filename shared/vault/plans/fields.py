"""The types of a service plan's fields in requests."""

from typing import Annotated

from pydantic import Field

from vault.kernel.fields import Url
from vault.kernel.wire import Wire
from vault.plans.model import MAX_CENTS, MAX_KBPS

Kbps = Annotated[int, Field(ge=1, le=MAX_KBPS)]
Price = Annotated[int, Field(ge=0, le=MAX_CENTS)]
"""In minor units of the currency, for one billing cycle."""


class FccLabel(Wire):
    fcc_plan_id: Annotated[str, Field(max_length=40, pattern=r"^(F[!-~]*| ?)$")] | None = None
    typical_upload_kbps: Kbps | None = None
    typical_download_kbps: Kbps | None = None
    privacy_policy_url: Url | None = None
    network_mgmt_policy_url: Url | None = None
    data_policy_url: Url | None = None
    bundle_discount_url: Url | None = None
    support_url: Url | None = None
