"""What a new password by resetKey does to sessions, and to other resets meanwhile."""

from concurrent.futures import ThreadPoolExecutor
from contextlib import suppress
from typing import Any

import pytest

from functions.subscriberconsole import (
    confirm_reset_console_password,
    list_keys,
    logout,
    refresh_access_token,
    reset_key,
)
from functions.subscriberconsole import login as login_endpoint
from tests.factories import PASSWORD, Persona, Tenant, World, create_tenant, unique_name
from tests.faults.harness import Killed, inject_faults
from tests.gateway import Answer, call
from tests.pending_residents import call_without_token, set_person
from tests.request_bodies.scene import CODE
from tests.resets import add_custom_key, key_ids, signs_in
from tests.resets import reset_key as reset
from tests.residents import add_accepted_resident, add_pool, passphrases_seen_by
from vault.adapters import cognito, redis
from vault.graph.connection import Conflict
from vault.graph.transaction import Transaction
from vault.kernel.errors import Unavailable
from vault.keys.model import PasswordCollides
from vault.operators.service import get_keyring
from vault.people import codes as person_codes

Tokens = dict[str, str]


@pytest.fixture(scope="module")
def own_operator(world: World) -> Tenant:
    """An operator of this module, with a keypool."""
    assert world
    made = create_tenant(unique_name("Reset"))
    add_pool(made)
    return made


@pytest.fixture
def person(own_operator: Tenant) -> Persona:
    """A resident with a key."""
    return add_accepted_resident(own_operator, own_operator.units[0])


def log_in(tenant: Tenant, person: Persona, password: str) -> Tokens:
    answer = call_without_token(login_endpoint.handler, tenant, {"EmailAddress": person.email, "Password": password})
    return dict(answer.body["AuthenticationResult"])


def reset_by(tokens: Tokens, passphrase: str) -> Answer:
    """Reset the only key in a session of its holder."""
    token = tokens["AccessToken"]
    pools = call(list_keys.handler, token).body["KeysInKeyPools"].values()
    (key_id,) = (key_id for pool in pools for key_id in pool["Keys"])
    return call(reset_key.handler, token, {"CurrentKeyID": key_id, "NewKey": passphrase})


def refresh(tenant: Tenant, tokens: Tokens) -> Answer:
    body = {"RefreshToken": tokens["RefreshToken"], "VenueID": tenant.venues[0].id}
    return call(refresh_access_token.handler, tokens["AccessToken"], body)


def test_every_other_session_ends_at_once(own_operator: Tenant, person: Persona) -> None:
    thief, owner = (log_in(own_operator, person, PASSWORD) for _ in range(2))

    reset_by(owner, unique_name("New-key-"))

    assert call(list_keys.handler, thief["AccessToken"]).code == "TokenInvalid"
    assert refresh(own_operator, thief).code == "TokenInvalid"
    assert call(list_keys.handler, owner["AccessToken"]).status == 200


def test_the_callers_own_session_is_not_renewed(own_operator: Tenant, person: Persona) -> None:
    owner = log_in(own_operator, person, PASSWORD)

    reset_by(owner, unique_name("New-key-"))

    assert refresh(own_operator, owner).code == "SignInRefused"


def test_a_second_reset_spares_the_same_session_again(own_operator: Tenant, person: Persona) -> None:
    owner = log_in(own_operator, person, PASSWORD)

    answers = [reset_by(owner, unique_name("New-key-")) for _ in range(2)]

    assert [answer.status for answer in answers] == [200, 200]
    assert call(list_keys.handler, owner["AccessToken"]).status == 200


def test_another_sessions_reset_ends_the_one_that_was_spared(own_operator: Tenant, person: Persona) -> None:
    first, chosen = log_in(own_operator, person, PASSWORD), unique_name("New-key-")
    reset_by(first, chosen)
    second = log_in(own_operator, person, chosen)

    reset_by(second, unique_name("New-key-"))

    tokens = (first["AccessToken"], second["AccessToken"])
    assert [call(list_keys.handler, token).status for token in tokens] == [401, 200]


def test_a_sign_out_ends_the_session_that_a_reset_spared(own_operator: Tenant, person: Persona) -> None:
    owner = log_in(own_operator, person, PASSWORD)
    reset_by(owner, unique_name("New-key-"))

    call(logout.handler, owner["AccessToken"], {"VenueID": own_operator.venues[0].id})

    assert call(list_keys.handler, owner["AccessToken"]).code == "TokenInvalid"


def test_a_key_that_is_not_the_password_ends_no_session(own_operator: Tenant, person: Persona) -> None:
    key_id, _ = add_custom_key(own_operator, person)
    elsewhere = log_in(own_operator, person, PASSWORD)

    reset(person, key_id, NewKey=unique_name("Changed-"))

    assert call(list_keys.handler, elsewhere["AccessToken"]).status == 200


