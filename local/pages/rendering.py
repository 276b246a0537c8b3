"""HTML pages from templates."""

from __future__ import annotations

import re
from functools import cache
from http import HTTPStatus
from typing import TYPE_CHECKING

from local.api.answer import Answer

if TYPE_CHECKING:
    from jinja2 import Environment
    from markupsafe import Markup

BETWEEN_PARTS = re.compile(r"(?<=[._@/-])(?=.)")
"""Where a long id or address may be broken into lines."""


def html(template: str, policy: str, **values: object) -> Answer:
    """Render a template with its values; the policy is the page's Content-Security-Policy."""
    content = _templates().get_template(template).render(**values)
    headers = (("content-type", "text/html; charset=utf-8"), ("content-security-policy", policy))
    return Answer(HTTPStatus.OK, headers, content.encode())


def _breakable(text: object) -> Markup:
    from markupsafe import Markup, escape

    return Markup("<wbr>").join(escape(part) for part in BETWEEN_PARTS.split(str(text)))


@cache
def _templates() -> Environment:
    from jinja2 import Environment, PackageLoader, StrictUndefined

    templates = Environment(
        loader=PackageLoader("local.pages"), autoescape=True, undefined=StrictUndefined, trim_blocks=True
    )
    templates.filters["breakable"] = _breakable
    return templates
