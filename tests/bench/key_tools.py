"""The same work by C programs, if installed: PMKs derived by aircrack-ng, PMKs tried by cowpatty.

Rates are per second of processor time, which for these programs includes their start and reading of lists.
"""

import re
import resource
import shutil
import struct
import subprocess
import tempfile
from collections.abc import Callable, Iterable
from functools import partial
from pathlib import Path

from tests.bench.figures import Row
from tests.bench.keys import SSID, Candidates, fastest, random_candidates
from tests.factories import World
from tests.tools.air import CapturedHandshake
from vault.wifi.handshake import Handshake
from vault.wifi.match import find_matching_pmk
from vault.wifi.message2 import Exchange, build_psk_message2
from vault.wifi.pmk import derive_pmk

TEXTS = 2_000
NUMBER = 100_000
TURNS = 5
SECONDS = 120


def rows(_: World) -> Iterable[Row]:
    """A row for each program, also for a missing one."""
    measures: tuple[tuple[str, Callable[[Path], Row]], ...] = (("aircrack-ng", aircrack), ("cowpatty", cowpatty))
    for tool, measured in measures:
        if shutil.which(tool):
            with tempfile.TemporaryDirectory() as folder:
                yield measured(Path(folder))
        else:
            yield Row(f"not measured: {tool} is not installed", 0, "")


def aircrack(folder: Path) -> Row:
    """The rate of deriving PMKs from 2,000 passphrases."""
    texts = [f"harbor-{number:08}" for number in range(TEXTS)]
    words = folder / "words"
    words.write_text("\n".join(texts) + "\n")
    capture = capture_handshake(derive_pmk(texts[-1], SSID)).save(folder)
    spent = seconds(["aircrack-ng", "-q", "-p", "1", "-w", str(words), "-e", SSID.decode(), str(capture)], texts[-1])
    (ours,) = fastest(partial(derive_pmk, texts[0], SSID), turns=200)
    return Row("PMKs made", 1 / ours, "/s", TEXTS / spent, "aircrack-ng")


def cowpatty(folder: Path) -> Row:
    """The rate of trying 100,000 PMKs, of which the last matches the frame."""
    pool = random_candidates(NUMBER)
    said = capture_handshake(pool[-1][1])
    ends = {"bssid": said.exchange.bssid, "station": said.exchange.station, "anonce": said.exchange.anonce}
    (ours,) = fastest(
        partial(find_matching_pmk, pool, Handshake.from_report(ssid=SSID, **ends, frame=said.message.frame)),
        turns=TURNS,
    )
    table = folder / "pmks"
    table.write_bytes(genpmk(pool))
    command = ["cowpatty", "-d", str(table), "-r", str(said.save(folder)), "-s", SSID.decode()]
    theirs = min(seconds(command, word(NUMBER - 1).decode()) for _ in range(TURNS))
    return Row(f"match, WPA2, {NUMBER:,} keys, hit last: checks", NUMBER / ours, "/s", NUMBER / theirs, "cowpatty -d")


def capture_handshake(key: bytes) -> CapturedHandshake:
    exchange = Exchange.generate()
    return CapturedHandshake(SSID.decode(), exchange, build_psk_message2(key, exchange))


def seconds(command: list[str], expected: str) -> float:
    """The processor time of a program, which must find the expected passphrase."""
    before = resource.getrusage(resource.RUSAGE_CHILDREN)
    said = subprocess.run(command, capture_output=True, text=True, timeout=SECONDS, check=False).stdout
    after = resource.getrusage(resource.RUSAGE_CHILDREN)
    if not re.search(rf'(KEY FOUND! \[|The PSK is) "?{expected}', said):
        message = f"{command[0]} found another key: {said[-200:]}"
        raise RuntimeError(message)
    return after.ru_utime - before.ru_utime + after.ru_stime - before.ru_stime


def genpmk(pool: Candidates) -> bytes:
    """A table in the format of cowpatty's genpmk: magic, SSID, then length, passphrase and PMK of each."""
    head = struct.pack("<I3xB32s", 0x43575041, len(SSID), SSID)
    return head + b"".join(struct.pack("B8s32s", 41, word(number), key) for number, (_, key) in enumerate(pool))


def word(number: int) -> bytes:
    """A placeholder passphrase for a candidate."""
    return b"%08d" % number
