"""Build message 2 of the 4-way handshake as a station sends it (IEEE Std 802.11-2020, 12.7.6.3)."""

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
"""The I/G and U/L bits of the first octet (IEEE Std 802-2014, 8.2.2)."""
FT_OVER_DS = 1
"""Bit 0 of the MDE's capabilities: fast BSS transition over the DS."""


@value
class Exchange:
    """Addresses of 6 bytes and nonces of 32."""

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
        """Values that are not given are random; addresses are individual and locally administered."""
        return cls(
            bssid=bssid or generate_address(),
            station=station or generate_address(),
            anonce=anonce or secrets.token_bytes(NONCE_BYTES),
            snonce=snonce or secrets.token_bytes(NONCE_BYTES),
        )


@value
class FrameOptions:
    """EAPOL version 1 to 3, key length 0 or 16, replay counter of message 1, RSN capabilities of 2 bytes."""

    _: KW_ONLY
    version: int = 1
    key_length: int = 0
    replay_counter: int = 1
    capabilities: bytes = bytes(2)


DEFAULT_OPTIONS = FrameOptions()


@value
class MobilityDomain:
    """MDID of 2 bytes as sent, R0KH-ID of 1 to 48 bytes."""

    _: KW_ONLY
    ssid: bytes
    mdid: bytes
    r0kh_id: bytes


@value
class Message2:
    _: KW_ONLY
    frame: bytes
    akm: Akm
    ptk: Ptk

    @property
    def descriptor_version(self) -> int:
        return MIC_BY_AKM[self.akm][0]

    @property
    def mic_algorithm(self) -> MicAlgorithm:
        return MIC_BY_AKM[self.akm][1]


@value
class FtMessage2(Message2):
    _: KW_ONLY
    r0: FtKey
    r1: FtKey
    r1kh_id: bytes
    mde: bytes
    fte: bytes


def generate_address() -> bytes:
    first, *rest = secrets.token_bytes(ADDRESS_BYTES)
    return bytes((first & ~GROUP_BIT | LOCAL_BIT, *rest))


def build_psk_message2(
    pmk: bytes, exchange: Exchange, *, akm: Akm = Akm.PSK, options: FrameOptions = DEFAULT_OPTIONS
) -> Message2:
    """Message 2 of WPA2-PSK (Key Information 0x010a) or PSK-SHA256 (0x010b); the PMK has 32 bytes."""
    key = derive_ptk(pmk, **asdict(exchange), akm=akm)
    rsne = Rsne((akm.suite,), capabilities=options.capabilities)
    return Message2(frame=_build_signed_frame(key, akm, exchange.snonce, rsne.pack(), options), akm=akm, ptk=key)


def build_ft_message2(
    pmk: bytes, exchange: Exchange, domain: MobilityDomain, *, options: FrameOptions = DEFAULT_OPTIONS
) -> FtMessage2:
    """Message 2 of FT-PSK (Key Information 0x010b) where the AP holds PMK-R0 and PMK-R1 (12.7.1.6)."""
    # The RSNE carries PMKR1Name; MDE and FTE are those of the association response, without nonces (13.4.2).
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
