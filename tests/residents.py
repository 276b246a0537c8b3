"""Residents for tests: keypools, units and persons of one operator, created through the endpoints."""

from typing import Any

from functions.jobs import issue_keys
from functions.networkoperatorconsole.keypools import add_keypool
from functions.subscriberconsole import list_keys
from functions.venuemgmtconsole.subscribers import add_subscriber
from tests.factories import Persona, Tenant, accept_and_sign_in, unique_name
from tests.gateway import Answer, Context, call
from vault.kernel.queue_messages import IssueKeys


def add_pool(tenant: Tenant, **fields: Any) -> str:
    """The id of a new keypool, by default for every venue; nobody gets keys of it by that."""
    body = {"SSID": unique_name("Net"), **fields}
    return str(call(add_keypool.handler, tenant.token("DomainAdministrator"), body).body["KeyPoolID"])


def move_in(made: Tenant, unit_id: str, email: str = "", /, **fields: Any) -> Answer:
    """Add a person to a unit as the operator's administrator."""
    body = {"EmailAddress": email or f"{unique_name('resident')}@homes.example", "UnitID_internal": unit_id, **fields}
    return call(add_subscriber.handler, made.token("DomainAdministrator"), body)


def add_accepted_resident(tenant: Tenant, unit_id: str, **fields: Any) -> Persona:
    """A resident who has accepted the terms, with a generated passphrase."""
    return accept_and_sign_in(tenant.operator, move_in(tenant, unit_id, **fields).body["EmailAddress"])


def keys_of(person: Persona, **fields: Any) -> dict[str, dict[str, Any]]:
    """The keys that a person sees: by KeyPoolID, then by KeyID."""
    pools = call(list_keys.handler, person.access_token, fields).body["KeysInKeyPools"]
    return {pool_id: pool["Keys"] for pool_id, pool in pools.items()}


def passphrases_seen_by(person: Persona, **fields: Any) -> list[str]:
    """The passphrases of all the keys that a person sees."""
    return [key["PSK"] for keys in keys_of(person, **fields).values() for key in keys.values()]


def run_issue_job(tenant: Tenant, pool_id: str) -> None:
    issue_keys.handler.run(Context(), IssueKeys(operator=tenant.operator.id, keypool=pool_id))
