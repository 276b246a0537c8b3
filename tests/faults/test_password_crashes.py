"""A password set for somebody who has keys, killed at each of its fault points: the same password completes it."""

from collections import Counter
from collections.abc import Callable
from contextlib import suppress

import pytest

from functions.jobs import sweep_outbox
from functions.subscriberconsole import accept_t_and_c, confirm_reset_console_password
from tests.bodies import CODE
from tests.faults.harness import Killed, census, growth, haunted
from tests.gateway import Answer, Context
from tests.newcomers import add_resident_with_key, events_of, key_texts, public
from tests.world import Tenant, World, fresh, signed_in, tenant
from vault.adapters import cognito
from vault.audit import carrier
from vault.graph.connection import answer
from vault.graph.steps import __, with_properties
from vault.kernel.ids import subscriber_id
from vault.operators.service import keyring, pool
from vault.people import codes

Attempt = Callable[[str], Answer]
Starting = Callable[[Tenant], tuple[str, Attempt]]
SPENT = {"Code refused"}
"""A retry after the commit is told that its code is used, and leaves this."""


@pytest.fixture(scope="module")
def estate(world: World) -> Tenant:
    """An operator of these tests' own."""
    assert world
    return tenant(fresh("Keyed"))


@pytest.fixture(autouse=True)
def _swept_at_once(monkeypatch: pytest.MonkeyPatch) -> None:
    """The sweeper finds parcels of any age."""
    monkeypatch.setattr(carrier, "SWEPT_AFTER_MS", -1_000)
    sweep_outbox.handler({}, Context())


def accepting(made: Tenant) -> tuple[str, Attempt]:
    """Somebody with keys who accepts the terms."""
    person = add_resident_with_key(made)
    proof = {"EmailAddress": person.email, "TemporaryPassword": person.temporary_password}
    return person.token, lambda chosen: public(accept_t_and_c.handler, made, {**proof, "NewPassword": chosen})


def resetting(made: Tenant) -> tuple[str, Attempt]:
    """Somebody with keys who has a reset code."""
    token = signed_in(made.operator, add_resident_with_key(made).email).token
    sent = codes.sealed(keyring(made.operator), token, codes.RESET_CODE, CODE)
    answer(with_properties(__.V(subscriber_id(token)), **sent))
    proof = {"AccessToken": "", "SubscriberToken": token, "OTP": CODE}
    return token, lambda chosen: public(confirm_reset_console_password.handler, made, {**proof, "NewPassword": chosen})


@pytest.mark.parametrize("starting", [accepting, resetting])
def test_a_password_is_set_once_and_whole(estate: Tenant, starting: Starting) -> None:
    run(estate, starting, None)
    points, clean = run(estate, starting, None)

    for point in range(points):
        _, left = run(estate, starting, point)
        assert left == clean, f"killed at fault point {point} of {points}"


def run(made: Tenant, starting: Starting, point: int | None) -> tuple[int, dict[str, Counter[str]]]:
    """How many fault points a call passes, and what it and its retry leave, once all is swept."""
    token, attempt = starting(made)
    chosen, before, told = fresh("chosen-Password-"), census(), Counter(events_of(token))
    with haunted(point) as reaper, suppress(Killed):
        attempt(chosen)
    if reaper.dead:
        attempt(chosen)
    sweep_outbox.handler({}, Context())
    assert key_texts(made, token) == {chosen}
    assert cognito.sign_in(pool(made.operator), token, chosen)
    grown = {name: number for name, number in growth(before).items() if not name.startswith("log")}
    events = {name: number for name, number in (Counter(events_of(token)) - told).items() if name not in SPENT}
    return reaper.passed, {"graph": Counter(grown), "log": Counter(events)}
