"""Resets of keys by their holders, and their effects."""

from typing import Any

from functions.networkoperatorconsole.subscribers import add_key
from functions.subscriberconsole.reset_key import handler
from tests.factories import Persona, Tenant, unique_name
from tests.gateway import Answer, call
from tests.radius_client import all_candidates
from tests.residents import keys_of
from vault.adapters import cognito
from vault.graph.connection import execute
from vault.graph.schema import Label
from vault.graph.steps import __
from vault.kernel.errors import SignInRefused
from vault.operators.service import get_user_pool
from vault.wifi.pmk import derive_pmk


def key_ids(person: Persona) -> list[str]:
    """The KeyIDs of a person, grouped by keypool."""
    return [key_id for pool_keys in keys_of(person).values() for key_id in pool_keys]


def reset_key(person: Persona, key_id: str = "", **fields: Any) -> Answer:
    """Reset the given key of a person, or else their first."""
    return call(handler, person.access_token, {"CurrentKeyID": key_id or key_ids(person)[0], **fields})


def add_custom_key(own_operator: Tenant, person: Persona) -> tuple[str, str]:
    """The id and passphrase of a key that staff chose for a person, on both keypools."""
    passphrase = unique_name("Given-whole-")
    body = {"SubscriberToken": person.token, "VenueID": own_operator.venues[0].id, "NewKey": passphrase}
    assert call(add_key.handler, own_operator.token("DomainAdministrator"), body).status == 200
    shown = {key_id: key["PSK"] for pool_keys in keys_of(person).values() for key_id, key in pool_keys.items()}
    return next(key_id for key_id, psk in shown.items() if psk == passphrase), passphrase


def signs_in(own_operator: Tenant, person: Persona, password: str) -> bool:
    """Whether the password is accepted at login."""
    try:
        return bool(cognito.sign_in(get_user_pool(own_operator.operator), person.token, password))
    except SignInRefused:
        return False


def recognized_pmks(own_operator: Tenant, person: Persona) -> set[bytes]:
    """The PMKs by which the person's devices are recognized."""
    return {
        dict(all_candidates(own_operator, pool_id))[key_id]
        for pool_id, pool_keys in keys_of(person).items()
        for key_id in pool_keys
    }


def expected_pmks(person: Persona, passphrase: str) -> set[bytes]:
    """The PMKs of a passphrase for the SSIDs of a person's keypools."""
    ssids = [pool_id.split("._V3SSID.")[1].removesuffix(".global") for pool_id in keys_of(person)]
    return {derive_pmk(passphrase, ssid) for ssid in ssids}


def count_psks() -> int:
    return int(execute(__.V().has_label(Label.PSK).count())[0])
