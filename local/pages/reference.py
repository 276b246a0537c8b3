"""The API reference: the OpenAPI document, and Swagger UI's assets from its package."""

from __future__ import annotations

import json
import mimetypes
from functools import cache
from http import HTTPStatus
from importlib.util import find_spec
from pathlib import Path
from typing import TYPE_CHECKING, Any

from local import demo
from local.api.answer import Answer

if TYPE_CHECKING:
    from collections.abc import Mapping

    from vault.runtime.registry import Function

OWN_ASSETS = Path(__file__).with_name("assets")
DAY = ("cache-control", "max-age=86400")


def openapi(endpoints: Mapping[str, Function], credentials: Path) -> Answer:
    """The document with values of the demo data in its examples."""
    from local.example_values import load_values
    from vault.openapi import document

    handlers: list[Any] = [function.handler for function in endpoints.values()]
    content = json.dumps(document.document(handlers, values=load_values(demo.read(credentials))))
    # For this page alone: the examples have tokens.
    return Answer(HTTPStatus.OK, (("content-type", "application/json"),), content.encode())


def asset(name: str) -> Answer | None:
    """Return a script, style or image of the pages, or None."""
    for directory in (OWN_ASSETS, _swagger_ui()):
        file = directory / name
        if "/" not in name and file.is_file():
            content_type = mimetypes.guess_type(name)[0] or "application/octet-stream"
            return Answer(HTTPStatus.OK, (("content-type", content_type), DAY), file.read_bytes())
    return None


@cache
def _swagger_ui() -> Path:
    # Only the package's files are needed, not its Flask blueprint.
    package = find_spec("flask_swagger_ui")
    if package is None or package.origin is None:
        raise ModuleNotFoundError(name="flask_swagger_ui")
    return Path(package.origin).parent / "dist"
