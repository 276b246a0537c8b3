"""Batches of 100 scratch cards: ordered, made, and printed, beside the computation of their PMKs alone."""

import time
from collections.abc import Callable, Iterable

from cryptography.hazmat.primitives.hashes import SHA1
from cryptography.hazmat.primitives.kdf.pbkdf2 import PBKDF2HMAC

from tests import cards
from tests.bench.figures import Row, median, within
from tests.residents import add_pool
from tests.world import Tenant, World
from vault.kernel.tokens import key_text
from vault.scratchcards.model import SIZE

ROUNDS = 15
MOST_RATIO = 1.2


def rows(world: World) -> Iterable[Row]:
    """The order with the job and the job alone, in turns with as many bare PMKs on one core; then what is read.

    The least of the turns is held against the aim: what else the machine does falls on them by chance.
    """
    made, pool = world.mine, add_pool(world.mine)
    batches: list[dict[str, str]] = []

    def ordered() -> None:
        name = cards.order(made, pool).body["ScratchCard_BatchID"]
        batches.append({"KeyPoolID": pool, "ScratchCard_BatchID": name})

    turns = [(taken(ordered), taken(lambda: make(made, batches[-1])), taken(bare)) for _ in range(ROUNDS)]
    whole = [order + job for order, job, _ in turns]
    order, job, reference = zip(*turns, strict=True)
    what, against = f"a batch of {SIZE} cards", f"{SIZE} bare PBKDF2HMAC on one core"
    yield within(f"{what}, order and job, least of {ROUNDS}", min(whole), min(reference), MOST_RATIO, against)
    yield Row(f"{what}, order and job, median", median(whole), "ms", median(reference), against)
    yield Row(f"{what}, the job alone, least of {ROUNDS}", min(job), "ms", min(reference), against)
    yield Row(f"{what}, the order alone, least of {ROUNDS}", min(order), "ms")
    for form in ("application/json", "text/csv", "application/pdf"):
        read = median([taken(lambda form=form: view(made, batches[-1], form)) for _ in range(ROUNDS)])  # type: ignore[misc]
        yield Row(f"{what} read as {form}", read, "ms")


def make(made: Tenant, batch: dict[str, str]) -> None:
    """The job of a batch."""
    cards.make(made, batch["KeyPoolID"], batch["ScratchCard_BatchID"])


def view(made: Tenant, batch: dict[str, str], form: str) -> None:
    """A batch in a form."""
    cards.view(made, batch, accept=form)


def bare() -> None:
    """As many PMKs, one after the other, by the bare library."""
    for _ in range(SIZE):
        kdf = PBKDF2HMAC(algorithm=SHA1(), length=32, salt=b"Metro Residents", iterations=4096)  # noqa: S303  as 802.11 has it
        kdf.derive(key_text(None).encode())


def taken(work: Callable[[], object]) -> float:
    """Milliseconds."""
    started = time.perf_counter()
    work()
    return (time.perf_counter() - started) * 1000
