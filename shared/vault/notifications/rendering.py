"""Rendering templates by name, locale and part; HTML is escaped."""

import datetime as dt
import functools
import pathlib
from typing import TYPE_CHECKING

from vault.graph.schema import Row
from vault.kernel.locales import Locale
from vault.kernel.templates import Template

if TYPE_CHECKING:
    from jinja2.sandbox import SandboxedEnvironment

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
def _template_environment() -> "SandboxedEnvironment":
    from jinja2 import FileSystemLoader, StrictUndefined, select_autoescape
    from jinja2.sandbox import SandboxedEnvironment

    return SandboxedEnvironment(
        loader=FileSystemLoader(TEMPLATES),
        autoescape=select_autoescape(enabled_extensions=("html",), default=False),
        undefined=StrictUndefined,
        trim_blocks=True,
        lstrip_blocks=True,
    )


def render(template: Template, locale: Locale, part: str, facts: Row) -> str:
    """A part (`subject`, `txt`, `html` or `sms`) of a template in a locale."""
    compiled = _template_environment().get_template(f"{locale}/{template}.{part}")
    context = {
        name: _format_moment(fact, locale) if isinstance(fact, dt.datetime) else fact for name, fact in facts.items()
    }
    return compiled.render(**context, locale=locale).strip() + "\n" * (part in {"txt", "html"})


def _format_moment(instant: dt.datetime, locale: Locale) -> str:
    month = MONTHS[locale][instant.month - 1]
    return DATE_FORMATS[locale].format(month=month, day=instant.day, year=instant.year, time=f"{instant:%H:%M}")
