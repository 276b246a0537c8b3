"""The API reference: the OpenAPI document, the guides of docs/api, and Swagger UI's assets from its package."""

from __future__ import annotations

import json
import mimetypes
import re
from functools import cache
from http import HTTPStatus
from importlib.util import find_spec
from pathlib import Path
from typing import TYPE_CHECKING, Any

from local import demo
from local.api.answer import Answer

if TYPE_CHECKING:
    from collections.abc import Mapping

    from markupsafe import Markup

    from vault.runtime.registry import Function

OWN_ASSETS = Path(__file__).with_name("assets")
GUIDES = Path(__file__).parents[2] / "docs/api"
ORDER = ("authentication", "errors", "idempotency", "pagination", "limits", "versions", "events", "endpoints")
"""The guides, as the pages list them."""
PATH = re.compile(r"(?<=<code>)/[\w/]+(?=</code>)")
"""Where a line may break only at a slash."""
DAY = ("cache-control", "max-age=86400")
CHECK_FIRST = ("cache-control", "no-cache")
"""For what changes with the checkout."""


def openapi(endpoints: Mapping[str, Function], credentials: Path) -> Answer:
    """The document with values of the demo data in its examples."""
    from local.example_values import load_values
    from vault.openapi import document

    handlers: list[Any] = [function.handler for function in endpoints.values()]
    content = json.dumps(document.document(handlers, values=load_values(demo.read(credentials))))
    # For this page alone: the examples have tokens.
    return Answer(HTTPStatus.OK, (("content-type", "application/json"),), content.encode())


def guides() -> dict[str, str]:
    """Return the titles of the guides by the names of their files."""
    files = [GUIDES / f"{name}.md" for name in ORDER]
    return {file.name: file.read_text(encoding="utf-8").partition("\n")[0].removeprefix("# ") for file in files}


def render_guide(name: str) -> Markup:
    """Return a guide as HTML; markup of its own is shown as text."""
    from markdown_it import MarkdownIt
    from markupsafe import Markup

    markdown = MarkdownIt("commonmark", {"html": False}).enable("table")
    html = markdown.render((GUIDES / name).read_text(encoding="utf-8"))
    return Markup(PATH.sub(lambda path: path[0].replace("/", "<wbr>/"), html))  # noqa: S704  escaped by the renderer


def asset(name: str) -> Answer | None:
    """Return a script, style or image of the pages, or None."""
    for directory, caching in ((OWN_ASSETS, CHECK_FIRST), (_swagger_ui(), DAY)):
        file = directory / name
        if "/" not in name and file.is_file():
            content_type = mimetypes.guess_type(name)[0] or "application/octet-stream"
            return Answer(HTTPStatus.OK, (("content-type", content_type), caching), file.read_bytes())
    return None


@cache
def _swagger_ui() -> Path:
    # Only the package's files are needed, not its Flask blueprint.
    package = find_spec("flask_swagger_ui")
    if package is None or package.origin is None:
        raise ModuleNotFoundError(name="flask_swagger_ui")
    return Path(package.origin).parent / "dist"
