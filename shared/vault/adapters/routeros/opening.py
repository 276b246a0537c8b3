"""Sign in to a MikroTik: by its API or by REST, which no documented field says."""

from dataclasses import replace

from vault.adapters.device_connection import Deadline, connect
from vault.adapters.gateway_session import GatewayFailed, GatewayLogin, GatewaySession
from vault.adapters.routeros.api import LOGIN_SECONDS, ApiRouter
from vault.adapters.routeros.rest import RestRouter, open_rest
from vault.adapters.routeros.router import Router
from vault.adapters.routeros.session import MikroTikSession
from vault.adapters.systems import Limits

_API_PORTS = {8728: False, 8729: True}
"""With whether they are of TLS, whatever the documented field says."""
_SILENCE_SECONDS = 3.0


class _NoApi(GatewayFailed):
    """What listens has said nothing in the API's protocol; `fingerprint` is of its certificate."""

    def __init__(self, failure: GatewayFailed, fingerprint: str) -> None:
        self.fingerprint = fingerprint
        super().__init__(failure.failure, failure.words)


def open_mikrotik(login: GatewayLogin, limits: Limits) -> GatewaySession:
    """Raises GatewayFailed."""
    return MikroTikSession(_open_router(login, Deadline.after(limits.total_seconds), limits), login.port)


def _open_router(login: GatewayLogin, deadline: Deadline, limits: Limits) -> Router:
    if login.is_before_6_43 or login.port in _API_PORTS or login.transport == ApiRouter.transport:
        return _open_api(login, deadline, limits, LOGIN_SECONDS)
    if login.transport == RestRouter.transport:
        return open_rest(login, deadline, limits)
    try:
        return _open_api(login, deadline, limits, _SILENCE_SECONDS)
    except _NoApi as failure:
        return open_rest(replace(login, fingerprint=failure.fingerprint), deadline, limits)


def _open_api(login: GatewayLogin, deadline: Deadline, limits: Limits, seconds: float) -> ApiRouter:
    is_tls = _API_PORTS.get(login.port, login.is_tls)
    connection = connect(login, deadline.remaining(limits.connect_seconds), is_tls=is_tls)
    router = ApiRouter(connection, login, deadline, limits)
    try:
        router.log_in(seconds)
    except GatewayFailed as failure:
        router.close()
        if router.has_answered:
            raise
        raise _NoApi(failure, connection.fingerprint) from None
    return router
