"""Save the state of moto's backends in one file, and verify the file before loading it."""

from __future__ import annotations

import hashlib
import io
import pickle
import threading
from importlib.metadata import version
from typing import TYPE_CHECKING, Any

from cryptography.hazmat.primitives import serialization
from cryptography.hazmat.primitives.asymmetric.rsa import RSAPrivateKey
from moto.backends import get_backend

if TYPE_CHECKING:
    from collections.abc import Callable
    from pathlib import Path

SERVICES = ("cognito-idp", "kms", "sqs", "sns", "ses", "secretsmanager", "events", "scheduler", "s3")
UNREADABLE = "UNREADABLE"


class _Pickler(pickle.Pickler):
    """Pickles private keys as PKCS #8 and the queues' locks as new locks, which pickle cannot do by itself."""

    def reducer_override(self, thing: object) -> tuple[Callable[..., object], tuple[object, ...]]:
        """Reduce keys and locks; NotImplemented leaves the rest to pickle."""
        if isinstance(thing, threading.Condition):
            return threading.Condition, ()
        if not isinstance(thing, RSAPrivateKey):
            return NotImplemented  # type: ignore[no-any-return]
        encoding, form = serialization.Encoding.DER, serialization.PrivateFormat.PKCS8
        written = thing.private_bytes(encoding, form, serialization.NoEncryption())
        return _private_key, (written,)


def _private_key(written: bytes) -> object:
    return serialization.load_der_private_key(written, None)


def save(file: Path) -> None:
    """Replace the file by the current state; a crash in between leaves the old file."""
    state = {
        (service, account, region): vars(backend)
        for service in SERVICES
        for account, regions in get_backend(service).items()  # type: ignore[call-overload]
        for region, backend in regions.items()
    }
    buffer = io.BytesIO()
    _Pickler(buffer).dump(state)
    content = buffer.getvalue()
    draft = file.with_suffix(".part")
    draft.write_bytes(_header(content) + content)
    draft.replace(file)


def restore(file: Path) -> None:
    """Load what `save` wrote. Raises ValueError if the file is damaged or from another version of moto."""
    if not file.exists():
        return
    head, _, content = file.read_bytes().partition(b"\n")
    if head + b"\n" != _header(content):
        raise ValueError(UNREADABLE)
    # The checksum shows that this program wrote it, and the file is in the user's own checkout.
    stored: dict[tuple[Any, str, str], dict[str, object]] = pickle.loads(content)  # noqa: S301
    for (service, account, region), attributes in stored.items():
        get_backend(service)[account][region].__dict__.update(attributes)


def _header(content: bytes) -> bytes:
    return f"moto {version('moto')} sha256 {hashlib.sha256(content).hexdigest()}\n".encode()
