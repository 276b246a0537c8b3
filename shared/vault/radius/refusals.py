"""Record refused devices in the operator's log, without telling the access point why (docs/adr/0040)."""

from collections.abc import Iterator, Mapping
from contextlib import contextmanager

from vault.audit import refusals as audit
from vault.audit.events import AuditEvent
from vault.callers.model import CallContext
from vault.graph.schema import Prop
from vault.kernel.errors import DomainError, Unavailable
from vault.kernel.mac import format_mac
from vault.radius import vendors
from vault.radius.attributes import Attributes
from vault.radius.model import (
    DeviceRefused,
    HandshakeMissing,
    RefusalCause,
    RefusedKey,
    SsidKeypools,
    Station,
)
from vault.wifi.eapol import FrameInvalid
from vault.wifi.pmk import MAX_SSID, SsidInvalid

CAUSES: Mapping[type[DomainError], RefusalCause] = {
    HandshakeMissing: RefusalCause.HANDSHAKE_MISSING,
    FrameInvalid: RefusalCause.HANDSHAKE_INVALID,
    SsidInvalid: RefusalCause.HANDSHAKE_INVALID,
}


@contextmanager
def record_refusal(ctx: CallContext, attributes: Attributes, keypools: SsidKeypools) -> Iterator[None]:
    """If the block refuses a device, record it: at most once for an address and a cause in 15 minutes."""
    try:
        yield
    except DeviceRefused as refused:
        _record(ctx, vendors.parse_station(attributes), keypools, refused)
        raise
    except tuple(CAUSES) as error:
        _record(ctx, vendors.parse_station(attributes), keypools, DeviceRefused(CAUSES[type(error)]))
        raise


def _record(ctx: CallContext, station: Station, keypools: SsidKeypools, refused: DeviceRefused) -> None:
    claim, cause = _claim_entry(ctx, station, refused.cause), refused.cause
    key = refused.key or (_find_key(refused) if claim else None)
    if key and key.cause is not cause:
        claim, cause = _claim_entry(ctx, station, key.cause), key.cause
    if claim is None:
        return
    about = {Prop.VENUE: key.venue_id, Prop.UNIT: key.unit_id, Prop.SUBSCRIBER: key.subscriber} if key else {}
    audit.write_entry(
        ctx,
        claim,
        AuditEvent.DEVICE_REFUSED,
        about,
        cause=cause,
        device=format_mac(station.address),
        access_point=format_mac(station.bssid) if station.bssid else None,
        ssid=keypools.select(station.ssids)[0][:MAX_SSID] if station.ssids else None,
        key=key.key_id if key else None,
        radius_server=ctx.server.id if ctx.server else None,
    )


def _claim_entry(ctx: CallContext, station: Station, cause: RefusalCause) -> audit.RefusalEntry | None:
    if not (station.address and ctx.server):
        return None
    return audit.claim_entry(ctx, AuditEvent.DEVICE_REFUSED, f"{station.address.hex()} {cause}", ctx.server.id)


def _find_key(refused: DeviceRefused) -> RefusedKey | None:
    try:
        return refused.find_key() if refused.find_key else None
    except Unavailable:
        return None
