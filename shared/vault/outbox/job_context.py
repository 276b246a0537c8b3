"""What a run of a job writes with: the tenant, a transaction, and the time that is left."""

from collections.abc import Callable
from dataclasses import dataclass, field, replace
from typing import TypeVar

from vault.callers.model import RequestInfo
from vault.graph.retry import retry_on_conflict
from vault.graph.transaction import Transaction
from vault.kernel.locales import Locale
from vault.operators.model import Operator
from vault.outbox import relay

ATTEMPTS = 8
RESERVED_MS = 10_000
Result = TypeVar("Result")


@dataclass
class JobContext:
    """One run of a job. The runtime commits and publishes what its transaction has when the handler returns."""

    function_name: str
    remaining_ms: Callable[[], int]
    tenant: Operator | None = None
    locale: Locale = Locale.EN_US
    tx: Transaction = field(default_factory=Transaction)
    previous_run: int | None = None
    """The moment (epoch ms) of the scheduled job's previous run; None where none is known that left nothing undone."""
    is_unfinished: bool = False
    """Whether the run stopped before its work was done: another message is queued for the next part, and the next
    scheduled run looks at everything."""
    measures: dict[str, float] = field(default_factory=dict)
    """What the run found of the whole stage, by the name of its metric; alarms watch it."""

    @property
    def operator(self) -> Operator:
        """The operator to which everything of this run belongs."""
        if self.tenant is None:
            message = f"{self.function_name} runs for no operator"
            raise RuntimeError(message)
        return self.tenant

    @property
    def token(self) -> str:
        """Nobody's: a job acts for no person."""
        return ""

    @property
    def request(self) -> RequestInfo:
        """What the audit log records of where a write comes from."""
        return RequestInfo(self.function_name)

    def for_operator(self, operator: Operator, locale: Locale = Locale.EN_US) -> "JobContext":
        """This run for one of several operators, with a transaction of its own."""
        return replace(self, tenant=operator, locale=locale, tx=Transaction())

    def has_time(self) -> bool:
        """Whether another write may begin: Lambda ends a run long before its message becomes visible again."""
        return self.remaining_ms() >= RESERVED_MS

    def commit(self) -> None:
        """Commit and publish what the transaction has. Raises Conflict, Unavailable."""
        relay.commit_and_publish(self.tx)

    def batch(self, step: Callable[[], Result], attempts: int = ATTEMPTS) -> Result:
        """Run a step, which reads and adds to the transaction, then commit and publish; again on a Conflict.

        Raises Conflict after `attempts`, Unavailable.
        """

        def run() -> Result:
            self.tx.discard()
            result = step()
            self.commit()
            return result

        return retry_on_conflict(run, lambda number: number < attempts and self.has_time())

    def batches(self, step: Callable[[], bool], attempts: int = ATTEMPTS) -> bool:
        """Run batches until the step says that nothing is left; False where the time ran out before.

        Raises Conflict, Unavailable.
        """
        while self.has_time():
            if not self.batch(step, attempts):
                return True
        self.is_unfinished = True
        return False
