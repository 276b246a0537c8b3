"""An operator's own templates: checked when they are saved, by rendering them with sample values."""

from typing import Self

from vault.graph.schema import Prop, Row
from vault.kernel.error_codes import ErrorCode
from vault.kernel.errors import DomainError, Kind
from vault.kernel.locales import Locale
from vault.kernel.sanitize import TextTooLong
from vault.kernel.values import value
from vault.notifications import language, mail_html
from vault.notifications.language import TemplateFault
from vault.notifications.sms_length import count_sms_parts
from vault.notifications.variables import RULES, SAMPLES, TemplateName, Variable

MAX_CHARACTERS = 100_000
MAX_SMS_PARTS = 3
EMAIL, SMS = "email", "sms"
ALWAYS_THERE = frozenset({Variable.BRAND_COLOR, Variable.CONSOLE_URL, Variable.NETWORK_OPERATOR_NAME})
"""Of the variables that no template is required to have."""


class TemplateSyntaxInvalid(DomainError):
    """A text has something in braces that the template language does not know, or where it may not stand."""

    code = ErrorCode.TEMPLATE_SYNTAX_INVALID
    kind = Kind.INVALID


class TemplateVariableUnknown(DomainError):
    code = ErrorCode.TEMPLATE_VARIABLE_UNKNOWN
    kind = Kind.INVALID


class TemplateVariableMissing(DomainError):
    """A text lacks the code that it exists for, or shows it only if something else is known."""

    code = ErrorCode.TEMPLATE_VARIABLE_MISSING
    kind = Kind.INVALID


class SmsTooLong(DomainError):
    code = ErrorCode.SMS_TOO_LONG
    kind = Kind.INVALID


TEMPLATE_ERRORS = (
    SmsTooLong,
    TemplateSyntaxInvalid,
    TemplateVariableMissing,
    TemplateVariableUnknown,
)


@value
class OwnTemplate:
    """A mail has HTML, perhaps a subject and a text; an SMS has a text alone."""

    channel: str
    locale: Locale
    name: TemplateName
    subject: str = ""
    html: str = ""
    text: str = ""

    @classmethod
    def from_vertex(cls, vertex: Row) -> Self:
        return cls(
            channel=vertex[Prop.KIND],
            locale=Locale(vertex[Prop.LOCALE]),
            name=TemplateName(vertex[Prop.NAME]),
            subject=vertex.get(Prop.SUBJECT, ""),
            html=vertex.get(Prop.HTML, ""),
            text=vertex.get(Prop.TEXT, ""),
        )

    @property
    def place(self) -> tuple[str, Locale, TemplateName]:
        """An operator has one template at most for each."""
        return self.channel, self.locale, self.name

    def sanitize(self) -> "OwnTemplate":
        """The template as it is stored.

        Raises TextTooLong, TemplateSyntaxInvalid, TemplateVariableUnknown, TemplateVariableMissing, SmsTooLong.
        """
        _check_sizes(self.subject, self.html, self.text)
        try:
            sanitized = mail_html.sanitize_template(self.html) if self.html else ""
        except TemplateFault as fault:
            raise self._refuse_syntax(fault) from None
        _check_sizes(sanitized)
        template = OwnTemplate(self.channel, self.locale, self.name, self.subject, sanitized, self.text)
        template.check()
        return template

    def check(self) -> None:
        """Raises TemplateSyntaxInvalid, TemplateVariableUnknown, TemplateVariableMissing, SmsTooLong."""
        for source in filter(None, (self.subject, self.html, self.text)):
            self._check_variables(source)
        for body in filter(None, (self.html, self.text)):
            self._check_required(body)
        if self.channel == SMS:
            self._check_length()

    def _parse(self, source: str) -> list[language.TemplatePart]:
        try:
            return language.parse(source)
        except TemplateFault as fault:
            raise self._refuse_syntax(fault) from None

    def _check_variables(self, source: str) -> None:
        known = RULES[self.name].variables
        for part in self._parse(source):
            if part.kind in {language.PartKind.VARIABLE, language.PartKind.CONDITION} and part.text not in known:
                raise TemplateVariableUnknown(**self._data, line=part.line, variable=part.text)

    def _check_required(self, body: str) -> None:
        required = RULES[self.name].required
        if required:
            values = {str(name): SAMPLES[name] for name in ALWAYS_THERE | {required}}
            if SAMPLES[required] not in language.render(self._parse(body), values, str):
                raise TemplateVariableMissing(**self._data, variable=required)

    def _check_length(self) -> None:
        values = {str(name): sample for name, sample in SAMPLES.items()}
        parts = count_sms_parts(language.render(self._parse(self.text), values, str))
        if parts > MAX_SMS_PARTS:
            raise SmsTooLong(**self._data, parts=parts, most=MAX_SMS_PARTS)

    def _refuse_syntax(self, fault: TemplateFault) -> TemplateSyntaxInvalid:
        return TemplateSyntaxInvalid(**self._data, line=fault.line)

    @property
    def _data(self) -> dict[str, object]:
        available = ", ".join(RULES[self.name].sorted_variables)
        return {"template": self.name, "locale": self.locale, "available": available}


def _check_sizes(*sources: str) -> None:
    """Raises TextTooLong; a text may become longer when elements are closed that were left open."""
    if any(len(source) > MAX_CHARACTERS for source in sources):
        raise TextTooLong(most=MAX_CHARACTERS)
