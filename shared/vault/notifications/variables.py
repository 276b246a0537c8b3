"""What templates may say: the variables of each, with sample values."""

import enum
from collections.abc import Collection, Mapping
from typing import Self

from vault.kernel.templates import Template
from vault.kernel.values import value


class Variable(enum.StrEnum):
    """A fact by the name that templates have for it."""

    AMOUNT = "Amount"
    BRAND_COLOR = "brandcolor"
    CONSOLE_URL = "ConsoleURL"
    EMAIL_ADDRESS = "EmailAddress"
    EXPIRES_AT = "ExpiresAt"
    FAMILY_NAME = "FamilyName"
    GIVEN_NAME = "GivenName"
    INVOICE_DATE = "InvoiceDate"
    LOGO_URL = "LogoPNGURL"
    NETWORK_OPERATOR_NAME = "NetworkOperatorName"
    RECEIPT_URL = "ReceiptURL"
    RESET_CODE = "ResetCode"
    ROLE = "Role"
    SUPPORT_EMAIL_ADDRESS = "SupportEmailAddress"
    SUPPORT_PHONE_NUMBER = "SupportPhoneNumber"
    TEMPORARY_PASSWORD = "TemporaryPassword"  # noqa: S105  a name
    UNIT_BUILDING = "UnitBuilding"
    UNIT_ID = "UnitID"
    VENUE_ADDRESS = "VenueAddress"
    VENUE_NAME = "VenueName"


SAMPLES: Mapping[Variable, str] = {
    Variable.AMOUNT: "1,234,567.89 USD",
    Variable.BRAND_COLOR: "#1d4ed8",
    Variable.CONSOLE_URL: "https://console.network-operator.example",
    Variable.EMAIL_ADDRESS: "maria.fernandez-rodriguez@residents.example",
    Variable.EXPIRES_AT: "30 de septiembre de 2026, 23:59 UTC",
    Variable.FAMILY_NAME: "Fernandez Rodriguez de la Vega",
    Variable.GIVEN_NAME: "Maria de los Angeles",
    Variable.INVOICE_DATE: "30 de septiembre de 2026",
    Variable.LOGO_URL: "https://network-operator.example/images/logo.png",
    Variable.NETWORK_OPERATOR_NAME: "Metropolitan Wireless Networks",
    Variable.RECEIPT_URL: "https://console.network-operator.example/receipts/2026-09-30-000123",
    Variable.RESET_CODE: "BCDFGHJK",
    Variable.ROLE: "DomainAdministrator",
    Variable.SUPPORT_EMAIL_ADDRESS: "support@network-operator.example",
    Variable.SUPPORT_PHONE_NUMBER: "+13055550100",
    Variable.TEMPORARY_PASSWORD: "bCdFgHjK2345",
    Variable.UNIT_BUILDING: "North Tower",
    Variable.UNIT_ID: "Apartment 1204",
    Variable.VENUE_ADDRESS: "1200 Harbor Boulevard, Suite 100, Fort Lauderdale, FL 33316",
    Variable.VENUE_NAME: "Harbor Point Residences",
}
"""Long values, by which the length of an SMS is counted."""
OF_EVERYBODY = (
    Variable.BRAND_COLOR,
    Variable.CONSOLE_URL,
    Variable.EMAIL_ADDRESS,
    Variable.FAMILY_NAME,
    Variable.GIVEN_NAME,
    Variable.LOGO_URL,
    Variable.NETWORK_OPERATOR_NAME,
    Variable.SUPPORT_EMAIL_ADDRESS,
    Variable.SUPPORT_PHONE_NUMBER,
)
OF_VENUE = (Variable.VENUE_ADDRESS, Variable.VENUE_NAME)
OF_UNIT = (Variable.UNIT_BUILDING, Variable.UNIT_ID, *OF_VENUE)


@value
class TemplateRules:
    """`sent` is what VAULT sends by it; None for what is not sent yet. `required` has to be in each of its texts."""

    sent: Template | None
    variables: frozenset[Variable]
    required: Variable | None = None

    @classmethod
    def create(cls, sent: Template | None, more: Collection[Variable], required: Variable | None = None) -> Self:
        return cls(sent, frozenset({*OF_EVERYBODY, *more, *([required] if required else [])}), required)

    @property
    def sorted_variables(self) -> list[str]:
        return sorted(self.variables, key=str.lower)


class TemplateName(enum.StrEnum):
    """A template by the name that operators have for it."""

    ADMINISTRATOR = "Administrator"
    NEW_SUBSCRIBER = "NewSubscriber"
    PASSWORD_CHANGED = "PasswordChanged"  # noqa: S105  a name
    PASSWORD_RESET = "PasswordReset"  # noqa: S105  a name
    PAYMENT_CONFIRMATION = "PaymentConfirmation"
    PHONE_CODE = "PhoneCode"
    STAFF_ACCESS_REMOVED = "StaffAccessRemoved"

    @classmethod
    def _missing_(cls, value: object) -> "TemplateName | None":
        return ALIASES.get(str(value))


ALIASES: Mapping[str, TemplateName] = {
    "WelcomeEmail": TemplateName.NEW_SUBSCRIBER,
    "PasswordResetEmail": TemplateName.PASSWORD_RESET,
    "PaymentConfirmationEmail": TemplateName.PAYMENT_CONFIRMATION,
}
RULES: Mapping[TemplateName, TemplateRules] = {
    TemplateName.ADMINISTRATOR: TemplateRules.create(Template.STAFF_ACCESS, (*OF_VENUE, Variable.ROLE)),
    TemplateName.NEW_SUBSCRIBER: TemplateRules.create(
        Template.WELCOME, (*OF_UNIT, Variable.EXPIRES_AT), required=Variable.TEMPORARY_PASSWORD
    ),
    TemplateName.PASSWORD_CHANGED: TemplateRules.create(Template.PASSWORD_CHANGED, ()),
    TemplateName.PASSWORD_RESET: TemplateRules.create(
        Template.PASSWORD_RESET, (Variable.EXPIRES_AT,), required=Variable.RESET_CODE
    ),
    TemplateName.PAYMENT_CONFIRMATION: TemplateRules.create(
        None, (*OF_VENUE, Variable.AMOUNT, Variable.INVOICE_DATE, Variable.RECEIPT_URL)
    ),
    TemplateName.PHONE_CODE: TemplateRules.create(
        Template.PHONE_CODE, (Variable.EXPIRES_AT,), required=Variable.RESET_CODE
    ),
    TemplateName.STAFF_ACCESS_REMOVED: TemplateRules.create(Template.STAFF_ACCESS_REMOVED, (*OF_VENUE, Variable.ROLE)),
}
NAMES: Mapping[Template, TemplateName] = {rules.sent: name for name, rules in RULES.items() if rules.sent}
