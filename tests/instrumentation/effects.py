"""Notes every endpoint that sets a password, a key or an address and is not in the table of those that may."""

from collections.abc import Iterator
from contextlib import contextmanager
from types import ModuleType
from typing import Any

import pytest

from tests.doors import DOORS, REPLACES_PASSWORDS, Effect
from tests.instrumentation import undeclared, uses
from vault.adapters import cognito
from vault.keys import queries as keys
from vault.people import queries as people
from vault.runtime.endpoint import Endpoint

SETTERS: dict[Effect, tuple[tuple[ModuleType, str], ...]] = {
    Effect.PASSWORD: ((cognito, "set_password"),),
    Effect.KEY: ((keys, "add"), (keys, "set_passphrase")),
    Effect.ADDRESS: ((people, "link_identity"),),
}
"""By effect the functions that have it."""


@contextmanager
def record_undeclared_effects() -> Iterator[None]:
    """Watch every endpoint; to be entered after `uses.record_undeclared_uses`."""
    with pytest.MonkeyPatch.context() as patch:
        for effect, setters in SETTERS.items():
            for module, name in setters:
                patch.setattr(module, name, noting(effect, getattr(module, name)))
        yield


def noting(effect: Effect, setter: Any) -> Any:
    """A function with an effect, which notes the endpoint that it works for."""

    known = DOORS[effect].keys() | (REPLACES_PASSWORDS if effect is Effect.PASSWORD else frozenset())

    def set_it(*arguments: Any, **named: Any) -> Any:
        callee = uses.current_callee()
        if isinstance(callee, Endpoint) and callee.path not in known:
            undeclared.note(f"{callee.path}: sets a {effect}, and is not in tests/doors.py")
        return setter(*arguments, **named)

    return set_it