def test_a_reset_that_changes_nothing_ends_no_session(own_operator: Tenant, person: Persona) -> None:
    chosen = unique_name("New-key-")
    reset(person, NewKey=chosen)
    elsewhere = log_in(own_operator, person, chosen)

    reset(person, NewKey=chosen)

    assert call(list_keys.handler, elsewhere["AccessToken"]).status == 200


def test_a_change_of_mind_need_not_wait(own_operator: Tenant, person: Persona) -> None:
    chosen = [unique_name("New-key-") for _ in range(3)]

    answers = [reset(person, NewKey=passphrase) for passphrase in chosen]

    assert [answer.status for answer in answers] == [200] * 3
    assert signs_in(own_operator, person, chosen[-1])


@pytest.mark.parametrize("error", [Unavailable(service="graph"), PasswordCollides()])
def test_a_reset_that_is_given_up_holds_nobody_off(
    person: Persona, monkeypatch: pytest.MonkeyPatch, error: Exception
) -> None:
    with monkeypatch.context() as patch:
        patch.setattr("vault.sessions.key_reset.keys.switch_passphrase", failing(error))
        assert reset(person, NewKey=unique_name("Given-up-")).status >= 400

    answer = reset(person, NewKey=unique_name("New-key-"))

    assert answer.status == 200


def failing(error: Exception) -> object:
    def fail(*_: object) -> None:
        raise error

    return fail


def test_a_reset_that_starts_again_after_a_conflict_still_holds_others_off(
    person: Persona, monkeypatch: pytest.MonkeyPatch
) -> None:
    codes, commit = [], Transaction.commit

    def conflict_once(_tx: Transaction) -> None:
        monkeypatch.setattr(Transaction, "commit", commit)
        codes.append(reset(person, NewKey=unique_name("Meanwhile-")).code)
        raise Conflict

    key_id, chosen = key_ids(person)[0], unique_name("New-key-")
    monkeypatch.setattr(Transaction, "commit", conflict_once)

    answer = reset(person, key_id, NewKey=chosen)

    assert (answer.status, codes) == (200, ["TooManyRequests"])
    assert passphrases_seen_by(person) == [chosen]


def test_a_code_sets_no_other_password_meanwhile(
    own_operator: Tenant, person: Persona, monkeypatch: pytest.MonkeyPatch
) -> None:
    chosen, codes = unique_name("New-key-"), []
    key_id, set_password = key_ids(person)[0], cognito.set_password
    send_code(own_operator, person)

    def set_password_after_other(*arguments: Any) -> None:
        monkeypatch.setattr(cognito, "set_password", set_password)
        codes.append(confirm(own_operator, person, unique_name("Meanwhile-")).code)
        set_password(*arguments)

    monkeypatch.setattr(cognito, "set_password", set_password_after_other)

    answer = reset(person, key_id, NewKey=chosen)

    assert (answer.status, codes) == (200, ["TooManyRequests"])
    assert passphrases_seen_by(person) == [chosen]
    assert confirm(own_operator, person, unique_name("Later-")).status == 200


def send_code(tenant: Tenant, person: Persona) -> None:
    """Give a person the reset code CODE."""
    sent = person_codes.seal_code(get_keyring(tenant.operator), person.token, person_codes.RESET_CODE, CODE)
    set_person(person.token, **sent)


def confirm(tenant: Tenant, person: Persona, password: str) -> Answer:
    body = {"AccessToken": "", "SubscriberToken": person.token, "OTP": CODE, "NewPassword": password}
    return call_without_token(confirm_reset_console_password.handler, tenant, body)


def test_a_killed_reset_holds_others_off_and_is_completed_by_the_same_one(
    own_operator: Tenant, person: Persona
) -> None:
    key_id = key_ids(person)[0]
    with inject_faults() as clean:
        reset(person, key_id, NewKey=unique_name("New-key-"))
    codes = set()

    for point in range(clean.points_passed):
        chosen = unique_name("New-key-")
        with inject_faults(point), suppress(Killed):
            reset(person, key_id, NewKey=chosen)
        codes.add(reset(person, key_id, NewKey=unique_name("Other-key-")).code)
        assert reset(person, key_id, NewKey=chosen).status == 200
        assert signs_in(own_operator, person, chosen), f"killed at fault point {point}"
        redis.client().flushdb()

    assert codes == {"", "TooManyRequests"}
    assert passphrases_seen_by(person) == [chosen]


def test_resets_at_once_leave_one_password(own_operator: Tenant, person: Persona) -> None:
    key_id, chosen = key_ids(person)[0], [unique_name("New-key-") for _ in range(4)]

    with ThreadPoolExecutor(4) as threads:
        list(threads.map(lambda passphrase: reset(person, key_id, NewKey=passphrase), chosen))

    (passphrase,) = passphrases_seen_by(person)
    assert signs_in(own_operator, person, passphrase)
