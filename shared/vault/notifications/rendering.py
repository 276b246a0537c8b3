"""Rendering templates: the operator's own, else the built-in ones; HTML is escaped."""

import datetime as dt
import functools
import html
import pathlib
from collections.abc import Callable, Mapping
from typing import TYPE_CHECKING

from vault.kernel.locales import Locale
from vault.kernel.templates import Template
from vault.notifications import language, mail_html
from vault.notifications.own_templates import OwnTemplate
from vault.notifications.variables import Variable

if TYPE_CHECKING:
    from jinja2 import Environment

Facts = Mapping[Variable, str | dt.datetime]
TEMPLATES = pathlib.Path(__file__).with_name("templates")
MONTHS = {
    Locale.EN_US: (
        "January", "February", "March", "April", "May", "June",
        "July", "August", "September", "October", "November", "December",
    ),
    Locale.ES_XL: (
        "enero", "febrero", "marzo", "abril", "mayo", "junio",
        "julio", "agosto", "septiembre", "octubre", "noviembre", "diciembre",
    ),
}  # fmt: skip

DATE_FORMATS = {
    Locale.EN_US: "{month} {day}, {year}, {time} UTC",
    Locale.ES_XL: "{day} de {month} de {year}, {time} UTC",
}


@functools.cache
def _layout_environment() -> "Environment":
    """Puts the built-in texts together; their own tags have other brackets than the template language's."""
    from jinja2 import Environment, FileSystemLoader, StrictUndefined

    return Environment(  # noqa: S701  values are escaped when they are filled in
        loader=FileSystemLoader(TEMPLATES),
        undefined=StrictUndefined,
        block_start_string="[%",
        block_end_string="%]",
        variable_start_string="[[",
        variable_end_string="]]",
        trim_blocks=True,
        lstrip_blocks=True,
    )


@functools.cache
def read_built_in(template: Template, locale: Locale, part: str) -> str:
    """A part (`subject`, `txt`, `html` or `sms`) of a built-in template, in the template language."""
    return _layout_environment().get_template(f"{locale}/{template}.{part}").render(locale=locale).strip()


def render_subject(template: Template, locale: Locale, own: OwnTemplate | None, facts: Facts) -> str:
    """One line."""
    source = (own and own.subject) or read_built_in(template, locale, "subject")
    return " ".join(_fill(source, locale, facts, str).split())


def render_html(template: Template, locale: Locale, own: OwnTemplate | None, facts: Facts) -> str:
    if not own:
        return _fill(read_built_in(template, locale, "html"), locale, facts, html.escape) + "\n"
    page = _layout_environment().get_template("own.html").render(locale=locale, body=_own_body(own, locale, facts))
    return page.strip() + "\n"


def render_plain_text(template: Template, locale: Locale, own: OwnTemplate | None, facts: Facts) -> str:
    """An own template without a text of its own says what its HTML says."""
    if not own:
        return _fill(read_built_in(template, locale, "txt"), locale, facts, str) + "\n"
    if own.text:
        return _fill(own.text, locale, facts, str) + "\n"
    return mail_html.to_plain_text(_own_body(own, locale, facts))


def render_sms(template: Template, locale: Locale, own: OwnTemplate | None, facts: Facts) -> str:
    source = own.text if own else read_built_in(template, locale, "sms")
    return _fill(source, locale, facts, str)


def _own_body(own: OwnTemplate, locale: Locale, facts: Facts) -> str:
    """Sanitized with its values, which may stand in attributes."""
    return mail_html.sanitize_mail(_fill(own.html, locale, facts, html.escape))


def _fill(source: str, locale: Locale, facts: Facts, escape: Callable[[str], str]) -> str:
    values = {
        str(name): _format_moment(fact, locale) if isinstance(fact, dt.datetime) else fact
        for name, fact in facts.items()
    }
    return language.render(language.parse(source), values, escape)


def _format_moment(instant: dt.datetime, locale: Locale) -> str:
    month = MONTHS[locale][instant.month - 1]
    return DATE_FORMATS[locale].format(month=month, day=instant.day, year=instant.year, time=f"{instant:%H:%M}")
