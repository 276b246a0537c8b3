"""Message 2 of the 4-way handshake, made from a PMK as a station sends it (IEEE Std 802.11-2020, 12.7.6.3)."""

import secrets
from dataclasses import KW_ONLY, asdict, replace
from typing import Self

from vault.kernel.values import value
from vault.wifi.eapol import KeyFrame, KeyInfo
from vault.wifi.elements import Akm, Fte, Mde, Rsne
from vault.wifi.ft import FtKey, derive_ft_ptk, derive_pmk_r0, derive_pmk_r1
from vault.wifi.mic import MIC_BY_AKM, MicAlgorithm, compute_mic
from vault.wifi.ptk import Ptk, derive_ptk

ADDRESS_BYTES, NONCE_BYTES = 6, 32
GROUP_BIT, LOCAL_BIT = 1, 2
"""Bits of an address's first byte: of a group, administered locally (IEEE Std 802-2014, 8.2.2)."""
FT_OVER_DS = 1
"""Bit 0 of an MDE's capabilities: stations may also ask for a transition through their present access point."""


@value
class Exchange:
    """The ends of a handshake, by their addresses of 6 bytes, and their nonces of 32."""

    _: KW_ONLY
    bssid: bytes
    station: bytes
    anonce: bytes
    snonce: bytes

    @classmethod
    def generate(
        cls,
        *,
        bssid: bytes | None = None,
        station: bytes | None = None,
        anonce: bytes | None = None,
        snonce: bytes | None = None,
    ) -> Self:
        """What is not given is random; addresses are those of single devices, administered locally."""
        return cls(
            bssid=bssid or generate_address(),
            station=station or generate_address(),
            anonce=anonce or secrets.token_bytes(NONCE_BYTES),
            snonce=snonce or secrets.token_bytes(NONCE_BYTES),
        )


@value
class FrameOptions:
    """What stations fill in differently: EAPOL version 1 to 3, key length 0 or 16, RSN capabilities of 2 bytes.

    The replay counter is that of the access point's message 1.
    """

    _: KW_ONLY
    version: int = 1
    key_length: int = 0
    replay_counter: int = 1
    capabilities: bytes = bytes(2)


DEFAULT_OPTIONS = FrameOptions()


@value
class MobilityDomain:
    """Where a fast transition is possible: SSID, MDID of 2 bytes as sent, R0KH-ID of 1 to 48 bytes."""

    _: KW_ONLY
    ssid: bytes
    mdid: bytes
    r0kh_id: bytes


@value
class Message2:
    """A message 2, its 802.1X header included, and the PTK behind its MIC."""

    _: KW_ONLY
    frame: bytes
    akm: Akm
    ptk: Ptk

    @property
    def descriptor_version(self) -> int:
        """The key descriptor version that the frame says."""
        return MIC_BY_AKM[self.akm][0]

    @property
    def mic_algorithm(self) -> MicAlgorithm:
        """What the MIC is computed with."""
        return MIC_BY_AKM[self.akm][1]


@value
class FtMessage2(Message2):
    """A message 2 of FT-PSK with the hierarchy below its PMK and the elements as they stand in the frame."""

    _: KW_ONLY
    r0: FtKey
    r1: FtKey
    r1kh_id: bytes
    mde: bytes
    fte: bytes


def generate_address() -> bytes:
    """A random address of a single device, administered locally."""
    first, *rest = secrets.token_bytes(ADDRESS_BYTES)
    return bytes((first & ~GROUP_BIT | LOCAL_BIT, *rest))


def build_psk_message2(
    pmk: bytes, exchange: Exchange, *, akm: Akm = Akm.PSK, options: FrameOptions = DEFAULT_OPTIONS
) -> Message2:
    """Message 2 of WPA2-PSK (key information 010a) or PSK-SHA256 (010b); the PMK has 32 bytes."""
    key = derive_ptk(pmk, **asdict(exchange), akm=akm)
    rsne = Rsne((akm.suite,), capabilities=options.capabilities)
    return Message2(frame=_build_signed_frame(key, akm, exchange.snonce, rsne.pack(), options), akm=akm, ptk=key)


def build_ft_message2(
    pmk: bytes, exchange: Exchange, domain: MobilityDomain, *, options: FrameOptions = DEFAULT_OPTIONS
) -> FtMessage2:
    """Message 2 of FT-PSK (key information 010b) at the access point that holds PMK-R0 and PMK-R1 (12.7.1.6).

    Its RSNE names PMK-R1, and MDE and FTE stand as in the association response before it, without nonces (13.4.2).
    """
    bssid, station = exchange.bssid, exchange.station
    r0 = derive_pmk_r0(pmk, ssid=domain.ssid, mdid=domain.mdid, r0kh_id=domain.r0kh_id, station=station)
    r1 = derive_pmk_r1(r0, r1kh_id=bssid, station=station)
    key, _ = derive_ft_ptk(r1, **asdict(exchange))
    rsne = Rsne((Akm.FT_PSK.suite,), (r1.name,), capabilities=options.capabilities)
    mde, fte = Mde(domain.mdid, FT_OVER_DS).pack(), Fte(bssid, domain.r0kh_id).pack()
    frame = _build_signed_frame(key, Akm.FT_PSK, exchange.snonce, rsne.pack() + mde + fte, options)
    return FtMessage2(frame=frame, akm=Akm.FT_PSK, ptk=key, r0=r0, r1=r1, r1kh_id=bssid, mde=mde, fte=fte)


def _build_signed_frame(key: Ptk, akm: Akm, snonce: bytes, key_data: bytes, options: FrameOptions) -> bytes:
    descriptor_version, algorithm = MIC_BY_AKM[akm]
    unsigned = KeyFrame(
        key_info=KeyInfo.PAIRWISE | KeyInfo.MIC | descriptor_version,
        nonce=snonce,
        key_data=key_data,
        version=options.version,
        key_length=options.key_length,
        replay_counter=options.replay_counter,
    )
    return replace(unsigned, mic=compute_mic(key.kck, unsigned.pack(), algorithm)).pack()
