"""Notes every write that takes rights from a person and does not send their reads to the writer (docs/adr/0018)."""

from collections.abc import Iterator
from contextlib import contextmanager
from typing import Any

import pytest

from tests.instrumentation import undeclared
from vault.graph.schema import Edge, Prop
from vault.graph.steps import Steps
from vault.graph.transaction import Transaction
from vault.kernel.statuses import SUSPENDED


@contextmanager
def record_unmarked_revocations() -> Iterator[None]:
    """Watch every write of a transaction."""
    commit = Transaction.commit

    def commit_watched(self: Transaction) -> None:
        if not self.marks and any(map(takes_rights, self.changes)):
            undeclared.note(f"rights are taken without read_at_writer: {[entry['event'] for entry in self.entries]}")
        commit(self)

    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(Transaction, "commit", commit_watched)
        yield


def takes_rights(change: Steps) -> bool:
    """Whether a change drops a role, ends sessions or suspends somebody."""
    steps = [(name, arguments) for name, *arguments in change.bytecode.step_instructions]
    drops = any(name == "drop" for name, _ in steps)
    return any(drops and name == "E" and is_role(arguments) for name, arguments in steps) or any(
        name == "property" and ends_rights(arguments) for name, arguments in steps
    )


def is_role(edge_ids: list[Any]) -> bool:
    return any(f">{Edge.STAFF_OF}>" in str(edge_id) for edge_id in edge_ids)


def ends_rights(arguments: list[Any]) -> bool:
    *_, prop, written = arguments
    return prop == Prop.SIGNED_OUT_AT or (prop == Prop.STATUS and written == SUSPENDED)
