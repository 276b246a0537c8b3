"""Gateways of venues: open a session in the way of their maker."""

from collections.abc import Callable, Mapping

from vault.adapters.gateway_session import GatewayLogin, GatewaySession, Maker
from vault.adapters.systems import Limits, Service

SYSTEM = Service.GATEWAYS.value


def open_session(login: GatewayLogin, limits: Limits = SYSTEM.limits) -> GatewaySession:
    """Connect and sign in. The session ends `limits.total_seconds` after this call. Raises GatewayFailed."""
    return _openers()[login.maker](login, limits)


def _openers() -> Mapping[Maker, Callable[[GatewayLogin, Limits], GatewaySession]]:
    from vault.adapters.nomadix import open_nomadix
    from vault.adapters.peplink import open_peplink
    from vault.adapters.routeros.opening import open_mikrotik

    return {Maker.MIKROTIK: open_mikrotik, Maker.NOMADIX: open_nomadix, Maker.PEPLINK: open_peplink}
