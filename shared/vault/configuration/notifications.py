"""Settings of what subscribers are sent, and of reports about subscriptions that end."""

from typing import Annotated

from pydantic import Field

from vault.configuration.group import Settings
from vault.configuration.setting import Setting
from vault.graph.schema import Prop
from vault.kernel.message_keys import Message


def _switch(prop: str, *, default: bool) -> Setting:
    return Setting(prop, Message.FIELD_SWITCHED, is_inherited=True, default=default)


def _hours(prop: str) -> Setting:
    return Setting(prop, Message.FIELD_SWITCHED, is_inherited=True, default=0)


ReportHours = Annotated[int, Field(ge=0, le=720)]


class NotificationSettings(Settings):
    """The countdown is how many hours before its start a subscription is welcomed; 0: at once."""

    welcome_email_countdown_hours: Annotated[
        Annotated[int, Field(ge=0, le=169)] | None, _hours(Prop.WELCOME_EMAIL_COUNTDOWN)
    ] = None
    suppress_subscriber_emails: Annotated[bool | None, _switch(Prop.SUBSCRIBER_EMAILS_SUPPRESSED, default=False)] = None
    send_subscription_added_email: Annotated[bool | None, _switch(Prop.SUBSCRIPTION_ADDED_EMAIL, default=True)] = None
    send_subscription_end_email: Annotated[bool | None, _switch(Prop.SUBSCRIPTION_END_EMAIL, default=True)] = None
    suppress_subscriber_sms: Annotated[bool | None, _switch(Prop.SUBSCRIBER_SMS_SUPPRESSED, default=False)] = None


class ReportingSettings(Settings):
    reporting_lookahead_hours: Annotated[ReportHours | None, _hours(Prop.REPORT_LOOKAHEAD_HOURS)] = None
    reporting_frequency_hours: Annotated[ReportHours | None, _hours(Prop.REPORT_FREQUENCY_HOURS)] = None
