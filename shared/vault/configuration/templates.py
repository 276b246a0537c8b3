"""Settings of an operator's brand in mails, and its own templates of mails and SMS."""

from collections.abc import Iterator
from typing import Annotated, ClassVar, cast

from pydantic import BeforeValidator, Field, model_validator

from vault.callers.model import CallContext
from vault.configuration.group import Settings
from vault.configuration.model import ConfiguredOperator, as_operator
from vault.configuration.setting import Changes, Configured, Setting
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


def _drop_empty(templates: object) -> object:
    """Templates without those that are null or empty, which change nothing."""
    if not isinstance(templates, dict):
        return templates
    html = wire_name("html")
    texts = {name: own.get(html, own) if isinstance(own, dict) else own for name, own in templates.items()}
    return {name: own for name, own in templates.items() if texts[name] not in (None, "")}


def _own_templates(locale: Locale, requested: object) -> Iterator[OwnTemplate]:
    for name, own in cast("dict[TemplateName, OwnMail | str]", requested).items():
        if isinstance(own, OwnMail):
            yield OwnTemplate(EMAIL, locale, name, own.subject, own.html, own.text)
        else:
            yield OwnTemplate(SMS, locale, name, text=own)


def _is_removal(own: OwnTemplate) -> bool:
    return REMOVE in {own.html, own.text}


def _save_templates(ctx: CallContext, changes: Changes) -> None:
    """Raises the errors of `OwnTemplate.sanitize`."""
    for locale in Locale:
        for prefix in (MAIL_PREFIX, SMS_PREFIX):
            change = changes.by_name.get(prefix + locale)
            for own in _own_templates(locale, change.after if change else {}):
                _save(ctx, own)


def _save(ctx: CallContext, own: OwnTemplate) -> None:
    if _is_removal(own):
        ctx.tx.change(queries.remove_template(ctx.operator.id, own))
    else:
        ctx.tx.change(*queries.save_template(ctx.operator.id, own.sanitize()))


def _templates(locale: Locale) -> Setting:
    def are_saved(operator: Configured, requested: object) -> bool:
        return all(_is_saved(as_operator(operator), own) for own in _own_templates(locale, requested))

    return Setting(None, Message.FIELD_REPLACED, rule=_save_templates, is_fulfilled=are_saved)


def _is_saved(operator: ConfiguredOperator, own: OwnTemplate) -> bool:
    """Raises the errors of `OwnTemplate.sanitize`."""
    if _is_removal(own):
        return all(own.place != saved.place for saved in operator.templates)
    return own.sanitize() in operator.templates


Mails = Annotated[dict[Choice[TemplateName], OwnMail], BeforeValidator(_drop_empty)]
ShortMessages = Annotated[dict[Choice[TemplateName], TemplateText], BeforeValidator(_drop_empty)]
BrandColor = Annotated[str, Field(pattern=r"^( |#[0-9A-Fa-f]{6})?$")]


class MailSettings(Settings):
    label_prefix: ClassVar[str] = MAIL_PREFIX

    logo_png_url_email: Annotated[UrlOrRemoved | None, Setting(Prop.LOGO_URL)] = None
    brandcolor: Annotated[BrandColor | None, Setting(Prop.BRAND_COLOR)] = None
    locale_en_us: Annotated[Mails | None, _templates(Locale.EN_US)] = None
    locale_es_xl: Annotated[Mails | None, _templates(Locale.ES_XL)] = None


class SmsSettings(Settings):
    label_prefix: ClassVar[str] = SMS_PREFIX

    locale_en_us: Annotated[ShortMessages | None, _templates(Locale.EN_US)] = None
    locale_es_xl: Annotated[ShortMessages | None, _templates(Locale.ES_XL)] = None
