"""Authorizing devices: a handshake is matched to a key, which is then checked at the writer (docs/adr/0011)."""

import struct
from collections.abc import Iterator, Mapping, Sequence
from functools import partial
from itertools import chain, islice

from vault.callers.model import CallContext
from vault.devices import service as devices
from vault.devices.model import Device
from vault.graph.connection import execute
from vault.graph.schema import Prop
from vault.graph.steps import T
from vault.kernel import regions
from vault.kernel.mac import format_mac
from vault.kernel.sealing import unseal
from vault.kernel.time import epoch_ms, now
from vault.kernel.values import value
from vault.keys import passphrases, pmk_cache
from vault.keys.pmk_cache import OpenedBin
from vault.operators.model import Operator
from vault.operators.service import get_keyring
from vault.radius import last_key, queries
from vault.radius.authorization import Authorization
from vault.radius.model import (
    LONGEST_PROVISIONAL_SESSION_SECONDS,
    LONGEST_SESSION_SECONDS,
    AccessRequest,
    DeviceRefused,
    RefusalCause,
    RefusedKey,
    SsidKeypools,
)
from vault.wifi.handshake import Handshake
from vault.wifi.match import find_matching_pmk
from vault.wifi.pmk import PMK_BYTES, encode_ssid


@value
class Search:
    operator: Operator
    pool_ids: Sequence[str]
    handshake: Handshake
    moment: int


@value
class AccessAccept:
    """A device that may join; the PMK is in clear, `seconds` is the length of its session."""

    authorization: Authorization
    pmk: bytes
    seconds: int


def authorize(ctx: CallContext, request: AccessRequest, keypools: SsidKeypools) -> AccessAccept:
    """Find the key of a device by its handshake, and record the device on it.

    Raises FrameInvalid, SsidInvalid, DeviceRefused, Unavailable.
    """
    ssid, pool_ids = keypools.select(request.ssids)
    handshake = Handshake.from_report(
        ssid=encode_ssid(ssid),
        bssid=request.bssid,
        station=request.station,
        anonce=request.anonce,
        frame=request.frame,
        akm=request.akm,
    )
    search = Search(ctx.operator, pool_ids, handshake, epoch_ms(now()))
    mac = format_mac(request.station)
    hint_key = last_key.redis_key(ctx.operator, mac, ssid)
    hint = last_key.find_hint(hint_key)
    found = (_authorize_last_key(search, *hint) if hint else None) or search_keypools(search)
    if not isinstance(found, Authorization):
        raise _refuse(search, found)
    device = _record_device(ctx, found, mac, format_mac(request.bssid), search.moment)
    if hint != (found.key_id, found.bin_id):
        last_key.store_hint(hint_key, found.key_id, found.bin_id)
    seconds = max((device.ends_at - search.moment) // 1000, 1)
    return AccessAccept(found, _pmk_of(ctx.operator, found), seconds)


def _refuse(search: Search, key: RefusedKey | None) -> DeviceRefused:
    if key:
        return DeviceRefused(key.cause, key)
    if not search.pool_ids:
        return DeviceRefused(RefusalCause.NETWORK_UNKNOWN)
    return DeviceRefused(RefusalCause.NO_KEY, find_key=partial(_find_ended_card, search))


def _authorize_last_key(search: Search, key_id: str, bin_id: str) -> Authorization | None:
    for found in _load_authorizations(search, {key_id: bin_id}):
        if isinstance(found, Authorization) and search.handshake.matches_pmk(_pmk_of(search.operator, found)):
            return found
    return None


def search_keypools(search: Search) -> Authorization | RefusedKey | None:
    """Search the cached bins, then those that have changed at the writer. Raises Unavailable."""
    if not search.pool_ids:
        return None
    operator, pool_ids, moment = search.operator, search.pool_ids, search.moment
    cached = pmk_cache.cached_bins(operator, pool_ids, moment)
    found = _find_match(search, cached)
    if isinstance(found, Authorization):
        return found
    return _find_match(search, pmk_cache.refreshed_bins(operator, pool_ids, cached, moment)) or found


def _find_ended_card(search: Search) -> RefusedKey | None:
    found = _find_match(search, pmk_cache.read_ended_bins(search.operator, search.pool_ids, search.moment))
    return found if isinstance(found, RefusedKey) else None


def _find_match(search: Search, bins: Sequence[OpenedBin]) -> Authorization | RefusedKey | None:
    """The latest authorization among the keys with the matching PMK; a person's keys may share one."""
    index = find_matching_pmk(enumerate(_all_pmks(bins)), search.handshake)
    if index is None:
        return None
    pmk = next(islice(_all_pmks(bins), index, None))
    bin_by_key_id = {key_id: each.bin_id for each in bins for key_id in each.key_ids_of(pmk)}
    matching = [each for each in _load_authorizations(search, bin_by_key_id) if _pmk_of(search.operator, each) == pmk]
    authorizations = [each for each in matching if isinstance(each, Authorization)]
    return max(authorizations, key=lambda each: (each.starts_at, each.key_id), default=next(iter(matching), None))


def _all_pmks(bins: Sequence[OpenedBin]) -> Iterator[bytes]:
    return chain.from_iterable(struct.unpack(len(each) * f"{PMK_BYTES}s", each.pmks) for each in bins)


def _load_authorizations(search: Search, bin_by_key_id: Mapping[str, str]) -> list[Authorization | RefusedKey]:
    row = execute(queries.keys_and_card_batches(bin_by_key_id, set(bin_by_key_id.values())))[0]
    authorizations = [
        Authorization.from_key(each, bin_by_key_id[each["vertex"][T.id]], search.moment) for each in row["keys"]
    ]
    for each in row["batches"]:
        authorizations += [
            Authorization.from_card(each, key_id, bin_id, search.moment)
            for key_id, bin_id in bin_by_key_id.items()
            if bin_id == each["bin"]
        ]
    return [each for each in authorizations if each and each.pool_id in search.pool_ids]


def _record_device(ctx: CallContext, authorization: Authorization, mac: str, access_point: str, moment: int) -> Device:
    longest = moment + 1000 * _longest_session_seconds(ctx)
    ends_at = min(longest, authorization.ends_at or longest)
    device = devices.record_join(
        ctx,
        authorization.quota,
        Device(authorization.key_id, mac, access_point, moment, moment, ends_at),
        venue_id=authorization.venue_id,
        unit_id=authorization.unit_id,
        subscriber=authorization.subscriber,
        key=authorization.key_id,
        radius_server=ctx.server.id if ctx.server else None,
    )
    if device is None:
        raise DeviceRefused(RefusalCause.DEVICE_LIMIT, authorization.refuse(RefusalCause.DEVICE_LIMIT))
    return device


def _longest_session_seconds(ctx: CallContext) -> int:
    seconds = (ctx.server.session_seconds if ctx.server else None) or LONGEST_SESSION_SECONDS
    return min(seconds, LONGEST_PROVISIONAL_SESSION_SECONDS) if regions.mode().discards_writes else seconds


def _pmk_of(operator: Operator, key: Authorization | RefusedKey) -> bytes:
    return unseal(
        get_keyring(operator).data_key,
        key.sealed.pmk,
        passphrases.associated_data(key.key_id, Prop.PMK),
        passphrases.PMK_USE,
    )


def passphrase_of(operator: Operator, authorization: Authorization) -> str:
    return passphrases.passphrase_of(get_keyring(operator), authorization.key_id, authorization.sealed)
