"""The names of 1,000 residents, read cold from Cognito and warm from Redis."""

import time
from collections.abc import Callable, Iterable, Sequence
from concurrent.futures import ThreadPoolExecutor

from tests.bench.figures import Row
from tests.factories import World, unique_name
from vault.adapters import cognito, redis
from vault.kernel.generated_secrets import derive_subscriber_token
from vault.operators.model import Operator
from vault.operators.service import get_keyring, get_user_pool
from vault.people import service as people
from vault.people.profile_copies import redis_key

RESIDENTS = 1000
ROUNDS = 3


def rows(world: World) -> Iterable[Row]:
    """Cold reads against as many bare calls of Cognito; warm reads against one bare read of Redis, and against cold."""
    operator = world.mine.operator
    tokens = add_residents(operator)
    cold, bare_cold = best(lambda: read_cold(operator, tokens), lambda: fetch_bare(operator, tokens))
    places = [redis_key(operator, token) for token in tokens]
    warm, bare_warm = best(lambda: read(operator, tokens), lambda: redis.client().mget(places))
    what = f"people of {RESIDENTS:,} residents"
    yield Row(
        f"{what}, cold", cold, "ms", bare_cold, f"as many calls of Cognito, {people.MAX_CONCURRENT_READS} at once"
    )
    yield Row(f"{what}, warm", warm, "ms", bare_warm, "one MGET")
    yield Row(f"{what}, warm beside cold", warm, "ms", cold, "cold")


def add_residents(operator: Operator) -> list[str]:
    """Add 1,000 persons to the operator's pool; return their tokens."""
    users, key = get_user_pool(operator), get_keyring(operator).index_key
    emails = [f"{unique_name('resident')}@metro.example" for _ in range(RESIDENTS)]
    tokens = [derive_subscriber_token(key, "email", email) for email in emails]

    def add(token: str, email: str) -> None:
        names = {"email": email, "given_name": "Sam", "family_name": "Resident"}
        cognito.create_user(users, token, names, "Temporary-7")

    with ThreadPoolExecutor(people.MAX_CONCURRENT_READS) as threads:
        list(threads.map(add, tokens, emails))
    return tokens


def read(operator: Operator, tokens: Sequence[str]) -> None:
    """Read all profiles. Raises RuntimeError if one is missing."""
    found = people.get_profiles(operator, tokens)
    if len(found) != len(tokens):
        message = f"{len(found)} of {len(tokens)} persons found"
        raise RuntimeError(message)


def fetch_bare(operator: Operator, tokens: Sequence[str]) -> None:
    """Read the users from Cognito without the product's code."""
    users = get_user_pool(operator)
    with ThreadPoolExecutor(people.MAX_CONCURRENT_READS) as threads:
        list(threads.map(lambda token: cognito.get_user(users, token), tokens))


def read_cold(operator: Operator, tokens: Sequence[str]) -> None:
    """The same without cached copies."""
    redis.client().flushdb()
    read(operator, tokens)


def best(*sides: Callable[[], object]) -> tuple[float, ...]:
    """The minimum milliseconds of each side, run alternately."""
    least = [float("inf")] * len(sides)
    for _ in range(ROUNDS):
        for place, side in enumerate(sides):
            started = time.perf_counter()
            side()
            least[place] = min(least[place], (time.perf_counter() - started) * 1000)
    return tuple(least)
