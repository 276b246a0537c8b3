"""The job that publishes outbox records that were left behind."""

import pytest

from functions.jobs import sweep_outbox
from tests.factories import World, unique_name
from tests.gateway import Context
from tests.pending_residents import events_of, messages_waiting
from vault.audit import entries as audit
from vault.audit.events import AuditEvent
from vault.graph.connection import execute
from vault.graph.steps import __
from vault.kernel.queue_messages import IssueKeys
from vault.outbox import relay
from vault.outbox.messages import queue_job


def test_the_sweeper_carries_it_once(world: World, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(relay, "SWEPT_AFTER_MS", -1_000)
    ctx, token = world.mine.caller(), unique_name("swept")
    audit.record(ctx, AuditEvent.KEYS_READ, subscriber=token)
    queue_job(ctx, IssueKeys(operator=ctx.operator.id, keypool=token))
    ctx.tx.commit()

    for _ in range(2):
        sweep_outbox.handler({}, Context())

    assert events_of(token) == ["Keys read"]
    sent = [message for message in messages_waiting("issue_keys") if message["keypool"] == token]
    assert len(sent) == 1
    assert execute(__.V(ctx.tx.outbox_records[0].id).count()) == [0]


def test_what_was_carried_is_dropped_and_not_sent_again(world: World, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(relay, "SWEPT_AFTER_MS", -1_000)
    ctx, token = world.mine.caller(), unique_name("carried")
    audit.record(ctx, AuditEvent.KEYS_READ, subscriber=token)
    queue_job(ctx, IssueKeys(operator=ctx.operator.id, keypool=token))
    ctx.tx.commit()
    relay.publish(ctx.tx.outbox_records)

    sweep_outbox.handler({}, Context())

    sent = [message for message in messages_waiting("issue_keys") if message["keypool"] == token]
    assert (len(sent), events_of(token)) == (1, ["Keys read"])
    assert execute(__.V(ctx.tx.outbox_records[0].id).count()) == [0]


def test_what_has_just_been_written_is_left_to_its_own_carrier(world: World) -> None:
    ctx, token = world.mine.caller(), unique_name("fresh")
    audit.record(ctx, AuditEvent.KEYS_READ, subscriber=token)
    ctx.tx.commit()

    sweep_outbox.handler({}, Context())

    assert events_of(token) == []
    relay.publish(ctx.tx.outbox_records)
