"""What is left of a keypool that was too large to go at once."""

import pytest

from tests.departing import add_batch, add_device, delete, finish, in_small_parts, keys_in, there, things
from tests.faults.harness import Killed, census, growth, haunted
from tests.gateway import Context
from tests.newcomers import messages_waiting
from tests.residents import add_pool, issue, keys_of, settled
from tests.world import Persona, Tenant, World, fresh, tenant
from vault.audit import carrier
from vault.graph.connection import answer
from vault.graph.schema import Prop
from vault.graph.steps import __
from vault.kernel.ids import subscriber_id


class Expiring(Context):
    """The context of an invocation that has time for so many writes."""

    def __init__(self, parts: int) -> None:
        super().__init__()
        self.parts = parts

    def get_remaining_time_in_millis(self) -> int:
        self.parts -= 1
        return super().get_remaining_time_in_millis() if self.parts >= 0 else 0


@pytest.fixture
def estate(world: World, monkeypatch: pytest.MonkeyPatch) -> Tenant:
    """An operator of a test's own, every pool of which is large."""
    assert world
    in_small_parts(monkeypatch)
    monkeypatch.setattr(carrier, "SWEPT_AFTER_MS", -1_000)
    return tenant(fresh("Vast"))


@pytest.fixture
def resident(estate: Tenant) -> Persona:
    """Somebody who lives in a unit."""
    return settled(estate, estate.units[0])


def doomed(made: Tenant) -> str:
    """A keypool with keys, devices and cards, whose deletion has begun."""
    pool = add_pool(made, VenueID=made.venues[0].id)
    issue(made, pool)
    add_device(keys_in(pool)[0])
    add_batch(pool, 2)
    delete(made, pool)
    return pool


def test_a_job_killed_anywhere_is_completed_by_its_retry(estate: Tenant, resident: Persona) -> None:
    carrier.sweep()
    before = census()
    pool = doomed(estate)
    with haunted() as reaper:
        finish(estate, pool)

    for point in range(reaper.passed):
        pool = doomed(estate)
        with haunted(point), pytest.raises(Killed):
            finish(estate, pool)
        finish(estate, pool)
        carrier.sweep()
        assert things(growth(before)) == {}, f"killed at fault point {point} of {reaper.passed}"

    assert keys_of(resident) == {}


def test_more_devices_than_one_write_takes_away_go_before_the_key(estate: Tenant, resident: Persona) -> None:
    pool = add_pool(estate, VenueID=estate.venues[0].id)
    issue(estate, pool)
    key = keys_in(pool)[0]
    devices = [add_device(key) for _ in range(3)]
    delete(estate, pool)

    finish(estate, pool)

    assert (there(pool, key, *devices), keys_of(resident)) == ([], {})


def test_what_a_holder_reads_of_their_keys_before_is_known_to_be_old(estate: Tenant, resident: Persona) -> None:
    pool = doomed(estate)
    version = __.V(subscriber_id(resident.token)).values(Prop.KEYS_VERSION)
    before = answer(version.clone())

    finish(estate, pool)

    assert answer(version) == [before[0] + 1]


@pytest.mark.usefixtures("resident")
def test_a_run_whose_time_is_over_has_another_one_started(estate: Tenant) -> None:
    pool = doomed(estate)

    finish(estate, pool, Expiring(parts=2))

    assert there(pool) == [pool]
    assert [message["keypool"] for message in messages_waiting("delete_keypool")].count(pool) == 2


@pytest.mark.usefixtures("resident")
def test_a_repeated_run_finds_nothing(estate: Tenant) -> None:
    pool = doomed(estate)
    finish(estate, pool)
    before = census()

    finish(estate, pool)

    assert growth(before) == {}


@pytest.mark.usefixtures("resident")
def test_a_keypool_in_use_is_left_alone(estate: Tenant) -> None:
    pool = add_pool(estate, VenueID=estate.venues[0].id)
    issue(estate, pool)
    before = census()

    finish(estate, pool)

    assert growth(before) == {}
