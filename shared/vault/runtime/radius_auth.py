"""Authenticate RADIUS servers by HTTP Basic (RFC 7617), with the server's id and its secret."""

import base64
import binascii
from collections.abc import Mapping, Sequence
from dataclasses import field

from vault.callers.model import CallContext, RadiusServer, RequestInfo
from vault.callers.secrets import digest_machine_secret
from vault.graph.schema import Row
from vault.kernel.error_codes import ErrorCode
from vault.kernel.errors import DomainError, Kind
from vault.kernel.sealing import equals_in_constant_time
from vault.kernel.values import value
from vault.limits import service as limits
from vault.operators import service as tenants
from vault.operators.model import Operator, OperatorNotFound

MAX_CHARACTERS = 1024
REFUSAL: Mapping[str, object] = {"reply:Reply-Message": {"op": ":=", "do_xlat": False, "value": "Access denied."}}
"""What FreeRADIUS sends to an access point whose request is rejected, whatever the reason."""


class ServerRefused(DomainError):
    """No RADIUS server has this id and secret; the caller is not told which of them is wrong."""

    code = ErrorCode.SERVER_REFUSED
    kind = Kind.UNAUTHENTICATED


@value
class RadiusCredentials:
    server_id: str
    secret: str = field(repr=False)


def parse_credentials(authorization: str) -> RadiusCredentials:
    """Raises ServerRefused."""
    scheme, _, encoded = authorization.partition(" ")
    if scheme.lower() != "basic" or len(encoded) > MAX_CHARACTERS:
        raise ServerRefused
    try:
        server_id, colon, secret = base64.b64decode(encoded.strip(), validate=True).decode().partition(":")
    except (binascii.Error, ValueError):
        raise ServerRefused from None
    if not (server_id and colon and server_id.isprintable()):
        raise ServerRefused
    return RadiusCredentials(server_id, secret)


def find_server_operator(credentials: RadiusCredentials) -> Operator:
    """Raises ServerRefused, Unavailable."""
    try:
        return tenants.get_operator("radius_server", credentials.server_id)
    except OperatorNotFound:
        raise ServerRefused from None


def authenticate_server(credentials: RadiusCredentials, rows: Sequence[Row], request: RequestInfo) -> RadiusServer:
    """Raises ServerRefused, TooManyRequests, Unavailable."""
    if not rows:
        raise ServerRefused
    server = RadiusServer.from_row(rows[0])
    ctx = CallContext(None, server.home_operator, request, server=server)
    limits.check_radius_secret(ctx)
    if not equals_in_constant_time(
        server.secret_digest, digest_machine_secret(server.home_operator, server.id, credentials.secret)
    ):
        limits.count_wrong_radius_secret(ctx)
        raise ServerRefused
    return server
