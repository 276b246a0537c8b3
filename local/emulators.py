"""What stands in for the outside systems on one machine: the emulators that their declarations name."""

from __future__ import annotations

from importlib import import_module
from typing import TYPE_CHECKING, Protocol, cast

from vault.adapters import systems

if TYPE_CHECKING:
    from pathlib import Path

    from local.processes import Service


class Emulator(Protocol):
    """A module that starts a process, and tells the settings with which handlers and tests reach it."""

    def start(self, directory: Path, *, persistent: bool) -> Service:
        """Start it with its log below `directory / "logs"`, and its state below `directory / "state"` if persistent."""

    def settings_when_ready(self, service: Service) -> dict[str, str]:
        """Return the settings as soon as it answers; StartFailure if it cannot."""


def emulators() -> list[Emulator]:
    """Return each emulator once, though it may stand in for several systems."""
    names = dict.fromkeys(service.value.emulator for service in systems.Service if service.value.emulator)
    return [cast("Emulator", import_module(name)) for name in names]
