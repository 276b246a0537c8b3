"""The door of the local AWS: it lets in who knows the secret, which is the first part of the endpoint's path."""

from __future__ import annotations

import hmac
import json
from typing import TYPE_CHECKING

from local import border

if TYPE_CHECKING:
    from collections.abc import Iterable
    from wsgiref.types import StartResponse, WSGIApplication, WSGIEnvironment


class Front:
    """A WSGI application: refuses what comes from a browser or without the secret, and passes on the rest.

    The secret is in the path, since boto3 signs no calls that carry an access token.
    """

    def __init__(self, application: WSGIApplication, secret: str) -> None:
        self._application = application
        self._prefix = f"/{secret}"

    def __call__(self, environ: WSGIEnvironment, start_response: StartResponse) -> Iterable[bytes]:
        """Answer one request."""
        first, path = environ["PATH_INFO"][: len(self._prefix)], environ["PATH_INFO"][len(self._prefix) :]
        is_known = hmac.compare_digest(first.encode(), self._prefix.encode()) and path[:1] in {"", "/"}
        if not is_known or "HTTP_ORIGIN" in environ or not border.names_this_machine(environ):
            start_response("403 Forbidden", [("content-type", "application/json")])
            return [json.dumps({"message": "The endpoint of the local AWS has a secret in its path."}).encode()]
        raw = str(environ.get("RAW_URI", "")).removeprefix(self._prefix)
        return self._application(
            {**environ, "PATH_INFO": path or "/", "RAW_URI": raw, "REQUEST_URI": raw}, start_response
        )
