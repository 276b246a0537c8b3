"""Templates and the operator that they are of, in answers."""

from typing import Self
from urllib.parse import urlsplit

from vault.graph.schema import Prop
from vault.kernel.locales import SUPPORTED_LOCALES, Locale
from vault.kernel.wire import Wire
from vault.notifications.facts import brand_color
from vault.notifications.own_templates import EMAIL, SMS, OwnTemplate
from vault.notifications.variables import RULES, TemplateName
from vault.operators.model import Operator
from vault.readmodels.message_templates import MessageTemplates


class _TemplateView(Wire):
    text: str
    built_in: bool
    variables: list[str]

    @classmethod
    def from_template(cls, templates: MessageTemplates, template: OwnTemplate) -> Self:
        variables = RULES[template.name].sorted_variables
        return cls.from_value(template, built_in=not templates.is_own(template), variables=variables)

    @classmethod
    def by_locale(cls, templates: MessageTemplates, channel: str) -> dict[Locale, dict[TemplateName, Self]]:
        return {
            locale: {
                name: cls.from_template(templates, template)
                for name, template in templates.in_effect(channel, locale).items()
            }
            for locale in Locale
        }


class SmsTemplateView(_TemplateView):
    pass


class EmailTemplateView(_TemplateView):
    subject: str
    html: str


class EmailTemplatesView(Wire):
    logo_png_url_email: str
    brandcolor: str
    locale_en_us: dict[TemplateName, EmailTemplateView]
    locale_es_xl: dict[TemplateName, EmailTemplateView]

    @classmethod
    def from_templates(cls, templates: MessageTemplates) -> Self:
        views = EmailTemplateView.by_locale(templates, EMAIL)
        return cls.from_value(
            logo_png_url_email=templates.operator.vertex.get(Prop.LOGO_URL, ""),
            brandcolor=brand_color(templates.operator),
            locale_en_us=views[Locale.EN_US],
            locale_es_xl=views[Locale.ES_XL],
        )


class SmsTemplatesView(Wire):
    locale_en_us: dict[TemplateName, SmsTemplateView]
    locale_es_xl: dict[TemplateName, SmsTemplateView]

    @classmethod
    def from_templates(cls, templates: MessageTemplates) -> Self:
        views = SmsTemplateView.by_locale(templates, SMS)
        return cls.from_value(locale_en_us=views[Locale.EN_US], locale_es_xl=views[Locale.ES_XL])


class OperatorAddressView(Wire):
    address_line_1: str
    address_line_2: str
    city: str
    state_province_region: str
    postal_code: str


class OperatorProfileView(Wire):
    """How an operator presents itself; `domain` is the host of its console."""

    network_operator_id: str
    operator_id: str
    network_operator_name: str
    domain: str
    email_domain: str
    url: str
    logo_png_url: str
    address: OperatorAddressView
    supported_locales: dict[str, str]

    @classmethod
    def from_operator(cls, operator: Operator) -> Self:
        vertex, host = operator.vertex, urlsplit(operator.console_origin).hostname or ""
        address = OperatorAddressView.from_value(
            address_line_1=vertex.get(Prop.ADDRESS_LINE_1, ""),
            address_line_2=vertex.get(Prop.ADDRESS_LINE_2, ""),
            city=vertex.get(Prop.CITY, ""),
            state_province_region=vertex.get(Prop.STATE, ""),
            postal_code=vertex.get(Prop.POSTAL_CODE, ""),
        )
        return cls.from_value(
            network_operator_id=operator.id,
            operator_id=operator.id,
            network_operator_name=operator.name,
            domain=host,
            email_domain=host,
            url=operator.console_origin,
            logo_png_url=vertex.get(Prop.LOGO_URL, ""),
            address=address,
            supported_locales=SUPPORTED_LOCALES,
        )
