"""RELOAD=1: load functions/ and shared/vault/ anew when code, a text or a template is saved; the services go on."""

from __future__ import annotations

import importlib
import sys
import traceback
from contextlib import suppress
from pathlib import Path
from typing import TYPE_CHECKING, TextIO, TypeAlias

if TYPE_CHECKING:
    import threading
    from collections.abc import Iterable
    from types import ModuleType

    from local.serving import Serving
    from vault.runtime.registry import Functions

    Versions: TypeAlias = dict[Path, int]

PACKAGES = ("functions", "vault")
SUFFIXES = frozenset({".py", ".html", ".json", ".lua", ".sms", ".subject", ".toml", ".txt"})
"""Of code, texts and templates."""
LOOK_SECONDS = 1.0


def watch(serving: Serving, stop: threading.Event, terminal: TextIO) -> None:
    """Reload the functions whenever a file is saved, until `stop`; print the error of a failed import."""
    directories = [Path(entry) for package in PACKAGES for entry in importlib.import_module(package).__path__]
    found = versions = _versions(directories)
    while not stop.wait(LOOK_SECONDS):
        with suppress(OSError):  # a directory removed while it is read: the next look finds it gone
            found = _versions(directories)
        if found == versions:
            continue
        changed, versions = sorted(path for path, _ in found.items() ^ versions.items()), found
        try:
            serving.exchange(_load_anew)
        except (Exception, SystemExit):  # noqa: BLE001 (a module being edited can fail in any way)
            terminal.write(f"{traceback.format_exc(limit=-1)}The previous code is served until this is fixed.\n")
        else:
            terminal.write(f"Reloaded: {', '.join(sorted({path.name for path in changed}))}\n")


def _load_anew() -> Functions:
    """Import all functions and what they share again; if one import fails, restore the previous modules."""
    from vault.graph import connection as connection_before

    before = _loaded_modules()
    _remove_modules(before)
    importlib.invalidate_caches()
    try:
        from vault.runtime.registry import find

        functions = find()
    except BaseException:
        _remove_modules(_loaded_modules())
        sys.modules.update(before)
        raise
    for endpoint in connection_before.TRAVERSAL_SOURCES:
        with suppress(Exception):  # the new code is in place, and has clients of its own
            connection_before.client(endpoint).close()
    return functions


def _loaded_modules() -> dict[str, ModuleType]:
    return {name: module for name, module in sys.modules.items() if name.partition(".")[0] in PACKAGES}


def _remove_modules(names: Iterable[str]) -> None:
    for name in names:
        del sys.modules[name]


def _versions(directories: Iterable[Path]) -> Versions:
    versions: Versions = {}
    for path in (path for directory in directories for path in directory.rglob("*") if path.suffix in SUFFIXES):
        with suppress(FileNotFoundError):  # editors replace files
            versions[path] = path.stat().st_mtime_ns
    return versions
