"""A subscriber with counts of their keys and devices in responses."""

from typing import Self

from vault.kernel.wire import Wire
from vault.people import views as people
from vault.people.fields import PersonText
from vault.readmodels.subscriber_overview import SubscriberOverview


class SubscriberInfo(Wire):
    subscriber_token: str
    email_address: PersonText
    given_name: PersonText
    family_name: PersonText
    phone_number_e164: PersonText
    locale: str
    contactpref_sms: bool
    contactpref_email: bool
    status: str
    external_subscriber_id: str | None

    @classmethod
    def from_overview(cls, overview: SubscriberOverview) -> Self:
        person = overview.subscriber
        known = {**people.profile_fields(overview.profile), **people.preference_fields(person)}
        return cls(**known, status=person.status, external_subscriber_id=person.external_id)


class KeyInventory(Wire):
    key_count: int
    key_count_active: int
    device_count_online: int
    device_count_offline: int

    @classmethod
    def from_overview(cls, overview: SubscriberOverview) -> Self:
        online, offline = overview.device_counts()
        return cls(
            key_count=len(overview.keys),
            key_count_active=overview.active_count,
            device_count_online=online,
            device_count_offline=offline,
        )
