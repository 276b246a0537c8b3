"""Adding RADIUS servers of an operator, and changing their secrets and settings."""

import ipaddress
import secrets
from collections.abc import Mapping, Sequence

from vault.audit import entries as audit
from vault.audit.events import AuditEvent
from vault.callers.model import SystemContext
from vault.callers.secrets import digest_machine_secret
from vault.graph.names import find_names
from vault.graph.schema import Edge, Label, Prop
from vault.graph.steps import __, new_edge, new_vertex, with_properties
from vault.kernel import ids
from vault.kernel.error_codes import ErrorCode
from vault.kernel.errors import DomainError, Kind
from vault.kernel.sanitize import sanitize_plain_text
from vault.kernel.values import value
from vault.operators.model import Operator
from vault.operators.service import get_operator
from vault.outbox import relay
from vault.radius.model import LONGEST_SESSION_SECONDS
from vault.radius.reply_attributes import PMK_ATTRIBUTES

MAX_NAME = 40
SECRET_BYTES = 32


class RadiusServerExists(DomainError):
    """A RADIUS server with this name, or with the id derived from it, already exists."""

    code = ErrorCode.RADIUS_SERVER_EXISTS


class NetworkInvalid(DomainError):
    """The text is neither an IP address nor a network, or there is none."""

    code = ErrorCode.NETWORK_INVALID
    kind = Kind.INVALID


@value
class NewRadiusServer:
    """`networks` are addresses that it may call from; `pmk_attribute` is where its controllers expect a PMK.

    `session_seconds` is the longest time for which it admits a device.
    """

    operator_id: str
    name: str
    networks: Sequence[str]
    pmk_attribute: str = PMK_ATTRIBUTES[0]
    session_seconds: int = LONGEST_SESSION_SECONDS


@value
class CreatedRadiusServer:
    """The secret is shown this once; only its digest is stored."""

    id: str
    secret: str


def add(new: NewRadiusServer, *, rotate: bool = False) -> CreatedRadiusServer:
    """Add a RADIUS server; with `rotate`, give an existing one a new secret and these settings.

    Raises OperatorNotFound, RadiusServerExists, NetworkInvalid, TextInvalid, TextTooLong, Unavailable.
    """
    operator = get_operator("id", new.operator_id)
    name, networks = sanitize_plain_text(new.name, MAX_NAME), " ".join(_parse_network(each) for each in new.networks)
    if not networks:
        raise NetworkInvalid
    choices = ids.radius_server_ids(operator.id, name)
    names = find_names(Label.RADIUS_SERVER, choices)
    existing = choices.find_alike(name, names)
    if existing and not (rotate and names[existing] == name):
        raise RadiusServerExists(server=existing)
    server_id = existing or choices.choose(names)
    created = CreatedRadiusServer(server_id, secrets.token_urlsafe(SECRET_BYTES))
    properties: dict[str, str | int] = {
        Prop.SOURCE_IPS_ALLOWED: networks,
        Prop.SECRET: digest_machine_secret(operator, server_id, created.secret),
        Prop.PMK_ATTRIBUTE: new.pmk_attribute,
        Prop.SESSION_SECONDS: new.session_seconds,
    }
    _write_server(operator, server_id, name, properties, is_new=not existing)
    return created


def _parse_network(text: str) -> str:
    try:
        return str(ipaddress.ip_network(text.strip()))
    except ValueError:
        raise NetworkInvalid from None


def _write_server(
    operator: Operator, server_id: str, name: str, properties: Mapping[str, object], *, is_new: bool
) -> None:
    ctx = SystemContext("vault_onboarding", operator)
    if not is_new:
        ctx.tx.change(with_properties(__.V(server_id), **properties))
    else:
        tie = (operator.id, Edge.HAS_RADIUS_SERVER, server_id)
        ctx.tx.claim(server_id, RadiusServerExists(server=server_id))
        ctx.tx.change(
            new_vertex(Label.RADIUS_SERVER, server_id, **{Prop.NAME: name}, **properties),
            new_edge(*tie, ids.edge_id(*tie)),
        )
    event = AuditEvent.RADIUS_SERVER_ADDED if is_new else AuditEvent.RADIUS_SERVER_CHANGED
    audit.record(ctx, event, server=server_id, addresses=properties[Prop.SOURCE_IPS_ALLOWED])
    relay.commit_and_publish(ctx.tx)
