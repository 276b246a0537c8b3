"""Settings of how an operator's mails and SMS are sent: its own mail server, the sender of its SMS."""

from typing import Annotated, ClassVar, Literal

from pydantic import Field, WithJsonSchema, model_validator

from vault.adapters.outgoing import check_address, rules
from vault.callers.model import CallContext
from vault.configuration.group import Settings
from vault.configuration.notifications import NotificationSettings
from vault.configuration.setting import OPERATOR_CONSOLE, Assignment, Changes, MaskedSecret, Setting
from vault.configuration.webhooks import SIGNING_SECRET, RotateWebhookSecret, WebhookEvents, WebhookUrl
from vault.graph.schema import Prop
from vault.kernel.constrained_text import constrained_text
from vault.kernel.contact import EmailAddressInvalid, PhoneNumberInvalid, normalize_email, normalize_phone_number
from vault.kernel.errors import FieldInvalid, FieldMissing
from vault.kernel.fields import REMOVE, Line40OrRemoved, Line256OrRemoved, Secret256
from vault.kernel.message_keys import Message
from vault.kernel.messages import LocalizedText, text
from vault.kernel.outgoing_addresses import LOOPBACK, AddressProfile, parse_literal
from vault.kernel.vocabulary import wire_name

MAIL_PORTS = frozenset({25, 465, 587, 2525})
MAX_PORT = 65_535
UNENCRYPTED = "none"
"""For a mail server on the same machine."""
MAIL_SECURITY = ("starttls", "tls", UNENCRYPTED)
NEEDED_OF_SERVER = {
    Prop.SMTP_HOST: "smtp_host",
    Prop.SMTP_PORT: "smtp_port",
    Prop.SMTP_SECURITY: "smtp_security",
    Prop.SMTP_FROM: "from_address",
}


def _check_host(assignment: Assignment) -> LocalizedText | None:
    """Raises AddressRefused."""
    host = str(assignment.value)
    if assignment.is_removal or check_address(AddressProfile.INTERNET, host, assignment.wire_name):
        return None
    return text(Message.HOST_UNRESOLVED, field=assignment.label)


def _check_mail_server(ctx: CallContext, changes: Changes) -> None:  # noqa: ARG001  as a rule is called
    """A server is set as a whole, or not at all. Raises FieldMissing, FieldInvalid."""
    after = {prop: changes.value_after(prop) for prop in NEEDED_OF_SERVER}
    if not any(after.values()):
        return
    for prop, name in NEEDED_OF_SERVER.items():
        if not after[prop]:
            raise FieldMissing(field=wire_name(name))
    is_local = rules().allows_loopback and parse_literal(str(after[Prop.SMTP_HOST])) == LOOPBACK
    if not is_local and after[Prop.SMTP_PORT] not in MAIL_PORTS:
        raise FieldInvalid(field=wire_name("smtp_port"))
    if not is_local and after[Prop.SMTP_SECURITY] == UNENCRYPTED:
        raise FieldInvalid(field=wire_name("smtp_security"))


def _server_setting(prop: str, *, secret: MaskedSecret | None = None) -> Setting:
    return Setting(prop, rule=_check_mail_server, secret=secret, shown_on=OPERATOR_CONSOLE)


def _check_security(text: str) -> str:
    if text not in {"", REMOVE, *MAIL_SECURITY}:
        raise FieldInvalid
    return text


MailPort = Annotated[
    Annotated[int, Field(ge=1, le=MAX_PORT)] | Literal[" "],
    WithJsonSchema({"type": "integer", "minimum": 1, "maximum": MAX_PORT}),
]
MailSecurity = Annotated[str, *constrained_text(_check_security, enum=["", REMOVE, *MAIL_SECURITY])]
RemovableEmail = Annotated[
    str,
    *constrained_text(
        lambda text: REMOVE if text.isspace() else normalize_email(text), EmailAddressInvalid, maxLength=320
    ),
]
RemovableNumber = Annotated[
    str,
    *constrained_text(
        lambda text: REMOVE if text.isspace() else normalize_phone_number(text, None), PhoneNumberInvalid, maxLength=40
    ),
]
SenderId = Annotated[str, Field(pattern=r"^( |[A-Za-z0-9][A-Za-z0-9 ]{0,10})$")]
"""As mobile networks show it in place of a number."""


class MailServerSettings(Settings):
    """The operator's own mail server. A space in place of the object removes it."""

    label_prefix: ClassVar[str] = "SMTP."

    smtp_host: Annotated[
        Line256OrRemoved | None,
        Setting(Prop.SMTP_HOST, check=_check_host, rule=_check_mail_server, shown_on=OPERATOR_CONSOLE),
    ] = None
    smtp_port: Annotated[MailPort | None, _server_setting(Prop.SMTP_PORT)] = None
    smtp_security: Annotated[MailSecurity | None, _server_setting(Prop.SMTP_SECURITY)] = None
    smtp_username: Annotated[Line256OrRemoved | None, _server_setting(Prop.SMTP_USERNAME)] = None
    smtp_password: Annotated[Secret256 | None, _server_setting(Prop.SMTP_PASSWORD, secret=MaskedSecret())] = None
    from_address: Annotated[RemovableEmail | None, _server_setting(Prop.SMTP_FROM)] = None
    from_name: Annotated[Line40OrRemoved | None, _server_setting(Prop.SMTP_FROM_NAME)] = None
    reply_to: Annotated[RemovableEmail | None, _server_setting(Prop.SMTP_REPLY_TO)] = None

    @model_validator(mode="before")
    @classmethod
    def expand_removal(cls, body: object) -> object:
        """A space removes each setting."""
        return {wire_name(name): REMOVE for name in cls.model_fields} if body == REMOVE else body


class SmsSenderSettings(Settings):
    label_prefix: ClassVar[str] = "SMS."

    sender_id: Annotated[SenderId | None, Setting(Prop.SMS_SENDER_ID, shown_on=OPERATOR_CONSOLE)] = None
    origination_number: Annotated[
        RemovableNumber | None, Setting(Prop.SMS_ORIGINATION_NUMBER, shown_on=OPERATOR_CONSOLE)
    ] = None


class OperatorNotificationSettings(NotificationSettings):
    webhook_url: WebhookUrl = None
    webhook_events: WebhookEvents = None
    rotate_webhook_secret: RotateWebhookSecret = None
    smtp: MailServerSettings | None = None
    sms: SmsSenderSettings | None = None


class OperatorNotificationsView(OperatorNotificationSettings):
    """In answers; the signing secret is masked."""

    webhook_signing_secret: Annotated[str | None, SIGNING_SECRET] = None
