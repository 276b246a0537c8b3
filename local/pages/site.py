"""The paths of the local pages."""

from __future__ import annotations

import mimetypes
from functools import cache
from http import HTTPStatus
from typing import TYPE_CHECKING, Any
from urllib.parse import quote

from local import demo
from local.api.answer import Answer, json_answer
from local.pages import cloud, log, mails, reference

if TYPE_CHECKING:
    from collections.abc import Callable
    from pathlib import Path

    from jinja2 import Environment

    from local.system import System
    from vault.runtime.registry import Functions

NO_SCRIPT = (
    "default-src 'none'; style-src 'self' 'unsafe-inline'; img-src 'self' data:; frame-src 'self'; form-action 'none'"
)
# A mail program shows images that came with the mail and follows nothing else.
MAIL_ONLY = "sandbox; default-src 'none'; style-src 'unsafe-inline'; img-src data:"
OWN_SCRIPTS = "default-src 'self'; style-src 'self' 'unsafe-inline'; img-src 'self' data:; worker-src 'self' blob:"


def pages(functions: Functions, system: System, credentials: Path) -> Callable[[str], Answer | None]:
    """Return the function that answers a path outside the API, or returns None for an unknown path."""
    exact: dict[str, Callable[[], Answer]] = {
        "/": lambda: _redirect("/_local/"),
        "/health": lambda: json_answer(HTTPStatus.OK, _health(system)),
        "/openapi.json": lambda: reference.openapi(functions.endpoints, credentials),
        "/docs": lambda: _html("docs.html", OWN_SCRIPTS, guides=reference.guides()),
        "/docs/": lambda: _redirect("/docs"),
        "/_local": lambda: _redirect("/_local/"),
        "/_local/": lambda: _overview(system, credentials),
        "/_local/people": lambda: json_answer(HTTPStatus.OK, demo.read(credentials)),
        "/_local/mail": lambda: json_answer(HTTPStatus.OK, [mail.as_json() for mail in mails.newest(system.mails)]),
        "/_local/sms": lambda: json_answer(HTTPStatus.OK, cloud.messages_sent()),
        "/_local/queue": lambda: json_answer(HTTPStatus.OK, cloud.queues()),
        "/_local/log": lambda: json_answer(HTTPStatus.OK, log.newest()),
    }

    def page(path: str) -> Answer | None:
        if path in exact:
            return exact[path]()
        if path.startswith("/docs/"):
            return part_of_reference(path.removeprefix("/docs/"))
        return _mail_page(system, path.removeprefix("/_local/mail/")) if path.startswith("/_local/mail/") else None

    return page


def part_of_reference(name: str) -> Answer | None:
    guides = reference.guides()
    if name in guides:
        return _html("guide.html", NO_SCRIPT, guides=guides, name=name, content=reference.render_guide(name))
    return reference.asset(name)


def _overview(system: System, credentials: Path) -> Answer:
    return _html(
        "inspection.html",
        NO_SCRIPT,
        demo=demo.read(credentials),
        mails=mails.newest(system.mails),
        messages=cloud.messages_sent(),
        queues=cloud.queues(),
        entries=log.newest(),
    )


def _mail_page(system: System, rest: str) -> Answer | None:
    """Answer MAIL/html (its HTML body, sandboxed) and MAIL/NUMBER (an attachment, as a download)."""
    mail_id, _, part = rest.partition("/")
    mail = mails.find(system.mails, mail_id)
    if mail and part == "html" and mail.html is not None:
        headers = (("content-type", "text/html; charset=utf-8"), ("content-security-policy", MAIL_ONLY))
        return Answer(HTTPStatus.OK, headers, mail.html.encode())
    if mail and part.isdecimal() and int(part) < len(mail.attachments):
        return _download(mail.attachments[int(part)])
    return None


def _download(attachment: mails.Attachment) -> Answer:
    known = mimetypes.guess_extension(attachment.content_type)
    headers = (
        ("content-type", attachment.content_type if known else "application/octet-stream"),
        ("content-disposition", f"attachment; filename*=UTF-8''{quote(attachment.name, safe='')}"),
        ("x-content-type-options", "nosniff"),
    )
    return Answer(HTTPStatus.OK, headers, attachment.content)


def _health(system: System) -> dict[str, Any]:
    running = {service.name: service.process.poll() is None for service in system.services}
    return {"status": "ok" if all(running.values()) else "degraded", "services": running}


def _html(template: str, policy: str, **values: object) -> Answer:
    content = _templates().get_template(template).render(**values)
    headers = (("content-type", "text/html; charset=utf-8"), ("content-security-policy", policy))
    return Answer(HTTPStatus.OK, headers, content.encode())


def _redirect(path: str) -> Answer:
    return Answer(HTTPStatus.FOUND, (("location", path),), b"")


@cache
def _templates() -> Environment:
    from jinja2 import Environment, PackageLoader, StrictUndefined

    return Environment(
        loader=PackageLoader("local.pages"), autoescape=True, undefined=StrictUndefined, trim_blocks=True
    )
