"""A write: guards, changes and its outbox record in one traversal, which is one transaction."""

import contextlib
import json
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from typing import Self

from vault.graph import replica_marks
from vault.graph.connection import Conflict, execute
from vault.graph.schema import Label, Prop
from vault.graph.steps import Steps, __, new_vertex
from vault.kernel import ids, regions
from vault.kernel.errors import DomainError, Unavailable
from vault.kernel.time import epoch_ms, real_now
from vault.kernel.values import value


class _UnloggedWriteError(RuntimeError):
    """A write without an audit entry: a programming error."""


@value
class OutboxRecord:
    """Audit entries and messages of one write, each with its own `id`."""

    id: str
    entries: tuple[Mapping[str, object], ...]
    messages: tuple[Mapping[str, object], ...]

    @classmethod
    def from_payload(cls, record_id: str, payload: str) -> Self:
        parts = json.loads(payload)
        return cls(record_id, tuple(parts["entries"]), tuple(parts["messages"]))

    def to_vertex(self) -> Steps:
        payload = json.dumps({"entries": self.entries, "messages": self.messages}, ensure_ascii=False)
        return new_vertex(Label.OUTBOX, self.id, **{Prop.PAYLOAD: payload, Prop.ADDED_AT: epoch_ms(real_now())})


@dataclass
class Transaction:
    """What a call will write; the runtime commits it after the handler and publishes its outbox records.

    Work with steps in other systems between two writes calls `commit` itself; each commit has its own outbox record.
    """

    guards: list[Steps] = field(default_factory=list)
    guard_errors: list[tuple[Steps, DomainError]] = field(default_factory=list)
    changes: list[Steps] = field(default_factory=list)
    entries: list[Mapping[str, object]] = field(default_factory=list)
    messages: list[Mapping[str, object]] = field(default_factory=list)
    claims: dict[str, DomainError] = field(default_factory=dict)
    outbox_records: list[OutboxRecord] = field(default_factory=list)
    marks: set[str] = field(default_factory=set)
    releases: list[Callable[[], None]] = field(default_factory=list)
    is_bookkeeping: bool = False
    """Whether it moves marks, claims or leases alone, which are no events: written without entry and outbox record."""

    def read_at_writer(self, issuer: str, token: str) -> None:
        """Send a person's reads to the writer from before the commit, since a replica knows what they may no longer."""
        self.marks.add(replica_marks.person_mark(issuer, token))

    def claim(self, vertex_id: str, error: DomainError) -> None:
        """Let the commit raise `error`, not Conflict, where the id of a new vertex is taken."""
        self.claims[vertex_id] = error

    def guard(self, steps: Steps, error: DomainError | None = None) -> None:
        """Commit only if `steps` still yield a result; else the commit raises `error`, or Conflict."""
        self.guards.append(steps)
        if error:
            self.guard_errors.append((steps, error))

    def change(self, *changes: Steps) -> None:
        """Each change starts with its own V, addV or mergeV."""
        self.changes.extend(changes)

    def log(self, entry: Mapping[str, object]) -> None:
        """Add an audit entry, as `audit.entries` builds it."""
        self.entries.append(entry)

    def send(self, message: Mapping[str, object]) -> None:
        """Send after the commit; the message has `queue`, `id` and ids of things, never personal data."""
        self.messages.append(message)

    def release_when_over(self, release: Callable[[], None]) -> None:
        """Call `release` once the call is over: its write is committed or given up, and no further run starts."""
        self.releases.append(release)

    def close(self) -> None:
        """Run the releases; what cannot be released expires."""
        for release in self.releases:
            with contextlib.suppress(Unavailable):
                release()

    def commit(self) -> None:
        """Write everything or nothing.

        Raises the error of a claim or guard, Conflict, Unavailable, _UnloggedWriteError.
        """
        if not (self.changes or self.entries or self.messages):
            return
        if not self.entries and not (self.is_bookkeeping and not self.messages):
            raise _UnloggedWriteError
        record = OutboxRecord(ids.generate_id("outbox"), tuple(self.entries), tuple(self.messages))
        if self.marks and regions.mode().has_replicas:
            replica_marks.set_marks(self.marks, under_way=True)
        try:
            committed = execute(self.build_traversal(record if self.entries else None))
        except Conflict:
            self.raise_claim_error()
            raise
        if not committed:
            self.raise_guard_error()
            raise Conflict
        if self.entries:
            self.outbox_records.append(record)
        self.discard()

    def raise_claim_error(self) -> None:
        taken = execute(self.build_guards().V(*self.claims).id_()) if self.claims else []
        for vertex_id in taken:
            raise self.claims[vertex_id]

    def raise_guard_error(self) -> None:
        for steps, error in self.guard_errors:
            if not execute(__.inject(0).filter_(steps)):
                raise error

    def discard(self) -> None:
        parts = (self.guards, self.guard_errors, self.changes, self.entries, self.messages, self.claims, self.marks)
        for part in parts:
            part.clear()

    def build_traversal(self, record: OutboxRecord | None) -> Steps:
        steps = self.build_guards()
        for change in (*self.changes, *([record.to_vertex()] if record else [])):
            steps = steps.side_effect(change)
        return steps.constant("written")

    def build_guards(self) -> Steps:
        steps = __.inject(0)
        for guard in self.guards:
            steps = steps.filter_(guard)
        return steps
