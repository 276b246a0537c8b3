"""The state of moto's backends in one file: written whole, verified before it is read."""

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
    """Writes what moto holds and pickle refuses: private keys as PKCS #8, the queues' locks as new ones."""

    def reducer_override(self, thing: object) -> tuple[Callable[..., object], tuple[object, ...]]:
        """Say how a key or a lock is written; everything else goes the usual way."""
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
    """Replace the file by the present state; a crash in the middle leaves the old file."""
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
    """Bring back what `save` wrote; ValueError if the file is damaged or another moto's."""
    if not file.exists():
        return
    head, _, content = file.read_bytes().partition(b"\n")
    if head + b"\n" != _header(content):
        raise ValueError(UNREADABLE)
    # The checksum says that this very program wrote it, and the file is in the user's own checkout.
    stored: dict[tuple[Any, str, str], dict[str, object]] = pickle.loads(content)  # noqa: S301
    for (service, account, region), attributes in stored.items():
        get_backend(service)[account][region].__dict__.update(attributes)


def _header(content: bytes) -> bytes:
    return f"moto {version('moto')} sha256 {hashlib.sha256(content).hexdigest()}\n".encode()
