"""A router's state as a file: configuration, login, ports and certificate."""

from __future__ import annotations

import json
from typing import TYPE_CHECKING

from local.private_files import write_private
from local.routeros.certificate import create_certificate
from local.routeros.simulator import RouterOs

if TYPE_CHECKING:
    from pathlib import Path


def create(password: str) -> RouterOs:
    """A router from the factory."""
    return RouterOs(password=password, certificate=create_certificate())


def restore(file: Path) -> RouterOs:
    """Raise ValueError where `save` did not write the file."""
    stored = json.loads(file.read_text())
    try:
        tables = stored.pop("tables")
        router = RouterOs(**stored, has_factory_configuration=False)
        router.device.rows |= tables
    except (AttributeError, KeyError, TypeError):
        raise ValueError(file.name) from None
    return router


def save(router: RouterOs, file: Path) -> None:
    """Replace the file by the current state."""
    stored = {name: getattr(router, name) for name in ("version", "username", "password", "certificate", "ports")}
    with router.device.lock:
        content = json.dumps({**stored, "tables": router.device.rows})
    write_private(file, content)
