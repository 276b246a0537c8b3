"""The WSGI application: the API below its stage, and the local pages."""

from __future__ import annotations

from http import HTTPStatus
from typing import TYPE_CHECKING

from local import border
from local.api import gateway
from local.api.answer import message, refuse
from local.api.page_request import PageRequest

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Mapping
    from wsgiref.types import StartResponse, WSGIApplication, WSGIEnvironment

    from local.api.answer import Answer
    from vault.runtime.registry import Function

    Page = Callable[[PageRequest], Answer | None]


def build_application(stage: str, endpoints: Mapping[str, Function], page: Page) -> WSGIApplication:
    """Return the application; `page` answers a request outside the stage, or returns None for an unknown path."""

    def serve(environ: WSGIEnvironment, start_response: StartResponse) -> Iterable[bytes]:
        path = environ["PATH_INFO"]
        if not border.names_this_machine(environ):
            return refuse("The Host is not 127.0.0.1 or localhost.").send(start_response)
        if path.startswith(f"/{stage}/"):
            return gateway.answer(environ, stage, endpoints).send(start_response)
        if border.comes_from_another_site(environ):
            return refuse("The Origin is another site's.").send(start_response)
        if border.comes_from_another_user(environ):
            return refuse("Another user of this machine started the system.").send(start_response)
        answer = page(PageRequest.from_environ(environ))
        return (answer or message(HTTPStatus.NOT_FOUND)).send(start_response)

    return serve
