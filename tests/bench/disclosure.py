"""Whether the time of a refusal tells somebody from nobody: how often it is longer for the one than for the other."""

import itertools
import time
from collections.abc import Callable, Iterable, Sequence

from tests.bench import calls
from tests.bench.figures import Row, median
from tests.factories import Tenant, World, accept_and_sign_in, unique_name
from tests.gateway import Context, event
from tests.pending_residents import add_resident_with_key, unique_source_address
from tests.request_bodies.scene import add_person_with_code
from tests.request_bodies.wrong_proofs import BODIES
from vault.adapters import redis

ROUNDS = 400
WARM_UP = 20
STANDARD_ERROR = 0.02
MAX_SHARE = 0.5 + 3 * STANDARD_ERROR


def rows(world: World) -> Iterable[Row]:
    """For each public endpoint: the share for each kind of somebody, and for nobody as a control."""
    tenant = world.mine
    accepted = accept_and_sign_in(tenant.operator, add_resident_with_key(tenant).email).token
    somebody = {
        "somebody who has yet to accept": add_resident_with_key(tenant).token,
        "somebody who has accepted": accepted,
        "somebody who was sent a code": add_person_with_code(tenant),
    }
    for path in BODIES:
        yield from _rows_of(tenant, path, somebody)


def _rows_of(tenant: Tenant, path: str, somebody: dict[str, str]) -> Iterable[Row]:
    kinds: dict[str, Callable[[], str]] = {
        "nobody": _unknown_token,
        **{kind: lambda token=token: token for kind, token in somebody.items()},  # type: ignore[misc]
        "nobody else (control)": _unknown_token,
    }
    samples: dict[str, list[float]] = {kind: [] for kind in kinds}
    for number in range(WARM_UP + ROUNDS):
        for kind, name in kinds.items():
            spent = _time_refusal(tenant, path, name())
            if number >= WARM_UP:
                samples[kind].append(spent)
    nobody = samples.pop("nobody")
    for kind, spent in samples.items():
        share = share_of_longer(spent, nobody)
        yield Row(f"{path} refused, p50: {kind}", median(spent), "ms", median(nobody), "nobody")
        yield Row(
            "share of pairs in which it takes longer",
            share,
            "",
            aim=f"at most {MAX_SHARE:.2f}",
            held=share <= MAX_SHARE,
        )


def _unknown_token() -> str:
    return unique_name("no-such-token-")


def _time_refusal(tenant: Tenant, path: str, token: str) -> float:
    """The milliseconds of one refused call, as if nobody had tried before."""
    redis.client().flushdb()
    called = event({**BODIES[path], "SubscriberToken": token}, origin=tenant.origin)
    called["requestContext"]["http"]["sourceIp"] = unique_source_address()
    started = time.perf_counter()
    answered = calls.endpoint(path)(called, Context())
    spent = (time.perf_counter() - started) * 1000
    if answered["statusCode"] != 401:
        message = f"{path} answered {answered['statusCode']}"
        raise calls.Refused(message)
    return spent


def share_of_longer(ones: Sequence[float], others: Sequence[float]) -> float:
    """The share of pairs in which the one is longer than the other; ties count half."""
    pairs = itertools.product(ones, others)
    return sum((one > other) + (one == other) / 2 for one, other in pairs) / (len(ones) * len(others))
