"""Settings of an operator's brand in mails, and its own templates of mails and SMS."""

from collections.abc import Iterator
from typing import Annotated, ClassVar, cast

from pydantic import AfterValidator, Field, model_validator

from vault.callers.model import CallContext
from vault.configuration.group import Settings
from vault.configuration.setting import Changes, Setting
from vault.graph.schema import Prop
from vault.kernel.fields import REMOVE, UrlOrRemoved
from vault.kernel.locales import Locale
from vault.kernel.message_keys import Message
from vault.kernel.vocabulary import wire_name
from vault.kernel.wire import Choice, Wire
from vault.notifications import queries
from vault.notifications.own_templates import EMAIL, MAX_CHARACTERS, SMS, OwnTemplate
from vault.notifications.variables import TemplateName

MAIL_PREFIX, SMS_PREFIX = f"{wire_name('email_configuration')}.", f"{wire_name('sms_configuration')}."
TemplateText = Annotated[str, Field(max_length=MAX_CHARACTERS)]


class OwnMail(Wire):
    """A text in its place is its HTML; a space there restores the built-in mail."""

    subject: Annotated[str, Field(max_length=998)] = ""
    html: TemplateText
    text: TemplateText = ""

    @model_validator(mode="before")
    @classmethod
    def read_html(cls, body: object) -> object:
        """The HTML alone, as an object."""
        return {wire_name("html"): body} if isinstance(body, str) else body


def _drop_empty(templates: dict[TemplateName, object]) -> dict[TemplateName, object] | None:
    """Empty texts change nothing."""
    return {name: own for name, own in templates.items() if own != "" and getattr(own, "html", own) != ""} or None


def _save_mails(ctx: CallContext, changes: Changes) -> None:
    """Raises the errors of `OwnTemplate.sanitize`."""
    for locale, name, requested in _list_templates(changes, MAIL_PREFIX):
        mail = cast("OwnMail", requested)
        _save(ctx, OwnTemplate(EMAIL, locale, name, mail.subject, mail.html, mail.text))


def _save_sms(ctx: CallContext, changes: Changes) -> None:
    """Raises the errors of `OwnTemplate.sanitize`."""
    for locale, name, requested in _list_templates(changes, SMS_PREFIX):
        _save(ctx, OwnTemplate(SMS, locale, name, text=str(requested)))


def _list_templates(changes: Changes, prefix: str) -> Iterator[tuple[Locale, TemplateName, object]]:
    for locale in Locale:
        change = changes.by_name.get(prefix + locale)
        templates = cast("dict[TemplateName, object]", change.after) if change else {}
        yield from ((locale, name, requested) for name, requested in templates.items())


def _save(ctx: CallContext, own: OwnTemplate) -> None:
    if REMOVE in {own.html, own.text}:
        ctx.tx.change(queries.remove_template(ctx.operator.id, own))
    else:
        ctx.tx.change(*queries.save_template(ctx.operator.id, own.sanitize()))


SAVED_MAILS = Setting(None, Message.FIELD_REPLACED, rule=_save_mails)
SAVED_SMS = Setting(None, Message.FIELD_REPLACED, rule=_save_sms)
Mails = Annotated[dict[Choice[TemplateName], OwnMail], AfterValidator(_drop_empty)]
ShortMessages = Annotated[dict[Choice[TemplateName], TemplateText], AfterValidator(_drop_empty)]
BrandColor = Annotated[str, Field(pattern=r"^( |#[0-9A-Fa-f]{6})?$")]


class MailSettings(Settings):
    label_prefix: ClassVar[str] = MAIL_PREFIX

    logo_png_url_email: Annotated[UrlOrRemoved | None, Setting(Prop.LOGO_URL)] = None
    brandcolor: Annotated[BrandColor | None, Setting(Prop.BRAND_COLOR)] = None
    locale_en_us: Annotated[Mails | None, SAVED_MAILS] = None
    locale_es_xl: Annotated[Mails | None, SAVED_MAILS] = None


class SmsSettings(Settings):
    label_prefix: ClassVar[str] = SMS_PREFIX

    locale_en_us: Annotated[ShortMessages | None, SAVED_SMS] = None
    locale_es_xl: Annotated[ShortMessages | None, SAVED_SMS] = None
