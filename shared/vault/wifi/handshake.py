"""Message 2 of the 4-way handshake as an access point reports it."""

from typing import Self

from vault.kernel.values import value
from vault.wifi.eapol import FrameInvalid, KeyFrame, KeyInfo, parse_key_frame
from vault.wifi.elements import OUI, Akm, KeyData, Rsne
from vault.wifi.ft import derive_ft_ptk, derive_pmk_r0, derive_pmk_r1
from vault.wifi.mic import compute_mic, select_mic_algorithm
from vault.wifi.pmk import encode_ssid
from vault.wifi.ptk import Ptk, derive_ptk

ADDRESS_BYTES = 6
NONCE_BYTES = 32
FOREIGN_SUITE = 0
"""A reserved suite type, here for suites of other OUIs."""
REQUIRED_KEY_INFO = KeyInfo.PAIRWISE | KeyInfo.MIC
FORBIDDEN_KEY_INFO = KeyInfo.ACK | KeyInfo.ERROR | KeyInfo.REQUEST | KeyInfo.ENCRYPTED


@value
class KeyHolders:
    mdid: bytes
    r0kh_id: bytes
    r1kh_id: bytes
    pmkr1_name: bytes


@value
class Handshake:
    """Message 2 with its context: addresses of 6 bytes, ANonce of 32, SSID of 1 to 32."""

    ssid: bytes
    bssid: bytes
    station: bytes
    anonce: bytes
    frame: KeyFrame
    akm: Akm
    holders: KeyHolders | None
    """Only for FT-PSK."""

    @classmethod
    def from_report(
        cls, *, ssid: bytes, bssid: bytes, station: bytes, anonce: bytes, frame: bytes, akm: int | None = None
    ) -> Self:
        """Parse an untrusted report; `frame` begins with the 802.1X header. Raises SsidInvalid, FrameInvalid.

        `akm`, a suite type of 00-0F-AC, must agree with the frame's RSNE, and is needed only without one.
        """
        if len(bssid) != ADDRESS_BYTES or len(station) != ADDRESS_BYTES:
            raise FrameInvalid(reason="address")
        message = _parse_message2(frame)
        if len(anonce) != NONCE_BYTES or not any(anonce) or not any(message.nonce):
            raise FrameInvalid(reason="nonce")
        elements = KeyData.parse(message.key_data)
        negotiated_akm = _select_akm(elements.rsne, akm)
        select_mic_algorithm(message.descriptor_version, negotiated_akm)
        holders = _parse_key_holders(elements) if negotiated_akm is Akm.FT_PSK else None
        return cls(encode_ssid(ssid), bssid, station, anonce, message, negotiated_akm, holders)

    def matches_pmk(self, pmk: bytes) -> bool:
        """Compare the MIC, for FT-PSK the PMKR1Name too; the PMK has 32 bytes."""
        kck = self._kck_ft(pmk, self.holders) if self.holders else self._ptk(pmk).kck
        by = select_mic_algorithm(self.frame.descriptor_version, self.akm)
        return kck is not None and compute_mic(kck, self.frame.raw, by) == self.frame.mic

    def _ptk(self, pmk: bytes) -> Ptk:
        snonce = self.frame.nonce
        return derive_ptk(pmk, bssid=self.bssid, station=self.station, anonce=self.anonce, snonce=snonce, akm=self.akm)

    def _kck_ft(self, pmk: bytes, holders: KeyHolders) -> bytes | None:
        r0 = derive_pmk_r0(pmk, ssid=self.ssid, mdid=holders.mdid, r0kh_id=holders.r0kh_id, station=self.station)
        r1 = derive_pmk_r1(r0, r1kh_id=holders.r1kh_id, station=self.station)
        if r1.name != holders.pmkr1_name:
            return None
        derived = derive_ft_ptk(r1, bssid=self.bssid, station=self.station, anonce=self.anonce, snonce=self.frame.nonce)
        return derived[0].kck


def _parse_message2(frame: bytes) -> KeyFrame:
    message = parse_key_frame(frame)
    if message.key_info & REQUIRED_KEY_INFO != REQUIRED_KEY_INFO or message.key_info & FORBIDDEN_KEY_INFO:
        raise FrameInvalid(reason="not message 2")
    return message


def _select_akm(rsne: Rsne | None, reported: int | None) -> Akm:
    suites = (
        [reported] if rsne is None else [suite[3] if suite.startswith(OUI) else FOREIGN_SUITE for suite in rsne.akms]
    )
    if len(suites) != 1 or suites[0] is None or reported not in (None, suites[0]):
        raise FrameInvalid(reason="AKM")
    if suites[0] not in set(Akm):
        raise FrameInvalid(reason="AKM not of a passphrase")
    return Akm(suites[0])


def _parse_key_holders(elements: KeyData) -> KeyHolders:
    if elements.rsne is None or elements.mde is None or elements.fte is None or len(elements.rsne.pmkids) != 1:
        raise FrameInvalid(reason="fast transition")
    return KeyHolders(elements.mde.mdid, elements.fte.r0kh_id, elements.fte.r1kh_id, elements.rsne.pmkids[0])
