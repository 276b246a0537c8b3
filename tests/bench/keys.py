"""Wi-Fi keys on one core: PMKs derived, frames matched, each compared with the bare work that the standard demands."""

import secrets
import struct
import time
import tracemalloc
from collections.abc import Callable, Iterable, Iterator, Sequence
from functools import partial

from cryptography.hazmat.primitives.hashes import SHA1
from cryptography.hazmat.primitives.kdf.pbkdf2 import PBKDF2HMAC

from tests.bench import bare_match
from tests.bench.figures import Row
from tests.factories import World
from tests.unit.wifi.joins import report_of_join
from vault.kernel.ids import KEY_PREFIX, key_id
from vault.wifi.elements import Akm
from vault.wifi.handshake import Handshake
from vault.wifi.match import find_matching_pmk
from vault.wifi.pmk import derive_pmk

SSID = b"Harbor WiFi"
PMKS = 10
TURNS = 9
MIN_TURNS = 5
POOLS = (100, 1_000, 10_000, 100_000)
CHECKS = 100_000
MIN_OF_PBKDF2 = 0.95
MIN_OF_HMACS = 0.8
NAMES = {Akm.PSK: "WPA2", Akm.PSK_SHA256: "PSK-SHA256", Akm.FT_PSK: "FT"}
"""The name of each AKM in the table."""

Candidates = Sequence[tuple[str, bytes]]


def rows(_: World) -> Iterable[Row]:
    """PMKs per second; checks per second in pools of all sizes; the cost of a handshake and of 100,000 candidates."""
    yield pmk_rate()
    everyone = random_candidates(POOLS[-1])
    yield from (row for akm in Akm for size in POOLS for row in match_rates(akm, everyone[:size]))
    yield from flat_match_rates(everyone[:10_000])
    yield from frame_cost()
    yield from candidate_memory()


def random_candidates(number: int) -> Candidates:
    """Random candidates, with ids like those of keys."""
    return [(key_id("pool", str(one)), secrets.token_bytes(32)) for one in range(number)]


def pmk_rate() -> Row:
    """PMKs per second, compared with the same rounds of OpenSSL alone."""
    texts = [f"harbor-{one:08}" for one in range(PMKS)]

    def derive_bare() -> None:
        for text in texts:
            PBKDF2HMAC(SHA1(), 32, SSID, 4096).derive(text.encode())  # noqa: S303  the standard says SHA-1

    ours, bare = fastest(lambda: [derive_pmk(text, SSID) for text in texts], derive_bare, turns=TURNS * 9)
    return row_at_least("PMKs made", PMKS / ours, PMKS / bare, MIN_OF_PBKDF2, "bare PBKDF2HMAC")


def match_rates(akm: Akm, pool: Candidates) -> Iterator[Row]:
    """Checks per second of a frame that the last candidate made, and of one that no candidate made."""
    last = len(pool) - 1
    for found, key, expected in (("hit last", pool[last][1], last), ("no hit", secrets.token_bytes(32), None)):
        ours, bare = checks(akm, pool, key, expected)
        what = f"match, {NAMES[akm]}, {len(pool):,} keys, {found}: checks"
        yield row_at_least(what, ours, bare, MIN_OF_HMACS, "bare HMACs")


def checks(akm: Akm, pool: Candidates, key: bytes, expected: int | None) -> list[float]:
    """Candidates per second for a frame of `key`, by `match` and by the bare loop."""
    handshake = Handshake.from_report(**report_of_join(akm, key))
    asked, pmks, loop = (
        bare_match.HandshakeBytes.from_handshake(handshake),
        [pmk for _, pmk in pool],
        bare_match.LOOPS[akm],
    )
    wanted = None if expected is None else pool[expected][0]
    if find_matching_pmk(pool, handshake) != wanted or loop(pmks, asked) != expected:
        message = f"{NAMES[akm]}: the wrong candidate"
        raise RuntimeError(message)
    sides = partial(find_matching_pmk, pool, handshake), partial(loop, pmks, asked)
    return [len(pool) / spent for spent in fastest(*sides, turns=max(MIN_TURNS, CHECKS // len(pool)))]


def flat_match_rates(pool: Candidates) -> Iterator[Row]:
    """The same with PMKs sliced from a flat bytes object."""
    _, pmks = flatten(pool)
    for akm in Akm:
        handshake = Handshake.from_report(**report_of_join(akm, secrets.token_bytes(32)))
        tuples, cut = fastest(
            partial(find_matching_pmk, pool, handshake), partial(match_flat, pmks, handshake), turns=TURNS * 3
        )
        what = f"match, {NAMES[akm]}, {len(pool):,} keys in flat bytes: checks"
        yield Row(what, len(pool) / cut, "/s", len(pool) / tuples, "tuples")


def flatten(pool: Candidates) -> tuple[bytes, bytes]:
    """Ids of 16 bytes and PMKs of 32 bytes, each concatenated."""
    return b"".join(bytes.fromhex(one.removeprefix(KEY_PREFIX)) for one, _ in pool), b"".join(pmk for _, pmk in pool)


def match_flat(pmks: bytes, handshake: Handshake) -> int | None:
    """The index of the match among concatenated PMKs."""
    return find_matching_pmk(enumerate(struct.unpack(len(pmks) // 32 * "32s", pmks)), handshake)


def frame_cost() -> Iterator[Row]:
    """The cost of a report before the first check."""
    for akm in Akm:
        (spent,) = fastest(partial(Handshake.from_report, **report_of_join(akm, secrets.token_bytes(32))), turns=2000)
        yield Row(f"a frame read and checked, {NAMES[akm]}", spent * 1e6, "µs")


def candidate_memory() -> Iterator[Row]:
    number = POOLS[-1]
    in_tuples = measure_memory(lambda: random_candidates(number))
    in_bytes = measure_memory(lambda: flatten(random_candidates(number)))
    yield Row(f"memory of {number:,} candidates as tuples", in_tuples / 1e6, "MB")
    yield Row(f"memory of {number:,} candidates in flat bytes", in_bytes / 1e6, "MB", in_tuples / 1e6, "tuples")


def measure_memory(make: Callable[[], object]) -> int:
    """The bytes of memory that an object keeps allocated."""
    tracemalloc.start()
    thing = make()
    size, _ = tracemalloc.get_traced_memory()
    tracemalloc.stop()
    del thing
    return size


def fastest(*sides: Callable[[], object], turns: int) -> list[float]:
    """The minimum seconds of processor time of each side over `turns`, which other processes disturb the least."""
    best = [float("inf")] * len(sides)
    for _ in range(turns):
        for number, side in enumerate(sides):
            started = time.thread_time()
            side()
            best[number] = min(best[number], time.thread_time() - started)
    return best


def row_at_least(what: str, ours: float, reference: float, least: float, against: str) -> Row:
    """A rate that is to be at least a share of the reference."""
    return Row(what, ours, "/s", reference, against, f"at least {least:.2f}", ours >= least * reference)
