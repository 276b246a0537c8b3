"""The job that deletes the rest of a keypool that was too large to delete at once."""

import pytest

from functions.jobs import sweep_outbox
from tests.factories import Persona, Tenant, World, create_tenant, unique_name
from tests.faults.harness import Killed, graph_counts, graph_diff, inject_faults
from tests.gateway import Context
from tests.keypool_deletion import (
    add_batch,
    add_device,
    delete,
    existing_ids,
    keys_in,
    run_deletion_job,
    use_small_batches,
    without_log_and_outbox,
)
from tests.pending_residents import messages_waiting
from tests.residents import add_accepted_resident, add_pool, keys_of, run_issue_job
from vault.graph.connection import execute
from vault.graph.schema import Prop
from vault.graph.steps import __
from vault.kernel.ids import subscriber_id
from vault.outbox import relay


class Expiring(Context):
    """The context of an invocation that has time for `parts` writes."""

    def __init__(self, parts: int) -> None:
        super().__init__()
        self.parts = parts

    def get_remaining_time_in_millis(self) -> int:
        self.parts -= 1
        return super().get_remaining_time_in_millis() if self.parts >= 0 else 0


@pytest.fixture
def own_operator(world: World, monkeypatch: pytest.MonkeyPatch) -> Tenant:
    """An operator of one test, whose pools all count as large."""
    assert world
    use_small_batches(monkeypatch)
    monkeypatch.setattr(relay, "SWEPT_AFTER_MS", -1_000)
    return create_tenant(unique_name("Vast"))


@pytest.fixture
def resident(own_operator: Tenant) -> Persona:
    """A person who lives in a unit."""
    return add_accepted_resident(own_operator, own_operator.units[0])


def doomed(tenant: Tenant) -> str:
    """A keypool with keys, devices and cards, whose deletion has begun."""
    pool = add_pool(tenant, VenueID=tenant.venues[0].id)
    run_issue_job(tenant, pool)
    add_device(keys_in(pool)[0])
    add_batch(pool, 2)
    delete(tenant, pool)
    return pool


def test_a_job_killed_anywhere_is_completed_by_its_retry(own_operator: Tenant, resident: Persona) -> None:
    sweep_outbox.handler({}, Context())
    before = graph_counts()
    pool = doomed(own_operator)
    with inject_faults() as injector:
        run_deletion_job(own_operator, pool)

    for point in range(injector.points_passed):
        pool = doomed(own_operator)
        with inject_faults(point), pytest.raises(Killed):
            run_deletion_job(own_operator, pool)
        run_deletion_job(own_operator, pool)
        sweep_outbox.handler({}, Context())
        assert without_log_and_outbox(graph_diff(before)) == {}, (
            f"killed at fault point {point} of {injector.points_passed}"
        )

    assert keys_of(resident) == {}


def test_more_devices_than_one_write_takes_away_go_before_the_key(own_operator: Tenant, resident: Persona) -> None:
    pool = add_pool(own_operator, VenueID=own_operator.venues[0].id)
    run_issue_job(own_operator, pool)
    key = keys_in(pool)[0]
    devices = [add_device(key) for _ in range(3)]
    delete(own_operator, pool)

    run_deletion_job(own_operator, pool)

    assert (existing_ids(pool, key, *devices), keys_of(resident)) == ([], {})


def test_what_a_holder_reads_of_their_keys_before_is_known_to_be_old(own_operator: Tenant, resident: Persona) -> None:
    pool = doomed(own_operator)
    version = __.V(subscriber_id(resident.token)).values(Prop.KEYS_VERSION)
    before = execute(version.clone())

    run_deletion_job(own_operator, pool)

    assert execute(version) == [before[0] + 1]


@pytest.mark.usefixtures("resident")
def test_a_run_whose_time_is_over_has_another_one_started(own_operator: Tenant) -> None:
    pool = doomed(own_operator)

    run_deletion_job(own_operator, pool, Expiring(parts=2))

    assert existing_ids(pool) == [pool]
    assert [message["keypool"] for message in messages_waiting("delete_keypool")].count(pool) == 2


@pytest.mark.usefixtures("resident")
def test_a_repeated_run_finds_nothing(own_operator: Tenant) -> None:
    pool = doomed(own_operator)
    run_deletion_job(own_operator, pool)
    before = graph_counts()

    run_deletion_job(own_operator, pool)

    assert graph_diff(before) == {}


@pytest.mark.usefixtures("resident")
def test_a_keypool_in_use_is_left_alone(own_operator: Tenant) -> None:
    pool = add_pool(own_operator, VenueID=own_operator.venues[0].id)
    run_issue_job(own_operator, pool)
    before = graph_counts()

    run_deletion_job(own_operator, pool)

    assert graph_diff(before) == {}
