"""A new operator, or the provider: pool, keys, console, and the first administrator."""

import json
import secrets
from collections.abc import Mapping

from vault.adapters import cognito, jwks, kms
from vault.adapters.aws import region_of
from vault.audit import carrier
from vault.audit import entries as audit
from vault.audit.events import AuditEvent
from vault.callers.model import SystemContext
from vault.graph.connection import answer
from vault.graph.schema import Edge, Label, Prop
from vault.graph.steps import T, __, new_edge, new_vertex
from vault.kernel import ids
from vault.kernel.contact import email_address
from vault.kernel.error_codes import ErrorCode
from vault.kernel.errors import DomainError
from vault.kernel.permissions import Role
from vault.kernel.sealing import seal
from vault.kernel.time import epoch_ms, now
from vault.kernel.values import value
from vault.operators.model import Operator
from vault.operators.service import bound
from vault.people import queries as people
from vault.people.model import NewPerson, Subscriber
from vault.staff import service as staff

PROVIDER_ID = "_V3PROVIDER_"


class OperatorExists(DomainError):
    """An operator with this name and place is there already, or its console's URL is another's."""

    code = ErrorCode.OPERATOR_EXISTS


@value
class Newcomer:
    """An operator to be; the provider has no place."""

    name: str
    email: str
    origin: str
    site: ids.Site | None = None

    @property
    def id(self) -> str:
        """The id that it will have."""
        return ids.place_id(self.site, self.name) if self.site else PROVIDER_ID


def welcome(newcomer: Newcomer) -> Operator:
    """Make the operator, or find it where it is there, and its first administrator.

    The administrator gets a mail with a temporary password. Raises OperatorExists, EmailAddressInvalid, Unavailable.
    """
    email = email_address(newcomer.email)
    operator = found(newcomer.id) or made(newcomer)
    if operator.console_origin != newcomer.origin:
        raise OperatorExists(operator=newcomer.id)
    ctx = SystemContext("vault_onboarding", operator)
    role = Role.DOMAIN_ADMINISTRATOR if newcomer.site else Role.NETWORK_SOFTWARE_PROVIDER
    new = NewPerson(email=email)
    staff.enable(ctx, known(operator, email), new, staff.Post(role, operator.id))
    carrier.written(ctx.tx)
    return operator


def found(operator_id: str) -> Operator | None:
    """The operator with this id, if it is there."""
    rows = answer(__.V(operator_id).element_map())
    return Operator.of(rows[0]) if rows else None


def known(operator: Operator, email: str) -> Subscriber | None:
    """The person of the operator with this address."""
    rows = answer(people.view(people.by_email(email, lambda: operator)))
    return Subscriber.of(rows[0]) if rows else None


def made(newcomer: Newcomer) -> Operator:
    """A new operator with a pool and keys of its own. Raises OperatorExists, Unavailable."""
    label = Label.OPERATOR if newcomer.site else Label.PROVIDER
    pool = cognito.provide_pool(newcomer.id)
    wrapped = kms.generate_data_key(newcomer.id)
    data_key = kms.decrypt_data_key(wrapped, newcomer.id)
    secret = seal(data_key, pool.client_secret.encode(), bound(newcomer.id, Prop.CLIENT_SECRET))
    index_key = seal(data_key, secrets.token_bytes(32), bound(newcomer.id, Prop.INDEX_KEY))
    issuer = f"https://cognito-idp.{region_of('cognito-idp')}.amazonaws.com/{pool.id}"
    properties = {
        Prop.NAME: newcomer.name,
        Prop.COUNTRY: newcomer.site.country if newcomer.site else None,
        Prop.ISSUER: issuer,
        Prop.SIGNING_KEYS: json.dumps(jwks.fetch(issuer)),
        Prop.USER_POOL_ID: pool.id,
        Prop.CLIENT_ID: pool.client_id,
        Prop.CLIENT_SECRET: secret,
        Prop.DATA_KEY: wrapped,
        Prop.INDEX_KEY: index_key,
        Prop.CONSOLE_ORIGIN: newcomer.origin,
        Prop.ADDED_AT: epoch_ms(now()),
    }
    operator = Operator.of(
        {T.id: newcomer.id, T.label: label, **{k: v for k, v in properties.items() if v is not None}}
    )
    write(operator, label, properties)
    return operator


def write(operator: Operator, label: str, properties: Mapping[str, object]) -> None:
    """The operator and its console in the graph. Raises OperatorExists, Unavailable."""
    ctx = SystemContext("vault_onboarding", operator)
    origin = ids.origin_id(operator.console_origin)
    for vertex_id in (operator.id, origin):
        ctx.tx.claim(vertex_id, OperatorExists(operator=operator.id))
    ctx.tx.change(
        new_vertex(label, operator.id, **properties),
        new_vertex(Label.ORIGIN, origin),
        new_edge(origin, Edge.IDENTIFIES, operator.id, ids.edge_id(origin, Edge.IDENTIFIES, operator.id)),
    )
    audit.record(ctx, AuditEvent.OPERATOR_ADDED, name=operator.name)
    carrier.written(ctx.tx)
