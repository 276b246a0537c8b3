"""Published handshakes: message 2 of access points and tools, recorded by others."""

from dataclasses import dataclass

RSNE = "30140100000fac040100000fac040100000fac02"


@dataclass(frozen=True)
class Vector:
    """All inputs of a handshake, bytes in hex."""

    source: str
    ssid: str
    passphrase: str
    bssid: str
    station: str
    anonce: str
    snonce: str
    version: int
    key_info: int
    key_length: int
    key_data: str
    pmk: str
    mic: str
    ptk: str = ""

    @property
    def addresses(self) -> dict[str, bytes]:
        """Both addresses and the access point's nonce, as keyword arguments."""
        return {name: bytes.fromhex(getattr(self, name)) for name in ("bssid", "station", "anonce")}

    @property
    def all_parts(self) -> dict[str, bytes]:
        """The same and the station's nonce."""
        return {**self.addresses, "snonce": bytes.fromhex(self.snonce)}

    @property
    def frame(self) -> bytes:
        """The frame as bytes."""
        data = bytes.fromhex(self.key_data)
        head = f"{self.version:02x}03{95 + len(data):04x}02{self.key_info:04x}{self.key_length:04x}{1:016x}"
        return bytes.fromhex(f"{head}{self.snonce}{'00' * 32}{self.mic}{len(data):04x}") + data


FREERADIUS = Vector(
    source="FreeRADIUS 3.2, src/tests/auth/dpsk-psk.attrs",
    ssid="Andrena_39_Lincoln",
    passphrase="Pancakes1124",
    bssid="34efb6af489e",
    station="8ab3a0ebd5e5",
    anonce="4df70a4285c5c61f177cdbfc29d7e3cac94167f6101f1bcab420dd50c4f8809d",
    snonce="c3bb319516614aacfb44e933bf1671131fb1856e5b2721952d414ce3f5aa312b",
    version=2,
    key_info=0x010A,
    key_length=16,
    key_data=RSNE + "8c00",
    pmk="44a4f34b6270fccb7dffa8c9e610e3b80f021c8165bcf53c99c3f818167982ab",
    mic="35cddcedad0dfb6a12a2eca55c17c323",
    ptk="cc4d0042fc723a17d991f5c7bed9f3a210d0fd3ebc8d4e401bd98ca37a46d61e8aa475afbad4fa621a0c06761909da94",
)
FREERADIUS_PMK = Vector(
    source="FreeRADIUS 3.2, src/tests/auth/dpsk-pmk.attrs",
    ssid="unpublished",
    passphrase="",
    bssid="5cdf89113b3c",
    station="cae78dfa6504",
    anonce="43426fd6469d4254eb0d5ba449eb9895360894f1948cece9196751336d4c5daf",
    snonce="b16a8514b84d7843e53754f5c9131cb203fbe8277dbf216d6e87fd6e30b0577a",
    version=1,
    key_info=0x010A,
    key_length=0,
    key_data=RSNE + "8000",
    pmk="d6175aed517504c40b8831d7ce7b7d1fe24c65ce0f92c2816ca14ba7acb47b13",
    mic="dc81aec5a05ee8aa21a52947041fd2fc",
)
AIRCRACK = Vector(
    source="aircrack-ng, test/cryptounittest/test-calc-ptk.c and test-calc-mic.c",
    ssid="Harkonen",
    passphrase="12345678",
    bssid="00146c7e4080",
    station="001346fe320c",
    anonce="225854b0444de3af06d1492b852984f04cf6274c0e3218b8681756864db7a055",
    snonce="59168bc3a5df18d71efb6423f340088dab9e1ba2bbc58659e07b3764b0de8570",
    version=1,
    key_info=0x010A,
    key_length=16,
    key_data=RSNE + "0100",
    pmk="ee51883793a6f68e9615fe73c80a3aa6f2dd0ea537bce627b929183cc6e57925",
    mic="d5355382b8a9b806dcaf99cdaf564eb6",
    ptk="ea0e404633c802450302868ccaa749de",
)
HASHCAT = Vector(
    source="hashcat, tools/test_modules/m22000.pm and src/modules/module_22000.c",
    ssid="TP-LINK_HASHCAT_TEST",
    passphrase="hashcat!",
    bssid="6466b38ec3fc",
    station="225edc49b7aa",
    anonce="10e3be3b005a629e89de088d6a2fdc489db83ad4764f2d186b9cde15446e972e",
    snonce="48ce2ccba9c1fda130ff2fbbfb4fd3b063d1a93920b0f7df54a5cbf787b16171",
    version=1,
    key_info=0x010A,
    key_length=0,
    key_data=RSNE + "8000",
    pmk="0857172bd4d3ebb34cf00f3619726008d27558926d963a547332fab033023b82",
    mic="024022795224bffca545276c3762686f",
    ptk="57d0f2ff5faef56f9b94390aebf4474d",
)
WIRESHARK_FT = Vector(
    source="Wireshark's capture wireshark-ft-psk, hashcat tools/test_modules/m37100.pm",
    ssid="test-ft-psk",
    passphrase="12345678",
    bssid="020000000000",
    station="020000000100",
    anonce="eb131d608a197829340c645c3bf30df2c0c8e818e9e31c560af630664a21a009",
    snonce="b44919486bacb36befb4ab90c14e639bc5027cca16d62a1525c2424e6ac7d2fe",
    version=1,
    key_info=0x010B,
    key_length=0,
    key_data="30260100000fac040100000fac040100000fac0400000100"
    "3378f874c1930b599405d3de4b6e05cc"
    "3603010201"
    "376c" + "00" * 82 + "0106020000000000" + "0310" + b"wireshark-ft-psk".hex(),
    pmk="f91fea0712af6e92192a51f92acc483e8184f528220fc02308b4102cf79373b2",
    mic="dd411684bd6e123bce3a606b2be06de2",
    ptk="258f13dded80136e5d4db91f46aafedf625df4e4b455e1b10f928d721ebc011b58f564fd078c3cc8ceb8c8be8e51d30d",
)
PSK = (FREERADIUS, FREERADIUS_PMK, AIRCRACK, HASHCAT)
EVERY = (*PSK, WIRESHARK_FT)
