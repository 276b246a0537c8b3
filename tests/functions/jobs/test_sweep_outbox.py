"""What carriers leave in the outbox."""

import pytest

from functions.jobs import sweep_outbox
from tests.gateway import Context
from tests.newcomers import events_of, messages_waiting
from tests.world import World, fresh
from vault.audit import carrier
from vault.audit import entries as audit
from vault.audit.events import AuditEvent
from vault.audit.outgoing import start
from vault.graph.connection import answer
from vault.graph.steps import __
from vault.kernel.queue_messages import IssueKeys


def test_the_sweeper_carries_it_once(world: World, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(carrier, "SWEPT_AFTER_MS", -1_000)
    caller, token = world.mine.caller(), fresh("swept")
    audit.record(caller, AuditEvent.KEYS_READ, subscriber=token)
    start(caller, IssueKeys(operator=caller.operator.id, keypool=token))
    caller.tx.commit()

    for _ in range(2):
        sweep_outbox.handler({}, Context())

    assert events_of(token) == ["Keys read"]
    sent = [message for message in messages_waiting("issue_keys") if message["keypool"] == token]
    assert len(sent) == 1
    assert answer(__.V(caller.tx.parcels[0].id).count()) == [0]


def test_what_was_carried_is_dropped_and_not_sent_again(world: World, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(carrier, "SWEPT_AFTER_MS", -1_000)
    caller, token = world.mine.caller(), fresh("carried")
    audit.record(caller, AuditEvent.KEYS_READ, subscriber=token)
    start(caller, IssueKeys(operator=caller.operator.id, keypool=token))
    caller.tx.commit()
    carrier.carry(caller.tx.parcels)

    sweep_outbox.handler({}, Context())

    sent = [message for message in messages_waiting("issue_keys") if message["keypool"] == token]
    assert (len(sent), events_of(token)) == (1, ["Keys read"])
    assert answer(__.V(caller.tx.parcels[0].id).count()) == [0]


def test_what_has_just_been_written_is_left_to_its_own_carrier(world: World) -> None:
    caller, token = world.mine.caller(), fresh("fresh")
    audit.record(caller, AuditEvent.KEYS_READ, subscriber=token)
    caller.tx.commit()

    sweep_outbox.handler({}, Context())

    assert events_of(token) == []
    carrier.carry(caller.tx.parcels)
