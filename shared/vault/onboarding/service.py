"""Setting up an operator or the provider: user pool, keys, console, and the first administrator."""

import json
import secrets
from collections.abc import Mapping
from dataclasses import replace

from vault.adapters import cognito_pools, jwks, kms_data_keys
from vault.adapters.aws import region_of
from vault.audit import entries as audit
from vault.audit.events import AuditEvent
from vault.callers.model import SystemContext
from vault.graph.connection import execute
from vault.graph.identifiers import new_identifier
from vault.graph.schema import Label, Prop
from vault.graph.steps import T, __, new_vertex
from vault.kernel import ids
from vault.kernel.contact import normalize_email
from vault.kernel.error_codes import ErrorCode
from vault.kernel.errors import DomainError
from vault.kernel.hosts import normalize_origin
from vault.kernel.permissions import Role
from vault.kernel.sealing import seal
from vault.kernel.time import epoch_ms, now
from vault.kernel.values import value
from vault.operators.model import Operator
from vault.operators.service import associated_data, unwrap_data_key
from vault.outbox import relay
from vault.people import queries as people
from vault.people.model import NewPerson
from vault.staff import queries as staff_queries
from vault.staff import service as staff
from vault.staff.model import StaffMember

PROVIDER_ID = "_V3PROVIDER_"


class OperatorExists(DomainError):
    """An operator with this name and address already exists, or another one has the console's URL."""

    code = ErrorCode.OPERATOR_EXISTS


@value
class NewOperator:
    """An operator to be set up; the provider has no address."""

    name: str
    email: str
    origin: str
    address: ids.IdAddress | None = None

    @property
    def id(self) -> str:
        return ids.operator_ids(self.address, self.name).plain if self.address else PROVIDER_ID


def provide_operator(new_operator: NewOperator) -> Operator:
    """Create or find an operator and its administrator.

    Raises OperatorExists, EmailAddressInvalid, ConsoleOriginInvalid, Unavailable.
    """
    email = normalize_email(new_operator.email)
    new_operator = replace(new_operator, origin=normalize_origin(new_operator.origin))
    operator = _find_and_update_operator(new_operator) or _create_operator(new_operator)
    ctx = SystemContext("vault_onboarding", operator)
    role = Role.DOMAIN_ADMINISTRATOR if new_operator.address else Role.NETWORK_SOFTWARE_PROVIDER
    new = NewPerson(email=email)
    staff.enable(ctx, _find_member(operator, email), new, staff.Post(role, operator.id))
    relay.commit_and_publish(ctx.tx)
    return operator


def _find_and_update_operator(new_operator: NewOperator) -> Operator | None:
    """The operator, if there is one, its user pool with the settings of this version. Raises OperatorExists."""
    operator = _find_operator(new_operator)
    if operator is None:
        return None
    if operator.console_origin != new_operator.origin:
        raise OperatorExists(operator=new_operator.id)
    cognito_pools.update_pool(operator.user_pool_id)
    return operator


def _find_operator(new_operator: NewOperator) -> Operator | None:
    """One that was added before letters were transliterated has the former id of its name."""
    choices = ids.operator_ids(new_operator.address, new_operator.name) if new_operator.address else (PROVIDER_ID,)
    for row in execute(__.V(*choices).element_map()):
        if row[T.id] == new_operator.id or ids.fold_name(row[Prop.NAME]) == ids.fold_name(new_operator.name):
            return Operator.from_row(row)
    return None


def _find_member(operator: Operator, email: str) -> StaffMember | None:
    rows = execute(staff_queries.view(people.by_email(email, lambda: operator)))
    return StaffMember.from_row(rows[0]) if rows else None


def _create_operator(new_operator: NewOperator) -> Operator:
    label = Label.OPERATOR if new_operator.address else Label.PROVIDER
    pool = cognito_pools.provide_pool(new_operator.id)
    wrapped = kms_data_keys.generate_data_key(new_operator.id)
    data_key = unwrap_data_key(new_operator.id, wrapped)
    secret = seal(data_key, pool.client_secret.encode(), associated_data(new_operator.id, Prop.CLIENT_SECRET))
    index_key = seal(data_key, secrets.token_bytes(32), associated_data(new_operator.id, Prop.INDEX_KEY))
    issuer = f"https://cognito-idp.{region_of('cognito-idp')}.amazonaws.com/{pool.id}"
    properties = {
        Prop.NAME: new_operator.name,
        **(_seat_properties(new_operator.address) if new_operator.address else {}),
        Prop.ISSUER: issuer,
        Prop.SIGNING_KEYS: json.dumps(jwks.fetch(issuer)),
        Prop.USER_POOL_ID: pool.id,
        Prop.CLIENT_ID: pool.client_id,
        Prop.CLIENT_SECRET: secret,
        Prop.DATA_KEY: wrapped,
        Prop.INDEX_KEY: index_key,
        Prop.CONSOLE_ORIGIN: new_operator.origin,
        Prop.ADDED_AT: epoch_ms(now()),
    }
    operator = Operator.from_row(
        {T.id: new_operator.id, T.label: label, **{k: v for k, v in properties.items() if v is not None}}
    )
    _write_operator(operator, label, properties)
    return operator


def _seat_properties(seat: ids.IdAddress) -> dict[str, str]:
    return {
        Prop.CITY: seat.city,
        Prop.COUNTRY: seat.country,
        Prop.POSTAL_CODE: seat.postal_code,
        Prop.STATE: seat.state,
    }


def _write_operator(operator: Operator, label: str, properties: Mapping[str, object]) -> None:
    ctx = SystemContext("vault_onboarding", operator)
    origin = ids.origin_id(operator.console_origin)
    for vertex_id in (operator.id, origin):
        ctx.tx.claim(vertex_id, OperatorExists(operator=operator.id))
    ctx.tx.change(
        new_vertex(label, operator.id, **properties),
        *new_identifier(Label.ORIGIN, origin, operator.id),
    )
    audit.record(ctx, AuditEvent.OPERATOR_ADDED, name=operator.name)
    relay.commit_and_publish(ctx.tx)
