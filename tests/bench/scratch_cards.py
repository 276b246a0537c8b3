"""Batches of 100 scratch cards: ordered, created and printed, compared with deriving their PMKs alone."""

import time
from collections.abc import Callable, Iterable

from cryptography.hazmat.primitives.hashes import SHA1
from cryptography.hazmat.primitives.kdf.pbkdf2 import PBKDF2HMAC

from tests import cards
from tests.bench.figures import Row, median, row_within
from tests.factories import Tenant, World
from tests.residents import add_pool
from vault.kernel.generated_secrets import generate_passphrase
from vault.scratchcards.model import BATCH_SIZE

ROUNDS = 15
MAX_RATIO = 1.2


def rows(world: World) -> Iterable[Row]:
    """Order and job, and the job alone, alternating with as many bare PMKs on one core; then the reads.

    The minimum is compared with the aim, since other work on the machine affects the turns by chance.
    """
    made, pool = world.mine, add_pool(world.mine)
    batches: list[dict[str, str]] = []

    def order_batch() -> None:
        name = cards.order_batch(made, pool).body["ScratchCard_BatchID"]
        batches.append({"KeyPoolID": pool, "ScratchCard_BatchID": name})

    turns = [
        (
            milliseconds_of(order_batch),
            milliseconds_of(lambda: run_job(made, batches[-1])),
            milliseconds_of(derive_bare_pmks),
        )
        for _ in range(ROUNDS)
    ]
    whole = [order + job for order, job, _ in turns]
    order, job, reference = zip(*turns, strict=True)
    what, against = f"a batch of {BATCH_SIZE} cards", f"{BATCH_SIZE} bare PBKDF2HMAC on one core"
    yield row_within(f"{what}, order and job, least of {ROUNDS}", min(whole), min(reference), MAX_RATIO, against)
    yield Row(f"{what}, order and job, median", median(whole), "ms", median(reference), against)
    yield Row(f"{what}, the job alone, least of {ROUNDS}", min(job), "ms", min(reference), against)
    yield Row(f"{what}, the order alone, least of {ROUNDS}", min(order), "ms")
    for form in ("application/json", "text/csv", "application/pdf"):
        read = median([milliseconds_of(lambda form=form: read_batch(made, batches[-1], form)) for _ in range(ROUNDS)])  # type: ignore[misc]
        yield Row(f"{what} read as {form}", read, "ms")


def run_job(tenant: Tenant, batch: dict[str, str]) -> None:
    cards.run_cards_job(tenant, batch["KeyPoolID"], batch["ScratchCard_BatchID"])


def read_batch(tenant: Tenant, batch: dict[str, str], form: str) -> None:
    cards.view_batch(tenant, batch, accept=form)


def derive_bare_pmks() -> None:
    """Derive as many PMKs sequentially with the bare library."""
    for _ in range(BATCH_SIZE):
        kdf = PBKDF2HMAC(algorithm=SHA1(), length=32, salt=b"Metro Residents", iterations=4096)  # noqa: S303  as 802.11 has it
        kdf.derive(generate_passphrase(None).encode())


def milliseconds_of(work: Callable[[], object]) -> float:
    started = time.perf_counter()
    work()
    return (time.perf_counter() - started) * 1000
