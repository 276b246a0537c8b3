"""The request field for where and when a person's keys hold."""

from pydantic import Field

from vault.kernel.fields import Line40, Line64
from vault.kernel.time import Instant
from vault.kernel.wire import Wire
from vault.plans.model import Plan
from vault.subscribers.service import SubscriptionRequest
from vault.units.model import DEFAULT_PART, UnitNames


class PolicyInput(Wire):
    """Where in the venue the keys hold, and when; the unit by our id, or by its name, building and floor."""

    unit_id_internal: str | None = Field(None, max_length=512)
    unit_id: Line40 | None = None
    unit_building: Line40 = DEFAULT_PART
    unit_floor: Line40 = DEFAULT_PART
    start: Instant | None = None
    end: Instant | None = None
    external_subscription_id: Line64 | None = None

    def unit(self) -> str | UnitNames | None:
        """Its id, or its names, if the request names one."""
        if self.unit_id_internal or not self.unit_id:
            return self.unit_id_internal
        return self.unit_id, self.unit_building or DEFAULT_PART, self.unit_floor or DEFAULT_PART

    def subscription_request(self, plan: Plan | None) -> SubscriptionRequest:
        return SubscriptionRequest(plan, self.start, self.end, external_id=self.external_subscription_id)
