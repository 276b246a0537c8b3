"""Connections to devices: TCP, and TLS pinned to the certificate that a device showed at its first login."""

import errno
import functools
import hashlib
import hmac
import socket
import ssl
import time
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from dataclasses import dataclass

from vault.adapters import outgoing
from vault.adapters.gateway_session import GatewayFailed, GatewayFailure, GatewayLogin
from vault.kernel.outgoing_addresses import AddressProfile, AddressRefused
from vault.kernel.settings import setting

SHOWN_DIGITS = 16
_NO_WAY = {errno.EADDRNOTAVAIL, errno.EAFNOSUPPORT, errno.EHOSTUNREACH, errno.ENETUNREACH}


@dataclass
class Deadline:
    """When a session must have ended, by `time.monotonic`."""

    ends_at: float

    @classmethod
    def after(cls, seconds: float) -> "Deadline":
        return cls(time.monotonic() + seconds)

    def remaining(self, most: float) -> float:
        """The seconds left, at most `most`. Raises GatewayFailed where no time is left."""
        if (left := self.ends_at - time.monotonic()) <= 0:
            raise GatewayFailed(GatewayFailure.TIMEOUT, "No answer in time.")
        return min(left, most)


@dataclass
class DeviceConnection:
    socket: socket.socket
    fingerprint: str
    """SHA-256 of the certificate, in hex; empty without TLS."""

    def close(self) -> None:
        with suppress(OSError):
            self.socket.close()


def connect(login: GatewayLogin, seconds: float, *, is_tls: bool) -> DeviceConnection:
    """Raises GatewayFailed: nothing listens, or it is not the device of the first login."""
    plain = _open_socket(login, seconds)
    plain.setsockopt(socket.IPPROTO_TCP, socket.TCP_NODELAY, 1)
    if not is_tls:
        return DeviceConnection(plain, "")
    try:
        return _start_tls(plain, login.fingerprint, seconds)
    except BaseException:
        plain.close()
        raise


def _open_socket(login: GatewayLogin, seconds: float) -> socket.socket:
    with translate_errors(f"connecting to {login.address} port {login.port}"):
        try:
            return outgoing.open_connection(AddressProfile.DEVICE, login.address, login.port, seconds)
        except AddressRefused:
            words = f"{login.address} is an address that may not be called."
        except OSError as error:
            if ":" not in login.address or error.errno not in _NO_WAY:
                raise
            words = f"The deployment has no way to IPv6 addresses such as {login.address}."
    raise GatewayFailed(GatewayFailure.SETUP, words)


def _start_tls(plain: socket.socket, expected: str, seconds: float) -> DeviceConnection:
    plain.settimeout(seconds)
    with translate_errors("starting TLS"):
        encrypted = _context().wrap_socket(plain)
    fingerprint = hashlib.sha256(encrypted.getpeercert(binary_form=True) or b"").hexdigest()
    if expected and not hmac.compare_digest(expected, fingerprint):
        encrypted.close()
        words = (
            f"Another certificate (SHA-256 {fingerprint[:SHOWN_DIGITS]}...) than at the first login "
            f"({expected[:SHOWN_DIGITS]}...): no credentials were sent. Status UP accepts it."
        )
        raise GatewayFailed(GatewayFailure.CERTIFICATE, words)
    return DeviceConnection(encrypted, fingerprint)


@functools.cache
def _context() -> ssl.SSLContext:
    context = ssl.SSLContext(ssl.PROTOCOL_TLS_CLIENT)
    # Devices have certificates of their own making: the caller compares the fingerprint.
    context.check_hostname = False
    context.verify_mode = ssl.CERT_NONE
    return context


@contextmanager
def translate_errors(action: str) -> Iterator[None]:
    """Raise GatewayFailed for errors of the network and of TLS during `action`, a phrase."""
    try:
        yield
    except TimeoutError:
        raise GatewayFailed(GatewayFailure.TIMEOUT, f"No answer while {action}.{access_hint()}") from None
    except ssl.SSLError as error:
        words = (
            f"TLS failed while {action} ({error.reason or 'closed'}). "
            "The device's service needs a certificate: without one it offers anonymous Diffie-Hellman alone."
        )
        raise GatewayFailed(GatewayFailure.CERTIFICATE, words) from None
    except (OSError, EOFError) as error:
        reason = getattr(error, "strerror", None) or "the device closed the connection"
        raise GatewayFailed(GatewayFailure.CONNECTION, f"Failed while {action}: {reason}.{access_hint()}") from None


def access_hint() -> str:
    networks = setting("VAULT_OUTGOING_ADDRESSES", "").replace(",", ", ")
    return f" The device has to let in {networks} (updateACL sets it)." if networks else ""
