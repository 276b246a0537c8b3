"""REST of RouterOS 7."""

from vault.adapters.gateway_session import GatewayFailed, GatewayFailure


class RestRouter:
    transport = "rest"


def open_rest(login, deadline, limits):
    raise GatewayFailed(GatewayFailure.PROTOCOL, "REST")
