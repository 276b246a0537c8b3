"""The paths of the local pages."""

from __future__ import annotations

from http import HTTPStatus
from typing import TYPE_CHECKING, Any

from local.api.answer import Answer, json_answer, refuse_method
from local.api.page_request import READS
from local.pages import controls, inspection, reference
from local.pages.rendering import html

if TYPE_CHECKING:
    from collections.abc import Callable
    from pathlib import Path

    from local.api.page_request import PageRequest
    from local.system import System
    from vault.runtime.registry import Functions

OWN_SCRIPTS = "default-src 'self'; style-src 'self' 'unsafe-inline'; img-src 'self' data:; worker-src 'self' blob:"
NO_SCRIPT = (
    "default-src 'none'; style-src 'self' 'unsafe-inline'; img-src 'self' data:; frame-src 'self'; form-action 'none'"
)


def pages(functions: Functions, system: System, credentials: Path) -> Callable[[PageRequest], Answer | None]:
    """Return the function that answers a path outside the API, or returns None for an unknown path."""
    exact: dict[str, Callable[[], Answer]] = {
        "/": lambda: _redirect("/_local/"),
        "/health": lambda: json_answer(HTTPStatus.OK, _health(system)),
        "/openapi.json": lambda: reference.openapi(functions.endpoints, credentials),
        "/docs": lambda: html("docs.html", OWN_SCRIPTS, guides=reference.guides()),
        "/docs/": lambda: _redirect("/docs"),
        "/_local": lambda: _redirect("/_local/"),
    }

    def page(request: PageRequest) -> Answer | None:
        if control := controls.answer(request, functions):
            return control
        if request.path.startswith(inspection.ROOT):
            return inspection.answer_below_root(request, system.mails, credentials, functions.left_out)
        if request.method not in READS:
            return refuse_method(READS)
        if request.path in exact:
            return exact[request.path]()
        is_part = request.path.startswith("/docs/")
        return part_of_reference(request.path.removeprefix("/docs/")) if is_part else None

    return page


def part_of_reference(name: str) -> Answer | None:
    guides = reference.guides()
    if name in guides:
        return html("guide.html", NO_SCRIPT, guides=guides, name=name, content=reference.render_guide(name))
    return reference.asset(name)


def _health(system: System) -> dict[str, Any]:
    running = {service.name: service.process.poll() is None for service in system.services}
    return {"status": "ok" if all(running.values()) else "degraded", "services": running}


def _redirect(path: str) -> Answer:
    return Answer(HTTPStatus.FOUND, (("location", path),), b"")
