"""Setting a password for a person with keys, killed at each fault point, is completed by the same password."""

from collections import Counter
from collections.abc import Callable
from contextlib import suppress

import pytest

from functions.jobs import sweep_outbox
from functions.subscriberconsole import accept_t_and_c, confirm_reset_console_password
from tests.factories import Tenant, World, accept_and_sign_in, create_tenant, unique_name
from tests.faults.harness import Killed, graph_counts, graph_diff, inject_faults
from tests.gateway import Answer, Context
from tests.pending_residents import add_resident_with_key, call_without_token, events_of, passphrases_of_person
from tests.request_bodies.scene import CODE
from vault.adapters import cognito
from vault.graph.connection import execute
from vault.graph.steps import __, with_properties
from vault.kernel.ids import subscriber_id
from vault.operators.service import get_keyring, get_user_pool
from vault.outbox import relay
from vault.people import codes

Attempt = Callable[[str], Answer]
Starting = Callable[[Tenant], tuple[str, Attempt]]
SPENT = {"Code refused"}
"""A retry after the commit is refused because its code is used, and leaves this log entry."""


@pytest.fixture(scope="module")
def own_operator(world: World) -> Tenant:
    assert world
    return create_tenant(unique_name("Keyed"))


@pytest.fixture(autouse=True)
def _swept_at_once(monkeypatch: pytest.MonkeyPatch) -> None:
    """Let the sweeper publish outbox records of any age."""
    monkeypatch.setattr(relay, "SWEPT_AFTER_MS", -1_000)
    sweep_outbox.handler({}, Context())


def accepting(tenant: Tenant) -> tuple[str, Attempt]:
    """A person with keys who accepts the terms."""
    person = add_resident_with_key(tenant)
    proof = {"EmailAddress": person.email, "TemporaryPassword": person.temporary_password}
    return person.token, lambda chosen: call_without_token(
        accept_t_and_c.handler, tenant, {**proof, "NewPassword": chosen}
    )


def resetting(tenant: Tenant) -> tuple[str, Attempt]:
    """A person with keys who has a reset code."""
    token = accept_and_sign_in(tenant.operator, add_resident_with_key(tenant).email).token
    sent = codes.seal_code(get_keyring(tenant.operator), token, codes.RESET_CODE, CODE)
    execute(with_properties(__.V(subscriber_id(token)), **sent))
    proof = {"AccessToken": "", "SubscriberToken": token, "OTP": CODE}
    return token, lambda chosen: call_without_token(
        confirm_reset_console_password.handler, tenant, {**proof, "NewPassword": chosen}
    )


@pytest.mark.parametrize("starting", [accepting, resetting])
def test_a_password_is_set_once_and_whole(own_operator: Tenant, starting: Starting) -> None:
    run(own_operator, starting, None)
    points, clean = run(own_operator, starting, None)

    for point in range(points):
        _, left = run(own_operator, starting, point)
        assert left == clean, f"killed at fault point {point} of {points}"


def run(tenant: Tenant, starting: Starting, point: int | None) -> tuple[int, dict[str, Counter[str]]]:
    """The number of fault points of a call, and the changes of it and its retry, after sweeping."""
    token, attempt = starting(tenant)
    chosen, before, response = unique_name("chosen-Password-"), graph_counts(), Counter(events_of(token))
    with inject_faults(point) as injector, suppress(Killed):
        attempt(chosen)
    if injector.is_killed:
        attempt(chosen)
    sweep_outbox.handler({}, Context())
    assert passphrases_of_person(tenant, token) == {chosen}
    assert cognito.sign_in(get_user_pool(tenant.operator), token, chosen)
    grown = {name: number for name, number in graph_diff(before).items() if not name.startswith("log")}
    events = {name: number for name, number in (Counter(events_of(token)) - response).items() if name not in SPENT}
    return injector.points_passed, {"graph": Counter(grown), "log": Counter(events)}
