"""Devices let in: recognised by the key that they hold, which the writer then vouches for (docs/adr/0011)."""

import struct
from collections.abc import Iterator, Mapping, Sequence
from itertools import chain, islice

from vault.callers.model import Caller
from vault.devices import service as devices
from vault.devices.model import Device
from vault.graph.connection import answer
from vault.graph.schema import Prop
from vault.graph.steps import T
from vault.kernel import regions
from vault.kernel.mac import shown
from vault.kernel.sealing import unseal
from vault.kernel.time import epoch_ms, now
from vault.kernel.values import value
from vault.keys import candidates, texts
from vault.keys.candidates import Open
from vault.operators.model import Operator
from vault.operators.service import keyring
from vault.radius import queries, recent
from vault.radius.model import LONGEST_PROVISIONAL_SESSION_MS, LONGEST_SESSION_MS, Asked, DeviceRefused, Networks
from vault.radius.standing import Standing
from vault.wifi.handshake import Handshake
from vault.wifi.match import match
from vault.wifi.pmk import LENGTH


@value
class Search:
    """What a device is recognised by, and where: the operator's keypools of an SSID, at a moment (epoch ms)."""

    operator: Operator
    pool_ids: Sequence[str]
    handshake: Handshake
    moment: int


@value
class Admitted:
    """A device that may join: by which key, with its PMK in clear, and how long its session lasts."""

    standing: Standing
    pmk: bytes
    seconds: int


def authorize(caller: Caller, asked: Asked, networks: Networks) -> Admitted:
    """Recognise a device, and record it on its key.

    Raises FrameInvalid, SsidInvalid, Unavailable; DeviceRefused where no key fits, the one that fits does not hold
    now, or as many devices are present as the plan allows.
    """
    handshake = Handshake.of(
        ssid=asked.ssid.encode(),
        bssid=asked.bssid,
        station=asked.station,
        anonce=asked.anonce,
        frame=asked.frame,
        akm=asked.akm,
    )
    search = Search(caller.operator, networks.pool_ids, handshake, epoch_ms(now()))
    mac = shown(asked.station)
    where = recent.place(caller.operator, mac, asked.ssid)
    hint = recent.hint(where)
    standing = (remembered(search, *hint) if hint else None) or searched(search)
    if standing is None:
        raise DeviceRefused
    device = recorded(caller, standing, mac, shown(asked.bssid), search.moment)
    if hint != (standing.key_id, standing.bin_id):
        recent.keep(where, standing.key_id, standing.bin_id)
    seconds = max((device.ends_at - search.moment) // 1000, 1)
    return Admitted(standing, pmk_of(caller.operator, standing), seconds)


def remembered(search: Search, key_id: str, bin_id: str) -> Standing | None:
    """The key with which the device joined last, if it still holds and the device has it still."""
    for standing in standings(search, {key_id: bin_id}):
        if match([(key_id, pmk_of(search.operator, standing))], search.handshake):
            return standing
    return None


def searched(search: Search) -> Standing | None:
    """The key among all of them: first as this process knows them, then as the writer has changed them since."""
    if not search.pool_ids:
        return None
    operator, pool_ids, moment = search.operator, search.pool_ids, search.moment
    known = candidates.at_hand(operator, pool_ids, moment)
    return fitting(search, known) or fitting(search, candidates.changed(operator, pool_ids, known, moment))


def fitting(search: Search, bins: Sequence[Open]) -> Standing | None:
    """The key in these bins that fits and holds. One person's keys of one text under one SSID have one PMK."""
    place = match(enumerate(all_of(bins)), search.handshake)
    if place is None:
        return None
    pmk = next(islice(all_of(bins), place, None))
    fit = {key_id: each.bin_id for each in bins for key_id in each.having(pmk)}
    true = [each for each in standings(search, fit) if pmk_of(search.operator, each) == pmk]
    return max(true, key=lambda each: (each.starts_at, each.key_id), default=None)


def all_of(bins: Sequence[Open]) -> Iterator[bytes]:
    """The PMKs of bins."""
    return chain.from_iterable(struct.unpack(len(each) * f"{LENGTH}s", each.pmks) for each in bins)


def standings(search: Search, fit: Mapping[str, str]) -> list[Standing]:
    """Those of some keys, given with their bins, that hold now by what the writer says. Raises Unavailable."""
    row = answer(queries.standings(fit, set(fit.values())))[0]
    found = [Standing.of_key(each, fit[each["vertex"][T.id]], search.moment) for each in row["keys"]]
    for each in row["batches"]:
        found += [
            Standing.of_card(each, key_id, bin_id, search.moment)
            for key_id, bin_id in fit.items()
            if bin_id == each["bin"]
        ]
    return [each for each in found if each and each.pool_id in search.pool_ids]


def recorded(caller: Caller, standing: Standing, mac: str, access_point: str, moment: int) -> Device:
    """The device in the caller's write. Raises DeviceRefused."""
    longest = moment + (LONGEST_PROVISIONAL_SESSION_MS if regions.mode().discards_writes else LONGEST_SESSION_MS)
    ends_at = min(longest, standing.ends_at or longest)
    device = devices.joined(
        caller,
        standing.household,
        Device(standing.key_id, mac, access_point, moment, moment, ends_at),
        venue_id=standing.venue_id,
        unit_id=standing.unit_id,
        subscriber=standing.subscriber,
        key=standing.key_id,
        radius_server=caller.server.id if caller.server else None,
    )
    if device is None:
        raise DeviceRefused
    return device


def pmk_of(operator: Operator, standing: Standing) -> bytes:
    """The PMK that the key has now."""
    return unseal(keyring(operator).data_key, standing.sealed.pmk, texts.bound(standing.key_id, Prop.PMK))


def text_of(operator: Operator, standing: Standing) -> str:
    """The key's text."""
    return texts.text_of(keyring(operator), standing.key_id, standing.sealed)
