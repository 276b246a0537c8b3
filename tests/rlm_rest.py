"""Requests as FreeRADIUS's rlm_rest writes them, by release and by the sign of `char` on its machine.

Written after what `vp_prints_value_json` of src/lib/print.c and `rest_encode_json` do in the tags named here.
"""

import base64
import json
from dataclasses import dataclass
from typing import Any

from tests.gateway import event
from tests.radius_client import Body

SHORT_ESCAPES = {0x08: b"\\b", 0x09: b"\\t", 0x0A: b"\\n", 0x0C: b"\\f", 0x0D: b"\\r"}
ESCAPED_AS_THEMSELVES = b'"\\/'
SPACE, FIRST_NEGATIVE = 0x20, 0x80


@dataclass(frozen=True)
class Encoding:
    """How a release on a machine writes the values of attributes."""

    release: str
    machine: str

    @property
    def octets_are_hexadecimal(self) -> bool:
        """Up to 3.2.3 octets are printed as hex digits; since 3.2.4 as a text is."""
        return self.release == "3.2.1"

    @property
    def has_signed_char(self) -> bool:
        """Where `char` is signed, octets from 0x80 on are less than a blank, and are escaped."""
        return self.machine == "x86"

    def encode_text(self, octets: bytes) -> bytes:
        return b'"' + b"".join(map(self.encode_octet, octets)) + b'"'

    def encode_octet(self, octet: int) -> bytes:
        if octet in ESCAPED_AS_THEMSELVES:
            return b"\\" + bytes((octet,))
        if octet in SHORT_ESCAPES:
            return SHORT_ESCAPES[octet]
        if octet < SPACE or (octet >= FIRST_NEGATIVE and self.has_signed_char):
            return b"\\u%04X" % octet
        return bytes((octet,))

    def encode_value(self, value: object) -> tuple[bytes, bytes]:
        """The type's name, and the value in JSON; a value of bytes is text, one of 0x and hex digits is octets."""
        if isinstance(value, int):
            return b"integer", b"%d" % value
        if isinstance(value, bytes):
            return b"string", self.encode_text(value)
        text = str(value)
        if not text.startswith("0x"):
            return b"string", self.encode_text(text.encode())
        return b"octets", json.dumps(text).encode() if self.octets_are_hexadecimal else self.encode_text(
            bytes.fromhex(text[2:])
        )

    def encode(self, body: Body) -> bytes:
        """The body of rlm_rest's request."""
        return b"{" + b",".join(self._encode_attribute(name, each["value"]) for name, each in body.items()) + b"}"

    def _encode_attribute(self, name: str, values: list[Any]) -> bytes:
        kinds, encoded = zip(*map(self.encode_value, values), strict=True)
        return b'"%s":{"type":"%s","value":[%s]}' % (name.encode(), kinds[0], b",".join(encoded))

    def event(self, body: Body, authorization: str) -> dict[str, Any]:
        """The request as API Gateway passes it on: in base64 where it is not UTF-8."""
        raw = self.encode(body)
        try:
            return event(raw.decode(), authorization=authorization)
        except UnicodeDecodeError:
            in_base64 = {"body": base64.b64encode(raw).decode(), "isBase64Encoded": True}
            return event("", authorization=authorization) | in_base64


ENCODINGS = [Encoding(release, machine) for release in ("3.2.1", "3.2.4", "3.2.10") for machine in ("x86", "arm64")]
