"""Authorizing devices: a handshake is matched to a key, which is then checked at the writer (docs/adr/0011)."""

import struct
from collections.abc import Iterator, Mapping, Sequence
from itertools import chain, islice

from vault.callers.model import CallContext
from vault.devices import service as devices
from vault.devices.model import Device
from vault.graph.connection import execute
from vault.graph.schema import Prop
from vault.graph.steps import T
from vault.kernel import ids, regions
from vault.kernel.mac import format_mac
from vault.kernel.sealing import unseal
from vault.kernel.time import epoch_ms, now
from vault.kernel.values import value
from vault.keys import passphrases, pmk_cache
from vault.keys.pmk_cache import OpenedBin
from vault.operators.model import Operator
from vault.operators.service import get_keyring
from vault.people import confirmations
from vault.radius import last_key, queries
from vault.radius.authorization import Authorization
from vault.radius.model import (
    LONGEST_PROVISIONAL_SESSION_MS,
    LONGEST_SESSION_MS,
    AccessRequest,
    DeviceRefused,
    SsidKeypools,
)
from vault.wifi.handshake import Handshake
from vault.wifi.match import find_matching_pmk
from vault.wifi.pmk import PMK_BYTES


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
    handshake = Handshake.from_report(
        ssid=request.ssid.encode(),
        bssid=request.bssid,
        station=request.station,
        anonce=request.anonce,
        frame=request.frame,
        akm=request.akm,
    )
    search = Search(ctx.operator, keypools.pool_ids, handshake, epoch_ms(now()))
    mac = format_mac(request.station)
    hint_key = last_key.redis_key(ctx.operator, mac, request.ssid)
    hint = last_key.find_hint(hint_key)
    authorization = (_authorize_last_key(search, *hint) if hint else None) or search_keypools(search)
    if authorization is None:
        raise DeviceRefused
    device = _record_device(ctx, authorization, mac, format_mac(request.bssid), search.moment)
    if token := authorization.subscriber:
        confirmations.confirm(ctx, ids.subscriber_id(token), token, authorization.confirms, by="device")
    if hint != (authorization.key_id, authorization.bin_id):
        last_key.store_hint(hint_key, authorization.key_id, authorization.bin_id)
    seconds = max((device.ends_at - search.moment) // 1000, 1)
    return AccessAccept(authorization, _pmk_of(ctx.operator, authorization), seconds)


def _authorize_last_key(search: Search, key_id: str, bin_id: str) -> Authorization | None:
    for authorization in _load_authorizations(search, {key_id: bin_id}):
        if find_matching_pmk([(key_id, _pmk_of(search.operator, authorization))], search.handshake):
            return authorization
    return None


def search_keypools(search: Search) -> Authorization | None:
    """Search the cached bins, then those that have changed at the writer. Raises Unavailable."""
    if not search.pool_ids:
        return None
    operator, pool_ids, moment = search.operator, search.pool_ids, search.moment
    cached = pmk_cache.cached_bins(operator, pool_ids, moment)
    return _find_match(search, cached) or _find_match(
        search, pmk_cache.refreshed_bins(operator, pool_ids, cached, moment)
    )


def _find_match(search: Search, bins: Sequence[OpenedBin]) -> Authorization | None:
    """The latest authorization among the keys with the matching PMK; a person's keys may share one."""
    index = find_matching_pmk(enumerate(_all_pmks(bins)), search.handshake)
    if index is None:
        return None
    pmk = next(islice(_all_pmks(bins), index, None))
    bin_by_key_id = {key_id: each.bin_id for each in bins for key_id in each.key_ids_of(pmk)}
    authorizations = [
        each for each in _load_authorizations(search, bin_by_key_id) if _pmk_of(search.operator, each) == pmk
    ]
    return max(authorizations, key=lambda each: (each.starts_at, each.key_id), default=None)


def _all_pmks(bins: Sequence[OpenedBin]) -> Iterator[bytes]:
    return chain.from_iterable(struct.unpack(len(each) * f"{PMK_BYTES}s", each.pmks) for each in bins)


def _load_authorizations(search: Search, bin_by_key_id: Mapping[str, str]) -> list[Authorization]:
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
    longest = moment + (LONGEST_PROVISIONAL_SESSION_MS if regions.mode().discards_writes else LONGEST_SESSION_MS)
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
        raise DeviceRefused
    return device


def _pmk_of(operator: Operator, authorization: Authorization) -> bytes:
    return unseal(
        get_keyring(operator).data_key,
        authorization.sealed.pmk,
        passphrases.associated_data(authorization.key_id, Prop.PMK),
    )


def passphrase_of(operator: Operator, authorization: Authorization) -> str:
    return passphrases.passphrase_of(get_keyring(operator), authorization.key_id, authorization.sealed)
