"""What an access point knows of a device that joins: message 2 of the 4-way handshake, and what went before it."""

from typing import Self

from vault.kernel.values import value
from vault.wifi.eapol import FrameInvalid, KeyFrame, KeyInfo, parse
from vault.wifi.elements import OUI, Akm, KeyData, Rsne
from vault.wifi.ft import ft_ptk, pmk_r0, pmk_r1
from vault.wifi.mic import algorithm, mic
from vault.wifi.pmk import ssid_bytes
from vault.wifi.ptk import Ptk, ptk

ADDRESS = 6
NONCE = 32
FOREIGN = 0
"""A suite type that 802.11 reserves, for those of others."""
SET = KeyInfo.PAIRWISE | KeyInfo.MIC
UNSET = KeyInfo.ACK | KeyInfo.ERROR | KeyInfo.REQUEST | KeyInfo.ENCRYPTED


@value
class Holders:
    """Between whom a fast transition may go, as message 2 names them, and the PMKR1Name that it gives."""

    mdid: bytes
    r0kh_id: bytes
    r1kh_id: bytes
    pmkr1_name: bytes


@value
class Handshake:
    """A message 2 that one PMK has made: addresses of 6 bytes, nonce of 32, SSID of 1 to 32."""

    ssid: bytes
    bssid: bytes
    station: bytes
    anonce: bytes
    frame: KeyFrame
    akm: Akm
    holders: Holders | None
    """None but for FT-PSK."""

    @classmethod
    def of(
        cls, *, ssid: bytes, bssid: bytes, station: bytes, anonce: bytes, frame: bytes, akm: int | None = None
    ) -> Self:
        """From what an access point reports, none of it trusted; `frame` begins with the 802.1X header.

        The AKM is that of the frame's RSNE; `akm` (a suite type of 00-0F-AC) must agree with it, and is needed only
        where there is none. Errors: SsidInvalid, FrameInvalid (a malformed frame, another message than 2, nonces of
        zeros, an AKM whose PMK is made of more than a passphrase, TKIP).
        """
        if len(bssid) != ADDRESS or len(station) != ADDRESS:
            raise FrameInvalid(reason="address")
        message = _message2(frame)
        if len(anonce) != NONCE or not any(anonce) or not any(message.nonce):
            raise FrameInvalid(reason="nonce")
        told = KeyData.parse(message.key_data)
        agreed = _akm(told.rsne, akm)
        algorithm(message.descriptor_version, agreed)
        holders = _holders(told) if agreed is Akm.FT_PSK else None
        return cls(ssid_bytes(ssid), bssid, station, anonce, message, agreed, holders)

    def made_by(self, pmk: bytes) -> bool:
        """Whether a PMK of 32 bytes made the frame: by its MIC, and for FT-PSK by the PMKR1Name too."""
        kck = self._kck_ft(pmk, self.holders) if self.holders else self._ptk(pmk).kck
        by = algorithm(self.frame.descriptor_version, self.akm)
        return kck is not None and mic(kck, self.frame.raw, by) == self.frame.mic

    def _ptk(self, pmk: bytes) -> Ptk:
        snonce = self.frame.nonce
        return ptk(pmk, bssid=self.bssid, station=self.station, anonce=self.anonce, snonce=snonce, akm=self.akm)

    def _kck_ft(self, pmk: bytes, named: Holders) -> bytes | None:
        r0 = pmk_r0(pmk, ssid=self.ssid, mdid=named.mdid, r0kh_id=named.r0kh_id, station=self.station)
        r1 = pmk_r1(r0, r1kh_id=named.r1kh_id, station=self.station)
        if r1.name != named.pmkr1_name:
            return None
        seen = ft_ptk(r1, bssid=self.bssid, station=self.station, anonce=self.anonce, snonce=self.frame.nonce)
        return seen[0].kck


def _message2(frame: bytes) -> KeyFrame:
    message = parse(frame)
    if message.key_info & SET != SET or message.key_info & UNSET:
        raise FrameInvalid(reason="not message 2")
    return message


def _akm(rsne: Rsne | None, given: int | None) -> Akm:
    """The one AKM that the frame and the access point tell."""
    told = [given] if rsne is None else [suite[3] if suite.startswith(OUI) else FOREIGN for suite in rsne.akms]
    if len(told) != 1 or told[0] is None or given not in (None, told[0]):
        raise FrameInvalid(reason="AKM")
    if told[0] not in set(Akm):
        raise FrameInvalid(reason="AKM not of a passphrase")
    return Akm(told[0])


def _holders(told: KeyData) -> Holders:
    if told.rsne is None or told.mde is None or told.fte is None or len(told.rsne.pmkids) != 1:
        raise FrameInvalid(reason="fast transition")
    return Holders(told.mde.mdid, told.fte.r0kh_id, told.fte.r1kh_id, told.rsne.pmkids[0])
