"""A subscriber with counts of their keys and devices in responses."""

from typing import Self

from vault.kernel.wire import Wire
from vault.people.views import PreferencesView, ProfileView
from vault.readmodels.subscriber_overview import SubscriberOverview


class SubscriberInfo(ProfileView, PreferencesView):
    status: str
    external_subscriber_id: str

    @classmethod
    def from_overview(cls, overview: SubscriberOverview) -> Self:
        person = overview.subscriber
        return cls.from_value(
            ProfileView.from_profile(overview.profile),
            PreferencesView.from_preferences(person),
            person,
            external_subscriber_id=person.external_id or "",
        )


class KeyInventory(Wire):
    """How many keys a person has, and how many devices were seen with them."""

    key_count: int
    key_count_active: int
    device_count_online: int
    device_count_offline: int

    @classmethod
    def from_overview(cls, overview: SubscriberOverview) -> Self:
        online, offline = overview.device_counts()
        return cls.from_value(overview, device_count_online=online, device_count_offline=offline)
