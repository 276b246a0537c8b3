"""Migrations of plans, found by the minute of their mark, and resumed where a run left them."""

import threading
from dataclasses import dataclass

import pytest

from functions.jobs import migrate_plans
from functions.networkoperatorconsole.equipment.configure_service_plan import handler as configure_service_plan
from tests.factories import World, add_plan, unique_name
from tests.gateway import Context, call
from vault.graph.connection import execute
from vault.graph.schema import Edge, Label, Prop
from vault.graph.steps import __, new_edge, new_vertex, without_properties
from vault.kernel import ids
from vault.plans import migration

FIRED = {"time": "2026-01-01T00:00:00Z"}


@dataclass(frozen=True)
class Migration:
    old: str
    new: str
    id: str

    def count(self) -> tuple[int, int]:
        """How many subscriptions the old plan has, and the new one."""
        return tuple(execute(__.V(plan).in_(Edge.SUBSCRIPTION_PLAN).count())[0] for plan in (self.old, self.new))


def start_migration(world: World, subscriptions: int) -> Migration:
    old, new = add_plan(world.mine, unique_name("Old")), add_plan(world.mine, unique_name("New"))
    for _ in range(subscriptions):
        subscription = unique_name("subscription.")
        edge = ids.edge_id(subscription, Edge.SUBSCRIPTION_PLAN, old)
        execute(new_vertex(Label.SUBSCRIPTION, subscription))
        execute(new_edge(subscription, Edge.SUBSCRIPTION_PLAN, old, edge))
    body = {"ServicePlanID": old, "migrateToServicePlan": new}
    call(configure_service_plan, world.mine.token("DomainAdministrator"), body)
    (found,) = execute(__.V().has(Label.MIGRATION, Prop.PLAN, old).id_())
    return Migration(old, new, found)


def test_a_migration_that_was_stored_before_minutes_were_is_carried_out(world: World) -> None:
    started = start_migration(world, 2)
    execute(without_properties(__.V(started.id), Prop.DUE_MINUTE, Prop.MARK_ID))
    execute(without_properties(__.V(ids.schedule_id("migrate_plans")), Prop.STARTED_AT, Prop.RAN_AT))

    migrate_plans.handler(FIRED, Context())

    assert (started.count(), execute(__.V(started.id).id_())) == ((0, 2), [])


def test_what_a_run_leaves_the_next_one_finds_whatever_its_minute_is(
    world: World, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(migration, "SUBSCRIPTIONS_PER_WRITE", 2)
    started = start_migration(world, 3)
    left = iter([10_000, 0])
    monkeypatch.setattr(Context, "get_remaining_time_in_millis", lambda _: next(left, 0))
    schedule = __.V(ids.schedule_id("migrate_plans"))
    execute(without_properties(schedule.clone(), Prop.STARTED_AT))

    migrate_plans.handler(FIRED, Context())
    halfway, ran_at = started.count(), execute(schedule.clone().values(Prop.RAN_AT))
    monkeypatch.undo()
    execute(without_properties(schedule.clone(), Prop.STARTED_AT))
    migrate_plans.handler(FIRED, Context())

    assert (halfway, ran_at) == ((1, 2), [])
    assert started.count() == (0, 3)


def test_six_runs_at_once_move_each_subscription_once(world: World) -> None:
    started = start_migration(world, 5)
    threads = [threading.Thread(target=migrate_plans.handler, args=({}, Context())) for _ in range(6)]

    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    migrate_plans.handler({}, Context())

    assert (started.count(), execute(__.V(started.id).id_())) == ((0, 5), [])
